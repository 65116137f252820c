"""Annotation on a cluster: the same as here, through storage, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import toolkit as tk
from tests.annotators import Counter, Pausing
from tests.corpus.parallel.conftest import as_rows, fill, kept_keys, left
from toolkit.corpus.parallel import cluster
from toolkit.corpus.parallel.cluster import connect

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of distributed's own, as it closes sockets


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A cluster of two processes, which are begun again when they die."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as made, distributed.Client(made) as asking:
        yield asking


def test_a_cluster_finds_what_one_process_finds(
    client: Any, tmp_path: Path, expected: list[str]
) -> None:
    corpus = tk.open(fill(tmp_path, 60))
    corpus.annotate(client=client)
    assert left(corpus) == 0
    assert as_rows(corpus) == expected
    assert not list((tmp_path / "log" / "todo").glob("*"))


def test_what_goes_through_storage_comes_home(
    client: Any, tmp_path: Path, expected_counts: list[str]
) -> None:
    corpus = tk.open(fill(tmp_path / "home", 60), Counter())
    storage = tmp_path / "storage"
    corpus.annotate(client=client, storage=f"file://{storage}")
    assert left(corpus) == 0
    assert as_rows(corpus) == expected_counts
    assert [p for p in storage.rglob("*") if p.is_file()] == []


@pytest.mark.long
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    client: Any, tmp_path: Path, expected_counts: list[str]
) -> None:
    pausing = Pausing(tmp_path, "Door 30 ")
    corpus = tk.open(fill(tmp_path / "c", 60), pausing)
    victims = list(client.run(os.getpid).values())

    def kill() -> None:
        while not pausing.reached.exists():
            time.sleep(0.01)
        os.kill(victims[0], signal.SIGKILL)
        pausing.released.touch()

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    corpus.annotate(client=client)
    killer.join(timeout=5)
    assert not killer.is_alive()
    assert left(corpus) == 0
    assert as_rows(corpus) == expected_counts
    assert kept_keys(tmp_path / "c").value_counts().sum() == len(corpus.quotes)
    client.wait_for_workers(2, timeout=60)
    assert victims[0] not in client.run(os.getpid).values()


def test_workers_of_another_version_are_refused_by_name(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "model_version", lambda: "ours")
    corpus = tk.open(fill(tmp_path, 1))
    with pytest.raises(ValueError, match=r"refused: tcp://\S+ \(tagger \w+, not ours\)"):
        corpus.annotate(client=client)
    assert left(corpus) > 0


def test_a_scheduler_that_is_not_there_is_one_line() -> None:
    with pytest.raises(ConnectionError, match=r"no scheduler at tcp://127\.0\.0\.1:9"):
        connect("tcp://127.0.0.1:9", timeout=1)


def test_a_cluster_without_workers_is_one_line(tmp_path: Path) -> None:
    options = {"n_workers": 0, "dashboard_address": None, "processes": False}
    corpus = tk.open(fill(tmp_path, 1))
    with (
        distributed.LocalCluster(**options) as made,
        distributed.Client(made) as asking,
        pytest.raises(ConnectionError, match="has no workers"),
    ):
        corpus.annotate(client=asking)


@pytest.mark.long
def test_workers_that_all_vanish_end_the_run_in_one_line(tmp_path: Path) -> None:
    options = {"n_workers": 0, "dashboard_address": None}
    pausing = Pausing(tmp_path, "Door 30 ")
    corpus = tk.open(fill(tmp_path / "c", 60), pausing)
    with distributed.LocalCluster(**options) as made, distributed.Client(made) as asking:
        tool = [sys.executable, "-m", "distributed.cli.dask_worker", made.scheduler_address]
        flags = ["--no-nanny", "--no-dashboard", "--nthreads", "1"]
        with subprocess.Popen([*tool, *flags], stderr=subprocess.DEVNULL) as worker:
            asking.wait_for_workers(1, timeout=60)

            def vanish() -> None:
                while not pausing.reached.exists():
                    time.sleep(0.01)
                worker.kill()
                pausing.released.touch()

            threading.Thread(target=vanish, daemon=True).start()
            with pytest.raises(RuntimeError, match=r"no workers for 1 seconds; all finished parts"):
                corpus.annotate(client=asking, patience=1)
    assert 0 < left(corpus) <= 60
    corpus.annotate()
    assert left(corpus) == 0
    assert kept_keys(tmp_path / "c").is_unique

"""Annotation on several cores: the same as on one, whatever comes in and whoever is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import toolkit as tk
from tests.annotators import Pausing
from tests.corpus.parallel.conftest import as_rows, fill, kept_keys, left
from toolkit.annotate import Annotation, Text
from toolkit.corpus.parallel import bounded

ROOT = Path(__file__).parents[3]


class Picky:
    """Takes no article that has a seven in it."""

    version = "picky"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            if "Door 7 " in article.text:
                raise RuntimeError("seven")
            yield Annotation([], [])


class Deadly:
    """Its process dies of the first article that it sees, once; the file says whether it did."""

    version = "deadly"

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for _ in articles:
            if not self.mark.exists():
                self.mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield Annotation([], [])


def test_several_processes_find_what_one_finds(tmp_path: Path, expected: list[str]) -> None:
    corpus = tk.open(fill(tmp_path, 60))
    corpus.annotate(2)
    assert left(corpus) == 0
    assert len(list(tmp_path.glob("quotes/*/*.parquet"))) > 2
    assert as_rows(corpus) == expected


@pytest.mark.parametrize("workers", [1, 3])
def test_an_article_that_fails_is_a_reason_in_its_place(workers: int, tmp_path: Path) -> None:
    corpus = tk.open(fill(tmp_path, 20), Picky())
    corpus.annotate(workers)
    assert corpus.dropped["source_file"].tolist() == ["00007.md"]
    assert corpus.dropped["reason"].tolist() == ["the annotator failed on it: RuntimeError: seven"]


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    corpus = tk.open(fill(tmp_path / "c", 20), Deadly(tmp_path / "died"))
    corpus.annotate(2)
    assert (tmp_path / "died").exists()
    assert left(corpus) == 0
    assert corpus.dropped.empty


class Dying:
    """Its process is ended from outside whenever it sees an article."""

    version = "dying"

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()


def test_workers_that_die_of_everything_end_the_run_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "_DEATHS", 1)
    with pytest.raises(RuntimeError, match="try fewer workers"):
        tk.open(fill(tmp_path, 9), Dying()).annotate(2)


RUN = """
import sys
from pathlib import Path
import toolkit as tk
from tests.annotators import Pausing
if __name__ == "__main__":
    tk.open(sys.argv[1], Pausing(Path(sys.argv[2]), sys.argv[3])).annotate(2)
"""


def started(place: Path, words: str) -> subprocess.Popen[Any]:
    """Annotation of the corpus `c` in two processes, one of which pauses at an article."""
    script = place / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(place / "c"), str(place), words]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, **quiet)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def await_parts(folder: Path, run: subprocess.Popen[Any], count: int) -> None:
    while run.poll() is None and len(list(folder.glob("quotes/*/*.parquet"))) < count:
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("victim", [pytest.param("run", marks=pytest.mark.long), "worker"])
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(i, marks=pytest.mark.long) for i in range(1, 20))]
)
def test_sigkill_loses_and_doubles_nothing(
    victim: str, seed: int, tmp_path: Path, expected_counts: list[str]
) -> None:
    folder, words = fill(tmp_path / "c", 60), f"Door {random.Random(seed).randrange(60)} "
    run = started(tmp_path, words)
    while run.poll() is None and not (tmp_path / "reached").exists():
        time.sleep(0.02)
    workers = children(run.pid)
    os.kill(run.pid if victim == "run" else workers[-1], signal.SIGKILL)
    (tmp_path / "released").touch()
    code = run.wait(timeout=120)
    assert code == (-signal.SIGKILL if victim == "run" else 0)
    ended = time.monotonic() + 20
    while any(Path(f"/proc/{w}").exists() for w in workers) and time.monotonic() < ended:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{w}").exists() for w in workers)
    again = tk.open(folder, Pausing(tmp_path, words))
    assert as_rows(again) == expected_counts
    assert not kept_keys(folder).empty
    assert not list(folder.rglob("log/todo/*"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, expected_counts: list[str]) -> None:
    folder, words = fill(tmp_path / "c", 60), "Door 30 "
    program = (
        "import signal, sys, toolkit.annotate, toolkit.corpus.parallel.processes\n"
        # a shell lets what it runs in the background ignore Ctrl-C
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.annotators import Pausing\n"
        "from pathlib import Path\n"
        "from toolkit.cli import main\n"
        f"pausing = Pausing(Path({str(tmp_path)!r}), {words!r})\n"
        "toolkit.annotate.Pipeline = lambda *args, **kwargs: pausing\n"
        f"sys.argv = ['toolkit', 'annotate', {str(folder)!r}, '--workers', '2']\n"
        "main()\n"
    )
    (tmp_path / "program.py").write_text(program)
    run = subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    await_parts(folder, run, 1)
    while run.poll() is None and not (tmp_path / "reached").exists():
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Traceback" not in errors
    assert b"the same command goes on" in errors
    assert not kept_keys(folder).empty
    (tmp_path / "released").touch()
    assert as_rows(tk.open(folder, Pausing(tmp_path, words))) == expected_counts

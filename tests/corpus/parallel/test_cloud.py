"""A cluster that shares nothing with this machine but a bucket: `make test-cloud`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import toolkit as tk
from tests.corpus.parallel.conftest import as_rows, fill, left
from toolkit.storage.files import drop, get, put

moto_server = pytest.importorskip("moto.server", reason="make test-cloud brings moto and s3fs")
s3fs = pytest.importorskip("s3fs")
distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of those libraries' own


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a bucket on this machine, which all processes find by their environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = moto_server.ThreadedMotoServer("127.0.0.1", port)
    server.start()
    own = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_DEFAULT_REGION": "us-east-1",
           "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "none"}  # fmt: skip
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()  # one that knows the server of the test before
    s3fs.S3FileSystem(skip_instance_cache=True).makedirs("news", exist_ok=True)
    yield "s3://news/corpus"
    server.stop()


def test_files_are_put_got_and_dropped(bucket: str) -> None:
    put(bucket, "a/b", b"one")
    put(bucket, "a/b", b"two")
    assert get(bucket, "a/b") == b"two"
    drop(bucket, "a/b")
    drop(bucket, "a/b")
    with pytest.raises(FileNotFoundError):
        get(bucket, "a/b")


def test_what_goes_through_a_bucket_comes_home(
    bucket: str, tmp_path: Path, expected: list[str]
) -> None:
    corpus = tk.open(fill(tmp_path, 60))
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as made, distributed.Client(made) as client:
        corpus.annotate(client=client, storage=bucket)
    assert left(corpus) == 0
    assert as_rows(corpus) == expected
    assert s3fs.S3FileSystem(skip_instance_cache=True).find("news") == []

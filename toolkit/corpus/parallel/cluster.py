"""A cluster: the same batches through dask.distributed, in and out through storage that all reach.

The scheduler carries names alone. A batch lies in ``log/todo`` below the storage's root; its part
is written below that root and taken home. Where workers see the corpus folder, that is the root.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from functools import cache, partial
from importlib.metadata import version
from time import monotonic
from typing import TYPE_CHECKING, Any

from toolkit.annotate.attribution.tagger_engine import model_version
from toolkit.annotate.text.document import installed_model
from toolkit.corpus.parallel.batches import Batch, Cluster, Done, Job, work
from toolkit.corpus.parallel.processes import spread
from toolkit.fingerprint import fingerprint
from toolkit.storage.files import drop, get, put
from toolkit.storage.parts import part_name

if TYPE_CHECKING:
    from distributed import Client

_TRIES = 3
_AHEAD = 2
_TODO = "log/todo"


def connect(address: str, timeout: float = 10) -> Client:
    """A client of a running scheduler.

    Raises:
        ValueError: no such address, or the extra `cluster` is not installed.
        ConnectionError: nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError(
            "no dask.distributed here: pip install 'voices-in-the-news[cluster]'"
        ) from error
    try:
        return Client(address, timeout=timeout)
    except OSError as error:
        raise ConnectionError(f"no scheduler at {address}: {error}") from error


def on_cluster(job: Job, batches: Iterable[Batch], cluster: Cluster) -> Iterator[Done]:
    """Work on batches on all workers of a cluster, each batch as it is done.

    Args:
        job: its parts are those of the corpus at home.
        batches: are put into storage as workers become free.
        cluster: is running.

    Raises:
        ConnectionError: the cluster has no workers.
        ValueError: workers of another version; names them.
        RuntimeError: workers die again and again, all are gone and none comes, or the scheduler
            goes away.
    """
    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    client, through = cluster.client, cluster.through
    _check_workers(client)
    there = through or str(job.parts.root)
    packed = pickle.dumps(job._replace(parts=job.parts.at(there)))
    names = (_placed(there, batch) for batch in batches)
    ahead = _AHEAD * len(client.nthreads())
    start = partial(client.get_executor, retries=_TRIES, pure=False)
    try:
        for done in spread(start, partial(_work, packed), names, ahead, _Watch(cluster)):
            if through:
                job.parts.fetch(through, done.name)
            drop(there, f"{_TODO}/{done.name}")
            yield done
    except (KilledWorker, CommClosedError, CancelledError, _Gone) as error:
        raise RuntimeError(
            f"the cluster gave up: {error}; all finished parts are kept, the same call goes on"
        ) from error


class _Gone(Exception):
    """All workers of a cluster."""


class _Watch:
    """Looks whether a cluster has workers, for as long as there is patience."""

    def __init__(self, cluster: Cluster) -> None:
        self._client, self._patience = cluster.client, cluster.patience
        self._seen = monotonic()

    def __call__(self) -> None:
        if self._client.nthreads():
            self._seen = monotonic()
        elif monotonic() - self._seen > self._patience:
            raise _Gone(f"it has had no workers for {self._patience:g} seconds")


def _placed(root: str, batch: Batch) -> str:
    """Put a batch where a worker finds it; the name of its file."""
    name = part_name(batch.keys)
    put(root, f"{_TODO}/{name}", pickle.dumps(batch))
    return name


def _work(packed: bytes, name: str) -> Done:
    """On a worker: take a batch, annotate it, keep its part."""
    job = _job(packed)
    root = str(job.parts.root)
    return work(job, pickle.loads(get(root, f"{_TODO}/{name}")))


@cache
def _job(packed: bytes) -> Job:
    job: Job = pickle.loads(packed)
    return job


def _check_workers(client: Client) -> None:
    """Hold that every worker would annotate as this machine does.

    Raises:
        ConnectionError: there are none.
        ValueError: names those of another version.
    """
    here = versions()
    there = client.run(versions, on_error="return")
    if not there:
        raise ConnectionError("the cluster has no workers")
    wrong = [_difference(name, here, other) for name, other in there.items() if other != here]
    if wrong:
        raise ValueError("workers of another version, refused: " + "; ".join(wrong))


def versions() -> dict[str, str]:
    """What must be the same on all machines, for the same text to give the same rows.

    Example:
        >>> sorted(versions())
        ['code', 'lexicons', 'spacy', 'spacy model', 'tagger', 'toolkit']
    """
    return {
        "toolkit": version("voices-in-the-news"),
        "code": fingerprint(("toolkit.annotate",)),
        "lexicons": fingerprint(("toolkit.lexicons",)),
        "spacy": version("spacy"),
        "spacy model": f"{installed_model()} {version(installed_model())}",
        "tagger": model_version(),
    }


def _difference(worker: str, here: dict[str, str], there: Any) -> str:
    if not isinstance(there, dict):
        return f"{worker} ({there})"
    parts = [f"{k} {there.get(k)}, not {v}" for k, v in here.items() if there.get(k) != v]
    return f"{worker} ({', '.join(parts)})"

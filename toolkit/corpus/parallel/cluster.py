"""Annotation on a dask cluster, with batches and results passed through shared storage.

The scheduler carries names only. A batch lies in ``log/todo`` below the root of the storage; its
part is written below that root and then moved home. Where the workers see the corpus folder, it is
the root.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.annotate.attribution.tagger_engine import model_version
from toolkit.corpus.parallel.batches import AnnotationJob, Batch, FinishedBatch, annotate_batch
from toolkit.fingerprint import fingerprint
from toolkit.storage.files import drop, get, put
from toolkit.storage.parts import part_name

if TYPE_CHECKING:
    from distributed import Client

_TRIES = 3
_AHEAD = 2
_TICK = 2
"""Seconds between two looks at a cluster that does not answer."""
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
            "dask.distributed is not installed: pip install 'voices-in-the-news[cluster]'"
        ) from error
    try:
        return Client(address, timeout=timeout)
    except OSError as error:
        raise ConnectionError(f"no scheduler at {address}: {error}") from error


def on_cluster(
    job: AnnotationJob,
    batches: Iterable[Batch],
    client: Client,
    storage: str | None = None,
    patience: float = 300,
) -> Iterator[FinishedBatch]:
    """Annotate batches on all workers of a running cluster.

    Args:
        job: stores its parts in the corpus at home.
        batches: are written to storage as workers become free.
        client: a ``dask.distributed.Client``.
        storage: root of the storage that this machine and all workers reach, as an fsspec URL
            ("s3://bucket/folder"); the corpus folder if None.
        patience: seconds to wait for workers when all of them are gone.

    Raises:
        ConnectionError: the cluster has no workers.
        ValueError: workers of another version; names them.
        RuntimeError: workers die again and again, all are gone and none comes, or the scheduler
            goes away.
    """
    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    _check_workers(client)
    root = storage or str(job.parts.root)
    packed = pickle.dumps(job._replace(parts=replace(job.parts, root=root)))
    names = (_upload(root, batch) for batch in batches)
    ahead = _AHEAD * len(client.nthreads())
    executor = client.get_executor(retries=_TRIES, pure=False)
    call = partial(_annotate_on_worker, packed, root)
    check = partial(_wait_for_workers, client, patience)
    try:
        for done in _run_in_pool(executor, call, names, ahead, check):
            if storage:
                job.parts.fetch(storage, done.name)
            drop(root, f"{_TODO}/{done.name}")
            yield done
    except (KilledWorker, CommClosedError, CancelledError, TimeoutError) as error:
        raise RuntimeError(
            f"the cluster gave up: {error}; all finished parts are kept, the same call goes on"
        ) from error


def _run_in_pool(
    executor: Executor,
    call: Callable[[str], FinishedBatch],
    items: Iterator[str],
    ahead: int,
    check: Callable[[], object],
) -> Iterator[FinishedBatch]:
    """Call a function on items in an executor, and end the executor.

    Args:
        executor: of a cluster.
        call: the function.
        items: names of batches; drawn from as workers become free.
        ahead: the number of items that are submitted at a time.
        check: is called while nothing finishes; may raise to end the run.

    Yields:
        Results in the order in which they finish.
    """
    running: set[Future[FinishedBatch]] = set()
    try:
        while True:
            for item in islice(items, ahead - len(running)):
                running.add(executor.submit(call, item))
            if not running:
                return
            done, running = wait(running, _TICK, FIRST_COMPLETED)
            if not done:
                check()
            for future in done:
                yield future.result()
    finally:
        executor.shutdown(wait=False)


def _wait_for_workers(client: Client, patience: float) -> None:
    """Wait for a worker if all of them are gone."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise TimeoutError(f"it has had no workers for {patience:g} seconds") from error


def _upload(root: str, batch: Batch) -> str:
    """Write a batch where the workers find it; returns its name."""
    name = part_name(batch.keys)
    put(root, f"{_TODO}/{name}", pickle.dumps(batch))
    return name


def _annotate_on_worker(packed: bytes, root: str, name: str) -> FinishedBatch:
    """On a worker: load a batch, annotate it and store its part."""
    return annotate_batch(packed, pickle.loads(get(root, f"{_TODO}/{name}")))


def _check_workers(client: Client) -> None:
    """Check that every worker annotates as this machine does.

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
    """Versions that must be equal on all machines to give the same rows for the same text.

    Example:
        >>> sorted(versions())
        ['code', 'lexicons', 'onnxruntime', 'tagger', 'tokenizers', 'toolkit']
    """
    return {
        "toolkit": version("voices-in-the-news"),
        "code": fingerprint(("toolkit.annotate",)),
        "lexicons": fingerprint(("toolkit.lexicons",)),
        "onnxruntime": version("onnxruntime"),
        "tokenizers": version("tokenizers"),
        "tagger": model_version(),
    }


def _difference(worker: str, here: dict[str, str], there: Any) -> str:
    if not isinstance(there, dict):
        return f"{worker} ({there})"
    parts = [f"{k} {there.get(k)}, not {v}" for k, v in here.items() if there.get(k) != v]
    return f"{worker} ({', '.join(parts)})"

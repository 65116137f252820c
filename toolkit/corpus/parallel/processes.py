"""Annotation in one process or several on this machine."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from functools import partial
from itertools import islice
from typing import TypeVar

from toolkit.corpus.parallel.batches import AnnotationJob, Batch, FinishedBatch, annotate_batch

_AHEAD = 2
"""Batches per process that are submitted at a time: memory does not grow with the corpus."""
_TICK = 2
"""Seconds between two checks of workers that do not answer."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Item = TypeVar("Item")


def on_this_machine(
    job: AnnotationJob, batches: Iterable[Batch], workers: int
) -> Iterator[FinishedBatch]:
    """Annotate batches in several processes; one worker means this process.

    Raises:
        BrokenExecutor: a process died.
    """
    if workers <= 1:
        yield from map(partial(annotate_batch, job), batches)
        return
    call = partial(annotate_batch, pickle.dumps(job))
    yield from run_in_pool(process_pool(workers), call, iter(batches), workers * _AHEAD)


def cores() -> int:
    """Number of processor cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def process_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of new processes, for a fork of a process with threads may hang."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_start)


def run_in_pool(
    executor: Executor,
    call: Callable[[Item], FinishedBatch],
    items: Iterator[Item],
    ahead: int,
    check: Callable[[], object] | None = None,
) -> Iterator[FinishedBatch]:
    """Call a function on items in an executor, and end the executor.

    Args:
        executor: of processes or of a cluster.
        call: the function.
        items: batches or their names; drawn from as processes become free.
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
            done, running = wait(running, _TICK if check else None, FIRST_COMPLETED)
            if check and not done:
                check()
            for future in done:
                yield future.result()
    finally:
        _end(executor)


def _end(executor: Executor) -> None:
    """End the processes of an executor without waiting for unfinished items."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False)
    for process in processes:
        process.terminate()


def _start() -> None:
    """Set up a worker: it leaves Ctrl-C to its parent and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)

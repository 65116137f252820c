"""Annotation in one process or several on this machine."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from functools import partial
from itertools import islice
from typing import TypeVar

from toolkit.corpus.parallel.batches import (
    AnnotationJob,
    Batch,
    FinishedBatch,
    annotate_batch,
    annotate_in_worker,
)

_AHEAD = 2
"""Batches per process that are submitted at a time: memory does not grow with the corpus."""
_TICK = 2
"""Seconds between two checks of workers that do not answer."""
_DEATHS = 5
"""Broken executors in a row after which a run gives up."""
_GAVE_UP = (
    "processes die again and again, perhaps for lack of memory: try fewer workers; "
    "all finished parts are kept"
)
Item = TypeVar("Item")
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def on_this_machine(
    job: AnnotationJob, batches: Iterable[Batch], workers: int
) -> Iterator[FinishedBatch]:
    """Annotate batches in several processes; one worker means this process.

    Raises:
        RuntimeError: processes die again and again, as for lack of memory.
    """
    if workers <= 1:
        yield from map(partial(annotate_batch, job), batches)
        return
    start, call = partial(process_pool, workers), partial(annotate_in_worker, pickle.dumps(job))
    yield from run_in_pool(start, call, iter(batches), workers * _AHEAD)


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
    start: Callable[[], Executor],
    call: Callable[[Item], FinishedBatch],
    items: Iterator[Item],
    ahead: int,
    check: Callable[[], object] | None = None,
) -> Iterator[FinishedBatch]:
    """Call a function on items in an executor; items of a process that died are submitted again.

    Args:
        start: makes the executor, and a new one after it broke.
        call: the function.
        items: batches or their names; drawn from as processes become free.
        ahead: the number of items that are submitted at a time.
        check: is called while nothing finishes; may raise to end the run.

    Yields:
        Results in the order in which they finish.

    Raises:
        RuntimeError: processes die again and again.
    """
    waiting, deaths = deque[Item](), 0
    running: dict[Future[FinishedBatch], Item] = {}
    executor = start()
    try:
        while True:
            try:
                while len(running) < ahead and (waiting or _draw(items, waiting)):
                    future = executor.submit(call, waiting[0])
                    running[future] = waiting.popleft()
                if not running:
                    return
                ready = wait(running, _TICK if check else None, FIRST_COMPLETED).done
                if check and not ready:
                    check()
                for future in ready:
                    finished = future.result()
                    del running[future]
                    deaths = 0
                    yield finished
            except BrokenExecutor as error:
                deaths += 1
                if deaths > _DEATHS:
                    raise RuntimeError(_GAVE_UP) from error
                waiting.extend(running.values())
                running.clear()
                _end(executor)
                executor = start()
    finally:
        _end(executor)


def _draw(items: Iterator[Item], waiting: deque[Item]) -> bool:
    waiting.extend(islice(items, 1))
    return bool(waiting)


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

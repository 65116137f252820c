"""One core or several of this machine: the processes are started once, each with its own model."""

from __future__ import annotations

import multiprocessing
import os
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

from toolkit.corpus.parallel.batches import Batch, Done, Job, work

_AHEAD = 2
"""Batches for each process that are handed out: memory does not grow with the corpus."""
_TICK = 2
"""Seconds between two looks at workers that do not answer."""
_DEATHS = 5
"""Processes that may die one after the other before anything is finished between."""
_GAVE_UP = (
    "processes die again and again, as for want of memory: try fewer workers; "
    "all finished parts are kept"
)
Item = TypeVar("Item")
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def on_this_machine(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Done]:
    """Work on batches in so many processes; with one, in this one and nothing is started.

    Raises:
        RuntimeError: processes die again and again, as for want of memory.
    """
    if workers <= 1:
        yield from map(partial(work, job), batches)
        return
    yield from spread(partial(_pool, job, workers), _work, iter(batches), workers * _AHEAD)


def cores() -> int:
    """How many processes this machine has cores for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    start: Callable[[], Executor],
    call: Callable[[Item], Done],
    items: Iterator[Item],
    ahead: int,
    watch: Callable[[], object] | None = None,
) -> Iterator[Done]:
    """Each batch as it is done; those of a process that died are handed out again.

    Args:
        start: makes the executor, and another one when it broke.
        call: is done in its processes.
        items: batches, or where they lie; taken from as processes become free.
        ahead: how many are handed out at a time.
        watch: is called now and then while nothing is done; may raise what ends the run.

    Raises:
        RuntimeError: processes die again and again.
    """
    waiting, deaths = deque[Item](), 0
    running: dict[Future[Done], Item] = {}
    executor = start()
    try:
        while True:
            try:
                while len(running) < ahead and (waiting or _take(items, waiting)):
                    future = executor.submit(call, waiting[0])
                    running[future] = waiting.popleft()
                if not running:
                    return
                ready = wait(running, _TICK if watch else None, FIRST_COMPLETED).done
                if watch and not ready:
                    watch()
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


def _take(items: Iterator[Item], waiting: deque[Item]) -> bool:
    waiting.extend(islice(items, 1))
    return bool(waiting)


def _end(executor: Executor) -> None:
    """Without waiting: what is not finished is made again."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False)
    for process in processes:
        process.terminate()


def _pool(job: Job, workers: int) -> ProcessPoolExecutor:
    """Fresh processes: a fork of one that has threads may hang."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(job,))


_mine: list[Job] = []


def _start(job: Job) -> None:
    """Ready a process: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _mine[:] = [job]


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(batch: Batch) -> Done:
    return work(_mine[0], batch)

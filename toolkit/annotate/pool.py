"""Annotation on one core or several: the same results, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import NamedTuple

from toolkit.annotate.annotator import Annotation, Annotator, Text

_AT_ONCE = 8
"""Articles that a process takes at a time."""
_WAITING = 3
"""Such handfuls for each process that are read ahead: memory does not grow with the corpus."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Failed(NamedTuple):
    """An article that an annotator could not take, and why."""

    reason: str


Result = Annotation | Failed


def annotated(annotator: Annotator, articles: Iterable[Text], workers: int = 1) -> Iterator[Result]:
    """An annotation, or why there is none, for each article in order.

    Args:
        annotator: is sent to each process once, where there are several.
        articles: any number; so many are read ahead as keep the processes busy.
        workers: processes; with one, nothing is started.

    Example:
        >>> from toolkit.annotate import Pipeline
        >>> [len(note.quotes) for note in annotated(Pipeline(), [Text(None, "It rained.")])]
        [0]
    """
    if workers <= 1:
        yield from (_attempt(annotator, article) for article in articles)
        return
    waiting: deque[Future[list[Result]]] = deque()
    with _pool(annotator, workers) as pool:
        try:
            for handful in _handfuls(articles):
                waiting.append(pool.submit(_work, handful))
                if len(waiting) >= workers * _WAITING:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def cores() -> int:
    """How many processes this machine has cores for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _attempt(annotator: Annotator, article: Text) -> Result:
    try:
        return next(iter(annotator([article])))
    except Exception as error:  # the promise: no article stops a run
        return Failed(f"unexpected {type(error).__name__}: {error}"[:300])


def _handfuls(articles: Iterable[Text]) -> Iterator[list[Text]]:
    remaining = iter(articles)
    while handful := list(islice(remaining, _AT_ONCE)):
        yield handful


def _pool(annotator: Annotator, workers: int) -> ProcessPoolExecutor:
    """Fresh processes: a fork of one that has threads may hang."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(annotator,))


_mine: list[Annotator] = []


def _start(annotator: Annotator) -> None:
    _mine[:] = [annotator]


def _work(handful: list[Text]) -> list[Result]:
    return [_attempt(_mine[0], article) for article in handful]

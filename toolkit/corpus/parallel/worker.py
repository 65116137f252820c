"""What a worker process does: the steps of one task after the other, each within its limits.

`toolkit.corpus.parallel.worker_process` starts it; the two exchange pickles through pipes.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import spawn
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

if sys.platform != "win32":
    import resource

OUT_OF_MEMORY = 75
"""Exit code of a worker that asked for more memory than its limit."""
_STATUS = Path("/proc/self/statm")
_TIRED = 0.6
"""Share of its memory above which a worker makes room for a new one, between two items."""
_LEAST = 0.25
"""Share of the memory that each step may add."""
_ORPHANED = 10
"""Times its limit that a step may run on when no parent is left to end it."""


class Limits(NamedTuple):
    """What one document or article may cost.

    Attributes:
        seconds: time; annotation may take as long for each 100,000 characters of a text.
        megabytes: memory of the process at work on it, which needs about 300 itself.
    """

    seconds: float = 20
    megabytes: float = 1000


class Step(NamedTuple):
    """A part of a task to which the limits apply.

    Attributes:
        take: returns its result.
        times: how many times the limit of seconds it may take.
    """

    take: Callable[[], Any]
    times: float = 1


StepsOf = Callable[[Any], Iterator[Step]]
"""From an item to its steps."""
Job = Callable[[], StepsOf]
"""Imports and loads what the steps need, so that this counts for none of them."""


class Order(NamedTuple):
    """What a parent orders: to load a job, or to take the steps of an item.

    Attributes:
        job: a pickled function of the type `Job`, for all items that follow; None for an item.
        name: of that function.
        main: path of the main module of the parent, if the job is defined there.
        folder: working directory of the parent, to which relative paths belong.
        limits: of each step, for all items that follow.
        item: the item.
        skip: the number of its steps that have been taken.
        left: seconds of processor time for all its steps.
    """

    job: bytes | None = None
    name: str = ""
    main: str | None = None
    folder: str = ""
    limits: Limits = Limits()
    item: Any = None
    skip: int = 0
    left: float = math.inf


class Note(NamedTuple):
    """What a worker tells its parent.

    Attributes:
        kind: "ready": the job is loaded; "next": it looks for a step; "begun": it takes one;
            "result" of a step; "end" of an item; "failed": an error that is not the item's fault.
        seconds: what may pass until the next note.
        left: seconds of processor time that are left for the item.
        value: the result, the error, or whether an item ended because no time was left.
    """

    kind: Literal["ready", "next", "begun", "result", "end", "failed"]
    seconds: float
    left: float
    value: Any = None


def serve() -> None:
    """Do what the parent orders, until it closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    notes = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints does not mix with the notes
    worker = _Worker(notes)
    try:
        while True:
            worker.do(pickle.load(sys.stdin.buffer))
    except (EOFError, ConnectionError):
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


class _Worker:
    def __init__(self, notes: BinaryIO) -> None:
        self._notes = notes
        self._steps_of: StepsOf
        self._limits = Limits()
        self._spent_at = math.inf
        """Processor time at which no time is left for the item."""

    def do(self, order: Order) -> None:
        """Load a job or take the steps of an item."""
        try:
            if order.job is None:
                self._tell("end", value=self._take(order))
                self._rest()
                return
            self._limits = order.limits
            with suppress(OSError):  # it may be gone, and absolute paths need none
                os.chdir(order.folder)
            self._steps_of = _loaded(order.job, order.main)
            self._tell("ready")
        except (MemoryError, ConnectionError):
            raise
        except Exception as error:
            self._tell("failed", value=f"{type(error).__name__}: {error}")

    def _take(self, order: Order) -> bool:
        """Take the steps of an item; return whether some are left because no time is."""
        self._spent_at = time.process_time() + order.left
        _limit(self._limits)
        for number, (take, times) in enumerate(self._steps_of(order.item)):
            if number < order.skip:
                self._tell("next")
                continue
            if (left := self._left()) <= 0:
                return True
            times = min(times, left / self._limits.seconds)
            _limit(self._limits, times)
            self._tell("begun", times)
            self._tell("result", value=take())
        return False

    def _rest(self) -> None:
        """End a process that holds much memory; its parent starts another one."""
        if _held()[0] > _TIRED * self._limits.megabytes * 10**6:
            os._exit(0)

    def _left(self) -> float:
        return self._spent_at - time.process_time()

    def _tell(self, kind: Any, times: float = 1, value: Any = None) -> None:
        note = Note(kind, self._limits.seconds * times, self._left(), value)
        self._notes.write(pickle.dumps(note, pickle.HIGHEST_PROTOCOL))
        self._notes.flush()


def _loaded(job: bytes, main: str | None) -> StepsOf:
    if main:
        spawn.prepare({"init_main_from_path": main})
    load: Job = pickle.loads(job)
    return load()


def _limit(limits: Limits, times: float = 1) -> None:
    """Limit memory from now on, and processor time in case that the parent is gone.

    Where the system cannot limit memory, the parent watches it.
    """
    if sys.platform == "win32":
        return
    spent = time.process_time() + _ORPHANED * limits.seconds * times
    _set_limit(resource.RLIMIT_CPU, math.ceil(spent))
    resident, data = _held()
    if data:
        most = limits.megabytes * 10**6
        _set_limit(resource.RLIMIT_DATA, data + int(max(most - resident, _LEAST * most)))


def _held() -> tuple[int, int]:
    """Bytes in memory, and bytes that RLIMIT_DATA counts; zero where the system does not tell."""
    if sys.platform == "win32" or not _STATUS.exists():
        return 0, 0
    pages = _STATUS.read_text().split()
    return int(pages[1]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _set_limit(which: int, value: int) -> None:
    if sys.platform != "win32":
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (value if hard < 0 else min(value, hard), hard))

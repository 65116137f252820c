"""Tasks in worker processes: what takes too much time or memory costs itself alone.

A task is an item with steps, such as a file with its documents. A step that meets a limit or
crashes its process ends as `Failed`, with a reason; the other steps and tasks go on.
"""

from __future__ import annotations

import math
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, NamedTuple

from toolkit.corpus.parallel.worker import Job, Limits, Note, Order
from toolkit.corpus.parallel.worker_process import Inbox, WorkerProcess, start_process

_TICK = 0.2
"""Seconds between two looks at processes that tell nothing."""
_DEATHS = 5
"""Processes ended from outside, one after the other and without a result, after which a run gives
up."""
_GAVE_UP = (
    "processes die again and again, perhaps for lack of memory: try fewer workers; "
    "all finished parts are kept"
)
_REST = "; what follows in the file was not read"
_SPENT = f"its documents take too long{_REST}"
Results = list[Any]


class Failed(NamedTuple):
    """The result of a step that met a limit or crashed; `reason` is for `dropped`."""

    reason: str


@dataclass(eq=False)
class _Task:
    """An item and its results so far.

    Attributes:
        number: place of the item among all.
        item: the item.
        left: seconds of processor time that are left for its steps.
        results: of the steps that were taken.
        deaths: processes that died in the step that is next, for no known reason.
    """

    number: int
    item: Any
    left: float
    results: Results = field(default_factory=list)
    deaths: int = 0


def run(
    job: Job,
    items: Iterable[Any],
    workers: int = 1,
    limits: Limits | None = None,
    ahead: int = 1,
    budget: Callable[[Any], float] = lambda item: math.inf,
) -> Iterator[tuple[int, Results]]:
    """Take the steps of items in other processes.

    Args:
        job: gives the function from an item to its steps; it is pickled.
        items: are drawn as processes become free.
        workers: the number of processes.
        limits: of each step.
        ahead: items that a process holds at a time; more than one if they are small.
        budget: seconds of processor time for all steps of an item.

    Yields:
        The number of an item and the results of its steps, as items finish.

    Raises:
        ValueError: the function cannot be sent to other processes.
        RuntimeError: a process does not start, or they die again and again.
    """
    tasks = (_Task(number, item, budget(item)) for number, item in enumerate(items))
    order = _order(job, limits or Limits())
    yield from _Run(order, tasks, max(1, workers), ahead).finished()


def prepare(job: Job, limits: Limits) -> None:
    """Start a process that loads a job, without waiting for it: the next `run` takes it."""
    start_process(_order(job, limits), Inbox(), alone=True).keep()


def _order(job: Job, limits: Limits) -> Order:
    try:
        packed = pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(f"cannot be sent to other processes: {error}") from error
    main = getattr(sys.modules["__main__"], "__file__", None) if b"__main__" in packed else None
    name = getattr(job, "func", job).__qualname__
    with suppress(FileNotFoundError):
        return Order(packed, name, main, str(Path.cwd()), limits)
    return Order(packed, name, main, "", limits)


class _Run:
    def __init__(self, job: Order, tasks: Iterator[_Task], workers: int, ahead: int) -> None:
        self._job, self._workers, self._ahead = job, workers, ahead
        self._new, self._again = tasks, deque[_Task]()
        self._inbox: Inbox = Inbox()
        self._processes: list[WorkerProcess] = []
        self._deaths = 0
        self._looked = time.monotonic()

    def finished(self) -> Iterator[tuple[int, Results]]:
        """Numbers and results of the items, as they finish."""
        try:
            while self._hand_out():
                if task := self._wait():
                    yield task.number, task.results
        finally:
            for process in self._processes:
                process.leave()

    def _hand_out(self) -> bool:
        """Give tasks to processes that can hold more; return whether anything is left to do."""
        for process in self._processes:
            while process.ready and len(process.items) < self._ahead and (task := self._next()):
                order = Order(item=task.item, skip=len(task.results), left=task.left)
                process.take(task, order)
        self._start()
        return bool(self._again) or any(p.items for p in self._processes)

    def _start(self) -> None:
        """Start processes, as long as there is a task for each."""
        waiting = sum(not process.ready for process in self._processes)
        while len(self._processes) < self._workers and self._has(waiting + 1):
            process = start_process(self._job, self._inbox, alone=self._workers == 1)
            self._processes.append(process)
            waiting += 1

    def _has(self, size: int) -> bool:
        """Whether at least so many tasks wait for a process."""
        while len(self._again) < size and (task := next(self._new, None)):
            self._again.append(task)
        return len(self._again) >= size

    def _next(self) -> _Task | None:
        return self._again.popleft() if self._again else next(self._new, None)

    def _wait(self) -> _Task | None:
        """Wait for a note and see what it means; return the task that it finishes."""
        try:
            process, note = self._inbox.get(timeout=_TICK)
        except Empty:
            return None
        finally:
            self._look()
        if process not in self._processes:
            return None
        return self._died(process) if note is None else self._noted(process, note)

    def _look(self) -> None:
        """Watch all processes."""
        now = time.monotonic()
        # after a pause of this process, the workers may have paused, too
        passed, self._looked = min(now - self._looked, 2 * _TICK), now
        for process in self._processes:
            process.watch(passed)

    def _noted(self, process: WorkerProcess, note: Note) -> _Task | None:
        process.noted(note)
        if note.kind == "failed":
            lacks_room = str(note.value).startswith("OSError: ")  # such as a full disk
            kind = OSError if lacks_room else RuntimeError
            raise kind(f"a worker process stopped: {note.value}")
        if note.kind == "ready":
            return None
        task = process.items[0]
        task.left = note.left
        if note.kind == "result":
            task.results.append(note.value)
            self._deaths = task.deaths = 0
        if note.kind != "end":
            return None
        if note.value:
            task.results.append(Failed(_SPENT))
        finished: _Task = process.items.popleft()
        return finished

    def _died(self, process: WorkerProcess) -> _Task | None:
        """Give the tasks of a dead process to others; return its task if it can have no more."""
        self._processes.remove(process)
        code = process.process.wait()
        process.close()
        if not process.ready and code >= 0:
            raise RuntimeError(f"a worker process did not start (exit code {code})")
        self._again.extendleft(reversed(process.items))
        self._deaths += code == -signal.SIGKILL and not process.why(code)
        if self._deaths > _DEATHS:
            raise RuntimeError(_GAVE_UP)
        if not process.items or code == 0:  # it holds too much memory for another item
            return None
        task = process.items[0]
        reason = process.why(code) or self._crash(task, code)
        return self._failed(process, reason) if reason else None

    def _crash(self, task: _Task, code: int) -> str | None:
        """The reason for a step in which processes died twice, for no known reason."""
        task.deaths += 1
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"the process at work on it died, twice ({name})" if task.deaths > 1 else None

    def _failed(self, process: WorkerProcess, reason: str) -> _Task | None:
        """Note the reason for a step; return its task if no other step can follow."""
        task: _Task = self._again[0]
        task.left -= process.waited
        task.deaths = 0
        is_last = not process.begun or task.left <= 0
        if is_last and task.results:
            reason = _SPENT if process.begun else reason + _REST
        task.results.append(Failed(reason))
        return self._again.popleft() if is_last else None

"""A worker process as its parent sees it."""

from __future__ import annotations

import atexit
import os
import pickle
import re
import subprocess
import sys
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any

import psutil

from toolkit.corpus.parallel.worker import OUT_OF_MEMORY, Limits, Note, Order

_START = 300
"""Seconds in which a process imports what it needs, even from a slow disk."""
_IDLE = 3
"""Times its limit that a process may take if it waits instead of working, as on a busy machine."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_WATCHED = not sys.platform.startswith("linux")
"""Whether the parent watches the memory of workers, because the system does not limit it."""
_UNLESS = (
    "no article needs as much; if this one does, raise {}, now {:g}, under [limits] in corpus.toml"
)
_LIMIT = re.compile(r"raise (\w+), now (\S+), under")
_spare: dict[str, WorkerProcess] = {}
"""A process for each job, by its name, that waits for the next run."""
Inbox = SimpleQueue[tuple["WorkerProcess", Note | None]]
"""Notes of all processes of a run; None says that a process is dead."""


class WorkerProcess:
    """A process that runs `toolkit.corpus.parallel.worker.serve`.

    It is started anew and not forked, for a fork of a process with threads may hang, and without
    the main module of the parent, so that scripts need no ``if __name__ == "__main__":``.

    Attributes:
        items: the items that it holds, the one that it works on first.
        ready: whether it has loaded its job.
        begun: whether it takes a step now, and does not look for one.
        waited: seconds since its last note.
    """

    def __init__(self, alone: bool) -> None:
        serve = f"from {Order.__module__} import serve; serve()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {serve}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**({} if alone else dict.fromkeys(_ONE_THREAD, "1")), **os.environ},
            **_own_group(),
        )
        self._seen = psutil.Process(self.process.pid)
        self._parent = os.getpid()
        self._inbox: Inbox
        self._ended: str | None = None
        """Why this process was ended by its parent."""
        self.items: deque[Any] = deque()

    def begin(self, order: Order, inbox: Inbox) -> None:
        """Load a job, and tell an inbox."""
        self._inbox, self._job, self._limits = inbox, order.name, order.limits
        self.ready = self.begun = False
        self.waited, self._seconds = 0.0, float(_START)
        self._worked = 0.0
        self._send(order)

    def listen(self) -> None:
        """Pass on notes, in a thread of its own."""
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while self.process.stdout:
                note = pickle.load(self.process.stdout)
                self._inbox.put((self, note))  # that of the run which waits for it
        self._inbox.put((self, None))

    def take(self, item: Any, order: Order) -> None:
        """Take the steps of one more item."""
        if not self.items:
            self.waited, self._seconds = 0.0, self._limits.seconds
            self._worked = self._work()
        self.items.append(item)
        self._send(order)

    def _send(self, order: Order) -> None:
        with suppress(OSError):  # it is dead, as `_listen` tells
            if self.process.stdin:
                self.process.stdin.write(pickle.dumps(order))
                self.process.stdin.flush()

    def noted(self, note: Note) -> None:
        """See what a note means for its limits."""
        self.waited, self._seconds, self._ended = 0.0, note.seconds, None
        self._worked = self._work()
        self.begun = note.kind == "begun"
        self.ready = self.ready or note.kind == "ready"

    def watch(self, seconds: float) -> None:
        """Count the seconds in which it told nothing; end it if it has met a limit."""
        if self._ended or (self.ready and not self.items):
            return
        self.waited += seconds
        if self.waited > self._seconds and self._is_over():
            self._end(_too_slow(self._seconds, self._limits))
        elif self._memory() > self._limits.megabytes * 10**6:
            self._end(_too_large(self._limits))

    def _is_over(self) -> bool:
        """Whether it worked all the time that it may take, or did nothing for much longer."""
        worked = self._work() - self._worked
        return worked > self._seconds or self.waited > _IDLE * self._seconds

    def _work(self) -> float:
        """Seconds of processor time that it has taken; zero if it is gone."""
        with suppress(psutil.Error):
            times = self._seen.cpu_times()
            return float(times.user + times.system)
        return 0.0

    def _memory(self) -> int:
        """Bytes that it holds, where the parent watches them."""
        if not _WATCHED:
            return 0
        with suppress(psutil.Error):
            return int(self._seen.memory_info().rss)
        return 0

    def _end(self, reason: str) -> None:
        self._ended = reason
        self.process.kill()

    def why(self, code: int) -> str | None:
        """The limit that it met before it died with an exit code; None if it met none."""
        if code == OUT_OF_MEMORY:
            return _too_large(self._limits)
        return self._ended

    def leave(self) -> None:
        """Keep it for the next run if it is idle and no other is kept; else end it."""
        if self.ready and not self.items and self._job not in _spare:
            self.keep()
        else:
            self.close()

    def keep(self) -> None:
        """Keep it for the next run, and no other for the same job."""
        if other := _spare.pop(self._job, None):
            other.close()
        _spare[self._job] = self

    def close(self) -> None:
        """End it."""
        if self._parent == os.getpid():
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()

    def is_usable(self) -> bool:
        """Whether it is alive, and the child of this process."""
        return self._parent == os.getpid() and self.process.poll() is None


def start_process(order: Order, inbox: Inbox, alone: bool) -> WorkerProcess:
    """A process that loads a job: the one that waits, or a new one.

    Args:
        order: the job.
        inbox: gets its notes.
        alone: whether it is the only one, and may use several threads.
    """
    if spare := _spare.pop(order.name, None):
        if spare.is_usable():
            spare.begin(order, inbox)
            return spare
        spare.close()
    process = WorkerProcess(alone)
    process.begin(order, inbox)
    process.listen()
    return process


@atexit.register
def _close_spare() -> None:
    while _spare:
        _spare.popitem()[1].close()


def _own_group() -> dict[str, Any]:
    """Arguments of Popen that leave Ctrl-C to the parent."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


def _too_slow(seconds: float, limits: Limits) -> str:
    unless = _UNLESS.format("seconds", limits.seconds)
    return f"stopped after {seconds:,.0f} seconds: {unless}"


def _too_large(limits: Limits) -> str:
    unless = _UNLESS.format("megabytes", limits.megabytes)
    return f"stopped at {limits.megabytes:,.0f} MB of memory: {unless}"


def met_other_limits(reason: str, limits: Limits) -> bool:
    """Whether a reason in `dropped` is a limit that has another value now.

    Example:
        >>> reason = _too_slow(20, Limits(seconds=20))
        >>> met_other_limits(reason, Limits(seconds=20)), met_other_limits(reason, Limits(60))
        (False, True)
    """
    met = _LIMIT.search(reason)
    return met is not None and met[2] != f"{getattr(limits, met[1]):g}"

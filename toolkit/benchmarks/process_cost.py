"""What a Python program costs: time by the clock, time of processors, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

import psutil

_EVERY = 0.2
"""Seconds between two looks at a program."""


class Cost(NamedTuple):
    """What a program and all that it started took.

    Attributes:
        seconds: by the clock, from start to end.
        cpu: seconds of processors, of all processes together.
        megabytes: most that was resident in all processes at the same moment.
    """

    seconds: float
    cpu: float
    megabytes: float


def cost(*words: object) -> Cost:
    """Run a Python program with these arguments and watch it.

    Raises:
        RuntimeError: it failed; has its last words.

    Example:
        >>> cost("-c", "pass").seconds > 0
        True
    """
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, *map(str, words)]
    with tempfile.TemporaryFile() as said:
        began, most, used = time.perf_counter(), 0.0, dict[int, float]()
        running = psutil.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        while running.poll() is None:
            most = max(most, _look(running, used))
            time.sleep(min(_EVERY, 0.02 + (time.perf_counter() - began) / 10))
        taken = time.perf_counter() - began
        if running.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-500:])
    return Cost(taken, sum(used.values()), most / 2**20)


def _look(running: psutil.Popen, used: dict[int, float]) -> float:
    """Bytes that are resident in a program's processes; notes the time that each has used."""
    held = 0.0
    try:
        for process in [running, *running.children(recursive=True)]:
            times = process.cpu_times()
            used[process.pid] = times.user + times.system
            held += process.memory_info().rss
    except psutil.Error:  # one of them has just ended
        return 0.0
    return held

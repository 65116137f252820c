"""Cost of programs and functions: wall-clock time, CPU time and memory."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import psutil

_EVERY = 0.2
"""Seconds between two measurements of a program."""


class Cost(NamedTuple):
    """Cost of a program with all processes that it started.

    Attributes:
        seconds: wall-clock time.
        cpu: CPU seconds of all processes together.
        megabytes: peak of the resident memory of all processes together.
    """

    seconds: float
    cpu: float
    megabytes: float


def cost(*words: object) -> Cost:
    """Run a Python program with these arguments and measure it.

    Raises:
        RuntimeError: it failed; with the end of its output.

    Example:
        >>> cost("-c", "pass").seconds > 0
        True
    """
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, *map(str, words)]
    with tempfile.TemporaryFile() as output:
        began, peak, used = time.perf_counter(), 0.0, dict[int, float]()
        running = psutil.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        while running.poll() is None:
            peak = max(peak, _resident(running, used))
            time.sleep(min(_EVERY, 0.02 + (time.perf_counter() - began) / 10))
        taken = time.perf_counter() - began
        if running.returncode:
            output.seek(0)
            raise RuntimeError(output.read().decode(errors="replace")[-500:])
    return Cost(taken, sum(used.values()), peak / 2**20)


def _resident(running: psutil.Popen, used: dict[int, float]) -> float:
    """Resident bytes of a program's processes; records the CPU time of each in `used`."""
    resident = 0.0
    try:
        for process in [running, *running.children(recursive=True)]:
            times = process.cpu_times()
            used[process.pid] = times.user + times.system
            resident += process.memory_info().rss
    except psutil.Error:  # one of them has just ended
        return 0.0
    return resident


def cost_of(function: Callable[..., int], *arguments: Any) -> tuple[int, Cost]:
    """Result and cost of a function that runs in a new process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_measure, function, arguments).result()


def _measure(function: Callable[..., int], arguments: tuple[Any, ...]) -> tuple[int, Cost]:
    began, used = time.perf_counter(), time.process_time()
    result = function(*arguments)
    taken = time.perf_counter() - began, time.process_time() - used
    return result, Cost(*taken, peak_mb())


def peak_mb() -> float:
    """Peak memory of this process in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak / (2**20 if sys.platform == "darwin" else 2**10))

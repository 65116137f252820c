"""A process that has loaded what notebooks use; each kernel is a fork of it, and starts at once."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Self

import psutil

# on other systems, a fork of a process that has drawn or computed may crash
CAN_FORK = sys.platform == "linux"
_LOADED = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib_inline.backend_inline",
    "ipywidgets",
    "itables.widget",
    "pandera.backends.pandas.register",
    "toolkit.corpus.open",
    "toolkit.chart.figure_export",
    "toolkit.measure",
    "toolkit.validate",
)


class Fork:
    """A kernel that was forked, with the methods of a Popen that `jupyter_client` calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        """None while it runs; how it ended is not known, and not needed."""
        return None if self._process.is_running() else 0

    def wait(self) -> int | None:
        return self.poll()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Warm:
    """The process of which kernels are forks, from entering its context to leaving it."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "toolkit.report.kernel_forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the report, which then stops its kernels
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def fork(self, command: Sequence[str], env: Mapping[str, str], cwd: str) -> Fork:
        """A kernel of its own for a command line of `ipykernel_launcher`.

        Raises:
            OSError: the process is gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        arguments = list(command[command.index("ipykernel_launcher") + 1 :])
        order = json.dumps({"arguments": arguments, "env": dict(env), "cwd": cwd})
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        pid = self._process.stdout.readline()
        if not pid:
            raise OSError("the process that starts kernels is gone")
        return Fork(int(pid))


def main() -> None:
    """Load, then fork at each line that comes in, until no more come."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when this process does
    for name in _LOADED:
        import_module(name)
    gc.freeze()  # memory that no kernel looks through is memory that all of them share
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        if os.fork() == 0:
            _become_kernel(**json.loads(line))


def _bury(*signalled: object) -> None:
    """Take note of the forks that ended, so that none of them stays as a zombie."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
    """In the fork: the state of a new process, then the kernel, which never returns."""
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(env, JPY_PARENT_PID=str(os.getppid()))
    os.chdir(cwd)
    print(os.getpid(), flush=True)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    IPKernelApp.launch_instance(list(arguments))
    sys.exit()


if __name__ == "__main__":
    main()

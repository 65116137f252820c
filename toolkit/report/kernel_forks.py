"""Kernels as forks of one process that has already imported what notebooks use.

`python -m toolkit.report.kernel_forks` is that process.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module

import psutil

# on other systems, a fork of a process that has used numerical libraries may crash
CAN_FORK = sys.platform == "linux"
_PRELOADED = (
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
    """A forked kernel, with the methods of a Popen that `jupyter_client` calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        """None while the kernel runs, then 0: its exit code is not known, and not needed."""
        return None if self._process.is_running() else 0

    wait = poll

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


@dataclass(frozen=True)
class ForkServer:
    """The process that kernels are forked from."""

    process: subprocess.Popen[str]

    def fork(self, command: Sequence[str], env: Mapping[str, str], cwd: str) -> Fork:
        """Start a kernel for a command line of `ipykernel_launcher`.

        Raises:
            OSError: the process has ended.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        arguments = list(command[command.index("ipykernel_launcher") + 1 :])
        order = json.dumps({"arguments": arguments, "env": dict(env), "cwd": cwd})
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        pid = self.process.stdout.readline()
        if not pid:
            raise OSError("the process that starts kernels has ended")
        return Fork(int(pid))


@contextmanager
def fork_server() -> Iterator[ForkServer | None]:
    """Start the process that kernels are forked from; None where the system cannot fork safely."""
    if not CAN_FORK:
        yield None
        return
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "toolkit.report.kernel_forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the report, which then stops its kernels
    ) as process:
        try:
            yield ForkServer(process)
        finally:
            process.terminate()


def main() -> None:
    """Import the modules, then fork a kernel for each line of input."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when this process does
    for name in _PRELOADED:
        import_module(name)
    gc.freeze()  # the kernels share memory that the collector does not touch
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        if os.fork() == 0:
            _become_kernel(**json.loads(line))


def _reap(*signalled: object) -> None:
    """Collect the exit codes of ended forks, so that none stays as a zombie."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
    """Turn the fork into a fresh process and run the kernel in it; this never returns."""
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

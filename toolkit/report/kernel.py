"""The Jupyter kernels of a report run this Python interpreter.

On Linux they are forks of one process that has already imported what notebooks use;
`python -m toolkit.report.kernel` is that process.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import default

# on other systems, a fork of a process that has used numerical libraries may crash
CAN_FORK = sys.platform == "linux"
_PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib_inline.backend_inline",
    "ipywidgets",
    "itables.widget",
    "toolkit.corpus.open",
    "toolkit.chart.figure_export",
    "toolkit.measure",
    "toolkit.validate",
)


class RunningKernel(AsyncKernelManager):
    """Starts this interpreter, not the kernel that is registered as `python3`."""

    @default("transport_encryption")
    def _encrypt(self) -> str:
        return "auto" if zmq.has("curve") else "disabled"

    @property
    def kernel_spec(self) -> KernelSpec:
        launch = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(
            argv=[sys.executable, *launch],
            display_name="Python",
            language="python",
            metadata={"supported_encryption": "curve"},
        )


@contextmanager
def running_kernels() -> Iterator[type[RunningKernel]]:
    """The class of kernels: forks where the system can fork safely, else new processes."""
    if not CAN_FORK:
        yield RunningKernel
        return
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "toolkit.report.kernel"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the report, which then stops its kernels
    ) as server:
        try:
            yield _forked_from(server)
        finally:
            server.terminate()


def _forked_from(server: subprocess.Popen[str]) -> type[RunningKernel]:
    class Provisioner(LocalProvisioner):
        process: Any = None

        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
            self.process = fork(server, cmd, kwargs["env"], kwargs["cwd"])
            self.pid, self.pgid = self.process.pid, os.getpgid(self.process.pid)
            return self.connection_info

    class ForkedKernel(RunningKernel):
        async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
            self.provisioner = Provisioner(kernel_spec=self.kernel_spec, parent=self)
            return await super()._async_pre_start_kernel(**kwargs)

    return ForkedKernel


class Fork(psutil.Process):
    """A forked kernel, with the attributes of a Popen that `jupyter_client` uses."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """None while the kernel runs, then 0: its exit code is not known, and not needed."""
        return None if self.is_running() else 0


def fork(
    server: subprocess.Popen[str], command: Sequence[str], env: Mapping[str, str], cwd: str
) -> Fork:
    """Let the server fork a kernel for a command line of `ipykernel_launcher`.

    Raises:
        OSError: the server has ended.
    """
    assert server.stdin is not None
    assert server.stdout is not None
    arguments = list(command[command.index("ipykernel_launcher") + 1 :])
    order = json.dumps({"arguments": arguments, "env": dict(env), "cwd": cwd})
    server.stdin.write(order + "\n")
    server.stdin.flush()
    pid = server.stdout.readline()
    if not pid:
        raise OSError("the process that starts kernels has ended")
    return Fork(int(pid))


def main() -> None:
    """Import the modules, then fork a kernel for each line of input."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when this process does
    for name in _PRELOADED:
        import_module(name)
    gc.freeze()  # the kernels share memory that the collector does not touch
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system removes ended forks
    for line in sys.stdin:
        if os.fork() == 0:
            _become_kernel(**json.loads(line))


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


def start_arguments(out: Path, name: str, gigabytes: float | None = None) -> list[str]:
    """Arguments of a kernel that writes its figures into `out`, as NAME-01, NAME-02, …

    Args:
        out: folder of the report.
        name: of the notebook.
        gigabytes: memory that it may fill; a cell that asks for more gets a MemoryError.
    """
    lines = [_limit(gigabytes)] if gigabytes and sys.platform != "win32" else []
    lines.append(
        "from toolkit.chart.figure_export import export_figures; "
        f"export_figures({str(out)!r}, {name!r})"
    )
    return [
        *(f"--IPKernelApp.exec_lines={line}" for line in lines),
        "--IPKernelApp.log_level=50",  # no message when it is stopped
    ]


def _limit(gigabytes: float) -> str:
    # limits memory in use: libraries reserve much that they never use
    most = int(gigabytes * 2**30)
    return f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({most}, {most}))"


if __name__ == "__main__":
    main()

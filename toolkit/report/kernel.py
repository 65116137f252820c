"""The Jupyter kernel of a report: the Python interpreter that is running now."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import default

from toolkit.report.kernel_forks import ForkServer


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


def kernel_class(server: ForkServer | None) -> type[RunningKernel]:
    """The kernel as a fork of the server's process; without a server, as a new process."""
    if server is None:
        return RunningKernel
    fork = server.fork

    class Provisioner(LocalProvisioner):
        process: Any = None

        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
            self.process = fork(cmd, kwargs["env"], kwargs["cwd"])
            self.pid, self.pgid = self.process.pid, os.getpgid(self.process.pid)
            return self.connection_info

    class ForkedKernel(RunningKernel):
        async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
            self.provisioner = Provisioner(kernel_spec=self.kernel_spec, parent=self)
            return await super()._async_pre_start_kernel(**kwargs)

    return ForkedKernel


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

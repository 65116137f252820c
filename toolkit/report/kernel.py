"""The kernel that runs a notebook for a report: the interpreter that is running now."""

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

from toolkit.report.kernel_forks import Warm


class RunningKernel(AsyncKernelManager):
    """Starts this interpreter, whatever kernel is registered as `python3` on the machine."""

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


def forked_from(warm: Warm) -> type[RunningKernel]:
    """The same kernel as a fork of a process that has loaded what notebooks use."""

    class Provisioner(LocalProvisioner):
        process: Any = None

        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
            self.process = warm.fork(cmd, kwargs["env"], kwargs["cwd"])
            self.pid, self.pgid = self.process.pid, os.getpgid(self.process.pid)
            return self.connection_info

    class ForkedKernel(RunningKernel):
        async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
            self.provisioner = Provisioner(kernel_spec=self.kernel_spec, parent=self)
            return await super()._async_pre_start_kernel(**kwargs)

    return ForkedKernel


def start_arguments(out: Path, name: str, gigabytes: float | None = None) -> list[str]:
    """Arguments of a kernel that keeps its figures under `out`, as NAME-01, NAME-02, …

    Args:
        out: folder of the report.
        name: of the notebook.
        gigabytes: memory that it may fill: more is a MemoryError in the cell that asks for it.
    """
    lines = [_limit(gigabytes)] if gigabytes and sys.platform != "win32" else []
    lines.append(
        "from toolkit.chart.figure_export import export_figures; "
        f"export_figures({str(out)!r}, {name!r})"
    )
    return [
        *(f"--IPKernelApp.exec_lines={line}" for line in lines),
        "--IPKernelApp.log_level=50",  # being stopped is no news
    ]


def _limit(gigabytes: float) -> str:
    # what is written to, not what is merely reserved: libraries reserve much that they never fill
    most = int(gigabytes * 2**30)
    return f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({most}, {most}))"

"""The kernel that runs a notebook for a report: the interpreter that is running now."""

from __future__ import annotations

import sys
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default


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


def start_arguments(out: Path, name: str) -> list[str]:
    """Arguments that make a kernel keep its figures under `out`, as NAME-01, NAME-02, …"""
    call = f"keep_figures({str(out)!r}, {name!r})"
    return [
        f"--IPKernelApp.exec_lines=from toolkit.chart.keep import keep_figures; {call}",
        "--IPKernelApp.log_level=50",  # being stopped is no news
    ]

"""Run one notebook against a corpus."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
from nbformat import NotebookNode

from toolkit.report.kernel import start_arguments
from toolkit.report.notebooks import Notebook

TIMEOUT = 3_600  # seconds a cell: annotation of a large corpus runs inside one
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Run:
    """What came of a notebook."""

    notebook: Notebook
    node: NotebookNode
    seconds: float
    parameters: Mapping[str, object]
    error: str = ""
    files: tuple[str, ...] = field(default=())

    @property
    def finding(self) -> str:
        """The first finding that the notebook printed, as plain text."""
        for cell in self.node.cells:
            for output in cell.get("outputs", []):
                if 'class="finding' in output.get("data", {}).get("text/html", ""):
                    return str(output.data["text/plain"])
        return ""


def execute(notebook: Notebook, parameters: Mapping[str, object], out: Path) -> Run:
    """Run a notebook with parameters; an error in it is part of what is returned.

    Args:
        notebook: the notebook; it is not changed.
        parameters: names and values; papermill writes them into a cell of their own.
        out: where the figures and tables go.
    """
    start = time.monotonic()
    for old in [*out.glob(f"figures/{notebook.name}-*"), *out.glob(f"tables/{notebook.name}-*")]:
        old.unlink()
    with TemporaryDirectory() as folder:
        ran, error = Path(folder) / "ran.ipynb", ""
        try:
            _papermill(notebook, ran, parameters, out)
        except Exception as problem:  # whatever a notebook does, the others still run
            error = _told(problem)
        path = ran if ran.exists() else notebook.path
        node = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    files = sorted(p.relative_to(out).as_posix() for p in out.glob(f"*/{notebook.name}-*"))
    seconds = time.monotonic() - start
    return Run(notebook, node, seconds, dict(parameters), error, tuple(files))


def _papermill(notebook: Notebook, ran: Path, parameters: Mapping[str, object], out: Path) -> None:
    papermill.execute_notebook(
        str(notebook.path),
        str(ran),
        parameters=dict(parameters),
        kernel_name="python3",
        kernel_manager_class="toolkit.report.kernel.RunningKernel",
        extra_arguments=start_arguments(out, notebook.name),
        cwd=str(notebook.path.parent),
        progress_bar=False,
        execution_timeout=TIMEOUT,
    )


def _told(problem: Exception) -> str:
    """The traceback of the notebook where there is one, else ours."""
    if isinstance(problem, papermill.PapermillExecutionError):
        return unescape(_ANSI.sub("", "\n".join(problem.traceback)))
    return "".join(traceback.format_exception(problem))

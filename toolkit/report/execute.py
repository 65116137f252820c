"""Run notebooks against a corpus, several at a time, each in its own kernel."""

from __future__ import annotations

import asyncio
import glob
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from toolkit.chart.sentences import say
from toolkit.report.kernel import RunningKernel, running_kernels, start_arguments
from toolkit.report.notebooks import Notebook
from toolkit.show.require import MissingData

KERNEL = {"name": "python3", "language": "python", "display_name": "Python"}
_START = 300  # seconds: enough for a busy machine
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Limits:
    """Limits of time, memory and processes.

    Attributes:
        seconds: most seconds that a cell may run; the corpus is annotated before.
        gigabytes: most memory of a kernel, where the system can limit it; None for no limit.
        workers: notebooks that run at the same time.
    """

    seconds: int = 3_600
    gigabytes: float | None = None
    workers: int = 2


@dataclass(frozen=True)
class Headline:
    """A chart for the first page of a report: a finding, the picture (base64) and its words."""

    finding: str
    png: str
    alt: str


@dataclass(frozen=True)
class Run:
    """A notebook that was run.

    Attributes:
        error: the traceback; empty where all went well.
        problem: the same in one line.
        files: figures and tables by their paths below the report's folder.
    """

    notebook: Notebook
    node: NotebookNode
    seconds: float
    parameters: Mapping[str, object]
    error: str = ""
    problem: str = ""
    files: tuple[str, ...] = ()

    @property
    def headlines(self) -> list[Headline]:
        """The charts of the cells tagged `headline`, each with the finding before it."""
        found, finding = [], ""
        for cell in self.node.cells:
            for data, about in _displayed(cell):
                if said := _finding(data):
                    finding = said
                elif "image/png" in data and "headline" in cell.metadata.get("tags", []):
                    png, alt = data["image/png"].strip(), about.get("image/png", about)
                    found.append(Headline(finding, png, alt.get("alt", "")))
        return found

    @property
    def unshown(self) -> list[str]:
        """The findings that do not stand above a headline chart."""
        above = {headline.finding for headline in self.headlines}
        return [finding for finding in self.findings if finding not in above]

    @property
    def findings(self) -> list[str]:
        """The findings that the notebook printed, as plain text."""
        said = [_finding(data) for cell in self.node.cells for data, _ in _displayed(cell)]
        return [finding for finding in said if finding]


def _finding(data: Mapping[str, Any]) -> str:
    """The sentence that an output shows as a finding; empty for any other output."""
    return str(data["text/plain"]) if 'class="finding' in data.get("text/html", "") else ""


def _displayed(cell: NotebookNode) -> list[tuple[Any, Any]]:
    """Data and metadata of each output of a cell."""
    outputs = [o for o in cell.get("outputs", []) if "data" in o]
    return [(o["data"], o.get("metadata", {})) for o in outputs]


def execute(
    todo: Sequence[tuple[Notebook, Mapping[str, object]]],
    out: Path,
    limits: Limits = Limits(),
    done: Callable[[Run], None] = lambda run: None,
    kernel: type[RunningKernel] | None = None,
) -> list[Run]:
    """Run notebooks with their parameters; the errors of notebooks are part of the result.

    Args:
        todo: notebooks, which are not changed, and the names and values of their parameters.
        out: folder of the figures and tables.
        limits: of time, memory and processes.
        done: called with each run when it ends.
        kernel: the class of kernels; None for that of `running_kernels`.

    Returns:
        The runs, in the order of `todo`.
    """
    with nullcontext(kernel) if kernel else running_kernels() as kernels:
        run = partial(_run, out=out, limits=limits, kernel=kernels)
        return asyncio.run(_run_all(todo, run, done, limits.workers))


async def _run_all(
    todo: Sequence[tuple[Notebook, Mapping[str, object]]],
    run: Callable[[Notebook, Mapping[str, object]], Awaitable[Run]],
    done: Callable[[Run], None],
    workers: int,
) -> list[Run]:
    free = asyncio.Semaphore(workers)

    async def run_one(notebook: Notebook, parameters: Mapping[str, object]) -> Run:
        async with free:
            ended = await run(notebook, parameters)
        done(ended)
        return ended

    return list(await asyncio.gather(*(run_one(*item) for item in todo)))


async def _run(
    notebook: Notebook,
    parameters: Mapping[str, object],
    out: Path,
    limits: Limits,
    kernel: type[RunningKernel],
) -> Run:
    start = time.monotonic()
    for old in _files(out, notebook):
        old.unlink()
    node, error, problem = new_notebook(), "", ""  # type: ignore[no-untyped-call]
    try:
        node = _with_parameters(notebook, parameters)
        client = NotebookClient(
            node,
            timeout=limits.seconds,
            startup_timeout=_START,
            kernel_manager_class=kernel,
            extra_arguments=start_arguments(out, notebook.name, limits.gigabytes),
            resources={"metadata": {"path": str(notebook.path.parent)}},
            record_timing=False,
            store_widget_state=False,  # widgets need a kernel, which a page does not have
        )
        await client.async_execute()
    except Exception as failure:  # one failure does not stop the other notebooks
        if not _ends_with_message(node, failure):
            error, problem = _traceback(failure), _in_one_line(failure, limits)
    files = [path.relative_to(out).as_posix() for path in _files(out, notebook)]
    seconds = time.monotonic() - start
    return Run(notebook, node, seconds, dict(parameters), error, problem, tuple(files))


def _ends_with_message(node: NotebookNode, failure: Exception) -> bool:
    """Whether a notebook stopped at `tk.require`; its last cell then shows the message."""
    if not (isinstance(failure, CellExecutionError) and failure.ename == MissingData.__name__):
        return False
    place = next(i for i, c in enumerate(node.cells) if _has_error(c))
    message = say(failure.evalue)
    data = {"text/plain": str(message), "text/html": message._repr_html_()}
    node.cells[place].outputs = [new_output("display_data", data)]  # type: ignore[no-untyped-call]
    del node.cells[place + 1 :]
    return True


def _has_error(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _files(out: Path, notebook: Notebook) -> list[Path]:
    """The figures and tables of a notebook."""
    return sorted(out.glob(f"*/{glob.escape(notebook.name)}-[0-9][0-9]*.*"))


def _with_parameters(notebook: Notebook, parameters: Mapping[str, object]) -> NotebookNode:
    """The notebook without outputs, with a cell of parameters after its own."""
    try:
        loaded = load_notebook_node(str(notebook.path))
    except Exception as error:  # whatever something else raises
        raise ValueError(f"{notebook.path.name} is not a notebook") from error
    loaded.metadata["kernelspec"] = KERNEL  # the kernels of a report run Python, whatever it says
    node: NotebookNode = parameterize_notebook(loaded, dict(parameters))
    for number, cell in enumerate(node.cells):
        cell.id = f"cell-{number}"  # papermill's own are random
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return node


def _traceback(failure: Exception) -> str:
    """The traceback in the notebook, or else the one of this process."""
    if isinstance(failure, CellExecutionError):
        return _ANSI.sub("", str(failure))
    return "".join(traceback.format_exception(failure))


def _in_one_line(failure: Exception, limits: Limits) -> str:
    """The failure in one line.

    Example:
        >>> _in_one_line(DeadKernelError("x"), Limits())
        'its kernel died: most often it asked for more memory than there is'
    """
    if isinstance(failure, CellTimeoutError):
        return f"a cell ran for more than {limits.seconds:,} seconds and was stopped"
    if isinstance(failure, DeadKernelError):
        return "its kernel died: most often it asked for more memory than there is"
    name, value = type(failure).__name__, str(failure)
    if isinstance(failure, CellExecutionError):
        name, value = failure.ename, failure.evalue
    if name in ("MemoryError", "ArrayMemoryError", "_ArrayMemoryError"):
        return f"it asked for more memory than it may have ({value or name})"
    return " ".join(_ANSI.sub("", f"{name}: {value}").split())[:300]

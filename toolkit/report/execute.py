"""Run notebooks against a corpus, some at a time, each in a kernel of its own."""

from __future__ import annotations

import asyncio
import re
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from toolkit.report.kernel import RunningKernel, forked_from, start_arguments
from toolkit.report.kernel_forks import CAN_FORK, Warm
from toolkit.report.notebooks import Notebook

_START = 300  # seconds: a busy machine is no failure
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Limits:
    """What a notebook may take.

    Attributes:
        seconds: that a cell may run; annotation of a large corpus is done before.
        gigabytes: of memory that a kernel may fill, where the system can say so; None for no limit.
        workers: notebooks that run at the same time.
    """

    seconds: int = 3_600
    gigabytes: float | None = None
    workers: int = 2


@dataclass(frozen=True)
class Run:
    """What came of a notebook.

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
    def findings(self) -> list[str]:
        """The findings that the notebook printed, as plain text."""
        outputs = [o.get("data", {}) for c in self.node.cells for o in c.get("outputs", [])]
        return [
            str(data["text/plain"])
            for data in outputs
            if 'class="finding' in data.get("text/html", "")
        ]


def execute(
    todo: Sequence[tuple[Notebook, Mapping[str, object]]],
    out: Path,
    limits: Limits = Limits(),
    done: Callable[[Run], None] = lambda run: None,
    warm: Warm | None = None,
) -> list[Run]:
    """Run notebooks with their parameters; an error in one is part of what is returned.

    Args:
        todo: notebooks, which are not changed, and names and values for a cell of their own.
        out: where the figures and tables go.
        limits: of time, memory and processes.
        done: called with what came of each notebook, when it ended.
        warm: what kernels are forked from; None to start it here.

    Returns:
        What came of them, in the order of `todo`.
    """
    if not CAN_FORK:
        return asyncio.run(_all(todo, out, limits, done, RunningKernel))
    with nullcontext(warm) if warm else Warm() as started:
        return asyncio.run(_all(todo, out, limits, done, forked_from(started)))


async def _all(
    todo: Sequence[tuple[Notebook, Mapping[str, object]]],
    out: Path,
    limits: Limits,
    done: Callable[[Run], None],
    kernel: type[RunningKernel],
) -> list[Run]:
    free = asyncio.Semaphore(limits.workers)

    async def one(notebook: Notebook, parameters: Mapping[str, object]) -> Run:
        async with free:
            run = await _run(notebook, parameters, out, limits, kernel)
        done(run)
        return run

    return list(await asyncio.gather(*(one(*item) for item in todo)))


async def _run(
    notebook: Notebook,
    parameters: Mapping[str, object],
    out: Path,
    limits: Limits,
    kernel: type[RunningKernel],
) -> Run:
    start = time.monotonic()
    for old in [*out.glob(f"figures/{notebook.name}-*"), *out.glob(f"tables/{notebook.name}-*")]:
        old.unlink()
    node = _with_parameters(notebook, parameters)
    client = NotebookClient(
        node,
        timeout=limits.seconds,
        startup_timeout=_START,
        kernel_manager_class=kernel,
        extra_arguments=start_arguments(out, notebook.name, limits.gigabytes),
        resources={"metadata": {"path": str(notebook.path.parent)}},
        record_timing=False,
        store_widget_state=False,  # a page has no kernel that would keep a widget alive
    )
    error = problem = ""
    try:
        await client.async_execute()
    except Exception as failure:  # whatever a notebook does, the others still run
        error, problem = _told(failure), _line(failure, limits)
    files = sorted(p.relative_to(out).as_posix() for p in out.glob(f"*/{notebook.name}-*"))
    seconds = time.monotonic() - start
    return Run(notebook, node, seconds, dict(parameters), error, problem, tuple(files))


def _with_parameters(notebook: Notebook, parameters: Mapping[str, object]) -> NotebookNode:
    """The notebook without outputs, with its parameters in a cell after the one that has them."""
    read = load_notebook_node(str(notebook.path))
    node: NotebookNode = parameterize_notebook(read, dict(parameters))
    for number, cell in enumerate(node.cells):
        cell.id = f"cell-{number}"  # papermill's own are random
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return node


def _told(failure: Exception) -> str:
    """The traceback of the notebook where there is one, else ours."""
    if isinstance(failure, CellExecutionError):
        return _ANSI.sub("", str(failure))
    return "".join(traceback.format_exception(failure))


def _line(failure: Exception, limits: Limits) -> str:
    """What went wrong, in one line.

    Example:
        >>> _line(DeadKernelError("x"), Limits())
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

"""The commands `toolkit report`, `toolkit compare` and `toolkit new`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer, echo

from toolkit.commands.corpus import processes
from toolkit.commands.shared import MaxDropped, close

if TYPE_CHECKING:
    from toolkit.report.report_toml import Plan

new_app = Typer(no_args_is_help=True, help="Create files to start from.")


def report(
    corpus: Annotated[Path, Option(help="Corpus folder, or plain folder of articles.")],
    notebook: Annotated[
        list[str] | None,
        Option(help="Only this notebook, by name, number or path; repeatable."),
    ] = None,
    parameter: Annotated[
        list[str] | None, Option("-p", help="A parameter as key=value; repeatable.")
    ] = None,
    out: Annotated[
        Path | None, Option(help="Folder for the report; reports/latest by default.")
    ] = None,
    title: Annotated[str, Option(help="Title of the report; by default the corpus's.")] = "",
    author: Annotated[str, Option(help="Author of the report.")] = "",
    config: Annotated[
        Path | None,
        Option(help="A report.toml with notebooks and parameters; by default the corpus's."),
    ] = None,
    against: Annotated[
        Path | None, Option(help="An earlier report, to add a page of changes.")
    ] = None,
    pdf: Annotated[
        bool, Option("--pdf", help="Write PDFs as well, with Chromium or WeasyPrint.")
    ] = False,
    seconds: Annotated[int, Option(min=1, help="Time limit of a cell in seconds.")] = 3_600,
    memory: Annotated[
        float | None, Option(min=0.1, help="Memory limit of a notebook in gigabytes.")
    ] = None,
    workers: Annotated[int, Option(min=1, help="Number of notebooks to run at once.")] = 2,
    trust: Annotated[
        bool,
        Option("--trust", help="Run the notebooks of the corpus folder, now and later."),
    ] = False,
    max_dropped: MaxDropped = None,
) -> None:
    """Run the notebooks on a corpus and write a report that opens from disk.

    Example: toolkit report --corpus data/sample --notebook 03 -p top=20 --out reports/sample
    """
    from toolkit.report.kernel import running_kernels

    given = dict(_pair(p) for p in parameter or [])
    with running_kernels() as kernel:  # their process imports while this one does the same
        from toolkit.corpus.open import open_corpus
        from toolkit.corpus.parallel.processes import cores
        from toolkit.report import report as make
        from toolkit.report.execute import Limits

        plans = _plans(corpus, config, trust)
        opened = open_corpus(corpus, workers=cores())
        opened.annotate(processes(opened, None))
        problems: list[str] = []
        for plan in plans:
            folder = _folder(plan, out, len(plans))
            problems += make(
                corpus,
                notebook or plan.notebooks or None,
                {**plan.parameters, **given},
                folder,
                title=title or plan.title,
                author=author or plan.author,
                against=against,
                pdf=pdf,
                limits=Limits(seconds, memory, workers),
                kernel=kernel,
                trusting=trust,
            )
            echo(f"report: {folder / 'index.html'}")
    for problem in problems:
        echo(problem, err=True)
    close(opened, opened.dropped, max_dropped)
    if problems:
        raise Exit(1)


def _plans(corpus: Path, config: Path | None, trusting: bool) -> list[Plan]:
    """The reports in the given or the corpus's report.toml; without one, the default report."""
    from toolkit.report.report_toml import NAME, Plan, read_plans

    if config and not config.is_file():
        raise FileNotFoundError(f"there is no {config}")
    if config:
        return read_plans(config)
    path = corpus / NAME
    return [_own(plan, path, trusting) for plan in read_plans(path)] if path.is_file() else [Plan()]


def _own(plan: Plan, path: Path, trusting: bool) -> Plan:
    """A plan from a corpus folder: it names notebooks of that folder, and a place if trusted.

    Raises:
        ValueError: it names a notebook elsewhere.
    """
    from toolkit.report.trust import trust, untrusted

    home = path.parent.resolve()
    for name in plan.notebooks:
        if Path(name).is_file() and not Path(name).resolve().is_relative_to(home):
            raise ValueError(f"{path}: the notebook {name} is not in the folder")
    if trusting:
        trust([path])
    if plan.out and untrusted([path]):
        echo(f"{path}: out = {plan.out!r} is ignored until toolkit report --trust", err=True)
        return replace(plan, out="")
    return plan


def _folder(plan: Plan, out: Path | None, of: int) -> Path:
    """The folder of a report; several reports get a folder each."""
    usual = Path("reports") / (plan.name if of > 1 else "latest")
    given = out / plan.name if out and of > 1 else out
    return given or (Path(plan.out) if plan.out else usual)


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise ValueError(f"-p takes key=value, not {given!r}")
    return name.strip(), value


def compare(
    before: Annotated[Path, Argument(help="Folder of the earlier report.")],
    after: Annotated[Path, Argument(help="Folder of the later report.")],
    out: Annotated[
        Path | None,
        Option(help="File of the page; comparison.html in the later report by default."),
    ] = None,
) -> None:
    """Compare two reports: changes in the corpus and in the figures.

    Example: toolkit compare reports/may reports/june
    """
    from toolkit.report.compare import compare as make

    page = out or after / "comparison.html"
    change = make(before, after, page)
    rows, clear = change.totals
    echo(f"comparison: {page}")
    files = ", ".join(f"{n:,} {what}" for what, n in change.files.items())
    echo(f"inputs: {files}; {rows:,} figures differ, {clear:,} of them clearly")


@new_app.command("notebook")
def new_notebook(
    name: Annotated[str, Argument(help="Name of the notebook: letters, digits, - and _.")],
    corpus: Annotated[
        Path | None, Option(help="A corpus folder whose reports will include it.")
    ] = None,
) -> None:
    """Write a notebook template; reports run it like the toolkit's own notebooks.

    Example: toolkit new notebook my_question --corpus data/mine
    """
    from toolkit.report.notebooks import write_template

    path = write_template(name, corpus)
    echo(f"notebook: {path}")
    if corpus is None:
        echo(f"in a report: toolkit report --corpus FOLDER --notebook {path}")

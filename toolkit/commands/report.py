"""`toolkit report`: the notebooks against a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.annotate import processes
from toolkit.commands.closing import close
from toolkit.commands.options import MaxDropped


def report(
    corpus: Annotated[Path, typer.Option(help="Corpus folder, or plain folder of articles.")],
    notebook: Annotated[
        list[str] | None, typer.Option(help="Only this notebook, by name or number; repeatable.")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", help="A parameter as key=value; repeatable.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("reports/latest"),
    max_dropped: MaxDropped = None,
) -> None:
    """Run the notebooks against a corpus and write a report that opens from disk.

    Example: toolkit report --corpus data/sample --notebook 03 -p top=20 --out reports/sample
    """
    from toolkit.opening import open_corpus
    from toolkit.report import report as make

    opened = open_corpus(corpus)
    opened.annotate(processes(opened, None))
    code = make(corpus, notebook, dict(_pair(p) for p in parameter or []), out)
    typer.echo(f"report: {out / 'index.html'}")
    close(opened, opened.dropped, max_dropped)
    if code:
        typer.echo("A notebook failed: its page in the report has the traceback.", err=True)
        raise typer.Exit(code)


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise ValueError(f"-p takes key=value, not {given!r}")
    return name.strip(), value

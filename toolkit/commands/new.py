"""The command `toolkit new`: a notebook template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

new_app = typer.Typer(no_args_is_help=True, help="Create files to start from.")


@new_app.command("notebook")
def new_notebook(
    name: Annotated[str, typer.Argument(help="Name of the notebook: letters, digits, - and _.")],
    corpus: Annotated[
        Path | None, typer.Option(help="A corpus folder whose reports will include it.")
    ] = None,
) -> None:
    """Write a notebook template; reports run it like the toolkit's own notebooks.

    Example: toolkit new notebook my_question --corpus data/mine
    """
    from toolkit.report.notebooks import write_template

    path = write_template(name, corpus)
    typer.echo(f"notebook: {path}")
    if corpus is None:
        typer.echo(f"in a report: toolkit report --corpus FOLDER --notebook {path}")

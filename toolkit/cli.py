"""The program `toolkit` and the names of its commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer import Option

from toolkit import __version__
from toolkit.commands.code import agree, code_app, correct
from toolkit.commands.collect import collect, import_
from toolkit.commands.corpus import annotate, export, info
from toolkit.commands.report import compare, new_app, report
from toolkit.commands.score import score_app


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"toolkit {__version__}")
        raise typer.Exit


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who gets to speak in the news: articles in, frames and reports out.",
)


@app.callback()
def common(
    version: Annotated[
        bool, Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself."""


for command in (collect, import_, annotate, report, compare, info, export, agree, correct):
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(score_app, name="score")
app.add_typer(code_app, name="code")
app.add_typer(new_app, name="new")


def _in_words(error: Exception) -> str:
    """An error without its number: what the system says, and of which file.

    Example:
        >>> _in_words(PermissionError(13, "Permission denied", "out/a.csv"))
        'out/a.csv: permission denied'
    """
    if isinstance(error, OSError) and error.strerror and error.filename:
        said = error.strerror
        return f"{error.filename}: {said if said[:2].isupper() else said[:1].lower() + said[1:]}"
    return str(error)


def main() -> None:
    """Run the command line; wrong use ends with one line and exit code 2."""
    try:
        app()
    except (OSError, ValueError, RuntimeError) as error:
        typer.echo(f"toolkit: {' '.join(_in_words(error).split())}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()

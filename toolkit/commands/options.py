"""Options and arguments of several commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(help="A corpus folder, or any folder or file of articles.")]
MaxDropped = Annotated[
    int | None, typer.Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Number of processes; by default one per core for large corpora."),
]
EngineName = Annotated[
    str | None, typer.Option("--engine", help="tagger or rules; tagger by default.")
]

"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(help="A corpus folder, or any folder or file of articles.")]
MaxDropped = Annotated[
    int | None, typer.Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes; unless said, a core each for large corpora.")
]
EngineName = Annotated[
    str | None, typer.Option("--engine", help="tagger or rules; the tagger unless said otherwise.")
]

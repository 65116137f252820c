"""Small notebooks for the tests of reports."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"name": "python3", "language": "python", "display_name": "Python"}


def write_notebook(
    path: Path,
    *cells: str,
    text: str = "",
    parameters: str = 'corpus_dir: str = "x"  # a folder',
) -> None:
    """Write a notebook: a cell of text (a title if empty), a cell of parameters, cells of code."""
    opening = new_markdown_cell(text or f"# {path.stem}?")
    tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    node = new_notebook(
        cells=[opening, tagged, *map(new_code_cell, cells)], metadata={"kernelspec": KERNEL}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, path)

"""Notebooks run cell by cell in this process; a report runs them in kernels of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat import NotebookNode

import toolkit as tk
from toolkit.chart import Sentence
from toolkit.show import MissingData

UNIDIOMATIC = re.compile(
    r"\b1 (?:articles|quotes|sources|stories|outlets|actors|words|sentences|speakers|differences)\b"
    r"|\bnan\b|\bNone\b(?! of)|NaT|\bmost are\b|  |\.\.|,[:.,]|\( ?\)|: \.|(?:^|\. )[a-z]"
)
"""A wrong plural, a missing value, an empty place, two marks, a sentence in lower case."""


def cells(path: Path) -> list[NotebookNode]:
    return list(nbformat.read(path, as_version=4).cells)


def run(source: str, names: dict[str, Any]) -> object:
    """Run a cell; returns what its last line shows."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def shown_by(path: Path, corpus: Path) -> Iterator[tuple[str, object]]:
    """The id of each code cell and what it shows of a corpus, up to where the data end."""
    names: dict[str, Any] = {"display": lambda shown: None}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)
        for cell in [c for c in cells(path) if c.cell_type == "code"]:
            try:
                yield cell.id, run(cell.source, names)
            except MissingData as error:
                yield cell.id, tk.chart.say(str(error))
                break
            if "parameters" in cell.metadata.get("tags", []):
                names["corpus_dir"] = str(corpus)
    plt.close("all")


def check_sentence(shown: object) -> None:
    """Fail if it is a sentence that nobody would write."""
    if isinstance(shown, Sentence):
        assert not UNIDIOMATIC.search(shown), shown

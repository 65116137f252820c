"""Pages of a report: plain HTML and CSS, without scripts and without outside requests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert import HTMLExporter
from nbformat import NotebookNode, from_dict

from toolkit.report.brief import Brief
from toolkit.report.execute import Run
from toolkit.report.notebooks import CORPUS, Notebook

HERE = Path(__file__).parent / "pages"
_LINK = re.compile(r"\[([^\]]+)\]\((\d\d_\w+)\.ipynb\)")


def page(run: Run, corpus: Path, chosen: list[Notebook], title: str) -> str:
    """A run notebook as one self-contained HTML page, its code folded away.

    Args:
        run: the run; where it failed, the page opens with the traceback.
        corpus: the corpus; its folder's name stands for its path.
        chosen: all notebooks of the report; links to others become plain text.
        title: of the corpus.
    """
    names = [notebook.name for notebook in chosen]
    node = _for_readers(run.node, {str(corpus): corpus.name}, names)
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        template_file=str(HERE / "page.html.j2"),
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    return str(exporter.from_notebook_node(node, resources=_around(run, corpus, chosen, title))[0])


def _around(run: Run, corpus: Path, chosen: list[Notebook], title: str) -> dict[str, Any]:
    at = [notebook.name for notebook in chosen].index(run.notebook.name)
    return {
        "voices": {
            "run": run,
            "corpus": title,
            "error": run.error.replace(str(corpus), corpus.name),
            "css": css(),
            "before": chosen[at - 1] if at else None,
            "after": chosen[at + 1] if at + 1 < len(chosen) else None,
        }
    }


def _for_readers(node: NotebookNode, names: dict[str, str], linked: list[str]) -> NotebookNode:
    """The notebook without papermill's own notes, without paths, with links between pages."""
    made: NotebookNode = _node({**node, "cells": [c for c in node.cells if not _note(c)]})
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(lambda m: _link(m, linked), cell.source)
        for path, name in names.items():
            cell.source = cell.source.replace(path, name)
        shown = [o for o in cell.get("outputs", []) if not _progress(o)]
        cell.outputs = [_without_paths(o, names) for o in shown]
    return made


def _node(plain: dict[str, Any]) -> NotebookNode:
    made: NotebookNode = from_dict(plain)  # type: ignore[no-untyped-call]
    return made


def _note(cell: NotebookNode) -> bool:
    return any(t.startswith("papermill-error") for t in cell.metadata.get("tags", []))


def _progress(output: NotebookNode) -> bool:
    """Whether an output is nothing but progress bars, which draw over themselves."""
    if output.get("name") != "stderr":
        return False
    return all("\r" in line or not line.strip() for line in output.text.split("\n"))


def _link(match: re.Match[str], linked: list[str]) -> str:
    text, name = match.groups()
    return f"[{text}]({name}.html)" if name in linked else text


def _without_paths(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return _node({k: _without_paths(v, names) for k, v in value.items()})
    if isinstance(value, list):
        return [_without_paths(v, names) for v in value]
    if isinstance(value, str):
        for path, name in names.items():
            value = value.replace(path, name)
    return value


def index(runs: list[Run], about: Brief, made: dict[str, Any]) -> str:
    """The page that a person can be sent: the corpus in brief, the findings, the pages."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    given = {k: v for run in runs for k, v in run.parameters.items() if k != CORPUS}
    return environment.get_template("index.html.j2").render(
        runs=runs, about=about, manifest=made, css=css(), given=given
    )


def css() -> str:
    """The one style sheet of all pages."""
    return (HERE / "report.css").read_text(encoding="utf-8")

"""Pages of a report: plain HTML and CSS, without scripts and without outside requests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert import HTMLExporter
from nbformat import NotebookNode, from_dict

from toolkit.report.accessibility import readable
from toolkit.report.corpus_summary import Brief
from toolkit.report.downloads import data_url, downloads
from toolkit.report.execute import Run
from toolkit.report.limits import what_it_cannot_show
from toolkit.report.notebooks import CORPUS, Notebook
from toolkit.report.report_toml import Plan
from toolkit.show.browse import WIDGET

HERE = Path(__file__).parent / "pages"
_LINK = re.compile(r"\[([^\]]+)\]\((\d\d_\w+)\.ipynb\)")


def page(
    run: Run, corpus: Path, chosen: Sequence[Notebook], about: Brief, plan: Plan, out: Path
) -> str:
    """A run notebook as one self-contained HTML page, its code folded away.

    Args:
        run: the run; where it failed, the page opens with the traceback.
        corpus: the corpus; its folder's name stands for its path.
        chosen: all notebooks of the report; links to others become plain text.
        about: the corpus in brief.
        plan: title and author of the report.
        out: folder of the report, with the tables and figures to download.
    """
    names = [notebook.name for notebook in chosen]
    at = names.index(run.notebook.name)
    node = _for_readers(run.node, {str(corpus): corpus.name}, names)
    return render(
        "page.html.j2",
        run=run,
        cells=readable(_html(node)),
        corpus=plan.title or about.title,
        author=plan.author,
        invented=about.invented,
        parameters=_given([run]),
        error=run.error.replace(str(corpus), corpus.name),
        downloads=downloads(run.files, out),
        before=chosen[at - 1] if at else None,
        after=chosen[at + 1] if at + 1 < len(chosen) else None,
    )


def index(runs: Sequence[Run], about: Brief, plan: Plan, made: Mapping[str, Any], out: Path) -> str:
    """The page that a person can be sent: the corpus in brief, the findings, the pages.

    Args:
        runs: what came of the notebooks.
        about: the corpus in brief.
        plan: title and author of the report.
        made: the manifest.
        out: folder of the report, with the tables and figures to download.
    """
    files = [file for run in runs for file in run.files if file.endswith(".csv")]
    shown = {key: value for key, value in made.items() if key != "times"}
    return render(
        "index.html.j2",
        runs=runs,
        about=about,
        title=plan.title or about.title,
        author=plan.author,
        invented=about.invented,
        manifest=made,
        manifest_url=data_url(shown),
        given=_given(runs),
        limits={run.notebook.title: what_it_cannot_show(run.node) for run in runs},
        downloads=downloads(files, out),
    )


def render(template: str, **values: Any) -> str:
    """A page from one of the templates in `pages`; what it is given is text, unless marked safe."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    style = (HERE / "report.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(css=style, **values)


def _given(runs: Sequence[Run]) -> dict[str, object]:
    return {k: v for run in runs for k, v in run.parameters.items() if k != CORPUS}


def _html(node: NotebookNode) -> str:
    """The cells as HTML; widgets give way to what they show without a kernel."""
    return str(_exporter().from_notebook_node(node)[0])


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        template_file=str(HERE / "cells.html.j2"),
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def _for_readers(
    node: NotebookNode, names: Mapping[str, str], linked: Sequence[str]
) -> NotebookNode:
    """The notebook without notes to the machine, without paths, with links between pages."""
    made = _node(dict(node))
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(lambda m: _link(m, linked), cell.source)
        for path, name in names.items():
            cell.source = cell.source.replace(path, name)
        shown = [o for o in cell.get("outputs", []) if not _progress(o)]
        cell.outputs = [_without_paths(_still(o), names) for o in shown]
    return made


def _node(plain: Mapping[str, Any]) -> NotebookNode:
    made: NotebookNode = from_dict(plain)  # type: ignore[no-untyped-call]
    return made


def _still(output: NotebookNode) -> NotebookNode:
    """An output without its widget."""
    data = {k: v for k, v in output.get("data", {}).items() if k != WIDGET}
    return _node({**output, "data": data}) if "data" in output else output


def _progress(output: NotebookNode) -> bool:
    """Whether an output is nothing but progress bars, which draw over themselves."""
    if output.get("name") != "stderr":
        return False
    return all("\r" in line or not line.strip() for line in output.text.split("\n"))


def _link(match: re.Match[str], linked: Sequence[str]) -> str:
    text, name = match.groups()
    return f"[{text}]({name}.html)" if name in linked else text


def _without_paths(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return _node({k: _without_paths(v, names) for k, v in value.items()})
    if isinstance(value, list):
        return [_without_paths(v, names) for v in value]
    if isinstance(value, str):
        for path, name in names.items():
            value = value.replace(path, name)
    return value

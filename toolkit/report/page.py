"""Pages of a report: plain HTML and CSS, without scripts and without requests to other sites."""

from __future__ import annotations

import base64
import fnmatch
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from nbconvert import HTMLExporter
from nbformat import NotebookNode, reads, writes

from toolkit.report.execute import Run
from toolkit.report.manifest import CorpusSummary
from toolkit.report.notebooks import CORPUS, Notebook
from toolkit.show.explore import WIDGET


def accessible(body: str) -> dict[str, Any]:
    """HTML that screen readers and the keyboard can use.

    Table heads get a scope, tables a label and a place in the order of the Tab key, since they
    scroll; pictures without a description get one; links from headings to themselves are removed.

    Args:
        body: HTML of the cells of a notebook.

    Returns:
        `opening`: the first element; `body`: the others; `contents`: anchor and text of each
        section.

    Example:
        >>> page = accessible('<h1>Q</h1><h2 id="who">Who</h2><table><thead><tr><th>n</th></table>')
        >>> page["opening"], page["contents"], 'scope="col"' in page["body"]
        ('<h1>Q</h1>', [('who', 'Who')], True)
    """
    root = html.fragment_fromstring(body, create_parent="div")
    for link in root.xpath(".//a[@class='anchor-link']"):
        link.drop_tree()
    section = ""
    for element in root.iter("h1", "h2", "h3", "table", "img"):
        if element.tag in ("h1", "h2", "h3"):
            section = element.text_content()
        elif element.tag == "table":
            _label_table(element, section)
        elif not element.get("alt"):
            element.set("alt", "A picture without a description.")
    opening, *rest = [html.tostring(element, encoding="unicode") for element in root] or [""]
    contents = [(h.get("id"), h.text_content()) for h in root.iter("h2") if h.get("id")]
    return {"opening": opening, "body": "".join(rest), "contents": contents}


def _label_table(table: html.HtmlElement, section: str) -> None:
    """Give the heads a scope and the table a label, and let the keyboard scroll it."""
    table.attrib.pop("border", None)
    table.set("tabindex", "0")
    table.set("aria-label", f"Table: {section}")
    for head in table.iter("th"):
        head.set("scope", "col" if head.getparent().getparent().tag == "thead" else "row")
        if not (head.text_content() or "").strip():  # the corner above the row names
            head.tag = "td"
            head.attrib.pop("scope", None)


_KINDS = {".csv": "text/csv", ".svg": "image/svg+xml"}


def downloads(files: Iterable[str], out: Path) -> list[dict[str, str]]:
    """Tables (CSV) and drawings (SVG) as links: `name`, `url`, and `label` with the size.

    Args:
        files: paths below the report's folder; PNG files are left out, since the page shows them.
        out: the report's folder.
    """
    paths = [out / file for file in files]
    return [_download(path) for path in paths if path.suffix in _KINDS and path.is_file()]


def _download(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    label = f"{path.name} ({max(round(len(data) / 1024), 1):,} KB)"
    return {"name": path.name, "url": _url(data, _KINDS[path.suffix]), "label": label}


def data_url(value: object) -> str:
    """Plain values as a JSON file, in a data URL."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _url(text.encode(), "application/json")


def _url(data: bytes, kind: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(data).decode()}"


HERE = Path(__file__).parent / "pages"
_LINK = re.compile(r"\[([^\]]+)\]\((\d\d_\w+)\.ipynb\)")


def page(
    run: Run, corpus: Path, chosen: Sequence[Notebook], summary: CorpusSummary, out: Path
) -> str:
    """A notebook that was run as one self-contained HTML page, its code folded away.

    Args:
        run: the run; if it failed, the page opens with the traceback.
        corpus: the corpus; the page shows its folder's name instead of its path.
        chosen: all notebooks of the report; links to others become plain text.
        summary: of the corpus, with title and author of the report.
        out: folder of the report, with the tables and figures to download.
    """
    names = [notebook.name for notebook in chosen]
    position = names.index(run.notebook.name)
    node = _for_readers(run.node, corpus, names)
    return render(
        "page.html.j2",
        run=run,
        cells=accessible(_exporter().from_notebook_node(node)[0]),
        corpus=summary.title,
        author=summary.author,
        invented=summary.invented,
        parameters=_given([run]),
        error=run.error.replace(str(corpus), corpus.name),
        downloads=downloads(run.files, out),
        before=chosen[position - 1] if position else None,
        after=chosen[position + 1] if position + 1 < len(chosen) else None,
    )


def index(runs: Sequence[Run], summary: CorpusSummary, about: Mapping[str, Any], out: Path) -> str:
    """The first page of a report: three charts, the corpus in brief, findings and links.

    Args:
        runs: of the notebooks.
        summary: of the corpus, with title and author of the report.
        about: the manifest.
        out: folder of the report, with the tables and figures to download.
    """
    shown = {key: value for key, value in about.items() if key != "times"}
    return render(
        "index.html.j2",
        runs=runs,
        about=summary,
        title=summary.title,
        author=summary.author,
        invented=summary.invented,
        manifest=about,
        manifest_url=data_url(shown),
        given=_given(runs),
        headlines=[(run.notebook, headline) for run in runs for headline in run.headlines],
        downloads=[
            (run.notebook.title, downloads(fnmatch.filter(run.files, "*.csv"), out)) for run in runs
        ],
    )


def render(template: str, **values: Any) -> str:
    """A page from one of the templates in `pages`; values are escaped unless marked safe."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    style = (HERE / "report.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(css=style, **values)


def _given(runs: Sequence[Run]) -> dict[str, object]:
    return {k: v for run in runs for k, v in run.parameters.items() if k != CORPUS}


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        template_file=str(HERE / "cells.html.j2"),
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def _for_readers(node: NotebookNode, corpus: Path, linked: Sequence[str]) -> NotebookNode:
    """A copy without paths, progress bars, widgets and provenance, with links to other pages."""
    path, name = (json.dumps(text, ensure_ascii=False)[1:-1] for text in (str(corpus), corpus.name))
    text = writes(node).replace(path, name)  # type: ignore[no-untyped-call]
    copy: NotebookNode = reads(text, as_version=4)  # type: ignore[no-untyped-call]
    copy.cells = [c for c in copy.cells if "provenance" not in c.metadata.get("tags", [])]
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(lambda match: _link(match, linked), cell.source)
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not _is_progress(output)]
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET, None)
    return copy


def _is_progress(output: NotebookNode) -> bool:
    """Whether an output holds only progress bars, which overwrite their own line."""
    if output.get("name") != "stderr":
        return False
    return all("\r" in line or not line.strip() for line in output.text.split("\n"))


def _link(match: re.Match[str], linked: Sequence[str]) -> str:
    text, name = match.groups()
    return f"[{text}]({name}.html)" if name in linked else text

"""The notebooks: their form, and that they run on any corpus."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest

import toolkit as tk
from tests.notebooks.execute import cells, check_sentence, run, shown_by
from toolkit.report.notebooks import find

NOTEBOOKS = find()
NAMES = [n.name for n in NOTEBOOKS]
MOST_LINES = 9  # of code in a cell

LONG = "The harbour board met on Monday. It had been a long winter.\n\n" * 3
QUOTED = (
    'The harbour will close, the mayor said. "We have no choice," Ann Lund told reporters. '
    "According to a report by the Ministry of Fisheries, the quay is unsafe. "
    "An official who asked not to be named said that the money was gone.\n\n"
    "Bo Ek denied that. Ek said he had warned Ann Lund in March."
)


def article(title: str | None, text: str, **more: str) -> dict[str, str | None]:
    return {"title": title, "text": text, **more}


CORPORA: dict[str, list[dict[str, str | None]]] = {
    "nothing that can be read": [],
    "one article without quotes": [article("Winter", LONG)],
    "no dates, one outlet": [
        article(f"Harbour {i}", f"{QUOTED}\n\nNumber {i}.", outlet="Ferry Post") for i in range(3)
    ],
    "one article, all sources unnamed": [
        article("Winter", QUOTED.replace("Ann Lund", "a clerk").replace("Bo Ek", "One neighbour"))
    ],
    "one story in two outlets": [
        article("Harbour", QUOTED, outlet="Ferry Post", date="2026-03-02"),
        article("The harbour", f"{QUOTED}\n\n{LONG}", outlet="Wire One", date="2026-03-03"),
    ],
    "hostile": [
        article(
            "<script>alert(1)</script> $x$",
            QUOTED.replace("Ann Lund", "<b>Ann</b> Lund"),
            outlet="<img src=x onerror=alert(2)>",
            date="2026-03-02",
        ),
        article("=cmd|' /C calc'!A0", QUOTED + " Ann Lund said so.", outlet="$a_1$ & {0} %s"),
        article("Winter", LONG, outlet="李 · Владимир", date="2031-01-01"),
    ],
}


def sources(path: Path) -> list[str]:
    return [c.source for c in cells(path) if c.cell_type == "code"]


each = pytest.mark.parametrize("path", [n.path for n in NOTEBOOKS], ids=NAMES)


@each
def test_form(path: Path) -> None:
    made = cells(path)
    ids = [c.id for c in made]
    assert len(set(ids)) == len(ids)
    assert all(i.startswith(path.name[:2]) for i in ids)
    assert made[0].source.startswith("# ")
    assert made[0].source.splitlines()[0].endswith("?")
    assert [c.cell_type for c in made[-2:]] == ["markdown", "code"]
    assert [c.metadata.get("tags") for c in made[-2:]] == [["provenance"]] * 2
    assert made[-1].source == "tk.provenance(corpus)"
    assert any("## What this cannot show" in c.source for c in made)


@each
def test_each_cell_holds_one_idea_in_few_lines(path: Path) -> None:
    assert max(len(s.splitlines()) for s in sources(path)) <= MOST_LINES
    assert all(len(line) <= 100 for s in sources(path) for line in s.splitlines())


@each
def test_parameters_are_typed_and_explained(path: Path) -> None:
    tagged = [c for c in cells(path) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    lines = tagged[0].source.splitlines()
    assert all(": " in line.split("=")[0] and "  # " in line for line in lines)
    known = find([path.stem])[0].parameters
    assert {"corpus_dir", "outlets", "since", "until"} <= set(known)


@each
def test_only_public_names_are_used(path: Path) -> None:
    code = "\n".join(s for s in sources(path))
    imports = {line for line in code.splitlines() if line.startswith(("import", "from"))}
    assert imports <= {"import toolkit as tk", "import pandas as pd"}
    rooms = {"tk": tk, "tk.measure": tk.measure, "tk.chart": tk.chart}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in rooms:
            assert node.attr in rooms[ast.unparse(node.value)].__all__


@each
def test_committed_outputs_hold_no_errors_and_no_paths(path: Path) -> None:
    outputs = [o for c in cells(path) for o in c.get("outputs", [])]
    charts = [c for c in cells(path) if c.source.endswith(";")]
    assert outputs
    assert all("image/png" in c.outputs[0].data for c in charts)
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    text = json.dumps([o.get("data", {}).get("text/plain", "") for o in outputs])
    assert str(Path.home()) not in text
    assert str(path.parent) not in text


USUAL = ("nothing that can be read", "one story in two outlets", "hostile")
"""Corpora of each run of the tests; the others are tried by `make test-long`."""


@pytest.fixture(
    scope="module",
    params=[c if c in USUAL else pytest.param(c, marks=pytest.mark.long) for c in CORPORA],
)
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A plain folder of articles as JSON Lines."""
    home = tmp_path_factory.mktemp("corpus")
    (home / "in").mkdir()
    rows = CORPORA[request.param]
    lines = "\n".join(json.dumps(row) for row in rows)
    (home / "in" / "articles.jsonl").write_text(lines, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(home / "cache"))
        yield home / "in"


@each
def test_runs_on_any_corpus(path: Path, corpus: Path) -> None:
    for _, shown in shown_by(path, corpus):
        check_sentence(shown)
        if hasattr(shown, "_repr_html_"):
            html = shown._repr_html_() or ""
            assert "<script" not in html
            assert "<img src=x" not in html


@each
def test_committed_outputs_are_in_step_with_the_code(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What each cell shows on the sample is what the committed notebook shows."""
    monkeypatch.chdir(path.parent)
    names: dict[str, Any] = {}
    for cell in [c for c in cells(path) if c.cell_type == "code"]:
        shown = run(cell.source, names)
        kept = [o.data["text/html"] for o in cell.outputs if "text/html" in o.get("data", {})]
        if kept and not cell.source.startswith(
            "tk.provenance"
        ):  # that names the machine's versions
            assert shown is not None
            assert shown._repr_html_() == kept[0], cell.id  # type: ignore[attr-defined]
    plt.close("all")

"""The documentation: generated pages are up to date, links work, and commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from toolkit import chart
from toolkit.cli import app
from toolkit.lexicons import lexicon
from toolkit.report import docs
from toolkit.report.notebooks import find

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_codebook_is_up_to_date() -> None:
    assert (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8") == docs.codebook()


def test_the_gallery_shows_every_chart() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    drawn = {name for name in chart.__all__ if f"tk.chart.{name}(" in page}
    returned = {n: getattr(getattr(chart, n), "__annotations__", {}) for n in chart.__all__}
    draws = {name for name, types in returned.items() if "Axes" in str(types.get("return"))}
    assert drawn == draws
    assert "![](" not in page


def test_a_drawn_page_describes_its_pictures(tmp_path: Path) -> None:
    code = (
        "import pandas as pd\nimport toolkit as tk\ntk.chart.ranked(pd.DataFrame({'cue': ['said'], "
    )
    row = (
        "'estimate': [0.5], 'low': [0.4], 'high': [0.6], "
        "'n': [9], 'count': [4], 'n_articles': [3]})"
    )
    page = f"```python\n{code}{row}, title='Cues', of='quotes')\n```\n\n![old](gallery/a.png)\n"
    made = docs.drawn(page, tmp_path)
    assert "![Cues. Bar chart" in made
    assert (tmp_path / "a.png").stat().st_size > 1_000
    assert docs.drawn(made, tmp_path) == made


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


COMMANDS = [
    (path.name, line.split(" # ")[0].strip())
    for path in PAGES
    for line in path.read_text(encoding="utf-8").splitlines()
    if re.match(r" {4}(\.venv/bin/)?toolkit \w", line)
]


@pytest.mark.parametrize(("page", "line"), COMMANDS, ids=[line for _, line in COMMANDS])
def test_documented_commands_exist(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
    known = {name for p in command.params for name in p.opts}
    assert not hasattr(command, "commands")
    assert {w for w in words if re.match(r"--?[a-z]", w)} <= known


@pytest.mark.parametrize("name", [n.name for n in find()])
def test_a_notebook_has_a_page_on_its_method(name: str) -> None:
    text = (ROOT / "docs" / "methods" / f"{name}.md").read_text(encoding="utf-8")
    assert all(word in text for word in ("**Counted:**", "**Over:**", "would make it wrong"))


@pytest.mark.parametrize("path", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_paths_named_in_the_docs_exist(path: Path) -> None:
    named = re.findall(r"`((?:toolkit|tests)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_accuracy_beside_figures_is_the_measured_one() -> None:
    """Each percentage of lexicons/accuracy.csv stands in docs/measured.md."""
    measured = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    figures = set(re.findall(r"\d+", measured[: measured.index("## Reading pages")]))
    rows = lexicon("accuracy")
    for text in [*rows["chart"], *rows["sentence"]]:
        assert set(re.findall(r"(\d+)%", text)) <= figures, text

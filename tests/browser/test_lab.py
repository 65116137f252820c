"""The notebooks in JupyterLab, as somebody who opens them and chooses *Run all* sees them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import ACTOR, SCRIPT, SECONDS, TOKEN, Opener, Seen, outputs, run_all
from toolkit.report.notebooks import find

NOTEBOOKS = find()
BLANK = "blank.ipynb"


@pytest.mark.parametrize("name", [n.name for n in NOTEBOOKS])
def test_a_notebook_runs_and_shows(opened: Opener, lab: str, name: str) -> None:
    seen = opened(f"{lab}/doc/tree/{name}.ipynb?token={TOKEN}")
    made = outputs(run_all(seen))
    assert made
    assert [o for o in made if o["output_type"] == "error"] == []
    pictures = [o for o in made if "image/png" in o.get("data", {})]
    assert seen.page.locator(".jp-OutputArea img").count() >= len(pictures)
    widgets = [o for o in made if any("widget-view" in kind for kind in o.get("data", {}))]
    seen.page.wait_for_timeout(1_000)
    shown = seen.page.locator(".jp-OutputArea-output > :is(.jupyter-widgets, .itables_anywidget)")
    assert shown.count() >= len(widgets)
    assert "Error displaying widget" not in seen.page.inner_text("body")
    assert seen.errors == []


def run(seen: Seen, code: str) -> list[dict[str, Any]]:
    """Run this code in the only cell of a notebook, and return its outputs."""
    page = seen.page
    page.set_default_timeout(SECONDS * 1_000)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    page.evaluate(
        "code => { const cell = window.jupyterapp.shell.currentWidget.content.widgets"
        ".find(w => w.model.type === 'code'); cell.model.sharedModel.setSource(code); }",
        code,
    )
    made = outputs(run_all(seen))
    assert [o.get("evalue") for o in made if o["output_type"] == "error"] == []
    page.wait_for_timeout(2_000)
    return made


def test_hostile_articles_are_text_in_the_lab(opened: Opener, lab: str) -> None:
    seen = opened(f"{lab}/doc/tree/{BLANK}?token={TOKEN}")
    code = (
        "import toolkit as tk; from IPython.display import display; "
        'c = tk.open("../data/hostile"); '
        "a = c.articles['article_id'][0]; "
        "display(c.explore(), c.show(a), c.xray(a), tk.browse(c.articles), tk.browse(c.quotes), "
        "c.articles, c.actors, c.quotes, c.sentence(c.quotes.iloc[0]))"
    )
    run(seen, code)
    page, shown = seen.page, seen.page.inner_text("body")
    assert SCRIPT in shown
    assert ACTOR in shown
    assert page.title() != "hit"
    assert page.locator("img[src='x']").count() == 0


MANY = """
import pandas as pd, toolkit as tk
n = range(5_000)
tk.browse(pd.DataFrame({
    "quote_id": [f"q{i}" for i in n],
    "speaker": [f"Speaker {i % 700}" for i in n],
    "content": [None if i % 3 else "a sentence of many words " * 12 for i in n],
    "source_role": "civil_society",
    "published": pd.Timestamp("2025-03-04", tz="UTC"),
    "n": [None if i == 7 else i * 7919 % 5_000 + 0.5 for i in n],
    **{f"more_{c}": c for c in "abcdefghij"},
}))
"""


def test_a_long_table_is_whole_and_can_be_sorted_and_searched(opened: Opener, lab: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    seen = opened(f"{lab}/doc/tree/{BLANK}?token={TOKEN}", bypass_csp=True)
    run(seen, MANY)
    table = seen.page.locator(".itables_anywidget")
    heads = table.locator("thead th").all_inner_texts()
    assert heads[:5] == ["speaker", "content", "source role", "published", "n"]
    assert heads[5:] == [*(f"more {c}" for c in "abcdefghij"), "quote id"]
    info = table.locator(".dt-info")
    assert "of 5,000 entries" in info.inner_text()
    body = table.locator("tbody")
    assert all(raw not in body.inner_text() for raw in ("NaN", "None", "civil_society", "00:00"))
    assert "civil society" in body.inner_text()
    width, room = (
        seen.page.locator(of).first.bounding_box()["width"]
        for of in (".itables_anywidget .dt-layout-table", ".jp-OutputArea-output")
    )
    assert 0.9 * room < width <= room
    for order in ("ascending", "descending"):
        table.locator("thead th").nth(4).click()
        table.locator(f"thead th[aria-sort='{order}']").wait_for(timeout=30_000)
    assert "5,000" in body.locator("tr").first.inner_text()  # 4,999.5
    table.locator(".dt-search input").fill('"Speaker 699"')
    assert "of 7 entries (filtered from 5,000 total entries)" in info.inner_text()
    found = axe.Axe().run(seen.page, context=".itables_anywidget").response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert seen.errors == []

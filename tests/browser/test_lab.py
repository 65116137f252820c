"""The notebooks in JupyterLab, as somebody who opens them and chooses *Run all* sees them."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ACTOR, SCRIPT, TOKEN, Opener, outputs, run_all
from toolkit.report.notebooks import find

NOTEBOOKS = find()


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


def test_hostile_articles_are_text_in_the_lab(opened: Opener, lab: str) -> None:
    seen = opened(f"{lab}/doc/tree/00_start_here.ipynb?token={TOKEN}")
    page = seen.page
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    code = (
        "import toolkit as tk; from IPython.display import display; "
        'c = tk.open("../data/hostile"); '
        "a = c.articles['article_id'][0]; "
        "display(c.explore(), c.show(a), c.xray(a), tk.browse(c.articles), tk.browse(c.quotes), "
        "c.articles, c.actors, c.quotes, c.sentence(c.quotes.iloc[0]))"
    )
    page.evaluate(
        "code => { const cell = window.jupyterapp.shell.currentWidget.content.widgets"
        ".find(w => w.model.type === 'code'); cell.model.sharedModel.setSource(code); }",
        code,
    )
    made = outputs(run_all(seen)[:4])
    assert [o.get("evalue") for o in made if o["output_type"] == "error"] == []
    page.wait_for_timeout(2_000)
    shown = page.inner_text("body")
    assert SCRIPT in shown
    assert ACTOR in shown
    assert page.title() != "hit"
    assert page.locator("img[src='x']").count() == 0

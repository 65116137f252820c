"""The pages of a report, opened from disk with the network off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread

from tests.browser.conftest import ACTOR, SCRIPT, Opener
from toolkit.report.docs import WIDTH, photograph
from toolkit.report.notebooks import find

NAMES = ["index", *(n.name for n in find())]
MOST = 5_000_000  # bytes of a page that can be sent


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def local(asked: list[str]) -> bool:
    return all(url.startswith(("file:", "data:")) for url in asked)


def test_a_page_opens_without_a_network(opened: Opener, reports: Path, name: str) -> None:
    path = reports / "sample" / f"{name}.html"
    seen = opened(path.as_uri(), offline=True)
    page = seen.page
    assert seen.errors == []
    assert local(seen.asked)
    assert path.stat().st_size < MOST
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth || !i.alt).length"
    assert page.evaluate(broken) == 0
    assert page.locator("h1").count() == 1
    there = "a => document.getElementById(decodeURIComponent(a.hash.slice(1)))"
    lost = f"links => links.filter(a => !({there})(a)).map(a => a.hash)"
    assert page.locator("nav.contents a").evaluate_all(lost) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_keeps_nobody_out(opened: Opener, reports: Path, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    path = reports / "sample" / f"{name}.html"
    seen = opened(path.as_uri(), offline=True, color_scheme=scheme, bypass_csp=True)
    found: dict[str, Any] = axe.Axe().run(seen.page).response
    told = [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
    assert told == []


def test_the_colours_can_be_chosen(opened: Opener, reports: Path) -> None:
    page = opened((reports / "sample" / "index.html").as_uri(), color_scheme="light").page
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.get_by_label("dark").check()
    assert page.evaluate(colour) != before
    page.get_by_label("light").check()
    assert page.evaluate(colour) == before


def test_a_picture_of_a_page_has_its_size(chromium: Any, reports: Path, tmp_path: Path) -> None:
    photograph(reports / "sample" / "index.html", tmp_path / "index.png", 300)
    assert imread(tmp_path / "index.png").shape[:2] == (300, WIDTH)


def test_a_table_is_in_the_page(opened: Opener, reports: Path) -> None:
    page = opened((reports / "sample" / "index.html").as_uri(), offline=True).page
    with page.expect_download() as started:
        page.locator("a[download$='.csv']").first.click()
    downloaded = Path(started.value.path())
    original = reports / "sample" / "tables" / started.value.suggested_filename
    assert downloaded.read_bytes() == original.read_bytes()


def test_hostile_articles_are_text(opened: Opener, reports: Path, name: str) -> None:
    seen = opened((reports / "hostile" / f"{name}.html").as_uri(), offline=True)
    page = seen.page
    assert seen.errors == []
    assert local(seen.asked)
    assert SCRIPT in page.inner_text("body")
    assert page.title() != "hit"
    assert page.locator("script, img[src='x'], [onerror], [onmouseover]").count() == 0


@pytest.mark.parametrize("name", [n for n in NAMES if n[:2] in ("00", "02", "03", "05")])
def test_a_hostile_actor_is_text(opened: Opener, reports: Path, name: str) -> None:
    page = opened((reports / "hostile" / f"{name}.html").as_uri(), offline=True).page
    assert ACTOR in page.inner_text("body")

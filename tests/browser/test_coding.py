"""The coding page in a real browser: coded by mouse, by keys alone, saved, read back, scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit.validate.coding.codebook import coding_page
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.read_sheets import read_sheets, read_texts
from toolkit.validate.coding.sampling import text_hash
from toolkit.validate.coding.sheets import write_sheets

TITLE = "Ferry <b>late</b> again"
BODY = (
    "“The ferry was late,” said Ada Reed, the harbourmaster. 🚢 She blamed the tide.\n\n"
    "Passengers complained that nobody had told them."
)
TEXT = f"{TITLE}\n\n{BODY}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "coding"
    text = CodedArticle("a1", TEXT, len(TITLE) + 2, (), ())
    row = {"article_id": "a1", "inclusion": 0.5, "stratum": "all", "body_start": text.body}
    sample = pd.DataFrame([{**row, "text_hash": text_hash(TEXT), "coders": "ada"}])
    write_sheets(made, sample, [text])
    return made


@pytest.fixture
def page(chromium: Any, folder: Path) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda r: problems.append(r.url) if r.url[:4] == "http" else None)
    opened.goto((folder / "ada.html").as_uri())
    yield opened
    context.close()
    assert problems == []


def saved(page: Any, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    path = folder / "ada.json"
    download.value.save_as(path)
    return path


def choose(page: Any) -> None:
    for name, value in (("source_form", "named_person"), ("source_role", "official")):
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("select[name=anonymity]").select_option("4")


def drag(page: Any, first: str, last: str) -> None:
    words = page.locator("#text span span")
    boxes = [words.filter(has_text=w).first.bounding_box() for w in (first, last)]
    assert boxes[0]
    assert boxes[1]
    page.mouse.move(boxes[0]["x"] + 1, boxes[0]["y"] + 5)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + boxes[1]["width"] - 1, boxes[1]["y"] + 5, steps=4)
    page.mouse.up()


def test_by_mouse(page: Any, folder: Path) -> None:
    drag(page, "“", "”")
    page.locator("#roles button", has_text="content").click()
    drag(page, "said", "said")
    page.locator("#roles button", has_text="cue").click()
    drag(page, "Ada", "Reed")
    page.locator("#roles button", has_text="source").click()
    page.locator("input[name=speaker]").fill("Ada Reed")
    choose(page)
    page.get_by_role("button", name="Keep, next quote").click()
    page.locator("#done").check()
    coded = read_sheets([saved(page, folder)], read_texts(folder))[0]
    assert coded.problems == []
    quote = coded.coded["a1"].quotes[0]
    assert quote["content"] == ["“The ferry was late,”"]
    assert (quote["cue"], quote["source"], quote["speaker"]) == ("said", "Ada Reed", "Ada Reed")
    assert (quote["quote_type"], quote["source_role"], quote["anonymity"]) == (
        "direct",
        "official",
        4,
    )


def test_by_keys_alone(page: Any, folder: Path) -> None:
    press = page.keyboard.press
    page.locator("#text").focus()
    press("End")
    for _ in range(5):  # from the full stop back over “nobody had told them”
        press("ArrowLeft")
    press("ArrowRight")
    for _ in range(3):
        press("Shift+ArrowRight")
    press("c")
    for _ in range(5):
        press("ArrowLeft")
    press("u")
    press("ArrowLeft")
    press("s")
    press("Enter")
    page.keyboard.type("passengers")
    for value in ("communication", "unnamed group", "citizen", "described", "no"):
        press("Tab")
        page.keyboard.type(value)
    press("Enter")
    assert page.locator("#text").evaluate("e => e === document.activeElement")
    page.locator("#done").focus()
    press("Space")
    page.get_by_role("button", name="Save to a file").focus()
    with page.expect_download() as download:
        press("Enter")
    path = folder / "ada.json"
    download.value.save_as(path)
    coded = read_sheets([path], read_texts(folder))[0]
    assert coded.problems == []
    quote = coded.coded["a1"].quotes[0]
    assert quote["content"] == ["nobody had told them"]
    assert (quote["cue"], quote["source"]) == ("complained", "Passengers")
    assert (quote["source_form"], quote["source_role"]) == ("unnamed_group", "citizen")
    assert (quote["anonymity"], quote["anonymous"]) == (1, False)


def test_what_is_coded_is_there_after_a_reload_and_comes_back_from_a_file(
    page: Any, folder: Path
) -> None:
    drag(page, "“", "”")
    page.locator("#text").press("c")
    page.reload()
    assert "The ferry was late" in page.locator("#quotes").inner_text()
    path = saved(page, folder)
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.locator("#quotes li").count() == 0
    page.locator("#load").set_input_files(path)
    page.wait_for_selector("#quotes li")
    assert "missing" in page.locator("#quotes").inner_text()


def test_text_is_text_and_nothing_of_the_machine_is_there(page: Any) -> None:
    assert page.locator("#text").inner_text().startswith(TITLE)
    assert page.locator("#text b").count() == 0
    assert page.locator("#quotes li").count() == 0


def test_every_field_has_a_name_and_the_page_fits_a_narrow_screen(page: Any) -> None:
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input,select,textarea,button')]"
        ".filter(e => !e.labels?.length && !e.textContent && !e.ariaLabel).map(e => e.outerHTML)"
    )
    assert unnamed == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_machines_quotes_are_mended_by_keys(chromium: Any, tmp_path: Path) -> None:
    start = TEXT.index("The ferry was late")
    labels = {"cue_kind": "communication", "source_form": "named_person", "anonymity": "4"}
    found = {"segments": [[start, start + 18]], "cue_span": None, "source_span": None, "why": "",
             "reason_span": None, "speaker": "Ada Reed", "source_role": "citizen",
             "anonymous": "false", **labels}  # fmt: skip
    text = CodedArticle("a1", TEXT, len(TITLE) + 2, (), ())
    path = tmp_path / "ada.html"
    path.write_text(coding_page("ada", [text], found={"a1": [found, found]}), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    page.locator("#quotes button").first.press("Enter")
    page.locator("select[name=source_role]").focus()
    page.keyboard.type("official")
    page.locator("input[name=why]").focus()
    page.keyboard.type("she runs the harbour")
    page.get_by_role("button", name="Remove quote 2").press("Enter")
    page.locator("#done").press("Space")
    (sheet,) = read_sheets([saved(page, tmp_path)], {"a1": text})
    context.close()
    assert not sheet.blind
    (quote,) = sheet.coded["a1"].quotes
    assert (quote["source_role"], quote["why"]) == ("official", "she runs the harbour")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_nobody_out(chromium: Any, folder: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / "ada.html").as_uri())
    for key in ("Shift+ArrowRight", "c", "ArrowRight", "u", "ArrowRight", "s"):
        page.locator("#text").press(key)
    found: dict[str, Any] = axe.Axe().run(page).response
    context.close()
    told = [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
    assert told == []


def test_a_broken_file_is_said_not_swallowed(page: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"no": "articles"}), encoding="utf-8")
    page.locator("#load").set_input_files(broken)
    page.wait_for_function("document.getElementById('said').textContent.includes('no coding')")

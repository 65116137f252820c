"""The coding page in JupyterLab: coded by keys alone, saved into the corpus, gone on with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.browser.conftest import TOKEN, Opener, outputs, run_all
from toolkit.validate.coding.read_sheets import read_sheets, read_texts

CODE = """import toolkit as tk
from IPython.display import display
page = tk.code(tk.open("../data/sample"), "Ada", articles=8)
print(page.path.resolve())
display(page)"""


def started(opened: Opener, lab: str) -> tuple[Any, Path]:
    """The page's frame in a notebook that shows it, and where it saves."""
    seen = opened(f"{lab}/doc/tree/00_start_here.ipynb?token={TOKEN}")
    page = seen.page
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    page.evaluate(
        "code => { const m = window.jupyterapp.shell.currentWidget.content.model.sharedModel;"
        "while (m.cells.length > 1) m.deleteCell(1);"
        "m.deleteCell(0); m.addCell({cell_type: 'code', source: code}); }",
        CODE,
    )
    made = outputs(run_all(seen))
    assert [o.get("evalue") for o in made if o["output_type"] == "error"] == []
    told = next("".join(o["text"]) for o in made if o.get("name") == "stdout")  # bars are not
    frame = page.frame_locator("iframe[title='Coding page']")
    frame.locator("#text span").first.wait_for()
    return frame, Path(told.strip())


def coded(frame: Any) -> None:
    """The first two words as a quote by the third, all by keys."""
    text = frame.locator("#text")
    text.focus()
    for key in ("Shift+ArrowRight", "c", "ArrowRight", "u", "ArrowRight", "s", "Enter"):
        text.page.keyboard.press(key)
    text.page.keyboard.type("Ada Reed")
    for value in ("communication", "named person", "official", "name and affiliation", "no"):
        text.page.keyboard.press("Tab")
        text.page.keyboard.type(value)
    text.page.keyboard.press("Enter")
    frame.locator("#done").focus()
    text.page.keyboard.press("Space")


def test_coding_in_the_lab_is_saved_and_gone_on_with(opened: Opener, lab: str) -> None:
    frame, path = started(opened, lab)
    coded(frame)
    frame.locator("#progress", has_text="1 of 8").wait_for()
    page = frame.locator("#text").page
    for _ in range(50):
        if path.is_file() and json.loads(path.read_text())["articles"][0]["done"]:
            break
        page.wait_for_timeout(100)
    texts = read_texts(path.parent)
    sheet = read_sheets([path], texts)[0]
    (only,) = sheet.coded.values()
    (quote,) = only.quotes
    assert quote["speaker"] == "Ada Reed"
    assert (quote["source_form"], quote["source_role"]) == ("named_person", "official")
    again, same = started(opened, lab)
    assert same == path
    assert "Ada Reed" in again.locator("#quotes").inner_text()
    assert again.locator("#done").is_checked()

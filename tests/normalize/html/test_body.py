"""The body of a page: no paragraph is lost, no boilerplate kept, whichever engine fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from toolkit.normalize.html import body as module
from toolkit.normalize.html.body import TOO_LARGE, Body, read_body
from toolkit.normalize.html.features import Matrix
from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.tree import parse_tree, readable_tree

SAYS = [
    f"The ferry to Skarrow ran again on {day}, and nobody complained of the {thing}, he said."
    for day, thing in (("Monday", "wind"), ("Tuesday", "fare"), ("Friday", "soup"))
]
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in SAYS)


def read(html: str) -> Body:
    tree = parse_tree(f"<html><body>{html}</body></html>")
    return read_body(tree, readable_tree(tree))


def texts(html: str) -> list[str]:
    return [s.text for s in read(html).kept]


SHORT = "The inquiry goes on."
LAYOUTS = [
    ("a short last paragraph", f"<article>{PARAGRAPHS}<p>{SHORT}</p></article>", [*SAYS, SHORT]),
    ("a short first paragraph", f"<article><p>{SHORT}</p>{PARAGRAPHS}</article>", [SHORT, *SAYS]),
    ("bare text and breaks", "<div>" + "<br><br>".join([*SAYS, SHORT]) + "</div>", [*SAYS, SHORT]),
    ("a wrapper for each", "<article>" + "".join(
        f"<div class=w><p>{p}</p></div>" for p in [*SAYS, SHORT]) + "</article>", [*SAYS, SHORT]),
    ("a block quote", f"<article><p>{SAYS[0]}</p><blockquote>“You cannot jail a hinge.”"
     f"</blockquote><p>{SAYS[1]}</p><p>{SAYS[2]}</p></article>",
     [SAYS[0], "“You cannot jail a hinge.”", *SAYS[1:]]),
    ("list items", f"<article><p>{SAYS[0]}</p><ul><li>A new bow door</li><li>Two alarms</li></ul>"
     f"<p>{SAYS[1]}</p><p>{SAYS[2]}</p></article>",
     [SAYS[0], "A new bow door", "Two alarms", *SAYS[1:]]),
    ("captions", f"<article><p>{SAYS[0]}</p><figure><figcaption>The ferry in dock on Monday morning"
     f"</figcaption></figure><p>{SAYS[1]}</p><p>{SAYS[2]}</p></article>", SAYS),
    ("comments", f"<article>{PARAGRAPHS}</article><div class=comments><p>Who pays for all of this? "
     "We do, as ever, and nobody asks us whether we like it.</p></div>", SAYS),
    ("a subhead", f"<article><p>{SAYS[0]}</p><h2>Close to home</h2><p>{SAYS[1]}</p><p>{SAYS[2]}</p>"
     "</article>", [SAYS[0], "Close to home", *SAYS[1:]]),
    ("a heading of links", f"<article>{PARAGRAPHS}<h3>More:</h3><ul><li><a href=#>Tides</a></li>"
     "</ul></article>", SAYS),
]  # fmt: skip


@pytest.mark.parametrize(("name", "html", "expected"), LAYOUTS, ids=[x[0] for x in LAYOUTS])
def test_layouts(name: str, html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_a_related_link_is_no_text() -> None:
    html = f"<p>{SAYS[0]}</p><p>Related: <a href=#>What the logs showed</a></p><p>{SAYS[1]}</p>"
    assert read_page(f"<html><body><article>{html}</article>").text.split("\n\n") == SAYS[:2]


def test_an_engine_that_raises_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tree: object) -> str:
        raise ZeroDivisionError

    for name in module.ENGINES:
        monkeypatch.setattr(module, "ENGINES", {**module.ENGINES, name: broken})
        body = read(f"<article>{PARAGRAPHS}</article>")
        assert f"engine {name} left out: ZeroDivisionError" in body.warnings
        assert [s.text for s in body.kept] == SAYS  # in the end with none of them


def test_fast_asks_trafilatura_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def watched(name: str, engine: Callable[[object], str]) -> Callable[[object], str]:
        return lambda tree: (asked.append(name), engine(tree))[1]

    engines = {name: watched(name, engine) for name, engine in module.ENGINES.items()}
    monkeypatch.setattr(module, "ENGINES", engines)
    draft = read_page(f"<html><body><article>{PARAGRAPHS}</article></body></html>", "fast")
    assert asked == ["trafilatura"]
    assert draft.extractor == "trafilatura"
    assert draft.text.split("\n\n") == SAYS


def test_a_page_of_a_book_s_size_is_read_by_its_tags() -> None:
    body = read("<article>" + PARAGRAPHS * 3_000 + "</article>")
    assert body.warnings == (TOO_LARGE,)
    assert len(body.kept) == 9_000


def test_text_on_which_all_engines_agree_is_kept_if_the_model_drops_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "probabilities", lambda features, _: np.zeros(len(features)))
    paragraphs = "".join(f"<p>{s} It was {i}.</p>" for i in range(9) for s in SAYS)
    draft = read_page(f"<html><body><article>{paragraphs}</article></body></html>")
    assert len(draft.text.split("\n\n")) == 27


def test_a_paragraph_that_two_engines_hold_and_the_model_drops_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def all_but_the_second(features: Matrix, _: Path) -> Matrix:
        return np.array([1, 0, 1], dtype=np.float32)

    monkeypatch.setattr(module, "probabilities", all_but_the_second)
    (warning,) = read_page(f"<html><body><article>{PARAGRAPHS}</article></body></html>").warnings
    assert warning.startswith("loss: 1 of 3 paragraphs, 0 of 0 quotation marks not in the text")
    assert SAYS[1][:70] in warning


def test_in_a_list_of_things_the_headings_are_its_items() -> None:
    intro = f"<p>{SAYS[1]}</p>"
    items = "".join(f"<h3>The port of {n}</h3><p>{SAYS[0]} It was {n}.</p>" for n in "ABCDEF")
    text = read_page(f"<html><body><h1>Six ports</h1><article>{intro}{items}</article>").text
    assert text.count("The port of ") == 6


def test_subheads_that_are_labels_are_no_text_and_questions_are() -> None:
    html = (
        f"<html><body><h1>Ferry</h1><article><p>{SAYS[0]}</p><h2>Close to home</h2><p>{SAYS[1]}</p>"
        f"<h2>What did you do when the bow door of the ship opened?</h2><p>{SAYS[2]}</p></article>"
    )
    text = read_page(html).text
    assert "Close to home" not in text
    assert "the bow door of the ship opened?" in text


def test_a_language_that_parts_no_words_has_paragraphs_too() -> None:
    lines = [
        "フェリーは火曜日に再び運航を始めた。二週間ぶりのことである。",
        "船長は「誰も文句を言わなかった」と話し、港の人々も喜んだ。",
        "次の便は午後六時に出る予定だ。天候に問題はないという。",
    ]
    assert texts("<article>" + "".join(f"<p>{p}</p>" for p in lines) + "</article>") == lines

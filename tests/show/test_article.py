"""One article as HTML: marks lie on their words, and all text is escaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from toolkit import frames
from toolkit.show import show_article, xray_article

TEXT = "Ada Brook said: “It rained.”\n\n“And then,” she said, “it rained again.”"


def article(**changes: Any) -> dict[str, Any]:
    blank = {"title": "A title", "text": TEXT, "outlet": "Courier", "authors": ["Tom Reed"]}
    date = {"agency": None, "published": pd.Timestamp("2025-03-04", tz="UTC")}
    return {**blank, **date, **changes}


def mentions(*spans: tuple[int, int], in_title: bool = False) -> pd.DataFrame:
    who = {"article_id": "a", "actor_id": "x", "actor": "Ada Brook", "actor_type": "person"}
    rest = {"kind": "name", "in_title": in_title, "paragraph": 0, "text": "x"}
    return frames.frame(frames.MENTIONS, [{**who, **rest, "start": a, "end": b} for a, b in spans])


def quote(*segments: tuple[int, int], **changes: Any) -> dict[str, Any]:
    kinds = {"quote_type": "direct", "cue_kind": "communication", "anonymous": False}
    place = {"in_title": False, "paragraph": 0, "position": 0.0, "n_words": 2}
    made = {"quote_id": "q", "article_id": "a", "rule": "test", "confidence": 1.0, "content": "x"}
    return {**kinds, **place, **made, "speaker": "Ada Brook", "segments": segments, **changes}


def shown(
    row: dict[str, Any] | None = None, named: pd.DataFrame | None = None, *said: dict[str, Any]
) -> str:
    quotes = frames.frame(frames.QUOTES, said)
    return show_article(row or article(), mentions() if named is None else named, quotes).html


class Balance(HTMLParser):
    """Checks that every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.names: set[str] = set()
        self.feed(html)
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.add(tag)
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def bare(html: str) -> str:
    """The words of the shown body, speakers and tags taken off."""
    body = html.split("voices-about", 1)[1].split("</p>", 1)[1].split("<p class='voices-key'>")[0]
    body = re.sub(r"<span class='voices-speaker'.*?</span></span>", "", body)
    return unescape(re.sub(r"<[^>]+>", "", body.replace("</p>\n<p>", "\n\n"))).strip()


NAMED, SAID = mentions((0, 9)), quote((16, 28))
MARKS = [
    ("nothing", mentions(), []),
    ("a mention", NAMED, []),
    ("a quote", mentions(), [SAID]),
    ("two segments", mentions(), [quote((30, 41), (52, 69))]),
    ("over paragraphs", mentions(), [quote((16, 41))]),
    ("a mention in a quote", mentions((17, 19)), [SAID]),
    ("a quote in a quote", mentions(), [SAID, quote((17, 22), quote_type="indirect")]),
    ("crossing", mentions((10, 20)), [SAID]),
    ("source and cue", NAMED, [quote((16, 28), source_start=0, source_end=9, cue_start=10,
                                     cue_end=14, source="x", cue="said")]),
    ("the whole text", mentions((0, len(TEXT))), [quote((0, len(TEXT)))]),
    ("nothing wide", mentions((3, 3)), []),
    ("odd names", NAMED, [quote((16, 28), speaker="a\n\nb: <i>'\"&")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "named", "said"), MARKS, ids=[m[0] for m in MARKS])
def test_marks_change_no_word_and_close_what_they_open(
    name: str, named: pd.DataFrame, said: list[dict[str, Any]]
) -> None:
    html = shown(None, named, *said)
    Balance(html)
    assert bare(html) == TEXT


def test_a_mark_stands_on_its_words() -> None:
    html = shown(None, NAMED, SAID)
    assert "title='Ada Brook (person)'>Ada Brook</span>" in html
    assert re.search(
        r"<span class='voices-direct' title='Ada Brook: direct [^']*'>“It rained\.”", html
    )
    speakers = re.findall(r"<span class='voices-speaker' tabindex='0'>([^<]*)<span", html)
    assert speakers == ["Ada Brook"]


def test_the_whole_name_of_a_speaker_is_shown() -> None:
    html = shown(None, None, quote((16, 28), speaker="Report: a year at sea"))
    assert "<span class='voices-speaker' tabindex='0'>Report: a year at sea<span" in html


def test_marks_in_the_title_are_in_the_title() -> None:
    html = shown(article(title="Ada Brook speaks"), mentions((0, 9), in_title=True))
    assert "<h3><span class='voices-actor'" in html


HOSTILE = "<script>alert(1)</script><img src=x onerror='alert(1)'>&amp;\"'"
PLACES = ["title", "text", "outlet", "agency", "authors"]


@pytest.mark.parametrize("place", PLACES)
def test_text_is_escaped(place: str) -> None:
    row = article(**{place: [HOSTILE] if place == "authors" else HOSTILE})
    html = shown(row, mentions((0, 4)), quote((0, 20), speaker=HOSTILE))
    assert Balance(html).names <= {"style", "article", "h3", "p", "span", "mark", "b", "i", "u"}
    assert HOSTILE in unescape(html)


ABOUT = [
    ({}, "Courier · Tom Reed · 4 March 2025"),
    ({"agency": "AFP", "authors": []}, "Courier · AFP · 4 March 2025"),
    ({"published": pd.NaT, "outlet": None}, "Tom Reed · no date"),
    ({"outlet": float("nan")}, "Tom Reed · 4 March 2025"),
]


@pytest.mark.parametrize(("changes", "line"), ABOUT)
def test_the_line_about_it(changes: dict[str, Any], line: str) -> None:
    assert f"<p class='voices-about'>{line}</p>" in shown(article(**changes))


def test_a_saved_page_is_complete(tmp_path: Path) -> None:
    page = show_article(article(title=None), mentions(), frames.frame(frames.QUOTES))
    saved = page.save(tmp_path / "a.html").read_text(encoding="utf-8")
    assert saved.startswith('<!doctype html><html lang="en"><meta charset="utf-8">')
    assert "(no title)" in saved
    assert page._repr_html_() == page.html


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample")


def margins(html: str) -> list[str]:
    return re.findall(r"<aside>(.*?)</aside>", html, re.S)


def test_every_quote_stands_in_the_margin_of_its_paragraph(corpus: tk.Corpus) -> None:
    chosen = corpus.quotes["article_id"].value_counts().index[0]
    rows = corpus.quotes[corpus.quotes["article_id"] == chosen]
    text = corpus.articles.set_index("article_id").loc[chosen, "text"]
    title, *paragraphs = margins(corpus.xray(chosen).html)
    assert len(paragraphs) == len(text.split("\n\n"))
    counts = rows[~rows["in_title"]]["paragraph"].value_counts()
    for i, margin in enumerate(paragraphs):
        assert margin.count("<i>") == counts.get(i, 0)
    assert title.count("<i>") == rows["in_title"].sum()


def test_text_of_an_xray_is_escaped() -> None:
    article = {"title": "<script>", "text": '"No," said <b>Ann</b>.', "outlet": None}
    row = {"speaker": "<b>Ann</b>", "quote_type": "direct", "cue": "<i>", "cue_force": "denying"}
    source = {"source_form": "named_person", "source_role": None, "anonymity": 3}
    where = {"segments": [[0, 5]], "cue_start": None, "source_start": None, "in_title": False}
    more = {"anonymous": True, "reason": "<img src=x>", "paragraph": 0, "rule": "r"}
    quotes = pd.DataFrame([{**row, **source, **where, **more, "confidence": 1.0}])
    full = {**article, "authors": [], "agency": None, "published": pd.NaT}
    html = xray_article(full, frames.frame(frames.MENTIONS), quotes).html
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;b&gt;Ann&lt;/b&gt;</b><br>named person · name alone · anonymous: &lt;img" in html
    assert "direct · “&lt;i&gt;” · denying" in html


def test_an_article_that_is_not_there(corpus: tk.Corpus) -> None:
    with pytest.raises(KeyError, match="No article"):
        corpus.xray("nothing")

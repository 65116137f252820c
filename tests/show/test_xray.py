"""The X-ray: each quote in the margin of its paragraph, with all text escaped."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import toolkit as tk
from toolkit import frames
from toolkit.show import xray_article


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


def test_text_is_escaped() -> None:
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

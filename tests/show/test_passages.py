"""Passages behind rows, interactive tables, and the explorer of quotes."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import Counter
from toolkit.show.explore import WIDGET


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open(Path(__file__).parents[2] / "data" / "sample")


def bare(html: str) -> str:
    """The words of a page without speakers, style and tags."""
    without = re.sub(r"<style>.*?</style>|<span class='voices-speaker'.*?</span></span>", "", html)
    return unescape(re.sub(r"<[^>]+>", "", without))


def test_every_quote_leads_to_its_own_words(corpus: tk.Corpus) -> None:
    titles = corpus.articles.set_index("article_id")["title"]
    for row in corpus.quotes.head(60).to_dict("records"):
        words = bare(corpus.sentence(row["quote_id"]).html)
        texts = corpus.articles.set_index("article_id").loc[row["article_id"]]
        where = texts["title"] if row["in_title"] else texts["text"]
        for start, end in row["segments"]:
            assert "".join(where[start:end].split()) in "".join(words.split())
        assert titles[row["article_id"]] in words


def test_every_mention_leads_to_its_paragraph(corpus: tk.Corpus) -> None:
    for _, row in corpus.mentions.head(40).iterrows():
        html = corpus.sentence(row).html
        assert f">{row['text']}</span>" in unescape(html)


def test_a_row_of_a_measure_leads_to_what_it_counted(corpus: tk.Corpus) -> None:
    voice = tk.measure.voice_share(corpus.quotes).dropna(subset=["actor_id"])
    first = voice.iloc[0]
    html = corpus.sentence(first, most=3).html
    assert html.count("voices-speaker'") >= 3
    assert f"and {first['count'] - 3:,.0f} more" in html


def test_a_source_leads_to_its_quotes(corpus: tk.Corpus) -> None:
    row = corpus.sources.dropna(subset=["actor_id"]).iloc[0]
    assert row["speaker"] in unescape(corpus.sentence(row).html)


@pytest.mark.parametrize("row", ["no such quote", {"outlet": "x"}, {"actor_id": "nobody"}])
def test_a_row_with_nothing_behind_it_says_so(corpus: tk.Corpus, row: object) -> None:
    with pytest.raises(KeyError, match="Nothing is behind"):
        corpus.sentence(row)  # type: ignore[arg-type]


def test_the_explorer_filters_quotes(corpus: tk.Corpus) -> None:
    explorer = corpus.explore()
    everything = explorer.quotes()
    assert len(everything) == len(corpus.quotes)
    day = everything["published"].dropna().iloc[0].date()
    assert set(explorer.quotes(since=day, until=day)["published"].dt.date) == {day}
    name = everything["speaker"].value_counts().index[0]
    assert set(explorer.quotes(speaker=name)["speaker"]) == {name}


def test_the_explorer_answers_to_its_controls(corpus: tk.Corpus) -> None:
    widget = corpus.explore().widget
    outlet, _, _, speaker, shown = widget.children
    before = shown.value
    outlet.value = outlet.options[1][1]
    speaker.value = speaker.options[1][1]
    assert shown.value != before
    assert str(speaker.value) in unescape(shown.value)


def test_an_empty_corpus_can_be_explored(plain: Path) -> None:
    empty = tk.read(plain, annotator=Counter()).where(text="no article holds this")
    explorer = empty.explore()
    assert "0 quotes" in explorer.html()
    assert WIDGET in explorer._repr_mimebundle_()


def test_a_browser_has_a_widget_and_a_plain_table() -> None:
    frame = pd.DataFrame({"who": ["<b>Ada</b>", None, "Bo"], "n": [1, 2, 3]})
    bundle = tk.browse(frame, rows=2)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", WIDGET}
    assert "&lt;b&gt;Ada&lt;/b&gt;" in bundle["text/html"]
    assert "1 more rows" in bundle["text/html"]

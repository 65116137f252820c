"""Passages behind rows, interactive tables, and the explorer of quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from tests.annotators import Counter
from toolkit.measure import attributed_quotes
from toolkit.show.explore import WIDGET, _table
from toolkit.show.readable import readable


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


def counted(html: str) -> int:
    """How many passages a page shows, and says that there are more."""
    more = re.search(r"… and ([\d,]+) more", html)
    lines = html.count("<p class='voices-about'>") - bool(more) - ("counts nothing" in html)
    return lines + (int(more[1].replace(",", "")) if more else 0)


MEASURES: list[Callable[[tk.Corpus], pd.DataFrame]] = [
    lambda c: c.voice_share(top=3),
    lambda c: tk.measure.voice_share(c.quotes, kinds=["intention"], top=3),
    lambda c: c.anonymity(by="outlet"),
    lambda c: c.source_roles(by="week").head(12),
    lambda c: c.cues(top=4),
    lambda c: c.first_voice(),
    lambda c: c.denial_rate(by="outlet"),
    lambda c: c.mention_share(top=3),
    lambda c: c.agency_dependence(by="outlet"),
    lambda c: c.voice_against_mention(top=2),
]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_row_of_a_measure_leads_to_what_it_counts(
    corpus: tk.Corpus, measure: Callable[[tk.Corpus], pd.DataFrame]
) -> None:
    for _, row in measure(corpus).iterrows():
        assert counted(corpus.sentence(row, most=2).html) == row["count"]


def test_the_surest_passages_are_first(corpus: tk.Corpus) -> None:
    row = corpus.voice_share(top=1).iloc[0]
    own = attributed_quotes(corpus.quotes)
    own = own[own["actor_id"].eq(row["actor_id"])].sort_values("confidence", kind="stable")
    best, worst = own.iloc[-1], own.iloc[0]
    assert best["confidence"] > worst["confidence"]
    shown = [
        float(n) for n in re.findall(r"found by [\w ]+, (\d\.\d\d)", corpus.sentence(row, 99).html)
    ]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == round(best["confidence"], 2)


def test_without_a_measure_s_frame_its_columns_lead_to_what_counts(corpus: tk.Corpus) -> None:
    first = corpus.voice_share().dropna(subset=["actor_id"]).iloc[0]
    assert counted(corpus.sentence(first.to_dict(), most=2).html) == first["count"]
    narrow = corpus.quotes[["article_id", "speaker", "actor_id", "cue_kind"]]
    assert counted(corpus.sentence(tk.measure.voice_share(narrow).iloc[0]).html) > 0


def test_rows_of_frames_lead_to_what_they_sum_up(corpus: tk.Corpus) -> None:
    for _, row in corpus.sources.head(30).iterrows():
        assert counted(corpus.sentence(row, most=1).html) == row["n_quotes"]
    for _, row in corpus.actors.head(10).iterrows():
        assert counted(corpus.sentence(row, most=1).html) == row["n_mentions"]


@pytest.mark.parametrize("row", [0, None, 1.5])
def test_what_is_no_row_is_refused(corpus: tk.Corpus, row: object) -> None:
    with pytest.raises(TypeError, match=r"pass one such as corpus\.quotes\.iloc\[0\]"):
        corpus.sentence(row)  # type: ignore[arg-type]


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
    assert everything["quote_id"].tolist() == attributed_quotes(corpus.quotes)["quote_id"].tolist()
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
    assert "Quotes: 0, articles: 0." in explorer.html()
    assert WIDGET in explorer._repr_mimebundle_()


def test_a_browser_has_a_widget_and_a_plain_table() -> None:
    frame = pd.DataFrame({"who": ["<b>Ada</b>", None, "Bo"], "n": [1, 2, 3]})
    bundle = tk.browse(frame, rows=2)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", WIDGET}
    assert "&lt;b&gt;Ada&lt;/b&gt;" in bundle["text/html"]
    assert "… and 1 more row." in bundle["text/html"]


def test_all_rows_go_into_the_widget(corpus: tk.Corpus) -> None:
    many = pd.concat([corpus.quotes] * 4)
    widget = _table(many)
    assert json.loads(widget._dt_args["data_json"])[-1][3] == readable(many)["speaker"].iloc[-1]
    assert len(json.loads(widget._dt_args["data_json"])) == len(many)
    assert widget.caption == ""


@pytest.mark.parametrize("given", [pd.Series([3, 4], name="n"), [{"n": 3}, {"n": 4}]])
def test_what_makes_a_frame_can_be_browsed(given: object) -> None:
    assert "<td>4</td>" in tk.browse(given)._repr_html_()  # type: ignore[arg-type]


def test_a_corpus_is_no_frame_to_browse(corpus: tk.Corpus) -> None:
    with pytest.raises(TypeError, match=r"such as corpus\.quotes, not a Corpus"):
        tk.browse(corpus)  # type: ignore[arg-type]

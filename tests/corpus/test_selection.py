"""Selections of articles: the rows of these articles, and nothing else is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import toolkit as tk
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.selection import select

CHOICES: list[dict[str, Any]] = [
    {"outlet": "Radio Halvern"},
    {"outlet": ["Radio Halvern", "The Daily Flare"], "text": "FERRY"},
    {"outlet": []},
    {"since": "2025-03-05"},
    {"until": "2025-03-05", "text": "council"},
    {"since": "2025-03-03", "until": "2025-03-03"},
    {"text": "two.days"},
    {"text": "“"},
    {"text": "HALVERN’S"},
    {"text": ""},
    {"article": "954064278f04d975"},
    {"article": ["nothing", "34786c426eaf6753"], "outlet": "Radio Halvern"},
    {"article": []},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a corpus of its own."""
    made = tmp_path_factory.mktemp("choice") / "sample"
    sample = Path("data/sample")
    shutil.copytree(sample / "raw", made / "raw")
    shutil.copy(sample / "corpus.toml", made)
    tk.open(made).annotate()
    return made


@pytest.fixture(scope="module")
def whole(folder: Path) -> Corpus:
    """The whole sample, whose frames are read once."""
    return tk.open(folder)


def expected_rows(corpus: Corpus, how: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """The frames of a selection, by pandas from those of the whole corpus."""
    rows = corpus.articles
    for column, key in (("outlet", "outlet"), ("article_id", "article")):
        if key in how:
            names = [how[key]] if isinstance(how[key], str) else how[key]
            rows = rows[rows[column].isin(names)]
    if "since" in how:
        rows = rows[rows["published"] >= pd.Timestamp(how["since"], tz="UTC")]
    if "until" in how:
        rows = rows[rows["published"].dt.strftime("%Y-%m-%d") <= how["until"]]
    if "text" in how:
        words = rows["title"].fillna("") + "\n" + rows["text"]
        rows = rows[words.str.contains(how["text"], case=False, regex=False)]
    ids = rows["article_id"]
    of_articles = {
        name: table[table["article_id"].isin(ids)].reset_index(drop=True)
        for name, table in (("mentions", corpus.mentions), ("quotes", corpus.quotes))
    }
    versions = corpus.versions[corpus.versions["version_of"].isin(ids)].reset_index(drop=True)
    return {"articles": rows.reset_index(drop=True), "versions": versions, **of_articles}


@pytest.mark.parametrize("how", CHOICES, ids=str)
def test_a_selection_has_the_rows_of_its_articles(how: dict[str, Any], whole: Corpus) -> None:
    part = whole.where(**how)
    expected = expected_rows(whole, how)
    for name, rows in expected.items():
        pd.testing.assert_frame_equal(getattr(part, name), rows)
    assert len(part) == len(expected["articles"])
    assert part.digest == whole.where(article=expected["articles"]["article_id"]).digest
    assert set(part.actors["actor_id"]) == set(
        part.mentions.loc[part.mentions["kind"] == "name", "actor_id"]
    )
    assert len(part.dropped) <= len(whole.dropped)


def test_only_the_selected_articles_are_annotated(folder: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(folder / "raw", fresh / "raw")
    shutil.copy(folder / "corpus.toml", fresh)
    radio = tk.open(fresh).where(outlet="Radio Halvern")
    assert len(radio.quotes) > 0
    assert 0 < radio.annotations.pending().articles < len(tk.open(fresh))
    pd.testing.assert_frame_equal(
        radio.quotes[["article_id", "content"]],
        tk.open(folder).where(outlet="Radio Halvern").quotes[["article_id", "content"]],
    )


def test_some_part_has_rows_and_some_are_left_out(folder: Path) -> None:
    corpus = tk.open(folder)
    sizes = [len(corpus.where(**how)) for how in CHOICES]
    assert 0 in sizes
    assert any(0 < size < len(corpus) for size in sizes)


def test_selections_add_up(folder: Path) -> None:
    one = tk.open(folder).where(text="ferry").where(outlet="Radio Halvern")
    other = tk.open(folder).where(outlet="Radio Halvern").where(text="ferry")
    pd.testing.assert_frame_equal(one.articles, other.articles)
    assert 0 < len(one) < len(tk.open(folder).where(text="ferry"))


def test_nothing_chosen_is_the_corpus_itself(folder: Path) -> None:
    corpus = tk.open(folder)
    assert corpus.where() is corpus
    assert corpus.where(outlet=None, since=None) is corpus


def test_missing_titles_contain_no_words(tmp_path: Path) -> None:
    rows = pa.table({"title": [None, "A ferry"], "text": ["No boat.", "None."]})
    pq.write_table(rows, tmp_path / "rows.parquet")
    for words, titles in (("none", ["A ferry"]), ("ferry", ["A ferry"]), ("boat", [None])):
        only = select(text=words)
        found = ds.dataset(tmp_path / "rows.parquet").to_table(filter=only)
        assert found["title"].to_pylist() == titles


MEASURES = {
    "voice_share": (["article_id", "speaker", "actor_id", "n_words", "cue_kind"], {}),
    "quote_types": (["article_id", "quote_type", "n_words", "cue_kind"], {}),
    "source_forms": (["article_id", "source_form", "n_words", "cue_kind", "speaker"], {}),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_its_columns_alone_is_that_of_the_frame(name: str, folder: Path) -> None:
    columns, options = MEASURES[name]
    measure = getattr(tk.measure, name)
    whole = tk.open(folder)
    expected = measure(whole.quotes, whole.articles, **options)
    corpus = tk.open(folder)
    articles = corpus.columns("articles", ["article_id", "outlet", "published", "language"])
    found = measure(corpus.columns("quotes", columns), articles, **options)
    pd.testing.assert_frame_equal(found, expected)
    assert "quotes" not in vars(corpus)


def test_speakers_and_roles_select_their_quotes(folder: Path) -> None:
    corpus = tk.open(folder)
    name = corpus.quotes.dropna(subset=["actor_id"])["speaker"].value_counts().index[0]
    rows = corpus.quotes[corpus.quotes["speaker"] == name]
    part = corpus.where(speaker=name)
    pd.testing.assert_frame_equal(part.quotes, rows.reset_index(drop=True))
    pd.testing.assert_frame_equal(
        part.without_text.quotes, part.quotes[[*part.without_text.quotes]]
    )
    assert set(part.articles["article_id"]) == set(rows["article_id"])
    same = corpus.where(speaker=[rows["actor_id"].iloc[0]])
    pd.testing.assert_frame_equal(same.quotes, part.quotes)
    experts = corpus.where(outlet="Radio Halvern", role=["expert", "business"])
    assert set(experts.quotes["source_role"]) == {"expert", "business"}
    assert set(experts.quotes["outlet"]) == {"Radio Halvern"}
    assert set(experts.sources["speaker"]) == set(experts.quotes["speaker"])
    both = corpus.where(role="official").where(speaker=name).quotes
    assert len(both) == (rows["source_role"] == "official").sum()


def test_an_article_is_shown_whole_whoever_was_selected(folder: Path) -> None:
    corpus = tk.open(folder)
    experts = corpus.where(role="expert")
    shown = experts.quotes["article_id"][0]
    assert experts.show(shown).html == corpus.show(shown).html


def test_actors_select_the_articles_that_name_them(folder: Path) -> None:
    corpus = tk.open(folder)
    named = corpus.mentions[
        corpus.mentions["kind"].eq("name") & corpus.mentions["rule"].ne("dateline")
    ]
    actor = named["actor"].value_counts().index[3]
    part = corpus.where(actor=actor)
    assert set(part.articles["article_id"]) == set(named["article_id"][named["actor"] == actor])
    assert part.quotes["speaker"].nunique() > 1


UNKNOWN = [
    ({"outlet": "halvern radio"}, "no outlet 'halvern radio'; nearest: 'Radio Halvern'"),
    (
        {"outlet": ["Radio Halvern", "Daily Flare"]},
        "no outlet 'Daily Flare'; nearest: 'The Daily F",
    ),
    ({"speaker": "Nobody"}, "no speaker 'Nobody'; nearest: "),
    ({"actor": "Nobody"}, "no actor 'Nobody'; nearest: "),
    ({"role": "officials"}, "no role 'officials'; nearest: 'official'"),
]


@pytest.mark.parametrize(("how", "words"), UNKNOWN)
def test_a_wrong_name_is_refused_with_the_nearest(
    how: dict[str, Any], words: str, folder: Path
) -> None:
    with pytest.raises(ValueError, match=words):
        tk.open(folder).where(**how)

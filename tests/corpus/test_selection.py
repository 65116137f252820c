"""A part of a large corpus: the same rows as of one in memory, and nothing else is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.selection import Choice, chosen, expression
from toolkit.storage import tables
from toolkit.storage.tables import Tables

NAMES = ("articles", "versions", "mentions", "quotes", "sources", "actors", "dropped")
CHOICES: list[dict[str, Any]] = [
    {"outlet": "Radio Halvern"},
    {"outlet": ["Radio Halvern", "Nobody's"], "text": "FERRY"},
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


def large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The same corpus with its tables on disk."""
    monkeypatch.setattr(tables, "FEW", 0)
    corpus = tk.open(folder)
    assert len(corpus.columns("quotes", ["cue"])) > 100
    assert corpus.stock.tables.in_pieces
    return corpus


@pytest.mark.parametrize("how", CHOICES, ids=str)
def test_a_part_has_the_same_rows_wherever_the_whole_is(
    how: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tk.open(folder).where(**how)
    expected = [getattr(small, name) for name in NAMES]
    part = large(folder, monkeypatch).where(**how)
    for name, rows in zip(NAMES, expected, strict=True):
        pd.testing.assert_frame_equal(getattr(part, name), rows)
    assert part.digest == small.digest
    assert len(part) == len(expected[0])


def test_some_part_has_rows_and_some_are_left_out(folder: Path) -> None:
    corpus = tk.open(folder)
    sizes = [len(corpus.where(**how)) for how in CHOICES]
    assert 0 in sizes
    assert any(0 < size < len(corpus) for size in sizes)


def test_choices_add_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tk.open(folder).where(text="ferry").where(outlet="Radio Halvern")
    other = large(folder, monkeypatch).where(outlet="Radio Halvern").where(text="ferry")
    pd.testing.assert_frame_equal(one.articles, other.articles)
    assert 0 < len(one) < len(tk.open(folder).where(text="ferry"))


def test_nothing_chosen_is_the_corpus_itself(folder: Path) -> None:
    corpus = tk.open(folder)
    assert corpus.where() is corpus
    assert corpus.where(outlet=None, since=None) is corpus


def test_titles_that_are_missing_hold_no_words() -> None:
    rows = pd.DataFrame({"title": [None, "A ferry"], "text": ["No ferry.", "None."]}, dtype="str")
    found = Tables({"articles": rows})
    assert found.held["articles"] is rows
    assert chosen([Choice(text="none")], rows)["text"].tolist() == ["None."]
    assert "ferry" in str(expression([Choice(text="ferry")]))


MEASURES = {
    "voice_share": (["article_id", "speaker", "actor_id", "n_words", "cue_kind"], {}),
    "quote_types": (["article_id", "quote_type", "n_words", "cue_kind"], {}),
    "source_forms": (["article_id", "source_form", "n_words", "cue_kind", "speaker"], {}),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_its_columns_alone_is_that_of_the_frame(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, options = MEASURES[name]
    measure = getattr(tk.measure, name)
    whole = tk.open(folder)
    expected = measure(whole.quotes, whole.articles, **options)
    corpus = large(folder, monkeypatch)
    articles = corpus.columns("articles", ["article_id", "outlet", "published", "language"])
    found = measure(corpus.columns("quotes", columns), articles, **options)
    pd.testing.assert_frame_equal(found, expected)
    assert "quotes" not in vars(corpus)

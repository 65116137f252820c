"""Frames for readers: no value as it is stored, the columns to read first, and no row lost."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit import frames
from toolkit.show.readable import html_table, numeric_columns, readable, wide_columns

UTC = "2025-03-04 00:00:00+00:00"
VALUES: list[tuple[str, list[Any], list[str]]] = [
    ("source_role", ["civil_society", None], ["civil society", "–"]),
    ("correction", ["chao-shen", "none"], ["Chao and Shen", "none"]),
    ("published", [pd.Timestamp(UTC), pd.NaT], ["2025-03-04", "–"]),
    ("published", [pd.Timestamp("2025-03-04 23:30-05:00")], ["2025-03-05 04:30"]),
    ("week", [pd.Timestamp("2025-03-03")], ["2025-03-03"]),
    ("day", [datetime.date(2025, 3, 4)], ["2025-03-04"]),
    ("n", [660.5, 12_000.0], ["660", "12,000"]),
    ("n_articles", [3, 4], ["3", "4"]),
    ("estimate", [0.12345, np.nan, 2.5, 1234.5], ["0.123", "", "2.50", "1,234"]),
    ("low", [-0.25, 0.5], ["-0.250", "0.500"]),
    ("start", pd.array([7, None], dtype="Int64"), ["7", ""]),
    ("anonymity", [0.0, np.nan, 4.0], ["vague", "–", "name and affiliation"]),
    ("anonymous", [True, False], ["yes", "no"]),
    ("authors", [["Ada Brook", "Tom Reed"], []], ["Ada Brook, Tom Reed", "–"]),
    ("segments", [[[3, 9], [12, 20]]], ["3–9, 12–20"]),
    ("content", ["one\n\n two", "x" * 401, ""], ["one two", "x" * 400 + " …", "–"]),
    ("kind", pd.Categorical(["a", None]), ["a", "–"]),
]


@pytest.mark.parametrize(("name", "values", "words"), VALUES)
def test_values_are_words(name: str, values: list[Any], words: list[str]) -> None:
    made = readable(pd.DataFrame({name: values}))
    assert made.iloc[:, 0].tolist() == words


INDEXES: list[tuple[Any, list[str]]] = [
    ([0, 1], ["who"]),
    ([7, 2], ["who"]),
    (range(1, 3), ["#", "who"]),
    (pd.Index(["a", "b"], name="outlet"), ["outlet", "who"]),
    (pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["outlet", "day"]),
     ["outlet", "day", "who"]),
]  # fmt: skip


@pytest.mark.parametrize(("index", "heads"), INDEXES)
def test_an_index_that_says_something_is_a_column(index: Any, heads: list[str]) -> None:
    made = readable(pd.DataFrame({"who": ["x", "y"]}, index=index))
    assert made.columns.tolist() == heads
    assert made["who"].tolist() == ["x", "y"]


def test_identifiers_and_offsets_come_last_and_nothing_is_lost() -> None:
    frame = pd.DataFrame(
        [["q", 1, "Ada", "x", "y"]], columns=["quote_id", "start", "speaker", "a", "a"]
    )
    made = readable(frame)
    assert made.columns.tolist() == ["speaker", "a", "a", "quote id", "start"]
    assert made.iloc[0].tolist() == ["Ada", "x", "y", "q", "1"]
    two = frame.set_axis(pd.MultiIndex.from_product([["n"], list("abcde")]), axis=1)
    assert readable(two).columns[0] == "n · a"


@pytest.mark.parametrize("name", ["articles", "mentions", "quotes", "sources", "actors"])
def test_every_row_and_column_of_a_corpus_is_there_in_words(name: str) -> None:
    frame: pd.DataFrame = getattr(tk.open("data/sample"), name)
    made = readable(frame)
    assert made.shape == frame.shape
    assert made.columns[:3].tolist() == [c.replace("_", " ") for c in frame.columns[:3]]
    codes = {v for s in frames.SCHEMAS.values() for c in s.columns.values() for v in c.values}
    raw = {"nan", "NaN", "None", "NaT", "<NA>", "[]"} | {c for c in codes if "_" in c}
    assert not made.isin(raw).any(axis=None)
    assert not made.apply(lambda c: c.str.contains("00:00:00", regex=False)).any(axis=None)


def test_figures_and_sentences_are_told_from_names() -> None:
    rows = {"who": ["Ada", "Bo"], "n": [1, 1200], "share": [0.5, None], "text": ["long " * 20, ""]}
    made = readable(pd.DataFrame(rows))
    assert numeric_columns(made) == [1, 2]
    assert wide_columns(made) == [3]
    assert numeric_columns(made.head(0)) == wide_columns(made.head(0)) == []


def test_a_plain_table_cuts_no_sentence_and_counts_what_it_leaves_out() -> None:
    made = readable(pd.DataFrame({"text": ["a long sentence " * 10, "<b>"], "n": [1, 2]}))
    html = html_table(made, 1002)
    assert "a long sentence " * 9 in html
    assert "&lt;b&gt;" in html
    assert html.endswith("<p>… and 1,000 more rows.</p>")

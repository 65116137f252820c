"""Rows of tidy frames in words and as tables for readers."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from toolkit.chart.labels import (
    format_estimate,
    interval,
    key_columns,
    number,
    plural,
    row_labels,
    value_label,
)

HEADS = {"%": "share", "": "estimate", "index": "estimate"}


class Sentence(str):
    """Text that a notebook shows as a paragraph; HTML in it is escaped."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return f'<p class="finding tex2jax_ignore mathjax_ignore">{escape(self)}</p>'


def say(*sentences: str) -> Sentence:
    """Sentences as one paragraph of a notebook.

    Example:
        >>> say("One voice in five is unnamed.", "So is one story in two.")
        One voice in five is unnamed. So is one story in two.
    """
    return Sentence(" ".join(s for s in sentences if s))


def in_words(row: pd.Series[Any] | pd.DataFrame, of: str, *, unit: str = "%") -> str:
    """One row of a tidy frame in words, with its n and its interval.

    Args:
        row: a row, or a frame with a single row (or none).
        of: what n counts, for example "quotes".
        unit: "%" for shares, "index" for what has no unit; for means what they count, for example
            "sources".

    Example:
        >>> row = pd.Series({"estimate": 0.2, "low": 0.1, "high": 0.3, "n_articles": 9, "n": 50})
        >>> in_words(row, "quotes")
        '20% of 50 quotes (95% interval 10–30%, 9 articles)'
    """
    if isinstance(row, pd.DataFrame):
        if row.empty:
            return f"no figure: there are no {of}"
        row = row.iloc[0]
    if pd.isna(row["estimate"]):
        return f"no figure: there are no {of}"
    value = format_estimate(row["estimate"], unit, row["n"])
    joined = {"%": "of", "index": "in"}.get(unit, f"{unit}, in")
    n = number(round(row["n"], 0))  # weighted quotes are fractions
    return f"{value} {joined} {n} {of} ({_interval_in_words(row, unit)})"


def _interval_in_words(row: pd.Series[Any], unit: str) -> str:
    base = plural(row["n_articles"], "article")
    if row.get("estimated") == "corrected":
        base += f", corrected by {number(row['n_coded'])} that people coded"
    if pd.isna(row["low"]):
        return f"{base}: too few for an interval"
    return f"95% interval {interval(row['low'], row['high'], unit, row['n'])}, {base}"


def most(tidy: pd.DataFrame, of: str, *, unit: str = "%") -> str:
    """The first row of a ranked tidy frame in words, and whether it clearly leads the second.

    Args:
        tidy: a tidy frame, the largest first.
        of, unit: as in `in_words`.

    Returns:
        For example "Ann Lund, 20% of 50 quotes (…), not clearly ahead of Bo Ek (18%, 9–27%)";
        "nobody: there are no quotes" for an empty frame.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = tk.measure.voice_share(corpus.quotes, top=5)
        >>> "ahead of" in most(tidy, "quotes")
        True
    """
    rows = tidy.dropna(subset=["estimate"])
    if rows.empty:
        return f"nobody: there are no {of}"
    names, first = row_labels(rows.head(2)), rows.iloc[0]
    lead = f"{names[0]}, {in_words(first, of, unit=unit)}"
    if len(rows) < 2:
        return lead
    second = rows.iloc[1]
    ahead = "ahead of" if first["low"] > second["high"] else "not clearly ahead of"
    value = format_estimate(second["estimate"], unit, second["n"])
    ends = interval(second["low"], second["high"], unit, second["n"])
    return f"{lead}, {ahead} {names[1]} ({value}{'' if ends == '–' else ', ' + ends})"


def table(tidy: pd.DataFrame, *, unit: str = "%", top: int = 15) -> pd.DataFrame:
    """A tidy frame for readers: names in words, shares in percent, intervals as a range.

    Args:
        tidy: a tidy frame of a measure.
        unit: "%" for shares; for counts and means what they count, for example "articles".
        top: at most so many rows, from the first.

    Returns:
        A frame of strings, numbered from 1: the keys, the estimate, "95% interval", count, n,
        articles; for plain counts the keys, the count, and of how many.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> len(table(tk.measure.voice_share(corpus.quotes, top=5)))
        5
    """
    rows = tidy.head(top)
    columns = {k: [value_label(v, k) for v in rows[k]] for k in key_columns(tidy)}
    figures = rows[["estimate", "low", "high", "n"]].astype(float).to_numpy()
    columns[HEADS.get(unit, unit)] = [format_estimate(e, unit, n) for e, _, _, n in figures]
    columns["95% interval"] = [interval(low, high, unit, n) for _, low, high, n in figures]
    counted = unit != "%" and rows["estimate"].equals(rows["count"])
    counts = {"of": "n"} if counted else {"count": "count", "n": "n", "articles": "n_articles"}
    columns |= {head: [number(v) for v in rows[column]] for head, column in counts.items()}
    frame = pd.DataFrame(columns, dtype="str")
    if tidy["low"].isna().all():
        frame = frame.drop(columns="95% interval")
    return frame.set_axis(range(1, len(frame) + 1))

"""Rows of tidy frames in words and as tables for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from toolkit.chart.labels import (
    format_estimate,
    interval,
    key_columns,
    number,
    row_labels,
    value_label,
)
from toolkit.frames import ENOUGH_ARTICLES, LEAD
from toolkit.lexicons.word_forms import plural

_VERBS = {"are": "is", "have": "has", "rest": "rests", "come": "comes"}
"""Verbs after a figure, in the plural and in the singular."""
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
        of: what n counts, in the plural, for example "quotes".
        unit: "%" for shares, "index" for what has no unit; for means what they count, for example
            "sources".

    Example:
        >>> row = pd.Series({"estimate": 0.2, "low": 0.1, "high": 0.3, "n_articles": 9, "n": 50})
        >>> in_words(row, "quotes")
        '20% of 50 quotes (95% interval 10–30%, 9 articles)'
    """
    known = _known_row(row)
    if known is None:
        return f"no share of {of}" if unit == "%" else f"no figure for {of}"
    value = format_estimate(known["estimate"], unit, known["n"])
    joined = {"%": "of", "index": "in"}.get(unit, f"{unit}, in")
    n = round(known["n"], 0)  # weighted quotes are fractions
    return f"{value} {joined} {counted(n, of)} ({_interval_in_words(known, unit, of)})"


def finding(row: pd.Series[Any] | pd.DataFrame, text: str, of: str, *, unit: str = "%") -> str:
    """A sentence about one row of a tidy frame, or why there is none.

    Args:
        row, of, unit: as in `in_words`.
        text: the sentence without its full stop; `{}` stands for the figure.

    Example:
        >>> row = pd.Series({"estimate": 0.2, "low": 0.1, "high": 0.3, "n_articles": 9, "n": 50})
        >>> finding(row, "{} are anonymous", "quotes")
        '20% of 50 quotes (95% interval 10–30%, 9 articles) are anonymous.'
        >>> finding(row.to_frame().T.head(0), "{} are anonymous", "quotes")
        'There are no quotes to count.'
    """
    if (known := _known_row(row)) is None:
        return f"There are no {of} to count."
    if known["n"] == 1:
        text = re.sub(r"(?<=\{\} )\w+", lambda verb: _VERBS.get(verb[0], verb[0]), text)
    return f"{text.format(in_words(row, of, unit=unit))}."


def _known_row(row: pd.Series[Any] | pd.DataFrame) -> pd.Series[Any] | None:
    """The row, or the first of a frame, if it has a figure."""
    rows = _naive_rows(row.to_frame().T if isinstance(row, pd.Series) else row)
    return None if rows.empty or pd.isna(rows["estimate"].iloc[0]) else rows.iloc[0]


def _naive_rows(tidy: pd.DataFrame) -> pd.DataFrame:
    """The naive rows of a measure with ``corrected=``, with the words of the corrected ones."""
    if "estimated" not in tidy or not {"naive", "corrected"} <= set(tidy["estimated"]):
        return tidy
    naive, corrected = (
        tidy[tidy["estimated"] == kind].drop(columns="estimated").reset_index(drop=True)
        for kind in ("naive", "corrected")
    )
    if len(naive) != len(corrected):
        return naive
    return naive.assign(corrected_words=[_correction(row) for _, row in corrected.iterrows()])


def _correction(row: pd.Series[Any]) -> str:
    if pd.isna(row["low"]):
        return ""
    figure, ends = format_estimate(row["estimate"], "%"), interval(row["low"], row["high"], "%")
    return f"; corrected with {plural(row['n_coded'], 'coded article')}: {figure}, {ends}"


def _is_corrected(row: pd.Series[Any]) -> bool:
    return bool(pd.notna(row.get("n_coded")) and pd.notna(row.get("least")))


_NOUNS = ("word", "mention", "source", "actor", "paragraph", "outlet", "speaker", "statement",
          "sentence", "difference", "claim")  # fmt: skip
SINGULAR = {"stories": "story", "cases": "case", "quotes": "quote", "articles": "article"}
SINGULAR |= {f"{noun}s": noun for noun in _NOUNS}


def counted(n: float, of: str) -> str:
    """A number with what it counts, in the singular for one.

    Example:
        >>> counted(1, "stories with a source"), counted(1200, "quoted words")
        ('1 story with a source', '1,200 quoted words')
    """
    words = [SINGULAR.get(w, w) for w in of.split(" ")] if n == 1 else [of]
    return f"{number(n)} {' '.join(words)}"


def _interval_in_words(row: pd.Series[Any], unit: str, of: str) -> str:
    n_articles = row["n_articles"]
    same = of in ("articles", "stories") and row["n"] == n_articles
    base = "" if same else plural(n_articles, "article")
    if _is_corrected(row):
        base += f", corrected with {plural(row['n_coded'], 'coded article')}"
    if pd.isna(row["low"]):
        return f"{base or plural(n_articles, 'article')}: too few for an interval"
    ends = f"95% interval {interval(row['low'], row['high'], unit, row['n'])}"
    return ", ".join(filter(None, [ends, base])) + (row.get("corrected_words") or "")


def leader(tidy: pd.DataFrame, what: str, of: str, *, unit: str = "%") -> str:
    """The largest figure of a tidy frame in a sentence, and whether the next is clearly less.

    The second figure is *clearly less* where the interval of the difference, from the same draws
    of articles, lies above zero: columns `lead_low` and `lead_high` of the measures. Figures
    from fewer than `frames.ENOUGH_ARTICLES` articles are not ranked.

    Args:
        tidy: a tidy frame, its rows in any order.
        what: what the first row is, for example "most quoted actor".
        of, unit: as in `in_words`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = tk.measure.quote_types(corpus.quotes)
        >>> leader(tidy, "most frequent type", "quotes").startswith("The most frequent type is ")
        True
    """
    known = _naive_rows(tidy).dropna(subset=["estimate"])
    known = known.sort_values("estimate", ascending=False, kind="stable")
    rows = known[known["n_articles"] >= ENOUGH_ARTICLES]
    if rows.empty:
        return _not_ranked(known, what, of)
    names = _quoted_cues(rows.head(2))
    fit = "1 has" if len(rows) == 1 else f"{len(rows)} have"
    enough = f"Of {len(known)}, {fit} {ENOUGH_ARTICLES} articles or more. Among these, the"
    start = "The" if len(rows) == len(known) else enough
    lead = f"{start} {what} is {names[0]}: {in_words(rows.iloc[0], of, unit=unit)}"
    return lead + (_next(rows.iloc[0], rows.iloc[1], names[1], unit) if len(rows) > 1 else ".")


def _quoted_cues(rows: pd.DataFrame) -> list[str]:
    """Names of rows; a cue, which is a word of the texts, in quotation marks."""
    names = row_labels(rows)
    if "cue" not in rows:
        return names
    return [
        f"“{name}”" if known else name
        for name, known in zip(names, rows["cue"].notna(), strict=True)
    ]


def _not_ranked(known: pd.DataFrame, what: str, of: str) -> str:
    if known.empty:
        return f"There are no {of}, so there is no {what}."
    n = known["n_articles"].max()
    few = f"{plural(n, 'article')} {'is' if n == 1 else 'are'} too few"
    return f"{few} to name the {what}: a ranking needs {ENOUGH_ARTICLES}."


def _next(first: pd.Series[Any], second: pd.Series[Any], name: str, unit: str) -> str:
    """The end of a sentence: what the second row has, and whether it is clearly less."""
    if second["estimate"] == first["estimate"]:
        return f". The {'share' if unit == '%' else 'figure'} of {name} is the same."
    value = format_estimate(second["estimate"], unit, second["n"])
    low, high = (float(second.get(end, np.nan)) for end in LEAD)
    if pd.isna(low) or pd.notna(first.get("lead_low")):
        return f", followed by {name} with {value}."
    gap = difference(low, high, unit)
    if low > 0:
        return f", followed by {name} with {value}, which is clearly less ({gap})."
    return f", followed by {name} with {value}. The order of the two may be due to chance ({gap})."


def difference(low: float, high: float, unit: str = "%") -> str:
    """The interval of a difference in words, in percentage points for shares.

    Example:
        >>> difference(-0.021, 0.04), difference(0.2, 1.3, "sources")
        ('95% interval of the difference −2.1 to 4.0 points', \
'95% interval of the difference 0.2 to 1.3')
    """
    scale, name = (100, " points") if unit == "%" else (1, "")
    sizes = sorted([scale * abs(low), scale * abs(high)])
    digits = 1 if sizes[0] < 1 or sizes[1] < 10 else 0
    ends = " to ".join(f"{scale * end:.{digits}f}".replace("-", "−") for end in (low, high))
    return f"95% interval of the difference {ends}{name}"


def listed(names: Iterable[object], most: int = 3) -> str:
    """Names in a sentence; further ones are counted.

    Example:
        >>> listed(["Ann", "Bo"]), listed("abcde"), listed([])
        ('Ann and Bo', 'a, b, c and 2 others', 'none of them')
    """
    every = [str(name) for name in names]
    shown, rest = every[:most], len(every) - most
    if rest == 1:  # a name is no longer than "1 other"
        shown, rest = every, 0
    if rest > 0:
        return f"{', '.join(shown)} and {plural(rest, 'other')}"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]])) or "none of them"


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

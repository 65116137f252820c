"""What a row of a tidy frame is called, and how its figures are written."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from toolkit.chart.fonts import drawable

# What a null means in each column.
UNKNOWN = {
    "outlet": "outlet unknown",
    "speaker": "no speaker found",
    "cue": "no cue",
    "source_form": "none found",
    "source_role": "role unknown",
    "language": "language unknown",
    "agency": "no agency",
    "section": "no section",
    "cue_force": "no cue",
    "anonymity": "no source found",
    "typology": "not told",
}
# Columns whose values are the codebook's words, not names.
CODED = (
    "source_form", "source_role", "quote_type", "cue_kind", "cue_force", "actor_type", "origin",
    "typology",
)  # fmt: skip
GRADES = ("vague", "described", "office", "name alone", "name and affiliation")  # of anonymity


def unknown(value: Any) -> bool:
    """Whether a single value is null, of whatever kind."""
    return bool(pd.isna(value))


def keys(tidy: pd.DataFrame) -> list[str]:
    """The columns that say what a row is about: those before `estimate`, but for identifiers."""
    first = list(tidy.columns).index("estimate")
    return [c for c in tidy.columns[:first] if not c.endswith("_id")]


def why(tidy: pd.DataFrame, otherwise: str) -> str:
    """Why there is nothing to draw: the first note of the measure, else what a chart knows.

    Example:
        >>> why(pd.DataFrame({"estimate": [None], "note": ["no quotes"]}), "there is nothing.")
        'no quotes.'
    """
    notes = tidy["note"].dropna() if "note" in tidy else pd.Series(dtype="str")
    return f"{notes.iloc[0]}." if len(notes) else otherwise


def spread(rows: pd.DataFrame, drawn: str = "lines: 95% intervals") -> list[str]:
    """What a subtitle says of the intervals: how they are drawn, or why there are none.

    Example:
        >>> rows = pd.DataFrame({"low": [None], "note": ["one article: no interval"]})
        >>> spread(rows), spread(rows.assign(low=0.1))
        (['one article: no interval'], ['lines: 95% intervals'])
    """
    if rows["low"].notna().any():
        return [drawn]
    return [str(note) for note in rows["note"].dropna().head(1)] if "note" in rows else []


def name(value: Any, column: str) -> str:
    """One value in words, on one line.

    Example:
        >>> name("named_person", "source_form"), name(None, "outlet")
        ('named person', 'outlet unknown')
    """
    if unknown(value):
        return UNKNOWN.get(column, "unknown")
    if isinstance(value, pd.Timestamp):
        return f"{value:%b %Y}" if column == "month" else f"{value.day} {value:%b %Y}"
    if column == "anonymity":
        return GRADES[int(value)]
    if isinstance(value, float):
        return f"{value:.3f}"
    coded = column.removesuffix("_a").removesuffix("_b") in CODED
    text = str(value).replace("_", " ") if coded else str(value)
    return " ".join(text.split()) or "(blank)"


def _naming(tidy: pd.DataFrame) -> list[str]:
    return [k for k in keys(tidy) if k != "cue_kind" or "cue" not in tidy]


def row_names(tidy: pd.DataFrame, columns: list[str] | None = None) -> list[str]:
    """One label a row: its keys, parted by a dot."""
    used = _naming(tidy) if columns is None else columns
    rows = tidy[used].itertuples(index=False)
    return [" · ".join(name(v, c) for v, c in zip(row, used, strict=True)) for row in rows]


def shortened(label: str, width: int = 34) -> str:
    """At most two lines of so many characters, in what fonts can draw; the rest is an ellipsis.

    Example:
        >>> shortened("Ministry of Fisheries and Coastal Affairs", width=24)
        'Ministry of Fisheries\\nand Coastal Affairs'
    """
    lines = textwrap.wrap(drawable(label), width, max_lines=2, placeholder=" …")
    return "\n".join(lines) or "(blank)"


def percent(value: float, n: float = 1_000) -> str:
    """A share in percent, with a decimal where it is small and n is large enough to carry one.

    Example:
        >>> percent(0.234), percent(0.034), percent(0.034, n=50)
        ('23%', '3.4%', '3%')
    """
    return _percent(value, _digits(value, n))


def _digits(value: float, n: float) -> int:
    return 1 if 0 < abs(value) < 0.1 and n >= 200 else 0


def _percent(value: float, digits: int) -> str:
    if unknown(value):
        return "–"
    written = f"{100 * value:.{digits}f}"
    return f"{written}%".replace("-", "−") if float(written) else "0%"


def number(value: float) -> str:
    """A count with thousands parted, a mean with one decimal.

    Example:
        >>> number(1200), number(2.345)
        ('1,200', '2.3')
    """
    if unknown(value):
        return "–"
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-6 else f"{value:,.1f}"


def articles(n: float) -> str:
    """How many articles, in words.

    Example:
        >>> articles(1), articles(1200)
        ('1 article', '1,200 articles')
    """
    return f"{number(n)} article{'' if n == 1 else 's'}"


def figure(value: float, unit: str, n: float = 1_000) -> str:
    """An estimate in its unit: "%" for shares, "index", "… per …" for means; else a count.

    Example:
        >>> figure(0.5, "%"), figure(2, "sources per story"), figure(2, "articles")
        ('50%', '2.0', '2')
    """
    if unit == "%" or unknown(value):
        return percent(value, n)
    if unit == "index":
        return f"{value:.2f}"
    return f"{value:,.1f}" if " per " in unit else number(value)


def interval(low: float, high: float, unit: str, n: float = 1_000) -> str:
    """Both ends of an interval, "–" where there is none.

    Example:
        >>> interval(0.02, 0.31, "%"), interval(7, 19.4, "stories")
        ('2–31%', '7–19')
    """
    if unknown(low) or unknown(high):
        return "–"
    if unit == "%":
        digits = _digits(max(abs(low), abs(high)), n)  # both ends alike
        a, b = _percent(low, digits), _percent(high, digits)
    elif " per " not in unit and high >= 10:
        a, b = f"{low:,.0f}", f"{high:,.0f}"
    else:
        a, b = figure(low, unit), figure(high, unit)
    return f"{a.removesuffix('%')}–{b}" if low >= 0 else f"{a} to {b}"

"""Labels for the rows of a tidy frame, and the format of its figures."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from toolkit.chart.style import drawable
from toolkit.frames import ANONYMITY_GRADES
from toolkit.lexicons import lexicon

# The meaning of a null in each column.
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
# Columns whose values are codes of the codebook, not names.
CODED = (
    "source_form", "source_role", "quote_type", "cue_kind", "cue_force", "actor_type", "origin",
    "typology",
)  # fmt: skip


def _is_null(value: Any) -> bool:
    return bool(pd.isna(value))


def key_columns(tidy: pd.DataFrame) -> list[str]:
    """The columns that say what a row is about: those before `estimate`, without identifiers."""
    first = list(tidy.columns).index("estimate")
    return [c for c in tidy.columns[:first] if not c.endswith("_id")]


def accuracy(column: str, form: str = "sentence") -> str:
    """How often the coding of a column is right, as docs/measured.md has it; empty if not measured.

    Args:
        column: a column of `quotes` or `mentions`, for example "source_role".
        form: "sentence", or "chart" for a part of a subtitle.

    Example:
        >>> accuracy("source_form")
        'On coded news, 85% of the forms are right.'
    """
    rows = lexicon("accuracy").set_index("column")
    return str(rows.at[column, form]) if column in rows.index else ""


def why_empty(tidy: pd.DataFrame, otherwise: str) -> str:
    """Why there is nothing to draw: the first note of the measure, else the chart's own reason.

    Example:
        >>> why_empty(pd.DataFrame({"estimate": [None], "note": ["no quotes"]}), "No rows.")
        'no quotes.'
    """
    note = _first_note(tidy)
    return f"{note}." if note else otherwise


def interval_note(rows: pd.DataFrame, drawn: str = "lines: 95% intervals") -> str:
    """What a subtitle says about the intervals: how they are drawn, or why there are none.

    Example:
        >>> rows = pd.DataFrame({"low": [None], "note": ["one article: no interval"]})
        >>> interval_note(rows), interval_note(rows.assign(low=0.1))
        ('one article: no interval', 'lines: 95% intervals')
    """
    return drawn if rows["low"].notna().any() else _first_note(rows)


def _first_note(rows: pd.DataFrame) -> str:
    return str(next(iter(rows["note"].dropna()), "")) if "note" in rows else ""


def value_label(value: Any, column: str) -> str:
    """One value of a column in words, on one line.

    Example:
        >>> value_label("named_person", "source_form"), value_label(None, "outlet")
        ('named person', 'outlet unknown')
    """
    if _is_null(value):
        return UNKNOWN.get(column, "unknown")
    if isinstance(value, pd.Timestamp):
        return f"{value:%b %Y}" if column == "month" else f"{value.day} {value:%b %Y}"
    if column == "anonymity":
        return ANONYMITY_GRADES[int(value)]
    if isinstance(value, float):
        return f"{value:.3f}"
    coded = column.removesuffix("_a").removesuffix("_b") in CODED
    text = str(value).replace("_", " ") if coded else str(value)
    return " ".join(text.split()) or "(blank)"


def row_labels(tidy: pd.DataFrame, columns: list[str] | None = None) -> list[str]:
    """One label for each row: the values of its keys, separated by a dot."""
    if columns is None:
        columns = [k for k in key_columns(tidy) if k != "cue_kind" or "cue" not in tidy]
    rows = tidy[columns].itertuples(index=False)
    return [" · ".join(map(value_label, row, columns)) for row in rows]


def shortened(label: str, width: int = 34) -> str:
    """A label on at most two lines of `width` characters, cut with an ellipsis.

    Example:
        >>> shortened("Ministry of Fisheries and Coastal Affairs", width=24)
        'Ministry of Fisheries\\nand Coastal Affairs'
    """
    lines = textwrap.wrap(drawable(label), width, max_lines=2, placeholder=" …")
    return "\n".join(lines) or "(blank)"


def percent(value: float, n: float = 1_000) -> str:
    """A share in percent, with one decimal where it is small and n is at least 200.

    Example:
        >>> percent(0.234), percent(0.034), percent(0.034, n=50)
        ('23%', '3.4%', '3%')
    """
    return _percent(value, _decimals(value, n))


def _decimals(value: float, n: float) -> int:
    return 1 if 0 < abs(value) < 0.1 and n >= 200 else 0


def _percent(value: float, decimals: int) -> str:
    if _is_null(value):
        return "–"
    written = f"{100 * value:.{decimals}f}"
    return f"{written}%".replace("-", "−") if float(written) else "0%"


def number(value: float) -> str:
    """A count with a comma between thousands, a mean with one decimal.

    Example:
        >>> number(1200), number(2.345)
        ('1,200', '2.3')
    """
    if _is_null(value):
        return "–"
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-6 else f"{value:,.1f}"


def format_estimate(value: float, unit: str, n: float = 1_000) -> str:
    """An estimate in its unit: "%" for shares, "index", "… per …" for means; else a count.

    Example:
        >>> [format_estimate(2, unit) for unit in ("%", "sources per story", "articles")]
        ['200%', '2.0', '2']
    """
    if unit == "%" or _is_null(value):
        return percent(value, n)
    if unit == "index":
        return f"{value:.2f}"
    return f"{value:,.1f}" if " per " in unit else number(value)


def interval(low: float, high: float, unit: str, n: float = 1_000) -> str:
    """Both ends of an interval, or "–" if there is none.

    Example:
        >>> interval(0.02, 0.31, "%"), interval(7, 19.4, "stories")
        ('2–31%', '7–19')
    """
    if _is_null(low) or _is_null(high):
        return "–"
    if unit == "%":
        decimals = _decimals(max(abs(low), abs(high)), n)  # the same for both ends
        a, b = _percent(low, decimals), _percent(high, decimals)
    elif " per " not in unit and high >= 10:
        a, b = f"{low:,.0f}", f"{high:,.0f}"
    else:
        a, b = format_estimate(low, unit), format_estimate(high, unit)
    return f"{a.removesuffix('%')}–{b}" if low >= 0 else f"{a} to {b}"

"""Frames for readers: every value in words or figures, the columns to read first."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

import pandas as pd
from pandas.api import types

from toolkit.frames import ANONYMITY_GRADES, SCHEMAS

LONGEST = 400
"""Characters of a cell; longer texts are cut."""
MISSING = "–"
_SENTENCE = 60
_TECHNICAL = re.compile(r".*_(id|start|end)|start|end|segments")
_COUNTS = re.compile(r"n|n_.*|count")
_CODES = {
    value: value.replace("_", " ")
    for schema in SCHEMAS.values()
    for column in schema.columns.values()
    for value in column.values
} | {"chao-shen": "Chao and Shen", "miller-madow": "Miller and Madow"}


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of strings for readers.

    Codes become words, times days, lists enumerations; numbers have few digits, and missing ones
    are blank. Long texts are cut. Identifiers and offsets come last. An index that says something
    comes first.

    Example:
        >>> rows = pd.DataFrame({"actor_id": ["x"], "source_role": ["civil_society"], "n": [660.5]})
        >>> readable(rows).to_dict("records")
        [{'source role': 'civil society', 'n': '660', 'actor id': 'x'}]
    """
    whole = _with_index(frame)
    names: list[Any] = list(whole.columns)
    order = sorted(range(len(names)), key=lambda i: bool(_TECHNICAL.fullmatch(str(names[i]))))
    heads = [_head(names[i]) for i in order]
    columns = [_words(whole.iloc[:, i], heads[place]) for place, i in enumerate(order)]
    if not columns:
        return pd.DataFrame(index=range(len(frame)))
    return pd.concat(columns, axis=1).set_axis(heads, axis=1)


def numeric_columns(frame: pd.DataFrame) -> list[int]:
    """The places of the columns of a readable frame that hold figures."""
    figure = r"-?[\d,]*(?:\.\d+)?"
    return [
        i
        for i in range(frame.shape[1])
        if frame.iloc[:, i].str.fullmatch(figure).all() and frame.iloc[:, i].ne("").any()
    ]


def wide_columns(frame: pd.DataFrame) -> list[int]:
    """The places of the columns of a readable frame that hold sentences."""
    places = range(frame.shape[1])
    return [i for i in places if len(frame) and frame.iloc[:, i].str.len().max() > _SENTENCE]


def html_table(shown: pd.DataFrame, rows: int) -> str:
    """A readable frame as HTML, with the number of rows that are left out.

    Args:
        shown: a readable frame, or its first rows.
        rows: rows of the whole.

    Example:
        >>> html_table(pd.DataFrame({"n": ["1"]}), 3).endswith("<p>… and 2 more rows.</p>")
        True
    """
    more = rows - len(shown)
    rest = f"<p>… and {more:,} more {'row' if more == 1 else 'rows'}.</p>" if more else ""
    with pd.option_context("display.max_colwidth", None):
        return shown.to_html(index=False, escape=True, border=0) + rest


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its index as columns, unless that only numbers rows from 0."""
    index = frame.index
    unnamed = all(name is None for name in index.names)
    if unnamed and types.is_integer_dtype(index) and (not len(index) or index[0] != 1):
        return frame.reset_index(drop=True)
    names: list[Hashable] = ["#" if name is None else name for name in index.names]
    columns = index.to_frame(index=False).set_axis(names, axis=1)
    return pd.concat([columns, frame.reset_index(drop=True)], axis=1)


def _head(name: Hashable) -> str:
    """The name of a column in words."""
    parts = name if isinstance(name, tuple) else (name,)
    return " · ".join(str(part) for part in parts if str(part)).replace("_", " ")


def _words(column: pd.Series[Any], head: str) -> pd.Series[str]:
    """One column as strings; figures are whole if all are, or if they count."""
    words: Callable[[Any], str]
    name = head.replace(" ", "_")
    is_number = types.is_numeric_dtype(column) and not types.is_bool_dtype(column)
    if name == "anonymity" and is_number and column.dropna().isin(range(5)).all():
        words, missing = _grade, MISSING
    elif is_number:
        whole = _COUNTS.fullmatch(name) or column.dropna().eq(column.dropna().round()).all()
        words, missing = "{:,.0f}".format if whole else _figure, ""
    else:
        words, missing = _text, MISSING
    known = column.notna()
    made = [words(v) if k else missing for v, k in zip(column, known, strict=True)]
    return pd.Series(made, dtype="str")


def _grade(value: Any) -> str:
    return ANONYMITY_GRADES[int(value)]


def _figure(value: float) -> str:
    """A number that is not whole, with three digits at least."""
    size = abs(value)
    return f"{value:,.{3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0}f}"


def _text(value: Any) -> str:
    """A value that is no number, on one line."""
    if isinstance(value, pd.Timestamp):
        utc = value.tz_convert("UTC") if value.tzinfo else value
        return f"{utc:%Y-%m-%d}" if utc == utc.normalize() else f"{utc:%Y-%m-%d %H:%M}"
    if isinstance(value, bool) or types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if types.is_list_like(value) and not isinstance(value, dict):
        return _cut(", ".join(_item(v) for v in value)) or MISSING
    return _cut(_CODES.get(str(value), str(value))) or MISSING


def _item(value: Any) -> str:
    """A part of a list; a pair of offsets as a range."""
    return "–".join(map(str, value)) if types.is_list_like(value) else _text(value)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"

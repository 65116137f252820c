"""Cells of CSV files and spreadsheets, in which no text runs as a formula.

OWASP, "CSV Injection": a text that begins with one of = + - @, a tab or a line break gets an
apostrophe in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

# full-width signs run as formulas too; texts with apostrophes get one more, so that none is lost
_FORMULA = r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])"
_RUNS = re.compile(_FORMULA)
_ESCAPED = re.compile(rf"'(?={_FORMULA})")
_LONGEST = 32_767  # characters in a cell of a spreadsheet
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs as a formula.

    Example:
        >>> safe_text("=1+1"), safe_text("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if _RUNS.match(text) else text


def original_text(text: str) -> str:
    """The text before `safe_text`.

    Example:
        >>> original_text("'=1+1"), original_text("'No,' she said.")
        ('=1+1', "'No,' she said.")
    """
    return text[1:] if _ESCAPED.match(text) else text


def safe_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame in which no text, name of a column or label of a row runs as a formula.

    Example:
        >>> safe_cells(pd.DataFrame({"title": ["=1+1", "Ferry"], "n": [-1, 2]}))["title"].tolist()
        ["'=1+1", 'Ferry']
    """
    return map_texts(frame, safe_text)


def original_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame before `safe_cells`."""
    return map_texts(frame, original_text)


def map_texts(frame: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """A copy of a frame with a function applied to all texts, names of columns and labels."""

    def apply(value: Any) -> Any:
        return change(value) if isinstance(value, str) else value

    changed = frame.rename(columns=apply)
    if not isinstance(frame.index, pd.RangeIndex):
        changed = changed.rename(index=apply)
    for place, kind in enumerate(frame.dtypes):
        if kind.kind == "O":  # texts, categories and mixed values
            column = frame.iloc[:, place]
            texts = column.astype(object) if isinstance(kind, pd.CategoricalDtype) else column
            changed.isetitem(place, texts.map(apply, na_action="ignore").array)
    return changed


def write_csv(frame: pd.DataFrame, path: Path, raw: bool = False) -> None:
    """Write a frame without its index as CSV that Excel reads as UTF-8.

    Args:
        frame: any frame.
        path: of the file.
        raw: whether to write texts as they are, for programs rather than spreadsheets.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "titles.csv"
        >>> write_csv(pd.DataFrame({"title": ["=1+1"]}), path)
        >>> path.read_text(encoding="utf-8-sig").split()
        ['title', "'=1+1"]
    """
    cells = frame if raw else safe_cells(frame)
    cells.to_csv(path, index=False, encoding="utf-8-sig", errors="replace")


def printable(text: str) -> str:
    """The text without control characters, which neither spreadsheets nor XML can hold.

    Example:
        >>> printable("No\\x00 ferry\\n")
        'No ferry\\n'
    """
    return _UNPRINTABLE.sub("", text)


def fitting(text: str) -> str:
    """The text as a cell of a spreadsheet can hold it; a note says where it was cut.

    Example:
        >>> fitting("x" * 40_000)[-49:]
        'x … [cut: 32,767 of 40,000 characters fit a cell]'
    """
    clean = printable(text)
    note = f" … [cut: {_LONGEST:,} of {len(clean):,} characters fit a cell]"
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - len(note)] + note

"""All frames of a corpus as one spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from toolkit.export.tables import flat, open_workbook, write_sheet
from toolkit.frames import codebook

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write a spreadsheet with a sheet for each frame and one that says what the columns mean.

    A frame that is longer than a sheet goes on in a further one. Texts that a spreadsheet would run
    as formulas begin with an apostrophe.

    Args:
        tables: frames of a corpus by their names.
        path: of the .xlsx.

    Example:
        >>> import tempfile
        >>> from toolkit.frames import DROPPED, frame
        >>> path = Path(tempfile.mkdtemp()) / "corpus.xlsx"
        >>> write_workbook({"dropped": frame(DROPPED)}, path)
        >>> list(pd.read_excel(path, sheet_name=None))
        ['dropped', 'columns']
    """
    meanings = codebook()
    with open_workbook(path) as book:
        for name, rows in _sheets(tables):
            write_sheet(rows, book, name)
        write_sheet(meanings[meanings["frame"].isin(list(tables))], book, "columns")


def _sheets(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Frames without lists that fit a sheet, each with the name of its sheet."""
    for name, table in tables.items():
        rows = flat(table, name)
        for number, start in enumerate(range(0, max(len(rows), 1), MOST_ROWS), start=1):
            yield name if number == 1 else f"{name} {number}", rows[start : start + MOST_ROWS]

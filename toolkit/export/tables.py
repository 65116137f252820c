"""One frame as a file: .csv, .xlsx, .parquet or .jsonl."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from toolkit.frames import SCHEMAS, arrow_schema, kind

_LONGEST = 32_767  # characters in a cell of a spreadsheet


def write_table(table: pd.DataFrame, path: Path, name: str) -> None:
    """Write a frame; lists are JSON in CSV and spreadsheets, which have no lists.

    Args:
        table: a frame of the corpus.
        path: of the file; its suffix chooses the kind.
        name: of the frame, one of frames.SCHEMAS.

    Example:
        >>> import tempfile
        >>> from toolkit.frames import DROPPED, frame
        >>> path = Path(tempfile.mkdtemp()) / "dropped.csv"
        >>> write_table(frame(DROPPED), path, "dropped")
        >>> path.read_text(encoding="utf-8-sig").strip()
        'source_file,step,reason'
    """
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False, schema=arrow_schema(SCHEMAS[name]))
    elif path.suffix == ".jsonl":
        table.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)
    elif path.suffix == ".xlsx":
        _spreadsheet(_flat(table, name), path, name)
    else:
        _flat(table, name).to_csv(path, index=False, encoding="utf-8-sig")


def _flat(table: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = SCHEMAS[name].columns
    lists = [c for c, column in columns.items() if kind(column) in ("strings", "spans")]
    plain = {c: table[c].map(lambda v: json.dumps(v, ensure_ascii=False)) for c in lists}
    return table.assign(**plain)


def _spreadsheet(table: pd.DataFrame, path: Path, name: str) -> None:
    """Write a spreadsheet without formulas, control characters and cells that are too long."""
    cells = table.copy()
    for column in cells.select_dtypes(include=["datetimetz"]):
        cells[column] = cells[column].dt.tz_localize(None)
    for column in cells.select_dtypes(include=["str", "object"]):
        cells[column] = cells[column].map(_cell, na_action="ignore")
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        cells.to_excel(book, sheet_name=name, index=False)
        for row in book.sheets[name].iter_rows(min_row=2):
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"


def _cell(value: object) -> object:
    return printable(value)[:_LONGEST] if isinstance(value, str) else value


def printable(text: str) -> str:
    """The text without control characters, which neither spreadsheets nor XML can hold."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")

"""One frame as a file: .csv, .xlsx, .parquet or .jsonl."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from toolkit.frames import SCHEMAS, arrow_schema
from toolkit.storage.cells import fitting, map_texts, safe_cells, write_csv
from toolkit.storage.files import put

_TEXTS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Texts are texts, and sheets are not written into temporary files."""
_WIDTH = 22


def write_table(table: pd.DataFrame, path: Path, name: str, raw: bool = False) -> None:
    """Write a frame; lists are JSON in CSV and spreadsheets, which have no lists.

    There, texts that a spreadsheet would run as formulas begin with an apostrophe.

    Args:
        table: a frame of the corpus.
        path: of the file; its suffix chooses the kind.
        name: of the frame, one of frames.SCHEMAS.
        raw: whether to write texts without that apostrophe, for programs.

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
        with open_workbook(path) as book:
            write_sheet(flat(table, name), book, name, raw)
    else:
        write_csv(flat(table, name), path, raw)


def flat(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A frame of a corpus with its lists as JSON."""
    columns = SCHEMAS[name].columns
    lists = [c for c, column in columns.items() if column.kind in ("strings", "spans")]
    plain = {c: table[c].map(lambda v: json.dumps(v, ensure_ascii=False)) for c in lists}
    return table.assign(**plain)


@contextmanager
def open_workbook(path: Path) -> Iterator[pd.ExcelWriter]:
    """A spreadsheet to write sheets into; its file is written whole, at the end.

    Raises:
        OSError: it cannot be written; says so if the disk is full.
    """
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": _TEXTS}) as book:
        yield book
    put(path.parent, path.name, stream.getvalue())


def write_sheet(table: pd.DataFrame, book: pd.ExcelWriter, name: str, raw: bool = False) -> None:
    """Write a frame as a sheet without formulas, control characters and cells that are too long.

    Args:
        table: a frame without lists.
        book: the open spreadsheet.
        name: of the sheet.
        raw: as in `write_table`.
    """
    cells = map_texts(table if raw else safe_cells(table), fitting)
    for column in cells.select_dtypes(include=["datetimetz"]):
        cells[column] = cells[column].dt.tz_localize(None)
    cells.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
    book.sheets[name].set_column(0, max(len(cells.columns) - 1, 0), _WIDTH)

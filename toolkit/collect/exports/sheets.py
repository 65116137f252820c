"""Read each row of the first sheet of a spreadsheet as an article with its header's fields."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
import xlrd
from openpyxl.utils.exceptions import InvalidFileException

from toolkit.collect.exports.clipping import Clipping, UnreadableExport


def xlsx_rows(data: bytes) -> Iterator[Clipping]:
    """The rows of a spreadsheet.

    Raises:
        UnreadableExport: it is not a spreadsheet.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableExport(f"not a spreadsheet (.xlsx): {error}"[:200]) from error
    try:
        yield from _rows(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def xls_rows(data: bytes) -> Iterator[Clipping]:
    """The rows of a spreadsheet in the old format, as ProQuest writes it.

    Raises:
        UnreadableExport: it is not a spreadsheet.
    """
    try:
        book = xlrd.open_workbook(file_contents=data)
    except Exception as error:  # the library may raise any error
        raise UnreadableExport(f"not a spreadsheet (.xls): {error}"[:200]) from error
    sheet = book.sheet_by_index(0)
    return _rows([_value(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows))


def _value(cell: Any, mode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, mode)
    return cell.value


def _rows(rows: Iterable[Iterable[object]]) -> Iterator[Clipping]:
    stream = iter(rows)
    header = [_text(value) for value in next(stream, ())]
    for row in stream:
        pairs = zip(header, map(_text, row), strict=False)
        fields = {name: text for name, text in pairs if name and text}
        if fields:
            yield Clipping("", "sheet", fields=fields)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()

"""Read Word and RTF files as lines, and each row of a spreadsheet as an article."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from typing import Any

import openpyxl
import xlrd
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from striprtf.striprtf import rtf_to_text

from toolkit.collect.files import MAX_BYTES
from toolkit.normalize.text.draft import Unreadable

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_WORD}br": "\n", f"{_WORD}tab": "\t", f"{_WORD}cr": "\n"}
_MOST_TIMES = 10
"""Times its size that an office file may hold, beyond MAX_BYTES."""
_ESCAPED = re.compile(rb"\\[\\{}]")


def docx_lines(data: bytes) -> list[str]:
    """The paragraphs of a Word file in order, including those in tables.

    Raises:
        Unreadable: it is not a Word file.
    """
    with _reading("a Word file (.docx)"):
        paragraphs = Document(_unpacked(data)).element.body.iter(f"{_WORD}p")
        return ["".join(_pieces(p)).replace("\xa0", " ").strip() for p in paragraphs]


@contextmanager
def _reading(kind: str) -> Iterator[None]:
    """Turn any error of a library into one that names the kind of file that was expected.

    Raises:
        Unreadable: it is not such a file.
    """
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(f"not {kind}: {_plain(error)}"[:200]) from error


def _unpacked(data: bytes) -> io.BytesIO:
    """An office file that is not far larger when unpacked.

    Raises:
        Unreadable: it is.
        zipfile.BadZipFile: it is no office file.
    """
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream) as opened:
        size = sum(entry.file_size for entry in opened.infolist())
    if size > MAX_BYTES + _MOST_TIMES * len(data):
        raise Unreadable(f"{size // 10**6:,} MB when unpacked: no document is as large")
    stream.seek(0)
    return stream


def _plain(error: Exception) -> str:
    """The damage of a file, in words."""
    if isinstance(error, zipfile.BadZipFile | PackageNotFoundError):
        return "it ends early, or is another kind of file"
    if isinstance(error, zlib.error | EOFError):
        return "its compression is broken"
    if isinstance(error, SyntaxError | KeyError):  # XML errors are syntax errors
        return "a part of it is missing or broken"
    return str(error)


def _pieces(paragraph: object) -> list[str]:
    nodes = paragraph.iter()  # type: ignore[attr-defined]
    return [n.text or "" if n.tag == f"{_WORD}t" else _BREAKS.get(n.tag, "") for n in nodes]


def rtf_lines(data: bytes) -> list[str]:
    """The lines of an RTF file.

    Raises:
        Unreadable: it is not an RTF file.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("not an RTF file: it does not begin as one")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # the library may raise any error
        raise Unreadable("RTF broken: it ends early, or holds what RTF cannot") from error
    return [line.replace("\xa0", " ").strip() for line in text.splitlines()]


def is_cut(data: bytes) -> bool:
    """Whether an RTF file ends before its groups do, as an interrupted download does.

    Example:
        >>> is_cut(rb"{\\rtf1 Ended {\\b here.}}"), is_cut(rb"{\\rtf1 Ended {\\b he")
        (False, True)
    """
    bare = _ESCAPED.sub(b"", data)
    return bare.count(b"{") > bare.count(b"}")


def xlsx_rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a spreadsheet.

    Raises:
        Unreadable: it is not a spreadsheet.
    """
    with _reading("a spreadsheet (.xlsx)"):
        book = openpyxl.load_workbook(_unpacked(data), read_only=True, data_only=True)
    with closing(book):
        yield from _rows(book.worksheets[0].iter_rows(values_only=True))


def xls_rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a spreadsheet in the old format, as ProQuest writes it.

    Raises:
        Unreadable: it is not a spreadsheet.
    """
    with _reading("a spreadsheet (.xls)"):
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())  # it prints to stdout
    sheet = book.sheet_by_index(0)
    return _rows([_value(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows))


def _value(cell: Any, mode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(ValueError, OverflowError):  # a number that is no date
            return xlrd.xldate_as_datetime(cell.value, mode)
    return cell.value


def _rows(rows: Iterable[Iterable[object]]) -> Iterator[dict[str, str]]:
    stream = iter(rows)
    header = [_text(value) for value in next(stream, ())]
    for row in stream:
        pairs = zip(header, map(_text, row), strict=False)
        fields = {name: text for name, text in pairs if name and text}
        if fields:
            yield fields


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()

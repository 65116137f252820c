"""Coded sheets that were filled in as a spreadsheet: CSV of whatever country, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from charset_normalizer import from_bytes
from openpyxl import load_workbook

from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.sheet_parser import Row, Sheet, coded_article


def from_csv(path: Path, texts: Mapping[str, Coded]) -> Sheet:
    """A sheet that was saved as CSV."""
    return _from_rows(path, read_table(path), texts)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, whatever program and country it was saved in.

    Commas, semicolons or tabs; UTF-8, UTF-16 or the code page of Windows.
    """
    raw = path.read_bytes()
    best = from_bytes(raw, cp_isolation=["utf_8", "cp1252", "utf_16"]).best()
    words = raw.decode("utf-8-sig") if _is_utf8(raw) else str(best or raw.decode("cp1252"))
    words = words.removeprefix("\ufeff")
    first = words.splitlines()[0] if words else ""
    comma = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(words, newline=""), delimiter=comma, restval="")
    return [{k: v or "" for k, v in row.items() if isinstance(k, str) and k} for row in rows]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def from_xlsx(path: Path, texts: Mapping[str, Coded]) -> Sheet:
    """A sheet that was saved as XLSX."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever a broken zip raises
        raise ValueError(f"{path} is no spreadsheet: {error}") from error
    sheet = book["coding"] if "coding" in book.sheetnames else book.worksheets[0]
    lines = [[_cell(v) for v in line] for line in sheet.iter_rows(values_only=True)]
    head, *body = lines or [[]]
    return _from_rows(path, [dict(zip(head, line, strict=False)) for line in body], texts)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _from_rows(path: Path, rows: Sequence[Mapping[str, str]], texts: Mapping[str, Coded]) -> Sheet:
    sheet = Sheet(path.stem)
    if rows and not {"article", "content"} <= set(rows[0]):
        raise ValueError(f"{path} has no columns article and content; it has {', '.join(rows[0])}")
    by_article: dict[str, list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows, start=2):
        given = {k: (v or "").strip() for k, v in row.items()}
        name = given.pop("article")
        if not any([name, *given.values()]):
            continue
        if name not in texts:
            sheet.complain(number, name, "article is not in the sample: left out")
        else:
            by_article.setdefault(name, []).append((number, given))
    for name, own in by_article.items():
        _table_article(sheet, texts[name], own)
    return sheet


def _table_article(sheet: Sheet, text: Coded, rows: list[tuple[int, Row]]) -> None:
    """An article is coded to its end where a row has a content, or says that it is done."""
    quotes = [(n, r) for n, r in rows if any(v for k, v in r.items() if k not in ("done", "note"))]
    if not quotes and not any(r.get("done") for _, r in rows):
        sheet.complain(rows[0][0], text.name, "not coded yet: left out")
        return
    sheet.notes[text.name] = next((r["note"] for _, r in rows if r.get("note")), "")
    sheet.coded[text.name] = coded_article(sheet, text, quotes)

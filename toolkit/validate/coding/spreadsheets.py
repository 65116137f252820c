"""Reads coding sheets that were filled in as spreadsheets: CSV of any locale, or XLSX."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sheet_parser import Row, Sheet, coded_article


def from_csv(path: Path, texts: Mapping[str, CodedArticle]) -> Sheet:
    """A sheet that was saved as CSV."""
    return _from_rows(path, read_table(path), texts)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, whatever program and locale it was saved with.

    Commas, semicolons or tabs; UTF-8, UTF-16 or the code page of Windows.
    """
    text = _decode(path.read_bytes())
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    return [{k: v or "" for k, v in row.items() if k} for row in rows]


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def from_xlsx(path: Path, texts: Mapping[str, CodedArticle]) -> Sheet:
    """A sheet that was saved as XLSX."""
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            name = "coding" if "coding" in book.sheet_names else 0
            table = pd.read_excel(book, sheet_name=name, dtype="str", keep_default_na=False)
    except Exception as error:  # whatever a broken zip raises
        raise ValueError(f"{path} is no spreadsheet: {error}") from error
    rows = [{str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")]
    return _from_rows(path, rows, texts)


def _from_rows(
    path: Path, rows: Sequence[Mapping[str, str]], texts: Mapping[str, CodedArticle]
) -> Sheet:
    sheet = Sheet(path.stem)
    if rows and not {"article", "content"} <= set(rows[0]):
        raise ValueError(f"{path} has no columns article and content; it has {', '.join(rows[0])}")
    by_article: dict[str, list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows, start=2):
        cells = {k: v.strip() for k, v in row.items()}
        name = cells.pop("article")
        if not any([name, *cells.values()]):
            continue
        if name not in texts:
            sheet.add_problem(number, name, "article is not in the sample: left out")
        else:
            by_article.setdefault(name, []).append((number, cells))
    for name, numbered in by_article.items():
        _add_article(sheet, texts[name], numbered)
    return sheet


def _add_article(sheet: Sheet, text: CodedArticle, rows: list[tuple[int, Row]]) -> None:
    """Add an article if one of its rows has a content, or is marked as done."""
    quotes = [(n, r) for n, r in rows if any(v for k, v in r.items() if k not in ("done", "note"))]
    if not quotes and not any(r.get("done") for _, r in rows):
        sheet.add_problem(rows[0][0], text.name, "not coded yet: left out")
        return
    sheet.notes[text.name] = next((r["note"] for _, r in rows if r.get("note")), "")
    sheet.coded[text.name] = coded_article(sheet, text, quotes)

"""Reads coding sheets: saved by the coding page, or filled in as CSV or XLSX.

Problems are reported row by row; the rest of a sheet is kept.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from toolkit.storage.cells import original_cells, original_text
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sampling import SEPARATOR, text_hash
from toolkit.validate.coding.sheet_parser import PROBLEMS, Row, Sheet, coded_article


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, whatever program and locale it was saved with.

    Commas, semicolons or tabs; UTF-8, UTF-16 or the code page of Windows.

    Raises:
        ValueError: the file is no table.
    """
    text = _decode(path.read_bytes())
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    try:
        return [{k: original_text(v or "") for k, v in row.items() if k} for row in rows]
    except csv.Error as error:
        raise ValueError(f"{path} is no table: {error}") from error


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_spreadsheet(path: Path) -> list[dict[str, str]]:
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            name = "coding" if "coding" in book.sheet_names else 0
            table = pd.read_excel(book, sheet_name=name, dtype="str", keep_default_na=False)
    except Exception as error:  # whatever a broken zip raises
        raise ValueError(f"{path} is no spreadsheet: {error}") from error
    rows = table.to_dict("records")
    return [{str(k): original_text(str(v)) for k, v in row.items()} for row in rows]


def _from_rows(
    path: Path, rows: Sequence[Mapping[str, str]], texts: Mapping[str, CodedArticle]
) -> Sheet:
    sheet = Sheet(path.stem)
    if rows and not {"article", "content"} <= set(rows[0]):
        raise ValueError(f"{path} has no columns article and content; it has {', '.join(rows[0])}")
    by_article: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for number, row in enumerate(rows, start=2):
        cells = {k: v.strip() for k, v in row.items()}
        name = cells.pop("article")
        if name in texts:
            by_article[name].append((number, cells))
        elif name or any(cells.values()):
            sheet.add_problem(number, name, "article is not in the sample: left out")
    for name, numbered in by_article.items():
        _add_rows(sheet, texts[name], numbered)
    return sheet


def _add_rows(sheet: Sheet, text: CodedArticle, rows: list[tuple[int, Row]]) -> None:
    """Add an article if one of its rows has a content, or is marked as done."""
    quotes = [(n, r) for n, r in rows if any(v for k, v in r.items() if k not in ("done", "note"))]
    if not quotes and not any(r.get("done") for _, r in rows):
        sheet.add_problem(rows[0][0], text.name, "not coded yet: left out")
        return
    sheet.notes[text.name] = next((r["note"] for _, r in rows if r.get("note")), "")
    sheet.coded[text.name] = coded_article(sheet, text, quotes)


def read_sheets(files: Iterable[Path], texts: Mapping[str, CodedArticle]) -> list[Sheet]:
    """All sheets, each with its problems.

    Args:
        files: .json of the page, .csv or .xlsx.
        texts: the articles of the sample by name, as `read_texts` returns them.

    Raises:
        ValueError: a file is not a coding sheet.
    """
    return [_read_sheet(path, texts) for path in files]


def _read_sheet(path: Path, texts: Mapping[str, CodedArticle]) -> Sheet:
    match path.suffix.lower():
        case ".json":
            return _from_page(path, texts)
        case ".csv":
            return _from_rows(path, read_table(path), texts)
        case ".xlsx":
            return _from_rows(path, _read_spreadsheet(path), texts)
    raise ValueError(f"{path} is no coded sheet: expected .json, .csv or .xlsx")


def read_texts(folder: Path) -> dict[str, CodedArticle]:
    """The articles of a coding folder by name, without any coding.

    Raises:
        FileNotFoundError: there are none.
    """
    rows, texts = read_sample(folder), {}
    outlets = rows.get("outlet", rows["stratum"])
    for name, body, outlet in zip(rows["article_id"], rows["body_start"], outlets, strict=True):
        text = (folder / "texts" / f"{name}.txt").read_bytes().decode("utf-8")
        texts[name] = CodedArticle(name, text, int(body), about={"outlet": outlet or None})
    return texts


def read_sample(folder: Path) -> pd.DataFrame:
    """The sample.csv of a coding folder.

    Raises:
        FileNotFoundError: there is none.
    """
    path = folder / "sample.csv"
    if not path.is_file():
        raise FileNotFoundError(f"{folder} has no sample.csv: `toolkit code sample` writes one")
    texts = dict.fromkeys(("article_id", "stratum", "text_hash", "coders"), "str")
    sample = pd.read_csv(path, dtype=texts, encoding="utf-8-sig", keep_default_na=False)
    return original_cells(sample)


def problems(sheets: Iterable[Sheet]) -> pd.DataFrame:
    """The problems of all sheets, one row each."""
    return pd.DataFrame([p for sheet in sheets for p in sheet.problems], columns=list(PROBLEMS))


def missing_sheets(sheets: Iterable[Sheet], folder: Path) -> list[str]:
    """Coders of a sample whose sheet is missing, and articles that sheets lack.

    Args:
        sheets: sheets as `read_sheets` returns them.
        folder: folder with the sample.csv that assigns articles to coders.
    """
    known = {sheet.coder: sheet for sheet in sheets}
    sample = read_sample(folder)
    if "coders" not in sample:
        return []
    split = sample.assign(coder=sample["coders"].str.split(SEPARATOR)).explode("coder")
    messages = []
    for coder, names in split.groupby("coder")["article_id"]:
        if not (sheet := known.get(str(coder))):
            messages.append(f"no sheet of {coder}, who was given {names.nunique()} articles")
            continue
        with_problems = {str(p["article"]) for p in sheet.problems}
        if lacking := sorted({*names} - {*sheet.coded} - with_problems):
            messages.append(f"{coder}: not in the sheet: {', '.join(lacking)}")
    return messages


def _from_page(path: Path, texts: Mapping[str, CodedArticle]) -> Sheet:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [dict(row) for row in loaded["articles"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no sheet of the coding page: {error}") from error
    sheet = Sheet(str(loaded.get("coder") or path.stem), blind=bool(loaded.get("blind", True)))
    for number, row in enumerate(rows, start=1):
        name = str(row.get("article"))
        if name not in texts:
            sheet.add_problem(number, name, "article is not in the sample: left out")
        elif not row.get("done") and not row.get("quotes"):
            sheet.add_problem(number, name, "not coded yet: left out")
        else:
            _add_article(sheet, number, row, texts[name])
    return sheet


def _add_article(sheet: Sheet, number: int, row: Row, text: CodedArticle) -> None:
    if not row.get("done"):
        sheet.add_problem(number, text.name, "not marked as coded to its end: left out")
        return
    sheet.notes[text.name] = str(row.get("note") or "")
    changed = row.get("text_hash") != text_hash(text.text)
    if changed:
        sheet.add_problem(number, text.name, "the text was changed: quotes are looked up by words")
    quotes = []
    for place, quote in enumerate(row.get("quotes") or (), start=1):
        if not isinstance(quote, dict):
            sheet.add_problem(f"{number}.{place}", text.name, "is no quote: left out")
            continue
        if changed:
            quote = {k: v for k, v in quote.items() if not k.endswith(("span", "segments"))}
        quotes.append((f"{number}.{place}", quote))
    sheet.coded[text.name] = coded_article(sheet, text, quotes)

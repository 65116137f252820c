"""Reads coding sheets: saved by the coding page, or filled in as CSV or XLSX.

Problems are reported row by row; the rest of a sheet is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.coding.sampling import SEPARATOR, text_hash
from toolkit.validate.coding.sheet_parser import PROBLEMS, Row, Sheet, coded_article
from toolkit.validate.coding.spreadsheets import from_csv, from_xlsx


def read_sheets(files: Iterable[Path], texts: Mapping[str, CodedArticle]) -> list[Sheet]:
    """All sheets, each with its problems.

    Args:
        files: .json of the page, .csv or .xlsx.
        texts: the articles of the sample by name, as `read_texts` returns them.

    Raises:
        ValueError: a file is not a coding sheet.
    """
    return [_reader(path)(path, texts) for path in files]


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
    return pd.read_csv(path, dtype=texts, encoding="utf-8-sig", keep_default_na=False)


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
    names = sample["coders"].str.split(SEPARATOR).explode()
    messages = []
    for coder, places in names.groupby(names, sort=True).groups.items():
        assigned = set(sample.loc[places, "article_id"])
        sheet = known.get(str(coder))
        if sheet is None:
            messages.append(f"no sheet of {coder}, who was given {len(assigned)} articles")
            continue
        with_problems = {str(p["article"]) for p in sheet.problems}
        if lacking := sorted(assigned - set(sheet.coded) - with_problems):
            messages.append(f"{coder}: not in the sheet: {', '.join(lacking)}")
    return messages


def _reader(path: Path) -> Callable[[Path, Mapping[str, CodedArticle]], Sheet]:
    readers = {".json": _from_page, ".csv": from_csv, ".xlsx": from_xlsx}
    if reader := readers.get(path.suffix.lower()):
        return reader
    raise ValueError(f"{path} is no coded sheet: expected .json, .csv or .xlsx")


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

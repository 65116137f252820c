"""Coded sheets as they come back: saved by the page, or filled in as CSV or XLSX.

Whatever is wrong is said row by row, and nothing else of the sheet is lost for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.sampling import SEPARATOR, text_hash
from toolkit.validate.coding.sheet_parser import PROBLEMS, Row, Sheet, coded_article
from toolkit.validate.coding.spreadsheets import from_csv, from_xlsx


def read_sheets(files: Iterable[Path], texts: Mapping[str, Coded]) -> list[Sheet]:
    """All sheets, each with its problems.

    Args:
        files: .json of the page, .csv or .xlsx.
        texts: the articles of the sample by name, as `read_texts` gives them.

    Raises:
        ValueError: a file is no sheet at all; says which and why.
    """
    return [_READERS[_kind(path)](path, texts) for path in files]


def read_texts(folder: Path) -> dict[str, Coded]:
    """The texts of a coding folder by name, nothing coded in them.

    Raises:
        FileNotFoundError: there are none.
    """
    rows, made = read_sample(folder), {}
    outlets = rows.get("outlet", rows["stratum"])
    for name, body, outlet in zip(rows["article_id"], rows["body_start"], outlets, strict=True):
        text = (folder / "texts" / f"{name}.txt").read_bytes().decode("utf-8")
        made[name] = Coded(name, text, int(body), (), (), {"outlet": outlet or None})
    return made


def read_sample(folder: Path) -> pd.DataFrame:
    """sample.csv of a coding folder.

    Raises:
        FileNotFoundError: there is none.
    """
    path = folder / "sample.csv"
    if not path.is_file():
        raise FileNotFoundError(f"{folder} has no sample.csv: `toolkit code sample` writes one")
    texts = dict.fromkeys(("article_id", "stratum", "text_hash", "coders"), "str")
    return pd.read_csv(path, dtype=texts, encoding="utf-8-sig", keep_default_na=False)


def problems(sheets: Iterable[Sheet]) -> pd.DataFrame:
    """What is wrong in all sheets, one row each."""
    return pd.DataFrame([p for sheet in sheets for p in sheet.problems], columns=list(PROBLEMS))


def absent(sheets: Iterable[Sheet], folder: Path) -> list[str]:
    """Who of a sample's coders is missing, and whose sheet lacks which articles.

    Args:
        sheets: of `read_sheets`.
        folder: with the sample.csv that says who codes what.
    """
    known = {sheet.coder: sheet for sheet in sheets}
    sample = read_sample(folder)
    if "coders" not in sample:
        return []
    names = sample["coders"].str.split(SEPARATOR).explode()
    made = []
    for coder, places in names.groupby(names, sort=True).groups.items():
        own = set(sample.loc[places, "article_id"])
        sheet = known.get(str(coder))
        if sheet is None:
            made.append(f"no sheet of {coder}, who was given {len(own)} articles")
        elif gone := sorted(own - set(sheet.coded) - {str(p["article"]) for p in sheet.problems}):
            made.append(f"{coder}: not in the sheet: {', '.join(gone)}")
    return made


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise ValueError(f"{path} is no coded sheet: expected .json, .csv or .xlsx")
    return kind


def _from_page(path: Path, texts: Mapping[str, Coded]) -> Sheet:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [dict(row) for row in loaded["articles"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no sheet of the coding page: {error}") from error
    sheet = Sheet(str(loaded.get("coder") or path.stem), blind=bool(loaded.get("blind", True)))
    for number, row in enumerate(rows, start=1):
        name = str(row.get("article"))
        if name not in texts:
            sheet.complain(number, name, "article is not in the sample: left out")
        elif not row.get("done") and not row.get("quotes"):
            sheet.complain(number, name, "not coded yet: left out")
        else:
            _page_article(sheet, number, row, texts[name])
    return sheet


def _page_article(sheet: Sheet, number: int, row: Row, text: Coded) -> None:
    if not row.get("done"):
        sheet.complain(number, text.name, "not marked as coded to its end: left out")
        return
    sheet.notes[text.name] = str(row.get("note") or "")
    moved = row.get("text_hash") != text_hash(text.text)
    if moved:
        sheet.complain(number, text.name, "the text was changed: quotes are looked up by words")
    quotes = []
    for place, quote in enumerate(row.get("quotes") or (), start=1):
        if not isinstance(quote, dict):
            sheet.complain(f"{number}.{place}", text.name, "is no quote: left out")
            continue
        given = {
            k: v for k, v in quote.items() if not moved or not k.endswith(("span", "segments"))
        }
        quotes.append((f"{number}.{place}", given))
    sheet.coded[text.name] = coded_article(sheet, text, quotes)


_READERS = {".json": _from_page, ".csv": from_csv, ".xlsx": from_xlsx}

"""Coded sheets as they come back: saved by the page, or filled in as CSV or XLSX.

Whatever is wrong is said row by row, and nothing else of the sheet is lost for it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from charset_normalizer import from_bytes
from openpyxl import load_workbook

from toolkit.validate.codebook import choices
from toolkit.validate.drawing import text_hash
from toolkit.validate.finishing import finished
from toolkit.validate.gold import Coded
from toolkit.validate.locating import located
from toolkit.validate.standoff import Spans

PROBLEMS = ("sheet", "row", "article", "problem")
_PARTS = re.compile(r"\s*(?:…|\[\.\.\.\])\s*")
_TRUE = {"true": "true", "1": "true", "yes": "true", "wahr": "true", "vrai": "true"}
_FALSE = {"false": "false", "0": "false", "no": "false", "falsch": "false", "faux": "false"}
Row = dict[str, Any]


@dataclass
class Sheet:
    """What one coder coded.

    Attributes:
        coder: name; of the file, where the sheet does not say.
        coded: the articles that are coded to their end, by name; those without quotes, too.
        problems: what is wrong with which row, as `PROBLEMS`.
    """

    coder: str
    coded: dict[str, Coded] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)

    def complain(self, row: object, article: str, problem: str) -> None:
        """Add a problem."""
        self.problems.append(
            {"sheet": self.coder, "row": row, "article": article, "problem": problem}
        )


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


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise ValueError(f"{path} is no coded sheet: expected .json, .csv or .xlsx")
    return kind


# ------------------------------------------------------------------ of the page


def _from_page(path: Path, texts: Mapping[str, Coded]) -> Sheet:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = loaded["articles"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no sheet of the coding page: {error}") from error
    sheet = Sheet(str(loaded.get("coder") or path.stem))
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
    moved = row.get("text_hash") != text_hash(text.text)
    if moved:
        sheet.complain(number, text.name, "the text was changed: quotes are looked up by words")
    quotes = []
    for place, quote in enumerate(row.get("quotes", ()), start=1):
        given = {
            k: v for k, v in quote.items() if not moved or not k.endswith(("span", "segments"))
        }
        quotes.append((f"{number}.{place}", given))
    sheet.coded[text.name] = _coded(sheet, text, quotes)


# ------------------------------------------------------------------ of spreadsheets


def _from_csv(path: Path, texts: Mapping[str, Coded]) -> Sheet:
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


def _from_xlsx(path: Path, texts: Mapping[str, Coded]) -> Sheet:
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
    sheet.coded[text.name] = _coded(sheet, text, quotes)


# ------------------------------------------------------------------ quotes


def _coded(sheet: Sheet, text: Coded, quotes: Iterable[tuple[object, Row]]) -> Coded:
    made = [q for row, given in quotes if (q := _quote(sheet, text, row, given))]
    whole = finished(text, made)
    for one, other in _overlapping(whole.quotes):
        sheet.complain(f"{one}, {other}", text.name, "two quotes overlap in part: both are kept")
    return whole


def _quote(sheet: Sheet, text: Coded, row: object, given: Row) -> Row | None:
    """One quote with its places and labels; None where its content is nowhere."""
    segments = _segments(text, given)
    if not segments:
        said = given.get("content") or "nothing"
        sheet.complain(
            row, text.name, f"content is not in the article: {str(said)[:60]!r}; left out"
        )
        return None
    made: Row = {"segments": [list(s) for s in segments], "speaker": given.get("speaker") or None}
    for role in ("cue", "source", "reason"):
        made |= _role(sheet, text, row, role, given, segments[0][0])
    for name, allowed in choices().items():
        made[name] = _label(sheet, text.name, row, name, given.get(name), allowed)
    made["anonymous"] = made["anonymous"] == "true"
    made["anonymity"] = int(made["anonymity"]) if made["anonymity"] else None
    return made


def _segments(text: Coded, given: Row) -> Spans:
    known = given.get("segments")
    if known and all(0 <= a < b <= len(text.text) for a, b in known):
        return tuple((int(a), int(b)) for a, b in known)
    content = given.get("content") or ()
    parts = _PARTS.split(content) if isinstance(content, str) else content
    return located(text.text, [p for p in parts if p])


def _role(
    sheet: Sheet, text: Coded, row: object, role: str, given: Row, near: int
) -> dict[str, object]:
    span, words = given.get(f"{role}_span"), given.get(role)
    if not span and words:
        found = located(text.text, [words], near)
        span = list(found[0]) if found else None
        if not found:
            sheet.complain(row, text.name, f"{role} is not in the article: {str(words)[:60]!r}")
    return {f"{role}_span": span, role: text.text[slice(*span)] if span else None}


def _label(
    sheet: Sheet, article: str, row: object, name: str, given: object, allowed: tuple[str, ...]
) -> str | None:
    value = str(given if given is not None else "").strip().casefold().replace(" ", "_")
    value = value.removesuffix(".0").removesuffix(",0")
    if name == "anonymous":
        value = _TRUE.get(value) or _FALSE.get(value) or value
    if not value:
        sheet.complain(row, article, f"{name} is empty: kept without it")
    elif value not in allowed:
        sheet.complain(row, article, f"no {name} {given!r}: choose {', '.join(allowed)}")
    return value if value in allowed else None


def _overlapping(quotes: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Pairs of quotes, by number from 1, that overlap without one standing inside the other."""
    sets = [{i for a, b in q["segments"] for i in range(a, b)} for q in quotes]
    for i, one in enumerate(sets):
        for j in range(i + 1, len(sets)):
            if one & sets[j] and not (one <= sets[j] or sets[j] <= one):
                yield i + 1, j + 1


_READERS = {".json": _from_page, ".csv": _from_csv, ".xlsx": _from_xlsx}

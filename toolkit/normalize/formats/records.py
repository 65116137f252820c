"""Read articles from JSON, JSON Lines and CSV with any common column names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain, count
from typing import Any

from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.title import without_site
from toolkit.normalize.text.blocks import plain_blocks
from toolkit.normalize.text.draft import Draft, EngineName, Reader, Unreadable, as_json, why_not
from toolkit.normalize.text.encoding import tidy
from toolkit.normalize.text.phrases import field_names

NAMES = field_names("column")
"""Names of columns by the field that they stand for; the first that is not empty counts."""
_CONTAINERS = ("articles", "items", "results", "data", "documents", "docs", "response", "records")
_ARRAY = re.compile(r'\s*(?:\{\s*"\w+"\s*:\s*)?\[\s*(?=\{)')
"""The beginning of an array of records, alone or in an object."""
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_MOST_FAILED = 1000
"""Broken records of an array after which the rest is not read."""
_HOLDS_TEXT = {"text", "html"}
# NewsAPI gives the first 200 characters and says so at their end
_CUT = re.compile(r"\s*\[\+(\d+) chars\]\s*$")
_REMOVED = "[Removed]"
"""The text that NewsAPI gives for an article that its publisher withdrew."""
_MISSING = {"n/a", "na", "nan", "none", "null", "nat", "unknown", "n.d.", "-", "–", "?"}
_STRUCTURED = ("name", "title", "#text", "value", "text")


def read_json(text: str, engine: EngineName = "vote") -> Iterator[Reader]:
    """Readers of the records of a JSON document or JSON Lines.

    Raises:
        Unreadable: the text is neither.
    """
    try:
        loaded = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        array = _ARRAY.match(text)
        lines = _json_lines(text, error, engine)
        yield from _json_array(text, array.end(), engine) if array else lines
        return
    for number, record in enumerate(_records(loaded), 1):
        yield partial(read_record, record, f"record {number}", "json", engine)


def _json_array(text: str, start: int, engine: EngineName) -> Iterator[Reader]:
    """Readers of the records of an array in which at least one is broken."""
    decoder, failed = json.JSONDecoder(strict=False), 0
    for number in count(1):
        try:
            record, end = decoder.raw_decode(text, start)
            end -= 1
            yield partial(read_record, record, f"record {number}", "json", engine)
        except (ValueError, RecursionError) as problem:
            failed, end = failed + 1, start
            yield Unreadable(f"record {number} {_not_json(problem)}").refuse
        following = _NEXT.search(text, end) if failed < _MOST_FAILED else None
        if following is None:
            return
        start = following.end()


def _json_lines(text: str, error: Exception, engine: EngineName) -> Iterator[Reader]:
    numbered = enumerate(text.split("\n"), 1)
    lines = [(number, line) for number, line in numbered if line.strip()]
    if len(lines) < 2 and not (text.lstrip().startswith("{") and isinstance(error, ValueError)):
        raise Unreadable(f"{_not_json(error)}".removeprefix("is "))
    for number, line in lines:
        try:
            record = json.loads(line, strict=False)
        except (ValueError, RecursionError) as problem:
            yield Unreadable(f"line {number} {_not_json(problem)}").refuse
        else:
            yield partial(read_record, record, f"line {number}", "jsonl", engine)


def _not_json(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply to be an article"
    return f"is not JSON: {error}"


def _records(loaded: Any) -> list[Any]:
    if isinstance(loaded, list):
        return loaded
    if isinstance(loaded, dict) and not _HOLDS_TEXT & _fields(loaded).keys():
        for name in _CONTAINERS:
            inner = loaded.get(name)
            if isinstance(inner, list | dict):
                return _records(inner)
        if loaded and all(isinstance(value, dict) for value in loaded.values()):
            return list(loaded.values())  # records by their keys
    return [loaded]


def read_csv(text: str, engine: EngineName = "vote") -> Iterator[Reader]:
    """Readers of the rows of a CSV or TSV with a header row.

    Raises:
        Unreadable: no column holds text; the message names the columns found.
    """
    csv.field_size_limit(2**27)
    lines = io.StringIO(text).readlines()
    rows = _csv_rows(lines, _delimiter(text))
    header = next(rows, [])
    if isinstance(header, Unreadable):
        raise header
    columns = [c for c in header if c]
    if not _HOLDS_TEXT & _fields(dict.fromkeys(columns, "x")).keys():
        raise Unreadable(
            f"no column with the articles' text; the columns are {', '.join(columns)[:300]}; "
            f"name one of them text"
        )
    for number, row in enumerate(rows, 2):
        if isinstance(row, Unreadable):
            yield Unreadable(f"row {number}: {row}").refuse
        else:
            record = dict(zip(header, row, strict=False))
            yield partial(read_record, record, f"row {number}", "csv", engine)


def _csv_rows(lines: list[str], delimiter: str) -> Iterator[list[str] | Unreadable]:
    """The rows of a CSV; a row that is broken costs its own line alone."""
    start = width = 0
    while start < len(lines):
        end = start
        reader = csv.reader(lines[start:], delimiter=delimiter)
        try:
            for row in reader:
                width = width or len(row)
                taken = lines[end : start + reader.line_num]
                if _swallows_rows(taken, delimiter, width):
                    raise csv.Error("a quotation mark is not closed")
                end += len(taken)
                if row:
                    yield row
            return
        except csv.Error as error:
            yield Unreadable(f"CSV broken: {error}")
            start = end + 1


def _swallows_rows(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether the quotation marks of a row are wrong, and its further lines are rows themselves."""
    rows = (_strict([line], delimiter) for line in lines[1:])
    return (
        len(lines) > 1
        and all(r and len(r) == width for r in rows)
        and not _strict(lines, delimiter)
    )


def _strict(lines: list[str], delimiter: str) -> list[str]:
    """The first row of some lines; an empty one if their quotation marks are wrong."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    """The delimiter of the header; the articles themselves are full of commas."""
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max("\t;,|", key=header.count)
    return delimiter if delimiter in header else ","


def _fields(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Values of a record by the names of NAMES: of each the first column that is not empty."""
    by_name = {normalized_column(str(k)): v for k, v in record.items() if k}
    fields = {}
    for name, aliases in NAMES.items():
        value = next((by_name[a] for a in aliases if by_name.get(a) not in (None, "", [])), None)
        if value is not None:
            fields[name] = value
    return fields


def normalized_column(name: str) -> str:
    """The name of a column in lower case, its words joined by underscores.

    Example:
        >>> normalized_column("Pub. Date"), normalized_column(" Full Text: ")
        ('pub_date', 'full_text')
    """
    return "_".join(re.findall(r"\w+", name.lower()))


class NoArticle(Unreadable):
    """The record holds no article; the message names the record."""


def read_record(record: Any, where: str, extractor: str, engine: EngineName) -> Draft:
    """One record as an article.

    Raises:
        Unreadable: it holds none, or is broken; the message names the record.
    """
    try:
        return _draft(record, where, extractor, engine)
    except NoArticle:
        raise
    except Exception as error:
        raise Unreadable(f"{where}: {why_not(error, extractor)}") from error


def read_sheet(rows: Iterable[Mapping[str, str]], engine: EngineName) -> Iterator[Reader]:
    """Readers of the rows of a spreadsheet, which keep the columns that no field is named after."""
    for number, row in enumerate(rows, 2):
        yield partial(_sheet_row, row, f"row {number}", engine)


def _sheet_row(row: Mapping[str, str], where: str, engine: EngineName) -> Draft:
    known = set(chain.from_iterable(NAMES.values()))
    extra = {name: value for name, value in row.items() if normalized_column(name) not in known}
    return replace(read_record(row, where, "sheet", engine), extra=as_json(extra))


def _draft(record: Any, where: str, extractor: str, engine: EngineName) -> Draft:
    if not isinstance(record, Mapping):
        raise NoArticle(f"{where} is no record with named fields")
    fields = _fields(record)
    page = fields.pop("html", None) or fields.get("text")
    draft = read_page(tidy(str(page)), engine) if _is_markup(page) else None
    if draft is None:
        text, warnings = _without_cut_note(_string(fields.get("text")) or "")
        paragraphs = [b.text for b in plain_blocks(text) if b.kind == "paragraph"]
        if paragraphs == [_REMOVED]:
            raise NoArticle(f"{where} was removed at its source")
        if not paragraphs:
            raise NoArticle(f"{where} has no text (a list of addresses? Then collect them first)")
        draft = Draft(text="\n\n".join(paragraphs), extractor=extractor, warnings=warnings)
    given = {n: _string(fields[n]) for n in fields if n not in ("text", "byline")}
    byline = tuple(_strings(fields.get("byline"))) or draft.byline
    kept: dict[str, Any] = {n: v for n, v in given.items() if v}
    if kept.get("title") and kept.get("outlet"):
        kept["title"] = without_site(kept["title"], [kept["outlet"]], frozenset())
    return replace(draft, byline=byline, **kept)


def _without_cut_note(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the note that it is cut off, and a warning instead."""
    cut = _CUT.search(text)
    if cut is None:
        return text, ()
    return text[: cut.start()], (f"text cut off: {int(cut[1]):,} more characters at its source",)


def _is_markup(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip()[:1] == "<" and "</" in value


def _string(value: Any) -> str | None:
    """A value as one string: the name of an object, the joined paragraphs of a list."""
    return "\n\n".join(_strings(value)) or None


def _strings(value: Any) -> list[str]:
    """The strings in a value: all of a list, the name of an object."""
    if isinstance(value, Mapping):
        return _strings(next((value[k] for k in _STRUCTURED if value.get(k)), None))
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    text = "" if value is None else tidy(str(value)).strip()
    return [text] if text and text.casefold() not in _MISSING else []

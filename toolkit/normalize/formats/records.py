"""Read articles from JSON, JSON Lines and CSV with any common column names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.title import without_site
from toolkit.normalize.text.blocks import plain_blocks
from toolkit.normalize.text.draft import Draft, EngineName, Unreadable
from toolkit.normalize.text.encoding import tidy

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "articlebody", "article_text", "content", "fulltext", "full_text",
             "maintext", "main_text", "article", "story", "bodytext", "body_text"),
    "html": ("html", "raw_html", "content_html", "page"),
    "title": ("title", "headline", "heading", "head", "article_title"),
    "byline": ("authors", "author", "byline", "by", "creator", "writer", "reporter", "journalist"),
    "published_raw": ("published", "date", "published_at", "publishedat", "publish_date",
                      "date_publish", "datepublished", "publication_date", "pubdate", "pub_date",
                      "published_date", "alphadate", "date_published", "date_of_publication",
                      "time", "timestamp", "created_at", "day"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "medium", "media_name",
               "publication_title", "pubtitle", "paper", "newspaper_name", "media_outlet",
               "news_outlet", "outlet_name", "news_source", "journal", "site", "source_name",
               "domain", "source_domain", "media"),
    "url": ("url", "link", "uri", "href", "canonical_url", "web_url", "documenturl"),
    "section": ("section", "category", "rubric", "desk", "topic"),
    "language": ("language", "lang", "language_of_publication"),
}  # fmt: skip
_CONTAINERS = ("articles", "items", "results", "data", "documents", "docs", "response", "records")
_HOLDS_TEXT = {"text", "html"}
# NewsAPI gives the first 200 characters and says so at their end
_CUT = re.compile(r"\s*\[\+(\d+) chars\]\s*$")
_REMOVED = "[Removed]"
"""What NewsAPI has in place of an article that its publisher withdrew."""
_MISSING = {"n/a", "na", "nan", "none", "null", "nat", "unknown", "n.d.", "-", "–", "?"}
_STRUCTURED = ("name", "title", "#text", "value", "text")


def read_json(text: str, engine: EngineName = "vote") -> Iterator[Draft | Unreadable]:
    """The articles of a JSON document or JSON Lines, or the reason for each record without one.

    Raises:
        Unreadable: the text is neither.
    """
    try:
        loaded = json.loads(text, strict=False)
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply to be articles") from error
    except ValueError as error:
        yield from _json_lines(text, error, engine)
        return
    for number, record in enumerate(_records(loaded), 1):
        yield read_record(record, f"record {number}", "json", engine)


def _json_lines(text: str, error: ValueError, engine: EngineName) -> Iterator[Draft | Unreadable]:
    numbered = enumerate(text.split("\n"), 1)
    lines = [(number, line) for number, line in numbered if line.strip()]
    if len(lines) < 2 and not text.lstrip().startswith("{"):
        raise Unreadable(f"not JSON: {error}")
    for number, line in lines:
        try:
            record = json.loads(line, strict=False)
        except (ValueError, RecursionError) as problem:
            yield Unreadable(f"line {number} is not JSON: {problem}")
        else:
            yield read_record(record, f"line {number}", "jsonl", engine)


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


def read_csv(text: str, engine: EngineName = "vote") -> Iterator[Draft | Unreadable]:
    """The articles of a CSV or TSV with a header row.

    Raises:
        Unreadable: no column holds text; the message names the columns found.
    """
    csv.field_size_limit(2**27)
    reader = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        columns = [c for c in reader.fieldnames or [] if c]
        known = _fields(dict.fromkeys(columns, "x"))
        if not _HOLDS_TEXT & known.keys():
            raise Unreadable(
                f"no column with the articles' text; the columns are {', '.join(columns)[:300]}; "
                f"name one of them text"
            )
        for number, record in enumerate(reader, 2):
            yield read_record(record, f"row {number}", "csv", engine)
    except csv.Error as error:
        yield Unreadable(f"CSV broken: {error}")


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


def read_record(record: Any, where: str, extractor: str, engine: EngineName) -> Draft | Unreadable:
    """One record as an article, or the reason why it holds none."""
    if not isinstance(record, Mapping):
        return Unreadable(f"{where} is no record with named fields")
    fields = _fields(record)
    page = fields.pop("html", None) or fields.get("text")
    try:
        draft = read_page(tidy(str(page)), engine) if _is_markup(page) else None
    except Unreadable as error:
        return Unreadable(f"{where}: {error}")
    if draft is None:
        text, warnings = _without_cut_note(_string(fields.get("text")) or "")
        paragraphs = [b.text for b in plain_blocks(text) if b.kind == "paragraph"]
        if paragraphs == [_REMOVED]:
            return Unreadable(f"{where} was removed at its source")
        if not paragraphs:
            return Unreadable(f"{where} has no text (a list of addresses? Then collect them first)")
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

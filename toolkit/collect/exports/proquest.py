"""Read text exports of ProQuest; its spreadsheets are read as sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.collect.exports.clipping import Clipping

_RULE = re.compile(r"^_{20,}\s*$", re.M)
_FIELD = re.compile(r"^([A-Z][A-Za-z /-]{1,40}): ?(.*)$")
_AND = re.compile(r"\s+and\s*$", re.I)
_SURNAME = re.compile(r"([\w'’-]+), ([\w'’.-]+(?: [\w'’.-]+)?)$")
_FIRST = {"Title", "Author", "Publication info", "Full text", "Abstract", "Subject"}
"""Fields with which a record may begin."""
_NAMES = {
    "Title": "title",
    "Author": "byline",
    "Publication title": "outlet",
    "Publication date": "published_raw",
    "Section": "section",
    "Language of publication": "language",
    "Document URL": "url",
}


def is_proquest(text: str) -> bool:
    """Whether a text is a ProQuest export.

    Example:
        >>> is_proquest("Title: A\\n\\nFull text: B\\n\\nProQuest document ID: 1")
        True
    """
    return "ProQuest document ID:" in text and "Full text:" in text


def proquest_text(text: str) -> Iterator[Clipping]:
    """The articles of a text export."""
    for record in _RULE.split(text):
        title, fields = _title(record)
        body = fields.pop("Full text", [])
        if not body:
            continue
        joined = {**title, **{name: " ".join(lines) for name, lines in fields.items()}}
        joined["Author"] = _in_order(joined.get("Author", ""))
        ours = {_NAMES[n]: value for n, value in joined.items() if n in _NAMES and value}
        extra = {n: value for n, value in joined.items() if n not in _NAMES and value}
        yield Clipping("\n\n".join(body), "proquest", extra=extra, **ours)  # type: ignore[arg-type]


def _title(record: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The title in the first line, unless that is a field, and the fields below it."""
    first, _, rest = record.strip().partition("\n")
    match = _FIELD.match(first)
    if match and match[1] in _FIRST:
        return {}, _fields(record)
    return {"Title": first}, _fields(rest)


def _in_order(authors: str) -> str:
    """Names such as "Brook, Ada; Reed, Tom And" with the first name first."""
    names = [_SURNAME.sub(r"\2 \1", name.strip()) for name in _AND.sub("", authors).split(";")]
    return "; ".join(names)


def _fields(record: str) -> dict[str, list[str]]:
    """Lines by field; the full text ends only at a field that can follow it."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in record.splitlines():
        match = _FIELD.match(line.strip())
        if match and (name != "Full text" or match[1] in _AFTER):
            name = match[1]
            fields[name] = [match[2]] if match[2] else []
        elif name and line.strip():
            fields[name].append(line.strip())
    return fields


_AFTER = {"Subject", "Location", "People", "Company / organization", "Title", "Publication title",
          "Publication date", "Publication info", "Publication year", "Section", "Publisher",
          "Credit", "Copyright", "Identifier / keyword", "Pages", "First page"}  # fmt: skip

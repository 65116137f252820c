"""Read text exports of ProQuest; its spreadsheets are read as sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.normalize.text.draft import Draft, as_json

_RULE = re.compile(r"^_{20,}\s*$", re.M)
_FIELD = re.compile(r"^([A-Z][A-Za-z /-]{1,40}): ?(.*)$")
_AND = re.compile(r"\s+and\s*$", re.I)
_SURNAME = re.compile(r"([\w'’-]+), ([\w'’.-]+(?: [\w'’.-]+)?)$")
_FIRST = {"Title", "Author", "Publication info", "Full text", "Abstract", "Subject"}
"""Fields with which a record may begin."""


def is_proquest(text: str) -> bool:
    """Whether a text is a ProQuest export.

    Example:
        >>> is_proquest("Title: A\\n\\nFull text: B\\n\\nProQuest document ID: 1")
        True
    """
    return "ProQuest document ID:" in text and "Full text:" in text


def proquest_text(text: str) -> Iterator[Draft]:
    """The articles of a text export."""
    for record in _RULE.split(text):
        fields = _with_title(record)
        if body := fields.pop("Full text", None):
            given = {name: " ".join(lines) for name, lines in fields.items() if lines}
            yield Draft(
                text="\n\n".join(body),
                extractor="proquest",
                title=given.pop("Title", None),
                byline=(_in_order(given.pop("Author", "")),),
                published_raw=given.pop("Publication date", None),
                section=given.pop("Section", None),
                language=given.pop("Language of publication", None),
                outlet=given.pop("Publication title", None),
                url=given.pop("Document URL", None),
                extra=as_json(given),
            )


def _with_title(record: str) -> dict[str, list[str]]:
    """Lines by field; the first line is the title, unless it is a field."""
    first, _, rest = record.strip().partition("\n")
    match = _FIELD.match(first)
    is_field = match is not None and match[1] in _FIRST
    return _fields(record) if is_field else {"Title": [first], **_fields(rest)}


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

"""Read full documents that Nexis Uni exports to Word and RTF, and old Nexis text.

A document is its headline, the publication, the date, a copyright line, labelled lines, "Body", the
paragraphs, labelled lines again and "End of Document". The order is that of
garth74/nexis-uni-parser (RTF) and LeidenUniversityLibrary/nexis-analysis (Word).

In old text, a document begins with "2 of 4 DOCUMENTS"; publication, date and edition are centred
above the headline, labels are in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from toolkit.normalize.text.draft import Draft, as_json

_END = "End of Document"
_LABEL = re.compile(
    r"(Section|Length|Byline|Dateline|Highlight|Language|Publication-Type|Subject|Company|Industry|"
    r"Geographic|Person|Load-Date|Organization|Journal Code|Document-Type|Series|Graphic)"
    r":\s*(.*)"
)
_COPYRIGHT = re.compile(r"(?:Copyright|©)", re.I)
_EDITION = re.compile(r"(?:Edition \d|(?:\w+ ){1,4}edition\b).{0,60}", re.I)
_DATE = re.compile(r"[A-Z]\w+ \d{1,2}, (?:19|20)\d\d\b|\d{1,2} [A-Z]\w+ (?:19|20)\d\d\b")
_NUMBER = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$", re.M)
_RIGHTS = re.compile(r"^[ \t]*(?:copyright|©|all rights reserved).*\n?", re.I | re.M)
_LOAD_DATE = re.compile(r"^[ \t]*LOAD-DATE:.*$", re.M)
_OLD_LABEL = re.compile(r"([A-Z]{4,}(?:-[A-Z]+)?):\s*(.*)")
_INDENT = re.compile(r"\s{3,}")


_MESSAGE = 120
"""Characters of a message in place of an article that are reported."""


def split_after(lines: Iterable[str], is_last: Callable[[str], object]) -> Iterator[list[str]]:
    """Split lines into documents by their last lines; lines after the last document are dropped.

    Example:
        >>> list(split_after(["One", "End", "Two", "End", "3"], lambda line: line == "End"))
        [['One', 'End'], ['Two', 'End']]
    """
    document: list[str] = []
    for line in lines:
        document.append(line)
        if is_last(line):
            yield document
            document = []


def is_nexis(lines: list[str]) -> bool:
    """Whether lines are those of a Nexis Uni export.

    Example:
        >>> is_nexis(["Ferry runs again", "Body", "The ferry ran.", "End of Document"])
        True
    """
    return _END in lines and "Body" in lines


def is_old_nexis(text: str) -> bool:
    """Whether a text is an export of the old Nexis.

    Example:
        >>> is_old_nexis("1 of 4 DOCUMENTS\\n\\nThe Courier\\n\\nLENGTH: 9 words")
        True
    """
    # no \s: of many empty lines it would read each as often as there are lines
    labelled = re.compile(r"^[ \t]*(?:HEADLINE|BODY):", re.M)
    return "LENGTH:" in text and bool(_NUMBER.search(text) or labelled.search(text))


def old_nexis_text(text: str) -> Iterator[Draft]:
    """The articles of an export of the old Nexis; of a document without text an empty one."""
    numbered = _NUMBER.split(text)[1:]
    for document in numbered or filter(str.strip, _LOAD_DATE.split(text)):
        parts = re.split(r"\n[ \t]*\n", document.strip("\n"))
        yield _old_draft([part.strip("\n") for part in parts if part.strip()])


def _old_draft(parts: list[str]) -> Draft:
    length = next((i for i, part in enumerate(parts) if part.startswith("LENGTH:")), None)
    if length is None:
        return Draft("", "nexis", warnings=(_line(" ".join(parts))[:_MESSAGE],))
    end = next((i for i in range(length, len(parts)) if parts[i].startswith(_AFTER)), len(parts))
    body = next((i for i in range(length, end) if not _label(parts[i])), end)
    labels = dict(filter(None, map(_label, [*parts[:body], *parts[end:]])))
    above = (_RIGHTS.sub("", part) for part in parts[:length] if not _label(part))
    plain = [part.strip("\n") for part in above if part.strip()]
    indented = [part for part in plain if _INDENT.match(part)]
    centred = [line.strip() for part in indented or plain for line in part.split("\n")]
    title = next((_line(p) for p in plain if indented and not _INDENT.match(p)), None)
    return Draft(
        text="\n\n".join(re.sub("^BODY: ?", "", _line(part)) for part in parts[body:end]),
        extractor="nexis",
        title=labels.pop("Headline", None) or title,
        outlet=next((line for line in centred if not _DATE.match(line)), None),
        published_raw=_day(next(filter(_DATE.match, centred), None)),
        byline=(labels.pop("Byline", ""),),
        section=labels.pop("Section", "").split(";")[0] or None,
        language=labels.get("Language"),
        extra=as_json(labels),
    )


def _label(part: str) -> tuple[str, str] | None:
    """Name and value of a labelled part, such as "LENGTH: 212 words"."""
    match = _OLD_LABEL.match(_line(part))
    return (match[1].capitalize(), match[2]) if match and match[1] != "BODY" else None


_AFTER = ("LOAD-DATE:", "LANGUAGE:", "PUBLICATION-TYPE:", "SUBJECT:", "GRAPHIC:")


def _line(part: str) -> str:
    return " ".join(part.split())


def nexis_lines(lines: Iterable[str]) -> Iterator[Draft]:
    """The articles in the lines of an export; other lines between them are skipped."""
    for document in split_after(lines, lambda line: line == _END):
        if "Body" in document:
            yield _draft([line for line in document[:-1] if line])


def _draft(lines: list[str]) -> Draft:
    body = lines.index("Body")
    head, rest = lines[:body], lines[body + 1 :]
    ends = (i for i, line in enumerate(rest) if line.startswith("Load-Date:"))
    end = rest.index("Classification") if "Classification" in rest else next(ends, len(rest))
    matches = map(_LABEL.match, [*head, *rest[end:]])
    labels = {m[1]: m[2] for m in matches if m and m[2]}
    plain = [line for line in head if not _LABEL.match(line) and not _COPYRIGHT.match(line)]
    plain = [line for line in plain if not _EDITION.fullmatch(line)]
    # a list of documents and page numbers may precede the first headline
    title, outlet, day = ([None] * 3 + plain)[-3:] if len(plain) >= 3 else (plain + [None] * 3)[:3]
    rights = [line for line in head if _COPYRIGHT.match(line)]
    return Draft(
        text="\n\n".join(rest[:end]),
        extractor="nexis",
        title=title,
        outlet=outlet,
        published_raw=_day(day),
        byline=(labels.pop("Byline", ""),),
        section=labels.pop("Section", "").split(";")[0] or None,
        language=labels.get("Language"),
        extra=as_json({**labels, **({"Copyright": rights[0]} if rights else {})}),
    )


def _day(text: str | None) -> str | None:
    """A date such as "March 4, 2025 Tuesday 10:15 AM GMT" without its day of the week."""
    days = r"\s*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?"
    return re.sub(days, "", text).strip() if text else None

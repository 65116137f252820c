"""Read full documents that Nexis Uni exports to Word and RTF.

A document is its headline, the publication, the date, a copyright line, labelled lines, "Body", the
paragraphs, labelled lines again and "End of Document". The order is that of
garth74/nexis-uni-parser (RTF) and LeidenUniversityLibrary/nexis-analysis (Word).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.collect.exports.clipping import Clipping, split_after

_END = "End of Document"
_LABEL = re.compile(
    r"(Section|Length|Byline|Dateline|Highlight|Language|Publication-Type|Subject|Company|Industry|"
    r"Geographic|Person|Load-Date|Organization|Journal Code|Document-Type|Series|Graphic)"
    r":\s*(.*)"
)
_COPYRIGHT = re.compile(r"(?:Copyright|©)", re.I)


def is_nexis(lines: list[str]) -> bool:
    """Whether lines are those of a Nexis Uni export.

    Example:
        >>> is_nexis(["Ferry runs again", "Body", "The ferry ran.", "End of Document"])
        True
    """
    return _END in lines and "Body" in lines


def nexis_lines(lines: Iterable[str]) -> Iterator[Clipping]:
    """The articles in the lines of an export; other lines between them are skipped."""
    for document in split_after(lines, lambda line: line == _END):
        if "Body" in document:
            yield _clipping([line for line in document[:-1] if line])


def _clipping(lines: list[str]) -> Clipping:
    body = lines.index("Body")
    head, rest = lines[:body], lines[body + 1 :]
    ends = (i for i, line in enumerate(rest) if line.startswith("Load-Date:"))
    end = rest.index("Classification") if "Classification" in rest else next(ends, len(rest))
    matches = map(_LABEL.match, [*head, *rest[end:]])
    labels = {m[1]: m[2] for m in matches if m and m[2]}
    plain = [line for line in head if not _LABEL.match(line) and not _COPYRIGHT.match(line)]
    # a list of documents and page numbers may precede the first headline
    title, outlet, day = ([None] * 3 + plain)[-3:] if len(plain) >= 3 else (plain + [None] * 3)[:3]
    rights = [line for line in head if _COPYRIGHT.match(line)]
    return Clipping(
        text="\n\n".join(rest[:end]),
        source="nexis",
        title=title,
        outlet=outlet,
        published_raw=_day(day),
        byline=labels.pop("Byline", None),
        section=(labels.pop("Section", "").split(";")[0] or None),
        language=_LANGUAGES.get(labels.get("Language", "").split(";")[0].strip().upper()),
        extra={**labels, **({"Copyright": rights[0]} if rights else {})},
    )


def _day(text: str | None) -> str | None:
    """A date such as "March 4, 2025 Tuesday 10:15 AM GMT" without its day of the week."""
    days = r"\s*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?"
    return re.sub(days, "", text).strip() if text else None


_LANGUAGES = {"ENGLISH": "en", "GERMAN": "de", "FRENCH": "fr", "SPANISH": "es", "DUTCH": "nl",
              "ITALIAN": "it", "PORTUGUESE": "pt"}  # fmt: skip

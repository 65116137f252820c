"""One coder's sheet as it is understood: quotes found in their text, faults told by their row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.derived_labels import finished
from toolkit.validate.coding.gold import Coded
from toolkit.validate.coding.locate import located
from toolkit.validate.shared.standoff import Spans

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
        blind: whether the coder saw nothing of what the machine found.
        notes: what the coder noted on articles, by their name.
    """

    coder: str
    coded: dict[str, Coded] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)
    blind: bool = True
    notes: dict[str, str] = field(default_factory=dict)

    def complain(self, row: object, article: str, problem: str) -> None:
        """Add a problem."""
        self.problems.append(
            {"sheet": self.coder, "row": row, "article": article, "problem": problem}
        )


def coded_article(sheet: Sheet, text: Coded, quotes: Iterable[tuple[object, Row]]) -> Coded:
    """An article with the quotes of a sheet that are in it.

    Args:
        sheet: complained to of the others.
        text: the article.
        quotes: where each stands in the sheet, and what is given of it.
    """
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
    made["why"] = given.get("why") or None
    for role in ("cue", "source", "reason"):
        made |= _role(sheet, text, row, role, given, segments[0][0])
    for name, allowed in choices().items():
        made[name] = _label(sheet, text.name, row, name, given.get(name), allowed)
    made["anonymous"] = made["anonymous"] == "true"
    made["anonymity"] = int(made["anonymity"]) if made["anonymity"] else None
    return made


def _segments(text: Coded, given: Row) -> Spans:
    known = given.get("segments")
    if known and isinstance(known, list) and all(_is_span(s, text) for s in known):
        return tuple((a, b) for a, b in known)
    content = given.get("content") or ()
    parts = _PARTS.split(content) if isinstance(content, str) else content
    words = [str(p) for p in parts if p] if isinstance(parts, list | tuple) else []
    return located(text.text, words)


def _is_span(value: object, text: Coded) -> bool:
    """Whether a place is one of the text: start and end, whole numbers."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    start, end = value
    return type(start) is int and type(end) is int and 0 <= start < end <= len(text.text)


def _role(
    sheet: Sheet, text: Coded, row: object, role: str, given: Row, near: int
) -> dict[str, object]:
    span, words = given.get(f"{role}_span"), given.get(role)
    if span and not _is_span(span, text):
        sheet.complain(row, text.name, f"{role} is not at a place of the article: {span!r}")
        span = None
    if not span and isinstance(words, str) and words:
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

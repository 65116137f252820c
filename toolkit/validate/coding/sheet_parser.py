"""Parses the quotes of a coder's sheet: locates their words and derives labels from the places.

Problems are recorded by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Any

from toolkit.annotate.rows import quote_type
from toolkit.annotate.text import document
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.validate.coding.codebook import choices
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.shared.quote_matching import Span, Spans, characters


def with_derived_labels(text: CodedArticle, quotes: Iterable[Row]) -> CodedArticle:
    """An article with these quotes in reading order, with quote_type, content, in_title, parent.

    Args:
        text: the article; its quotes are replaced.
        quotes: quotes with their `segments`.

    Example:
        >>> text = CodedArticle("a", 'Ada Reed said: "No ferry."', 0)
        >>> with_derived_labels(text, [{"segments": [[15, 26]]}]).quotes[0]["quote_type"]
        'direct'
    """
    marks = outer_quotations(text.text)
    rows = sorted(quotes, key=lambda q: (q["segments"][0][0], -q["segments"][-1][1]))
    places = [characters(row) for row in rows]
    labelled = tuple(
        {
            **row,
            "content": [text.text[a:b] for a, b in row["segments"]],
            "quote_type": quote_type(
                text.text, [document.Span(*s) for s in row["segments"]], marks
            ),
            "in_title": row["segments"][0][0] < text.body,
            "parent": _parent(places, number),
            "aliases": row.get("aliases", []),
        }
        for number, row in enumerate(rows)
    )
    return replace(text, quotes=labelled)


def _parent(places: Sequence[frozenset[int]], number: int) -> int | None:
    """Number of the smallest quote that contains a quote."""
    around = [(len(other), i) for i, other in enumerate(places) if places[number] < other]
    return min(around)[1] if around else None


_SAME = {
    **dict.fromkeys("'’‘", "['’‘`]"),
    **dict.fromkeys('"“”', '["“”„«»]'),
    **dict.fromkeys("-–—", "[-–—]"),
}


def locate(text: str, parts: Sequence[str], near: int | None = None) -> Spans:
    """The span of each part, one after the other; empty if one of them is not in the text.

    Args:
        text: the text to search.
        parts: passages of it, as somebody copied them.
        near: offset; of several matches the nearest is taken, without it the first.

    Example:
        >>> locate("She said “no”.", ['"no"'])
        ((9, 13),)
    """
    spans: list[Span] = []
    for part in parts:
        after = spans[-1][1] if spans else 0
        places = [m.span() for m in _pattern(part).finditer(text)]
        later = [p for p in places if p[0] >= after]
        if not later:
            return ()
        spans.append(later[0] if near is None else min(places, key=lambda p: abs(p[0] - near)))
    return tuple(spans)


def _pattern(words: str) -> re.Pattern[str]:
    pieces = ["".join(_SAME.get(c, re.escape(c)) for c in piece) for piece in words.split()]
    return re.compile(r"\s+".join(pieces), re.IGNORECASE)


PROBLEMS = ("sheet", "row", "article", "problem")
_ELLIPSIS = re.compile(r"\s*(?:…|\[\.\.\.\])\s*")
_BOOLEANS = {
    **dict.fromkeys(("1", "yes", "wahr", "vrai"), "true"),
    **dict.fromkeys(("0", "no", "falsch", "faux"), "false"),
}
Row = dict[str, Any]


@dataclass
class Sheet:
    """The coding of one coder.

    Attributes:
        coder: name; the file's name if the sheet does not give one.
        coded: the completed articles by name, also those without quotes.
        problems: problems by row, with the keys of `PROBLEMS`.
        blind: whether the coder saw nothing of the annotations.
        notes: the coder's notes on articles, by name.
    """

    coder: str
    coded: dict[str, CodedArticle] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)
    blind: bool = True
    notes: dict[str, str] = field(default_factory=dict)

    def add_problem(self, row: object, article: str, problem: str) -> None:
        """Add a problem."""
        values = (self.coder, row, article, problem)
        self.problems.append(dict(zip(PROBLEMS, values, strict=True)))


def coded_article(
    sheet: Sheet, text: CodedArticle, quotes: Iterable[tuple[object, Row]]
) -> CodedArticle:
    """An article with those quotes of a sheet that are in its text.

    Args:
        sheet: gets the problems.
        text: the article.
        quotes: the row of each quote in the sheet, and its fields.
    """
    rows = ((cells, partial(sheet.add_problem, row, text.name)) for row, cells in quotes)
    parsed = [quote for cells, tell in rows if (quote := _quote(text, cells, tell))]
    coded = with_derived_labels(text, parsed)
    for one, other in _crossing(coded.quotes):
        sheet.add_problem(f"{one}, {other}", text.name, "two quotes overlap in part: both are kept")
    return coded


Tell = Callable[[str], None]
"""Adds a problem to the row of a sheet."""


def _quote(text: CodedArticle, cells: Row, tell: Tell) -> Row | None:
    """One quote with its spans and labels; None if its content is not in the text."""
    segments = _segments(text, cells)
    if not segments:
        content = str(cells.get("content") or "nothing")[:60]
        tell(f"content is not in the article: {content!r}; left out")
        return None
    quote: Row = {"segments": [list(s) for s in segments]}
    quote |= {name: cells.get(name) or None for name in ("speaker", "why")}
    for role in ("cue", "source", "reason"):
        quote |= _role(text, role, cells, segments[0][0], tell)
    for name, allowed in choices().items():
        quote[name] = _label(name, cells.get(name), allowed, tell)
    quote["anonymous"] = quote["anonymous"] == "true"
    quote["anonymity"] = int(quote["anonymity"]) if quote["anonymity"] else None
    return quote


def _segments(text: CodedArticle, cells: Row) -> Spans:
    known = cells.get("segments")
    if known and isinstance(known, list) and all(_is_span(s, text) for s in known):
        return tuple((a, b) for a, b in known)
    content = cells.get("content") or ()
    parts = _ELLIPSIS.split(content) if isinstance(content, str) else content
    words = [str(p) for p in parts if p] if isinstance(parts, list | tuple) else []
    return locate(text.text, words)


def _is_span(value: object, text: CodedArticle) -> bool:
    """Whether a value is a span of the text: start and end, integers."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    start, end = value
    return type(start) is int and type(end) is int and 0 <= start < end <= len(text.text)


def _role(text: CodedArticle, role: str, cells: Row, near: int, tell: Tell) -> Row:
    span, words = cells.get(f"{role}_span"), cells.get(role)
    if span and not _is_span(span, text):
        tell(f"{role} is not at a place of the article: {span!r}")
        span = None
    if not span and isinstance(words, str) and words:
        spans = locate(text.text, [words], near)
        span = list(spans[0]) if spans else None
        if not spans:
            tell(f"{role} is not in the article: {words[:60]!r}")
    return {f"{role}_span": span, role: text.text[slice(*span)] if span else None}


def _label(name: str, cell: object, allowed: Sequence[str], tell: Tell) -> str | None:
    value = str(cell if cell is not None else "").strip().casefold().replace(" ", "_")
    value = value.removesuffix(".0").removesuffix(",0")
    if name == "anonymous":
        value = _BOOLEANS.get(value, value)
    if not value:
        tell(f"{name} is empty: kept without it")
    elif value not in allowed:
        tell(f"no {name} {cell!r}: choose {', '.join(allowed)}")
    return value if value in allowed else None


def _crossing(quotes: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of quotes, numbered from 1, that overlap without one containing the other."""
    numbered = enumerate(map(characters, quotes), start=1)
    return [
        (i, j)
        for (i, one), (j, other) in combinations(numbered, 2)
        if one & other and not (one <= other or other <= one)
    ]

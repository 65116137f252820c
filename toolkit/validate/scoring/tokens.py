"""Tokens of a text for scoring attribution: which are in a span, which in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from toolkit.validate.shared.quote_matching import Span

Tokens = frozenset[int]

_TOKEN = re.compile(r"[^\W_]+")
_MARK = re.compile("[\"\u201c\u201d\u201e\u201f\u00ab\u00bb]|''|``")
_BREAK = re.compile(r"[,(\[;:\u2014\n]|--")
_PREPOSITIONS = {
    "of", "for", "from", "in", "on", "at", "to", "by", "with", "who", "whom", "whose", "that",
    "which", "and", "or", "as", "about", "near", "against",
}  # fmt: skip


class TokenText:
    """A text split into runs of letters and digits, numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Span] = [m.span() for m in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in self.tokens]
        inside = _quoted(text)
        self.quoted = frozenset(i for i, (start, _) in enumerate(self.tokens) if inside[start])

    def within(self, spans: Iterable[Span]) -> Tokens:
        """Numbers of the tokens with at least one character in one of the spans."""
        return frozenset(i for start, end in spans for i in self._between(start, end))

    def _between(self, start: int, end: int) -> range:
        start, end = max(0, start), min(end, len(self.text))
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.tokens[first][1] <= start:
            first += 1
        return range(first, bisect_right(self._starts, end - 1)) if end > start else range(0)

    def head(self, spans: Iterable[Span]) -> int | None:
        """Rough head of a name: the last token before the first comma, bracket or preposition."""
        last = None
        for i in sorted(self.within(spans)):
            start, end = self.tokens[i]
            word = self.text[start:end]
            if last is not None:
                gap = self.text[self.tokens[last][1] : start]
                if _BREAK.search(gap) or word.lower() in _PREPOSITIONS:
                    break
                if word == "s" and gap in ("'", "\u2019"):
                    continue
            last = i
        return last

    def quote_type(self, content: Tokens) -> str:
        """direct (nine tokens in ten inside quotation marks), indirect (none) or mixed."""
        share = len(content & self.quoted) / len(content)
        return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"

    def edge_quoted(self, spans: Iterable[Span]) -> bool:
        """Whether a content begins or ends with a quotation mark."""
        spans = list(spans)
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        around = self.text[max(0, start - 1) : start + 2], self.text[max(0, end - 2) : end + 1]
        return any(_MARK.search(part) for part in around)


def _quoted(text: str) -> bytearray:
    """1 for each character inside double quotation marks, paragraph by paragraph.

    A quotation left open runs to the end of its paragraph; one never opened begins at its start.
    """
    inside = bytearray(len(text) + 1)
    for paragraph in re.finditer(r"[^\n]+", text):
        base = paragraph.start()
        for start, end in _quotations(paragraph[0]):
            inside[base + start : base + end] = b"\1" * (end - start)
    return inside


def _quotations(text: str) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        opening = mark in "\u201c\u201e\u00ab``" or (mark not in "\u201d\u00bb" and opened is None)
        if opening and opened is None:
            opened = at
        elif not opening and opened is not None:
            spans.append((opened, at))
            opened = None
        elif not opening:
            spans.append((0, at))
    return [*spans, (opened, len(text))] if opened is not None else spans

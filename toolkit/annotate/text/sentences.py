"""Sentences by punctuation, without a parser."""

from __future__ import annotations

import re

from toolkit.annotate.text.document import Span

_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|St|No|vs|Jr|Sr|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|Ala|Ariz|Calif|Colo|Conn|Fla|Ill|Mass|Mich|Minn"
    r"|Nev|Okla|Pa|Tenn|Tex|Va|Wash|Wis)|\b[A-Z])\.$"
)
_OPENING = re.compile(r"(?:^|[\n\"“‘'(]|[.!?:][\"”’]?\s+)$")


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order.

    Example:
        >>> [s.start for s in sentences("Mr. Reed came. He left.")]
        [0, 15]
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        point = match.start() + 1
        if match[0][0] == "." and _ABBREVIATION.search(text, max(start, point - 7), point):
            continue
        if text[start:point].strip():
            spans.append(Span(start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append(Span(start, len(text)))
    return spans


def sentence_at(text: str, area: Span, place: int) -> Span:
    """The sentence of a character, as far as it lies in a stretch of text.

    Example:
        >>> sentence_at("He left. It rained. We saw.", Span(0, 27), 12)
        Span(start=9, end=19)
    """
    for start, end in sentences(text[slice(*area)]):
        if place < area.start + end:
            words = text[area.start + start : area.start + end].rstrip()
            return Span(area.start + start, area.start + start + len(words))
    return area

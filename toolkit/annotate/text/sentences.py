"""Sentences by their marks: enough for reference, at no cost of a parse."""

from __future__ import annotations

import re

from toolkit.annotate.text.document import Span

_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_POINT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|St|No|vs|Jr|Sr|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|Ala|Ariz|Calif|Colo|Conn|Fla|Ill|Mass|Mich|Minn"
    r"|Nev|Okla|Pa|Tenn|Tex|Va|Wash|Wis)|\b[A-Z])\.$"
)


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order.

    Example:
        >>> [s.start for s in sentences("Mr. Reed came. He left.")]
        [0, 15]
    """
    found, start = [], 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _POINT.search(
            text, max(start, match.start() - 6), match.start() + 1
        ):
            continue
        if text[start : match.start() + 1].strip():
            found.append(Span(start, match.end()))
        start = match.end()
    if text[start:].strip():
        found.append(Span(start, len(text)))
    return found

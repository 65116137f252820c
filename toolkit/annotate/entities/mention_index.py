"""Index of the mentions by name of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.document import Span

_TOGETHER = re.compile(r",? and (?:[\w’'-]+ ){0,4}")
Named = tuple[Span, Actor]


class MentionIndex:
    """Mentions by name in the order of the text, found by place.

    Args:
        actors: of an article.
        text: of the article.
    """

    def __init__(self, actors: Sequence[Actor], text: str = "") -> None:
        self._text = text
        self.all = sorted(((m.chars, a) for a in actors for m in a.mentions), key=lambda x: x[0])
        self._starts = [chars.start for chars, _ in self.all]

    def between(self, start: int, end: int) -> list[Named]:
        """Names that begin in a stretch of text."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def inside(self, chars: Span) -> list[Named]:
        """Names inside a stretch of text."""
        return [(c, a) for c, a in self.between(*chars) if c.end <= chars.end]

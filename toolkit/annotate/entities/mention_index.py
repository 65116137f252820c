"""Index of the mentions by name of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

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

    def pair(self, start: int, end: int) -> Actor | None:
        """The first of two people whom a stretch names together at its end: "they", "both"."""
        near = self._people(start, end)[-2:]
        return near[0][1] if len(near) == 2 and self._together(*near) else None

    def pair_before(self, end: int) -> Actor | None:
        """The first of the two people who were last named together: "both men"."""
        pairs = pairwise(reversed(self._people(0, end)))
        return next((left[1] for right, left in pairs if self._together(left, right)), None)

    def _people(self, start: int, end: int) -> list[Named]:
        return [(c, a) for c, a in self.between(start, end) if a.actor_type == "person"]

    def _together(self, left: Named, right: Named) -> bool:
        between = self._text[left[0].end : right[0].start]
        return left[1] is not right[1] and _TOGETHER.fullmatch(between) is not None

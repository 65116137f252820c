"""Stretches of an article's text, and its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")


class Span(NamedTuple):
    """A stretch of the article's text: its first character, and one past its last."""

    start: int
    end: int

    def within(self, other: Span) -> bool:
        """Whether it lies inside another stretch."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Whether it shares a character with another stretch."""
        return self.start < other.end and other.start < self.end


def hull(spans: Iterable[Span | None]) -> Span:
    """From the first to the last character of several stretches.

    Example:
        >>> hull([Span(4, 6), None, Span(0, 2)])
        Span(start=0, end=6)
    """
    parts = [span for span in spans if span]
    return Span(min(p.start for p in parts), max(p.end for p in parts))


def gaps(area: Span, holes: Iterable[Span]) -> Iterator[Span]:
    """The parts of a stretch outside others.

    Example:
        >>> list(gaps(Span(0, 9), [Span(2, 4), Span(6, 9)]))
        [Span(start=0, end=2), Span(start=4, end=6)]
    """
    start = area.start
    for hole in sorted(h for h in holes if h.overlaps(area)):
        if hole.start > start:
            yield Span(start, hole.start)
        start = max(start, hole.end)
    if start < area.end:
        yield Span(start, area.end)


@dataclass(frozen=True)
class Document:
    """An article's text, in which each line with words is a paragraph.

    Example:
        >>> Document("One.\\n\\nTwo.").paragraph_of(6)
        1
    """

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start() for m in _LINE.finditer(self.text) if not m[0].isspace()]

    def paragraph_of(self, start: int) -> int:
        """Number of the paragraph that contains a character, from 0."""
        return max(0, bisect_right(self._starts, start) - 1)

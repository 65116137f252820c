"""Stretches of text by spaCy's parse: noun phrases, clauses, what is around a clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.annotate.text.document import Paragraph, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TRIM_LEFT = " ,;:–—-"
_TRIM_RIGHT = " ,;:.–—-"


def phrase(paragraph: Paragraph, head: Token, upto: Token | None = None) -> Span:
    """The noun phrase of a head, without a clause that hangs on it."""
    first, last = head.left_edge, head.right_edge
    clause = next((c for c in head.rights if c.dep_ in ("relcl", "acl", "advcl")), upto)
    if clause is not None and clause.left_edge.i > head.i:
        last = paragraph.doc[clause.left_edge.i - 1]
    if last.dep_ == "case" and last.head is head:
        last = paragraph.doc[last.i - 1]
    chars = Span(paragraph.chars(first).start, paragraph.chars(last).end)
    return trimmed(paragraph, chars) or chars


def complement(paragraph: Paragraph, clause: Token, cue: Span, source: Span | None) -> Span:
    """A clause without its "that", cut where the cue or the source begins or ends."""
    first, last = clause.left_edge, clause.right_edge
    if first.lower_ in ("that", "if", "whether") and first.dep_ == "mark":
        first = paragraph.doc[first.i + 1]
    chars = Span(paragraph.chars(first).start, paragraph.chars(last).end)
    for other in (cue, source):
        if other and chars.start < other.start < chars.end:
            chars = Span(chars.start, other.start)
        elif other and chars.start < other.end <= chars.end:
            chars = Span(other.end, chars.end)
    return trimmed(paragraph, chars) or Span(chars.start, chars.start)


def around(paragraph: Paragraph, cue: Token, source: Span | None) -> list[Span]:
    """The sentence without the parenthetical clause of the cue."""
    cue_chars = paragraph.chars(cue)
    start = min(cue_chars.start, source.start) if source else cue_chars.start
    end = max(cue_chars.end, source.end) if source else cue_chars.end
    return without(paragraph.chars(cue.sent), [Span(start, end)], paragraph)


def without(whole: Span, holes: list[Span], paragraph: Paragraph) -> list[Span]:
    """A stretch without the holes in it; pieces of less than two letters are none."""
    pieces, start = [], whole.start
    for hole in holes:
        pieces.append(Span(start, hole.start))
        start = hole.end
    pieces.append(Span(start, whole.end))
    found = (trimmed(paragraph, piece) for piece in pieces)
    return [t for t in found if t and re.search(r"\w.*\w", words_at(paragraph, t), re.S)]


def trimmed(paragraph: Paragraph, chars: Span) -> Span | None:
    """A stretch without blanks and marks at its edges; None if nothing is left."""
    text = words_at(paragraph, chars)
    start = chars.start + len(text) - len(text.lstrip(_TRIM_LEFT))
    end = chars.end - (len(text) - len(text.rstrip(_TRIM_RIGHT)))
    return Span(start, end) if end > start else None


def words_at(paragraph: Paragraph, chars: Span) -> str:
    """What stands at a stretch of the text, as far as the paragraph has it."""
    return paragraph.doc.text[
        max(0, chars.start - paragraph.start) : max(0, chars.end - paragraph.start)
    ]

"""Sources and contents by spaCy's parse: the subject of a cue, noun phrases, clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.annotate.text.document import Paragraph, Span, gaps, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_FURTHEST = 4
"""Verbs up the tree whose subject a cue may share."""
_TRIM_LEFT = " ,;:–—-"
_TRIM_RIGHT = " ,;:.–—-"


def subject(paragraph: Paragraph, cue: Token) -> Span | None:
    """The cue's subject, its passive agent, the subject it shares, or a noun's possessor."""
    if cue.pos_ == "NOUN":
        return _possessor(paragraph, cue)
    agent = next((g for c in cue.children if c.dep_ == "agent" for g in c.children), None)
    if agent is not None:
        return phrase(paragraph, agent)
    verb = cue
    for _ in range(_FURTHEST):
        child = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if child is not None:
            passive = child.dep_ == "nsubjpass" and verb is cue
            return None if passive else phrase(paragraph, child)
        if verb.dep_ in ("acl", "relcl"):
            return phrase(paragraph, verb.head, upto=verb)
        if verb.dep_ not in ("conj", "xcomp", "advcl", "aux"):
            return None
        verb = verb.head
    return None


def _possessor(paragraph: Paragraph, noun: Token) -> Span | None:
    """Whose claim a noun names: "the minister's claim", "a warning from the union"."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    by = (c for c in noun.children if c.lower_ in ("by", "of", "from"))
    owner = owner or next((g for c in by for g in c.children if g.dep_ == "pobj"), None)
    return phrase(paragraph, owner) if owner is not None else None


def phrase(paragraph: Paragraph, head: Token, upto: Token | None = None) -> Span:
    """The noun phrase of a head, without clauses that modify it."""
    first, last = head.left_edge, head.right_edge
    clause = next((c for c in head.rights if c.dep_ in ("relcl", "acl", "advcl")), upto)
    if clause is not None and clause.left_edge.i > head.i:
        last = paragraph.doc[clause.left_edge.i - 1]
    if last.dep_ == "case" and last.head is head:
        last = paragraph.doc[last.i - 1]
    chars = Span(paragraph.chars(first).start, paragraph.chars(last).end)
    return trimmed(paragraph, chars) or chars


def complement(paragraph: Paragraph, clause: Token, cue: Span, source: Span | None) -> Span:
    """A clause without its "that", cut at the cue and the source."""
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
    return without(paragraph.chars(cue.sent), hull([paragraph.chars(cue), source]), paragraph)


def without(sentence: Span, clause: Span, paragraph: Paragraph) -> list[Span]:
    """The parts of a sentence outside a clause; those of less than two letters are dropped."""
    parts = (trimmed(paragraph, part) for part in gaps(sentence, [clause]))
    return [p for p in parts if p and re.search(r"\w.*\w", words_at(paragraph, p), re.S)]


def trimmed(paragraph: Paragraph, chars: Span) -> Span | None:
    """A stretch without blanks and punctuation at its edges; None if nothing is left."""
    text = words_at(paragraph, chars)
    start = chars.start + len(text) - len(text.lstrip(_TRIM_LEFT))
    end = chars.end - (len(text) - len(text.rstrip(_TRIM_RIGHT)))
    return Span(start, end) if end > start else None


def words_at(paragraph: Paragraph, chars: Span) -> str:
    """The words of a stretch, as far as it lies in the paragraph."""
    return paragraph.doc.text[
        max(0, chars.start - paragraph.start) : max(0, chars.end - paragraph.start)
    ]

"""Who a cue attributes to, by the parse: subject, passive agent, or possessor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.annotate.attribution.clauses import phrase
from toolkit.annotate.text.document import Paragraph, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_FURTHEST = 4
"""Verbs up the tree whose subject a cue may share."""


def subject(paragraph: Paragraph, cue: Token) -> Span | None:
    """The cue's subject, its passive agent, the subject it shares, or a noun's possessor."""
    if cue.pos_ == "NOUN":
        return _possessor(paragraph, cue)
    agent = next((g for c in cue.children if c.dep_ == "agent" for g in c.children), None)
    if agent is not None:
        return phrase(paragraph, agent)
    verb = cue
    for _ in range(_FURTHEST):
        found = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if found is not None:
            passive = found.dep_ == "nsubjpass" and verb is cue
            return None if passive else phrase(paragraph, found)
        if verb.dep_ in ("acl", "relcl"):
            return phrase(paragraph, verb.head, upto=verb)
        if verb.dep_ not in ("conj", "xcomp", "advcl", "aux"):
            return None
        verb = verb.head
    return None


def _possessor(paragraph: Paragraph, noun: Token) -> Span | None:
    """ "the minister's claim", "a warning from the union"."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    by = (c for c in noun.children if c.lower_ in ("by", "of", "from"))
    owner = owner or next((g for c in by for g in c.children if g.dep_ == "pobj"), None)
    return phrase(paragraph, owner) if owner is not None else None

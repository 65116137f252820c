"""Attribution by rule, on spaCy's parse: for texts where a trained model is unwanted.

The name of the rule is kept in ``quotes.rule``. The rules for clauses follow the syntax of
attribution in Prasad et al. (2006, "Annotating attribution in the Penn Discourse TreeBank"): a
verb's clausal complement, a parenthetical clause, an "according to" phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.annotate.attribution.clauses import (
    SUBJECTS,
    around,
    complement,
    phrase,
    subject,
    trimmed,
    without,
    words_at,
)
from toolkit.annotate.attribution.continuation import assign_quotations
from toolkit.annotate.attribution.extents import (
    OuterQuotations,
    expand_to_quotations,
    quotations_outside_turns,
)
from toolkit.annotate.attribution.interviews import merge_turns, turns
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import cues, governing
from toolkit.annotate.text.document import Document, Paragraph, Span, hull, parse

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARENTHETICAL = {"parataxis", "ccomp", "ROOT", "conj", "advcl", "relcl", "dep", "acl", "xcomp"}
_OBJECTS = {"dobj", "oprd", "xcomp", "prep", "dative", "acomp", "advcl"}
_FIRST_PERSON = {"i", "you", "we", "me", "us"}
# "that said", "this means": nobody speaks
_NOBODY = {"that", "this", "which", "what", "nobody", "no one", "nothing", "you"}
_NEAR = 300
# "asked not to be named" is no content; it is kept in `reason` and `anonymous`
_UNNAMED = re.compile(
    r"(?:not )?to (?:be (?:named|identified)|remain anonymous|"
    r"(?:use|give|leave out) (?:his|her|their)(?: \w+)? name)|"
    r"(?:that )?(?:\w+ )?(?:name|identity) not be",
    re.I,
)


class RuleEngine:
    """Attributions by rule alone; deterministic, no model but spaCy's."""

    version = "rules"
    needs_syntax = True

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""
        spoken = turns(document.text)
        outer = quotations_outside_turns(document.text, spoken)
        by_cue = [a for p in document.paragraphs for a in _by_cue(p, outer)]
        attributions = merge_turns(expand_to_quotations(_surest(by_cue), outer), spoken)
        return in_order(assign_quotations(attributions, outer, document.text))


def in_order(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions in the order of their first characters, outer ones first."""
    return sorted(attributions, key=lambda a: (a.content[0].start, -a.content[-1].end))


def attribution_beside(text: str, outer: OuterQuotations, quotation: Span) -> Attribution | None:
    """The attribution of a quotation by the source and cue right before or after it.

    Args:
        text: of an article.
        outer: the text's quotations.
        quotation: one of them, which an engine missed.
    """
    far = max(0, quotation.start - _NEAR)
    before = text[far : quotation.start]
    line = before.rstrip() if before.rstrip().endswith(":") else before
    start = far + line.rfind("\n") + 1
    line_end = text.find("\n", quotation.end)
    end = min(line_end if line_end >= 0 else len(text), quotation.end + _NEAR)
    for paragraph in parse(text[start:end].replace("\n", " ")).paragraphs:
        for found in _by_cue(replace(paragraph, start=paragraph.start + start), outer):
            if found.source and found.cue and _is_beside(found, found.cue, quotation):
                return replace(found, content=(quotation,), rule="beside")
    return None


def _is_beside(found: Attribution, cue: Span, quotation: Span) -> bool:
    """Whether the cue lies outside a quotation of which most is content."""
    shared = (min(c.end, quotation.end) - max(c.start, quotation.start) for c in found.content)
    covered = sum(max(0, length) for length in shared)
    return not cue.overlaps(quotation) and 2 * covered > quotation.end - quotation.start


def _by_cue(paragraph: Paragraph, outer: OuterQuotations) -> Iterator[Attribution]:
    """Attributions of a paragraph, cue by cue."""
    nearby = outer.overlapping(Span(paragraph.start, paragraph.start + len(paragraph.doc.text)))
    for token in paragraph.doc:
        if token.lower_ == "according":
            yield from _according_to(paragraph, token)
        elif _is_cue(token):
            yield from _clause(paragraph, token, nearby)


def _is_cue(token: Token) -> bool:
    if token.pos_ == "VERB":
        return token.lemma_.lower() in cues("verb") and token.dep_ not in ("amod", "compound")
    return (
        token.pos_ == "NOUN"
        and token.lemma_ in cues("noun")
        and any(c.dep_ in ("acl", "ccomp") and _has_that(c) for c in token.children)
    )


def _has_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _according_to(paragraph: Paragraph, token: Token) -> Iterator[Attribution]:
    """ "according to X": the rest of the sentence is the content."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    named = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to else None
    if not to or not named:
        return
    source = phrase(paragraph, named)
    cue = Span(paragraph.chars(token).start, paragraph.chars(to).end)
    content = without(paragraph.chars(token.sent), hull([cue, source]), paragraph)
    if content:
        yield Attribution(tuple(content), cue, source, "according to", 0.9)


def _clause(paragraph: Paragraph, token: Token, nearby: list[Span]) -> Iterator[Attribution]:
    """A cue and what it governs: a clause, a quotation beside it, or the sentence around it."""
    source = subject(paragraph, token)
    cue = paragraph.chars(token)
    quoted = any(quotation.overlaps(cue) for quotation in nearby)
    if quoted and (source is None or words_at(paragraph, source).lower() in _FIRST_PERSON):
        return
    if source and words_at(paragraph, source).lower() in _NOBODY:
        return
    if token.head.lemma_ in ("decline", "refuse") and token.dep_ == "xcomp":
        return
    clause = next((c for c in token.children if _governed(token, c)), None)
    if clause is not None:
        content, rule = [complement(paragraph, clause, cue, source)], "complement"
    elif beside := _quotation_beside(paragraph, cue, source, nearby):
        content, rule = [beside], "beside"
    elif (objects := _objects(paragraph, token)) is not None:
        content, rule = [objects], "object"
    elif token.dep_ == "parataxis" or (token.dep_ in _PARENTHETICAL and _closing(paragraph, token)):
        content, rule = around(paragraph, token, source), "parenthetical"
    else:
        return
    content = [c for c in content if c.end > c.start and not (source and c.within(source))]
    if any(_UNNAMED.match(words_at(paragraph, c)) for c in content):
        return
    if content and (source or rule == "beside"):
        yield Attribution(tuple(content), cue, source, rule, 0.8 if source else 0.5)


def _governed(cue: Token, child: Token) -> bool:
    lemma = cue.lemma_.lower()
    if child.dep_ in ("ccomp", "acl"):
        return child.dep_ == "ccomp" or _has_that(child)
    if child.dep_ == "xcomp":
        return lemma in governing("infinitive")
    return child.dep_ == "dobj" and lemma in governing("noun") and child.pos_ in ("NOUN", "PROPN")


def _quotation_beside(
    paragraph: Paragraph, cue: Span, source: Span | None, nearby: list[Span]
) -> Span | None:
    """The quotation right before or after source and cue."""
    start, end = hull([cue, source])
    for quotation in nearby:
        if quotation.end <= start:
            between = words_at(paragraph, Span(quotation.end, start))
            if between and not between.strip(" \n\t,–—-"):
                return quotation
        elif quotation.start >= end:
            between = words_at(paragraph, Span(end, quotation.start))
            near = len(between) <= 60 and not re.search(r"[.!?;]\s", between)
            if near and re.search(r"[,:]\s*(?:that\s*)?$", between):
                return quotation
    return None


def _objects(paragraph: Paragraph, cue: Token) -> Span | None:
    """What a cue governs that says something of its object: "accused them of …"."""
    if cue.lemma_.lower() not in governing("object"):
        return None
    governed = [c for c in cue.rights if c.dep_ in _OBJECTS and not _is_cue_phrase(c)]
    if not any(c.dep_ in ("dobj", "oprd", "xcomp") for c in governed):
        return None
    first, last = governed[0].left_edge, governed[-1].right_edge
    chars = Span(paragraph.chars(first).start, paragraph.chars(last).end)
    return trimmed(paragraph, chars)


def _is_cue_phrase(token: Token) -> bool:
    """ "in a statement", "on Monday": where and when something was said."""
    return token.dep_ == "prep" and token.lower_ in ("in", "on", "at", "during", "after", "before")


def _closing(paragraph: Paragraph, cue: Token) -> bool:
    """Whether source and cue close their sentence after a comma: "It rained, she said"."""
    first = min((t.i for t in cue.subtree if t.dep_ in SUBJECTS), default=cue.i)
    before = paragraph.doc[min(first, cue.i) - 1] if min(first, cue.i) > cue.sent.start else None
    after = [t for t in paragraph.doc[cue.i + 1 : cue.sent.end] if not t.is_punct]
    clause = any(
        t.pos_ in ("VERB", "AUX") for t in paragraph.doc[cue.sent.start : min(first, cue.i)]
    )
    return clause and before is not None and before.text in (",", "”", '"') and len(after) <= 12


def _surest(attributions: list[Attribution]) -> list[Attribution]:
    """Attributions without those that share cue or content with a surer one."""
    kept: list[Attribution] = []
    for one in sorted(attributions, key=lambda a: -a.confidence):
        if not any(one.cue == other.cue or one.content == other.content for other in kept):
            kept.append(one)
    return kept

"""Attribution by rule, on spaCy's parse: for texts where a trained model is unwanted.

Each rule has a name, which stands in ``quotes.rule``. The rules for clauses follow the syntax of
attribution as Prasad et al. (2006, "Annotating attribution in the Penn Discourse TreeBank") set it
out: a verb's clausal complement, a parenthetical clause, an "according to" phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.annotate.attribution.clauses import (
    around,
    complement,
    phrase,
    trimmed,
    without,
    words_at,
)
from toolkit.annotate.attribution.continuation import continued
from toolkit.annotate.attribution.extents import Outer, outer_quotations, whole
from toolkit.annotate.attribution.interviews import turns, with_turns
from toolkit.annotate.attribution.subjects import SUBJECTS, subject
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import cues, governing
from toolkit.annotate.text.document import Document, Paragraph, Span, parse
from toolkit.annotate.text.quotation_marks import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARENTHETICAL = {"parataxis", "ccomp", "ROOT", "conj", "advcl", "relcl", "dep", "acl", "xcomp"}
_OBJECTS = {"dobj", "oprd", "xcomp", "prep", "dative", "acomp", "advcl"}
_FIRST_PERSON = {"i", "you", "we", "me", "us"}
# "that said", "this means": nobody speaks
_NOBODY = {"that", "this", "which", "what", "nobody", "no one", "nothing", "you"}
_NEAR = 300
# "asked not to be named" says how a source is named, and is in `reason` and `anonymous`
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
        laid_out = turns(document.text)
        outer = outer_quotations(document.text, laid_out)
        told = [a for p in document.paragraphs for a in _paragraph(p, outer)]
        full = whole(list(_once(told)), outer)
        found = continued(list(with_turns(full, laid_out)), outer, document.text)
        return sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end))


def beside(text: str, outer: Outer, marks: Span) -> Attribution | None:
    """Who a quotation is attributed to right before or after it, for an engine that missed that.

    Args:
        text: of an article.
        outer: the text's quotations.
        marks: the quotation.
    """
    far = max(0, marks.start - _NEAR)
    before = text[far : marks.start]
    line = before.rstrip() if before.rstrip().endswith(":") else before
    start = far + line.rfind("\n") + 1
    line_end = text.find("\n", marks.end)
    end = min(line_end if line_end >= 0 else len(text), marks.end + _NEAR)
    parsed = parse(text[start:end].replace("\n", " "))
    found = (
        one
        for paragraph in parsed.paragraphs
        for one in _paragraph(replace(paragraph, start=paragraph.start + start), outer)
    )
    mine = (a for a in found if a.source and a.cue and _is_beside(a, a.cue, marks))
    return next((replace(a, content=(marks,), rule="beside") for a in mine), None)


def _is_beside(one: Attribution, cue: Span, marks: Span) -> bool:
    """Whether source and cue stand outside a quotation that makes up most of the content."""
    shared = sum(max(0, min(c.end, marks.end) - max(c.start, marks.start)) for c in one.content)
    return not cue.overlaps(marks) and 2 * shared > marks.end - marks.start


def _paragraph(paragraph: Paragraph, outer: Outer) -> Iterator[Attribution]:
    text, base = paragraph.doc.text, paragraph.start
    here = outer.overlapping(Span(base, base + len(text)))
    for token in paragraph.doc:
        if token.lower_ == "according":
            yield from _according(paragraph, token)
        elif _is_cue(token):
            yield from _clause(paragraph, token, here)


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


def _according(paragraph: Paragraph, token: Token) -> Iterator[Attribution]:
    """ "according to X": the rest of the sentence is the content."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    named = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to else None
    if not to or not named:
        return
    source = phrase(paragraph, named)
    cue = Span(paragraph.chars(token).start, paragraph.chars(to).end)
    sentence = paragraph.chars(token.sent)
    content = without(sentence, [Span(cue.start, source.end)], paragraph)
    if content:
        yield Attribution(tuple(content), cue, source, "according to", 0.9)


def _clause(paragraph: Paragraph, token: Token, here: list[Quotation]) -> Iterator[Attribution]:
    """A cue and what it governs: a clause, a quotation beside it, or the sentence around it."""
    source = subject(paragraph, token)
    cue = paragraph.chars(token)
    quoted = next((q for q in here if Span(q.start, q.end).overlaps(cue)), None)
    if quoted and (source is None or words_at(paragraph, source).lower() in _FIRST_PERSON):
        return
    if source and words_at(paragraph, source).lower() in _NOBODY:
        return
    if token.head.lemma_ in ("decline", "refuse") and token.dep_ == "xcomp":
        return
    clause = next((c for c in token.children if _governed(token, c)), None)
    if clause is not None:
        content, rule = [complement(paragraph, clause, cue, source)], "complement"
    elif beside := _beside(paragraph, cue, source, here):
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


def _beside(
    paragraph: Paragraph, cue: Span, source: Span | None, here: list[Quotation]
) -> Span | None:
    """A quotation that stands right before or after source and cue."""
    start = min(cue.start, source.start) if source else cue.start
    end = max(cue.end, source.end) if source else cue.end
    for quotation in here:
        between = Span(min(quotation.end, start), start) if quotation.end <= start else None
        if between and not re.sub(r"[\s,–—-]", "", words_at(paragraph, between)):
            return Span(quotation.start, quotation.end)
        gap = words_at(paragraph, Span(end, quotation.start)) if quotation.start >= end else ""
        near = len(gap) <= 60 and not re.search(r"[.!?;]\s", gap)
        if quotation.start >= end and near and re.search(r"[,:]\s*(?:that\s*)?$", gap):
            return Span(quotation.start, quotation.end)
    return None


def _objects(paragraph: Paragraph, cue: Token) -> Span | None:
    """What a cue that says something of its object governs: "accused them of …", "denounced …"."""
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


def _once(found: list[Attribution]) -> list[Attribution]:
    """The surest of those that share most of their content."""
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda a: -a.confidence):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(one: Attribution, other: Attribution) -> bool:
    return one.cue == other.cue or one.content == other.content

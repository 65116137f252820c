"""Find names that the entity tagger missed, by lexicon and context.

Institutions ("the Afghan government"), entries of the gazetteer, people after a title or a role,
newspapers, places after "in", and the gaps in a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.entities.boundaries import trim
from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import PARTICLES, alternatives, any_name
from toolkit.annotate.text.mention import Candidate

CAPITALIZED = r"(?:(?:al|el|ul)-)?[A-ZÀ-ÖØ-Þ](?:[\w-]|[’'](?!s?\b))*\w"
_NAME = rf"{CAPITALIZED}(?: {CAPITALIZED})*"
_PERSON = (
    rf"(?:{CAPITALIZED}|[A-Z]\.)(?: (?:[A-Z]\.|(?:{alternatives(PARTICLES)}) )*"
    rf" ?{CAPITALIZED}){{1,2}}"
)
_LIST = re.compile(rf"{_NAME}(?:, (?:the )?{_NAME}){{2,}},? (?:and|or) (?:the )?{_NAME}")


def listed(document: Document) -> Iterator[Candidate]:
    """Names that a lexicon knows."""
    text = document.text
    for match in _lexicon().finditer(text):
        entry = gazetteer.entries().get(match[0]) or gazetteer.governments().get(match[0])
        kind = entry.actor_type if entry else "organization"
        yield Candidate(Span(*match.span()), kind, "lexicon")


@cache
def _lexicon() -> re.Pattern[str]:
    forms = {*gazetteer.entries(), *gazetteer.governments()} - gazetteer.ambiguous()
    shouted = [f.upper() for f in forms if len(f) > 5 and f.isalpha()]
    return re.compile(r"(?<![\w.@#-])(?:" + alternatives([*forms, *shouted]) + r")(?![\w-])")


def institutional(document: Document, owners: dict[int, tuple[int, str]]) -> Iterator[Candidate]:
    """ "the Afghan government", "the Brook campaign": a demonym or name, and an institution.

    Args:
        document: the article.
        owners: start and type of each name by its end.
    """
    text = document.text
    ends = {m.end(): (m.start(), "place") for m in _adjectives().finditer(text)} | owners
    for end, (start, kind) in ends.items():
        noun, name = gazetteer.institutions().match(text, end), text[start:end]
        if not noun or (name in gazetteer.governments() and name not in gazetteer.entries()):
            continue
        if (noun["person"] is not None) == (kind == "person") or noun["any"] is not None:
            yield Candidate(Span(start, noun.end()), "organization", "institution")


@cache
def _adjectives() -> re.Pattern[str]:
    return any_name([*gazetteer.demonyms(), *gazetteer.entries()])


def titled(document: Document) -> Iterator[Candidate]:
    """People after an honorific or a role: "analyst Ada Brook", "Dr. Ada Brook"."""
    for match in _titled().finditer(document.text):
        chars = trim(document.text, Span(*match.span("name")))
        words = document.text[slice(*chars)].split() if chars else []
        if chars and len(words) > 1 and not {words[0], words[-1]} & _no_names():
            yield Candidate(chars, "person", "title")


@cache
def _no_names() -> frozenset[str]:
    """Words that begin or end no person's name after a title."""
    roles = (role.capitalize() for role in gazetteer.roles())
    places = gazetteer.demonyms() | gazetteer.entries() | gazetteer.governments()
    return frozenset((*roles, *places, *gazetteer.designators(), *gazetteer.honorifics()))


@cache
def _titled() -> re.Pattern[str]:
    roles = (role for role in gazetteer.roles() if len(role) > 3)
    titles = alternatives([*gazetteer.honorifics(), *roles])
    return re.compile(rf"(?<![\w-])(?:{titles})\.? (?P<name>{_PERSON})(?![\w-])")


def paired(document: Document) -> Iterator[Candidate]:
    """Two people after their demonyms: "Norwegian Ada Brook and Australian Tom Reed"."""
    for match in _paired().finditer(document.text):
        for name in ("first", "second"):
            if not set(match[name].split()) & _no_names():
                yield Candidate(Span(*match.span(name)), "person", "pair")


@cache
def _paired() -> re.Pattern[str]:
    people, name = alternatives(gazetteer.demonyms()), f"{CAPITALIZED} {CAPITALIZED}"
    first, second = (rf"(?:{people}) (?P<{which}>{name})" for which in ("first", "second"))
    return re.compile(rf"(?<![\w-]){first} and {second}(?![\w-]| [A-Z])")


def completed(document: Document, known: dict[Span, str]) -> Iterator[Candidate]:
    """The gaps in a list of names: "Ada Brook, Reed and Holt" are all people if two are.

    Args:
        document: the article.
        known: type of each name by its place.
    """
    for match in _LIST.finditer(document.text):
        inside = {c: k for c, k in known.items() if match.start() <= c.start < match.end()}
        kinds = Counter(inside.values()).most_common(1)
        if not kinds or kinds[0][1] < 2 or kinds[0][1] * 2 <= len(inside):
            continue
        for item in re.finditer(_NAME, match[0]):
            chars = Span(match.start() + item.start(), match.start() + item.end())
            if item[0] not in gazetteer.demonyms() and not any(c.overlaps(chars) for c in inside):
                yield Candidate(chars, kinds[0][0], "list")


def designated(document: Document) -> Iterator[Candidate]:
    """Capitalized words that end in a designator: "Reed Systems"."""
    for match in _designated().finditer(document.text):
        kind = gazetteer.designators()[match["name"].split()[-1]]
        yield Candidate(Span(*match.span("name")), kind, "designator")


@cache
def _designated() -> re.Pattern[str]:
    nouns = [n for n, kind in gazetteer.designators().items() if kind != "none" and n.istitle()]
    ends = alternatives(set(nouns) - _COMMON_ENDS)
    name = rf"(?P<name>(?:{CAPITALIZED} ){{1,4}}(?:{ends}))"
    return re.compile(rf"(?<=[a-z,] ){name}(?![\w-]| [A-Z])")


_COMMON_ENDS = frozenset(("Team", "Today", "Post", "News", "Press", "Force", "Star"))
_PAPER = re.compile(rf"(?<=[a-z,] )The (?P<name>{CAPITALIZED}(?: {CAPITALIZED}){{0,3}})(?![\w-])")


def papers(document: Document) -> Iterator[Candidate]:
    """Newspapers with a capitalized article within a sentence: "told The Flare"."""
    for match in _PAPER.finditer(document.text):
        yield Candidate(Span(*match.span("name")), "organization", "large article")


_DATED = re.compile(
    r"(?:^|\n)(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,2})(?:, [A-Z][\w. ]+)?"
    r" (?=\([A-Z][^)]+\) [—–-])"
    r"|^(?P<other>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,2})(?:, [A-Z][\w. ]+)? (?=[—–-] )"
)
_LOCATED = re.compile(
    rf"\b(?:in|near|outside|throughout) (?P<name>{CAPITALIZED})"
    r"(?=[,.;)]| (?:and|on|when|where|after|before|said|is|was|has|had|since|last|this|during)\b)"
)


def located(document: Document) -> Iterator[Candidate]:
    """Places behind "in" and "near", and those of datelines."""
    for pattern in (_LOCATED, _DATED):
        for match in pattern.finditer(document.text):
            name = match.lastgroup or "name"
            if match[name] != "May":
                yield Candidate(Span(*match.span(name)), "place", "preposition")

"""Descriptions: the phrases that stand for an actor without its name.

"the spokesman", "the 61-year-old", "the company": resolved to the actor whom the article calls so,
or whose kind the noun names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from toolkit.annotate.coreference.appositions import beside, role_of
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import (
    alternatives,
    designators,
    entries,
    gendered,
    generic,
    public_bodies,
    roles,
)
from toolkit.annotate.text.noun_phrases import words
from toolkit.annotate.text.organizations import body_role

_AGE = re.compile(r", (\d\d),|^ \((\d\d)\)")
_AGED = re.compile(
    r"\b[Tt]he (\d\d)-year-old\b"
    r"(?=[,.;:]| (?:was|is|has|had|said|says|told|who|will|would|did|and|also|[a-z]+ed)\b)"
)


class Description(NamedTuple):
    """A phrase that may stand for an actor.

    Attributes:
        chars: its place.
        noun: its head, in lower case.
        actors: numbers of those whom the article calls so; none where the noun's kind decides.
        rule, confidence: how it was told.
    """

    chars: Span
    noun: str
    actors: tuple[int, ...]
    rule: str
    confidence: float


def descriptions(text: str, actors: Sequence[Actor]) -> list[Description]:
    """Definite phrases that may stand for an actor of the article, in reading order."""
    called = _called(text, actors)
    years = ages(text, actors)
    found = []
    for match in _definite().finditer(text):
        noun, lead = match["noun"].lower(), (match["lead"] or "").lower().split()
        chars = Span(match.start(), match.end())
        bearers = tuple({n for n, said in called.get(noun, ()) if set(lead) - _AGES <= said})
        if bearers:
            sure = 0.8 if len(bearers) == 1 else 0.5
            found.append(Description(chars, noun, bearers, "called so", sure))
        elif noun in generic() and not lead:
            found.append(Description(chars, noun, (), "kind", 0.6))
    for match in _AGED.finditer(text):
        if match[1] in years:
            found.append(
                Description(Span(*match.span()), "year-old", (years[match[1]],), "age", 0.95)
            )
    return sorted(found, key=lambda d: d.chars)


@cache
def _definite() -> re.Pattern[str]:
    nouns = {*roles(), *generic(), *gendered(), *(n.lower() for n in designators() if n.isalpha())}
    return re.compile(
        rf"\b(?:[Tt]he|[Tt]his) (?P<lead>(?:(?!(?:the|an?|this|that) )[\w-]+ ){{0,2}})"
        rf"(?P<noun>(?i:{alternatives(sorted(nouns))}))"
        # "the company of", "the bank manager": more is said than the noun
        r"\b(?! [A-Z]|-| (?:of|for|who|that|which|in)\b| [a-z]+(?:er|or|ist|man)\b)"
    )


_NO_TRADE = frozenset(("official", "justice", "civil_society"))
_AGES = frozenset(("former", "late", "veteran", "young", "old", "new", "then"))


def _called(text: str, actors: Sequence[Actor]) -> dict[str, list[tuple[int, set[str]]]]:
    """By each noun, the numbers of the actors whom the article calls so, and with which words."""
    found: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            for chars, _ in beside(text, name, actor.actor_type):
                head = re.split(r" (?:of|for|at|in|with|who|on|from|to) ", text[slice(*chars)])[0]
                if role := role_of(head.split()[-1]):
                    found[role].append((number, set(text[slice(*chars)].lower().split())))
            kind = re.search(
                r"[Tt]he (\w+), $", text[max(0, name.chars.start - 25) : name.chars.start]
            )
            if kind and kind[1] in generic():
                found[kind[1]].append((number, set()))
        parts = actor.name.lower().split()
        if actor.actor_type != "person" and len(parts) > 1:
            found[parts[-1]].append((number, set(parts)))
    return found


def ages(text: str, actors: Sequence[Actor]) -> dict[str, int]:
    """Numbers of the actors by their age, where one alone has it: "Ada Brook, 61, said"."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            after = _AGE.match(text[name.chars.end : name.chars.end + 6])
            before = re.search(
                r"(\d\d)-year-old (?:[a-z]+ ){0,2}$",
                text[max(0, name.chars.start - 40) : name.chars.start],
            )
            for match in filter(None, (after, before)):
                found[next(g for g in match.groups() if g)].add(number)
    return {age: next(iter(who)) for age, who in found.items() if len(who) == 1}


def suits(noun: str, actor: Actor) -> bool:
    """Whether a noun for a kind ("company", "country") can mean an actor."""
    kind = generic().get(noun)
    called = actor.name.lower().split()
    if actor.actor_type == "person":
        return False
    if noun in called:
        return True
    if kind == "country":
        return actor.entry is not None and actor.name in entries() and actor.actor_type == "place"
    if kind == "place":
        governed = actor.actor_type == "organization" and called[0] in (
            "city",
            "municipality",
            "town",
        )
        return governed or (actor.actor_type == "place" and actor.entry is None)
    if kind == "company":
        public = called[-1].capitalize() in public_bodies() or _trade(actor.name) in _NO_TRADE
        return actor.actor_type == "organization" and not public
    return kind == "organization" and actor.actor_type == "organization"


def is_trading(actor: Actor) -> bool:
    """Whether the name itself says that its bearer is a company: "Brook Ferries"."""
    return _trade(actor.name) == "business"


@cache
def _trade(name: str) -> str:
    """The role that a name tells, "" where it tells none; a medium may be a company, too."""
    body = body_role(words(name, Span(0, len(name))))
    return body.role if body and body.role != "media" else ""

"""Find descriptions: phrases that may stand for an actor without its name.

"the spokesman", "the 61-year-old", "the company": they mean the actor that the article describes
so, or one of the kind that the noun names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from toolkit.annotate.coreference.appositions import beside_names, role_of
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import head_noun, words
from toolkit.annotate.text.organizations import organization_role

_AGE = re.compile(r", (\d\d),| \((\d\d)\)")
_AGE_BEFORE = re.compile(r"(\d\d)-year-old (?:[a-z]+ ){0,2}$")
_KIND = re.compile(r"[Tt]he (\w+), $")
_AGED = re.compile(
    r"\b[Tt]he (\d\d)-year-old\b"
    r"(?=[,.;:]| (?:was|is|has|had|said|says|told|who|will|would|did|and|also|[a-z]+ed)\b)"
)


_NO_TRADE = frozenset(("official", "justice", "civil_society"))
_AGES = frozenset(("former", "late", "veteran", "young", "old", "new", "then"))
_GOVERNED = frozenset(("city", "municipality", "town"))


class Description(NamedTuple):
    """A phrase that may stand for an actor.

    Attributes:
        chars: its place.
        noun: its head, in lower case.
        actors: numbers of those whom the article describes so; none where the noun's kind decides.
        rule, confidence: on which evidence, and how sure.
    """

    chars: Span
    noun: str
    actors: tuple[int, ...]
    rule: str
    confidence: float


def descriptions(text: str, actors: Sequence[Actor]) -> Iterator[Description]:
    """Definite phrases that may stand for an actor of the article."""
    described = _described(text, actors)
    for match in _definite().finditer(text):
        noun, lead = match["noun"].lower(), match["lead"].lower().split()
        chars = Span(*match.span())
        bearers = tuple({n for n, words in described[noun] if set(lead) - _AGES <= words})
        if bearers:
            sure = 0.8 if len(bearers) == 1 else 0.5
            yield Description(chars, noun, bearers, "called so", sure)
        elif noun in gazetteer.generic() and not lead:
            yield Description(chars, noun, (), "kind", 0.6)
    by_age = _by_age(text, actors)
    for match in _AGED.finditer(text):
        if len(by_age[match[1]]) == 1:
            yield Description(Span(*match.span()), "year-old", tuple(by_age[match[1]]), "age", 0.95)


@cache
def _definite() -> re.Pattern[str]:
    nouns = {noun.lower() for noun in gazetteer.designators() if noun.isalpha()}
    nouns |= {*gazetteer.roles(), *gazetteer.generic(), *gazetteer.gendered()}
    return re.compile(
        rf"\b(?:[Tt]he|[Tt]his) (?P<lead>(?:(?!(?:the|an?|this|that) )[\w-]+ ){{0,2}})"
        rf"(?P<noun>(?i:{gazetteer.alternatives(nouns)}))"
        # "the company of", "the bank manager": more is said than the noun
        r"\b(?! [A-Z]|-| (?:of|for|who|that|which|in)\b| [a-z]+(?:er|or|ist|man)\b)"
    )


def _described(text: str, actors: Sequence[Actor]) -> dict[str, list[tuple[int, set[str]]]]:
    """By each noun, the numbers of the actors that it describes, and the words of the phrase."""
    found: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for number, actor in enumerate(actors):
        for chars, _ in beside_names(text, actor):
            phrase = text[slice(*chars)]
            if role := role_of(head_noun(phrase)):
                found[role].append((number, set(phrase.lower().split())))
        for name in actor.mentions:
            kind = _KIND.search(text, max(0, name.chars.start - 25), name.chars.start)
            if kind and kind[1] in gazetteer.generic():
                found[kind[1]].append((number, set()))
        words = actor.name.lower().split()
        if actor.actor_type != "person" and len(words) > 1:
            found[words[-1]].append((number, set(words)))
    return found


def _by_age(text: str, actors: Sequence[Actor]) -> dict[str, set[int]]:
    """Numbers of the actors by the age beside a name: "Ada Brook, 61, said"."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            start, end = name.chars
            after = _AGE.match(text, end)
            before = _AGE_BEFORE.search(text, max(0, start - 40), start)
            for match in filter(None, (after, before)):
                found[str(match[match.lastindex or 0])].add(number)
    return found


def suits(noun: str, actor: Actor) -> bool:
    """Whether a noun for a kind ("company", "country") can mean an actor."""
    kind, words = gazetteer.generic().get(noun), actor.name.lower().split()
    if actor.actor_type == "person":
        return False
    if noun in words:
        return True
    organization = actor.actor_type == "organization"
    if kind == "country":
        return not organization and actor.name in gazetteer.entries()
    if kind == "place":
        return actor.entry is None if not organization else words[0] in _GOVERNED
    if kind == "company":
        public = words[-1].capitalize() in gazetteer.public_bodies()
        return organization and not public and _trade(actor.name) not in _NO_TRADE
    return organization and kind == "organization"


def is_trading(actor: Actor) -> bool:
    """Whether the name tells that the actor is a company: "Brook Ferries"."""
    return _trade(actor.name) == "business"


@cache
def _trade(name: str) -> str:
    """The role that a name tells, "" where it tells none; media may be companies, too."""
    body = organization_role(words(name, Span(0, len(name))))
    return body.role if body and body.role != "media" else ""

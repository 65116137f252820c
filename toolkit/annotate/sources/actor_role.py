"""The role that an article gives an actor anywhere: in titles, appositions, by its name.

Where nothing is said of a person, the field of an article may tell: after a match, players
speak.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.role import (
    AFFILIATED,
    CALLED,
    FIRM,
    FIXED,
    Role,
    person_role,
    phrase_role,
)
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import newspapers
from toolkit.annotate.text.noun_phrases import find_nouns, people, words
from toolkit.annotate.text.organizations import organization_role
from toolkit.lexicons import lexicon

_TELLING = 6
"""Words of a field that tell that an article is of it."""

_MENTIONS = 12
_PARTY = re.compile(r",? \(?(?P<party>(?:D|R|I|Dem|Rep)\.?-[A-Z][\w.]+)")
_BEHIND = re.compile(
    r" (?:is|was) (?P<is>(?:an? |the )[^,.;:“”\"\n]{3,100})"
    r"| \((?P<bracket>[A-Z][^()\n]{2,40})\)"
    r"|,? (?:of|from|at|with|for) (?P<of>[^,.;“”\"\n]{3,60}?)"
    r"(?=[,.;]| said| told| says| wrote| who|\n|$)"
    r"|, (?:\d\d, )?(?!and |but |or |said|who )(?P<apposed>[^,.;:“”\"\n]{3,140})"
)
_WHO = re.compile(
    r",? (?:\d\d, )?who (?:\w+ )?(?:chairs|leads|led|heads|headed|runs|ran|directs|founded|"
    r"owns|manages|represents|works|worked|serves|served|teaches|taught|studies|studied|wrote)\b"
    r"(?P<what>[^.;“”\"\n]{3,90}?)(?=[,.;]| said| told|$)"
)
_AGED = re.compile(r",? \(?(?P<age>\d\d)\b(?=[,.)])")
_NEAR = 40


@lru_cache(maxsize=64)
def field_role(text: str) -> str | None:
    """culture_sport where an article is full of the words of sports or of the arts, else None.

    There a person of whom nothing else is said, or only "the captain", is a player or an artist.
    """
    rows = lexicon("fields")
    found = {w.text for w in words(text, Span(0, len(text)))}
    for _, terms in rows.groupby("field")["term"]:
        if len(found & set(terms)) >= _TELLING:
            return "culture_sport"
    return None


@lru_cache(maxsize=512)
def actor_role(text: str, actor: Actor) -> Role | None:
    """The role that an article gives an actor: the one that its words say most clearly."""
    if actor.actor_type == "place":
        return Role("official", FIXED, None)
    if actor.actor_type == "person":
        told = _clearest(_told(text, actor))
        field = field_role(text) if told is None or told.weight <= FIRM else None
        return Role(field, FIRM, told.chars if told else None) if field else told
    named, told = _by_name(actor), _clearest(_told(text, actor))
    # "Brook Media" that is called a company is one
    if named and named.role == "media" and told and told.role == "business":
        return told if named.weight < FIXED else named
    return named or told


def _clearest(said: Iterable[Role]) -> Role | None:
    """The most frequent of the roles with the greatest weight; the first where two are as much."""
    found = list(said)
    top = max((r.weight for r in found), default=0)
    best = [r for r in found if r.weight == top]
    if not best:
        return None
    role = Counter(r.role for r in best).most_common(1)[0][0]
    return next(r for r in best if r.role == role)


def _by_name(actor: Actor) -> Role | None:
    """What an organization's name says, its last words first."""
    for form in dict.fromkeys((actor.entry or actor.name, actor.name)):
        if form.removeprefix("The ") in newspapers():
            return Role("media", FIXED, None)
        if body := organization_role(words(form, Span(0, len(form)))):
            return Role(body.role, AFFILIATED if form.endswith("Media") else FIXED, None)
    return None


def _told(text: str, actor: Actor) -> Iterator[Role]:
    """What titles, descriptions and the words beside a name say."""
    names = [m.chars for m in actor.mentions]
    for other in actor.others:
        if other.kind == "title" and (found := phrase_role(text, other.chars, names)):
            yield found
        elif other.kind == "description" and (found := phrase_role(text, other.chars, names)):
            yield found._replace(weight=CALLED)
    if actor.actor_type == "person":
        yield from _beside(text, names)


def _beside(text: str, names: list[Span]) -> Iterator[Role]:
    """ "Ada Brook (D-Mo.)", "Ada Brook, who runs the mill", "Ada Brook of the Times"."""
    for name in names[:_MENTIONS]:
        if party := _PARTY.match(text, name.end):
            yield Role("official", FIXED, Span(*party.span("party")))
        elif who := _WHO.match(text, name.end):
            if body := organization_role(words(text, Span(*who.span("what")))):
                yield Role(body.role, AFFILIATED, body.chars)
        elif behind := _BEHIND.match(text, name.end):
            yield from _apposed(text, Span(*behind.span(str(behind.lastgroup))), names)
        if aged := _AGED.match(text, name.end):
            yield Role("citizen", CALLED, Span(*aged.span("age")))
        yield from _before(text, name)


def _apposed(text: str, part: Span, names: list[Span]) -> Iterator[Role]:
    """What an apposition says, with less weight than a title that was recognized as one."""
    if found := phrase_role(text, part, names):
        yield found._replace(weight=min(found.weight, FIRM))


def _before(text: str, name: Span) -> Iterator[Role]:
    """A noun right before a name: "the Texas congressman Ada Brook"."""
    start = max(0, name.start - _NEAR)
    start = max(start, *(text.rfind(c, start, name.start) + 1 for c in '.,;:\n"“”'))
    before = Span(start, name.start)
    found = words(text, before)
    made = find_nouns(found, people())
    if made and name.start - made[0].chars.end <= 2:
        yield person_role(made[0], found, text, before)
    elif (body := organization_role(found)) and name.start - body.chars.end <= 4:
        yield Role(body.role, FIRM, body.chars)

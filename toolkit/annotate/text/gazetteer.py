"""Entries: actors that the lexicons know under several names, and what a name's words say."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.lexicons import lexicon


class Entry(NamedTuple):
    """An actor of a lexicon: its name and type, the same in any article."""

    name: str
    actor_type: str


@cache
def entries() -> dict[str, Entry]:
    """Known actors by each form of their names: countries, states, organizations, agencies."""
    found: dict[str, Entry] = {}
    for table, kind, column in (
        ("countries", "place", "forms"),
        ("states", "place", "abbreviations"),
        ("organizations", "organization", "forms"),
        ("agencies", "organization", "forms"),
    ):
        for row in lexicon(table).to_dict("records"):
            entry = Entry(row["name"], kind)
            for form in (row["name"], *filter(None, row[column].split("|"))):
                found.setdefault(form, entry)
    return found


@cache
def governments() -> dict[str, Entry]:
    """The state or union that a capital or a seat of government stands for where it acts."""
    known = entries()
    seats = {r["form"]: known[r["of"]] for r in lexicon("seats").to_dict("records")}
    rows = lexicon("countries").to_dict("records")
    capitals = {c: known[r["name"]] for r in rows for c in filter(None, r["capital"].split("|"))}
    return capitals | seats


@cache
def demonyms() -> dict[str, str]:
    """The country by each of its adjectives and by the names of its people."""
    rows = lexicon("countries").to_dict("records")
    return {d: r["name"] for r in rows for d in filter(None, r["demonyms"].split("|"))}


@cache
def designators() -> dict[str, str]:
    """The type that the last word of a name gives it: "Bank" an organization, "Bay" a place."""
    rows = lexicon("designators")
    return dict(zip(rows["noun"], rows["actor_type"], strict=True))


@cache
def public_bodies() -> frozenset[str]:
    """Last words of what is called after its place: "Brook Council" does not make Brook a body."""
    rows = lexicon("designators").query("kind in ('public body', 'newspaper')")
    return frozenset(rows["noun"])


@cache
def newspapers() -> frozenset[str]:
    """Words that name a newspaper by themselves: "the Times"."""
    return frozenset(lexicon("designators").query("kind == 'newspaper'")["noun"])


@cache
def honorifics() -> dict[str, str]:
    """Forms that stand before a person's name, with the gender that they give ('' for none)."""
    rows = lexicon("honorifics")
    return dict(zip(rows["form"], rows["gender"], strict=True))


@cache
def gendered() -> dict[str, str]:
    """Nouns for people that say a gender ("wife", "spokesman"), with it ('' for none)."""
    rows = lexicon("gendered")
    return dict(zip(rows["noun"], rows["gender"], strict=True))


@cache
def roles() -> frozenset[str]:
    """Nouns for people by what they do, in lower case."""
    rows = lexicon("roles").query("kind == 'person'")
    return frozenset(rows["noun"])


@cache
def cautious() -> frozenset[str]:
    """Forms that are words or stand for much else: names only where the entity tagger says so."""
    return frozenset(lexicon("cautious")["form"])


@cache
def generic() -> dict[str, str]:
    """Nouns for kinds of actors ("company", "country"), with the kind."""
    rows = lexicon("generic")
    return dict(zip(rows["noun"], rows["kind"], strict=True))


@cache
def institutions() -> re.Pattern[str]:
    """What makes a name with the name before it: " government" after "Afghan".

    Its group says before what: `state` (a country or place), `person` or `any`.
    """
    rows = lexicon("institutions").groupby("of")["noun"].apply(list)
    groups = "|".join(rf"(?P<{of}>{alternatives(nouns)})" for of, nouns in rows.items())
    return re.compile(rf" (?:{groups})(?![\w-])", re.I)


def alternatives(forms: list[str]) -> str:
    """A pattern of any of these strings, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))

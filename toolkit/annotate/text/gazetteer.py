"""Gazetteer: known actors by the forms of their names, and words that tell the type of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from toolkit.lexicons import lexicon

SMALL_WORDS = frozenset((
    "of", "and", "the", "for", "in", "on", "to", "de", "des", "du", "la", "le", "y", "e", "&",
    "und",
))  # fmt: skip
"""Words of an organization's name that its abbreviation may leave out."""


class Entry(NamedTuple):
    """An actor of a lexicon: its name and type, the same in any article."""

    name: str
    actor_type: str


@cache
def entries() -> dict[str, Entry]:
    """Known actors by each form of their names: countries, states, organizations, agencies."""
    by_form: dict[str, Entry] = {}
    for table, actor_type, column in (
        ("countries", "place", "forms"),
        ("states", "place", "abbreviations"),
        ("organizations", "organization", "forms"),
        ("agencies", "organization", "forms"),
    ):
        for row in lexicon(table).to_dict("records"):
            entry = Entry(row["name"], actor_type)
            for form in (row["name"], *filter(None, row[column].split("|"))):
                by_form.setdefault(form, entry)
    return by_form


def find_entry(name: str) -> Entry | None:
    """The known actor of a name, which may stand in capitals."""
    return entries().get(name) or entries().get(name.title())


@cache
def governments() -> dict[str, Entry]:
    """The state or union that a capital or a seat of government stands for where it acts."""
    states = {**_countries_by("capital"), **_column("seats", "form", "of")}
    return {form: entries()[state] for form, state in states.items()}


@cache
def demonyms() -> dict[str, str]:
    """The country by each of its adjectives and by the names of its people."""
    return _countries_by("demonyms")


def _countries_by(column: str) -> dict[str, str]:
    rows = lexicon("countries").to_dict("records")
    return {form: row["name"] for row in rows for form in filter(None, row[column].split("|"))}


@cache
def designators() -> dict[str, str]:
    """The type that the last word of a name gives it: "Bank" an organization, "Bay" a place."""
    return _column("designators", "noun", "actor_type")


@cache
def public_bodies() -> frozenset[str]:
    """Last words of organizations that are named after a place: "Brook Council"."""
    rows = lexicon("designators").query("kind in ('public body', 'newspaper')")
    return frozenset(rows["noun"])


@cache
def newspapers() -> frozenset[str]:
    """Words that name a newspaper by themselves: "the Times"."""
    return frozenset(lexicon("designators").query("kind == 'newspaper'")["noun"])


@cache
def honorifics() -> dict[str, str]:
    """Forms that precede a person's name, with the gender that they give ('' for none)."""
    return _column("honorifics", "form", "gender")


@cache
def gendered() -> dict[str, str]:
    """Nouns for people that imply a gender ("wife", "spokesman"), with it ('' for none)."""
    return _column("gendered", "noun", "gender")


@cache
def roles() -> frozenset[str]:
    """Nouns for people by what they do, in lower case."""
    return frozenset(lexicon("roles").query("kind == 'person'")["noun"])


@cache
def generic() -> dict[str, str]:
    """Nouns for kinds of actors ("company", "country"), with the kind."""
    return _column("generic", "noun", "kind")


def _column(table: str, key: str, value: str) -> dict[str, str]:
    rows = lexicon(table)
    return dict(zip(rows[key], rows[value], strict=True))


def alternatives(forms: Iterable[str]) -> str:
    """A pattern of any of these strings, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))


def any_name(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of these names as whole words, not in handles or compounds."""
    return re.compile(rf"(?<![\w@#-])(?:{alternatives(forms)})(?![\w-])")

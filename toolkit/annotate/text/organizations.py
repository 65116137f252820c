"""Roles of organizations by their names or nouns: a ministry, a company, a university."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import Word, find_nouns, nouns, words
from toolkit.lexicons import lexicon

_LONGEST = 6


class OrganizationMatch(NamedTuple):
    """The role of an organization in a phrase, and its place."""

    role: str
    chars: Span


def organization_role(found: list[Word]) -> OrganizationMatch | None:
    """The role of the organization that words name or describe; the last of several.

    Example:
        >>> text = "the European Union's top court"
        >>> organization_role(words(text, Span(0, len(text)))).role
        'justice'
    """
    named = _last_named(found)
    made = find_nouns(found, nouns("organization"))
    called = OrganizationMatch(made[0].noun.role, made[0].chars) if made else None
    if named and (called is None or named.chars.end >= called.chars.end):
        return named
    return called


def _last_named(found: list[Word]) -> OrganizationMatch | None:
    """The last organization that a lexicon knows by name, by the longest name there."""
    for end in range(len(found), 0, -1):
        for size in range(min(_LONGEST, end), 0, -1):
            run = found[end - size : end]
            if role := organization_roles().get(" ".join(w.raw for w in run)):
                return OrganizationMatch(role, Span(run[0].chars.start, run[-1].chars.end))
    return None


@cache
def organization_roles() -> dict[str, str]:
    """Roles of known organizations, agencies and outlets by each form of their names."""
    found: dict[str, str] = {}
    for table, column in (("agencies", "forms"), ("organizations", "forms"), ("outlets", "name")):
        for row in lexicon(table).to_dict("records"):
            for form in (row["name"], *row[column].split("|")):
                key = " ".join(w.raw for w in words(form, Span(0, len(form))))
                found[key] = row.get("role", "media")
    return {form: role for form, role in found.items() if form}

"""The role in which a source speaks: official, expert, business, citizen …

A noun tells it ("minister", "professor"); with nouns such as "president" or "spokesman" the
organization does ("president of Brook Lines"). What an article says of an actor in titles, in
appositions and by its name counts for all its quotes. The scheme joins the groups that comparative
studies of sources share (Tiffen et al. 2014, doi:10.1080/1461670X.2013.831239).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.annotate.text.document import Span, hull
from toolkit.annotate.text.gazetteer import demonyms, entries, governments
from toolkit.annotate.text.noun_phrases import (
    NounMatch,
    Word,
    find_nouns,
    head,
    nouns,
    people,
    words,
)
from toolkit.annotate.text.organizations import OrganizationMatch, organization_role

_SEGMENT = re.compile(r",(?!\d)\s*|\s[–—-]\s|\sand (?=an? |the )")
_COMPLEMENT = re.compile(r"\b(?:of|at|for|with|from) (?:the |its |his )?([A-Z][\w&’'-]*)")
_ISSUED = re.compile(r"\s(?:by|from|of|for)\s")
_PREPOSITION = re.compile(r"\W*(?:of|at|for|with|from|in|to|on|by)\s", re.I)
FIXED, AFFILIATED, FIRM, BY_DEFAULT, CALLED = 6, 4, 3, 2, 1
"""Weights: how clearly a role is said."""


class Role(NamedTuple):
    """A role, how clearly it is said, and the words for it (None where a name tells it)."""

    role: str
    weight: int
    chars: Span | None


def phrase_role(text: str, chars: Span, names: Iterable[Span] = ()) -> Role | None:
    """The role that a phrase gives, by its head, else by other nouns in it.

    Args:
        text: of the article.
        chars: the phrase: a source, a title, an apposition.
        names: of people, whose words do not count as nouns: "Ada Baker".

    Example:
        >>> text = "the president of the Ferry Company"
        >>> phrase_role(text, Span(0, len(text))).role
        'business'
    """
    taken = list(names)
    roles = [role for part in _segments(text, chars) for role in _segment_roles(text, part, taken)]
    return max(roles, key=lambda role: role.weight, default=None)


def _segments(text: str, chars: Span) -> Iterator[Span]:
    """The parts of a phrase between commas: a name and its appositions."""
    start = chars.start
    for cut in _SEGMENT.finditer(text, *chars):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, chars.end)


def _segment_roles(text: str, chars: Span, names: list[Span]) -> Iterator[Role]:
    """The role of the last person or organization in the head, then of one after the head."""
    found = [w for w in words(text, chars) if not any(w.chars.overlaps(n) for n in names)]
    core = head(text, chars)
    inside = [w for w in found if w.chars.within(core)]
    after = [w for w in found if w.chars.start >= core.end]
    who, body = find_nouns(inside, people()), organization_role(inside)
    if who and not (body and _is_later(body, who[0], inside)):
        yield person_role(who[0], found, text, chars)
    elif body:
        yield Role(body.role, FIXED, body.chars)
    if beyond := organization_role(after):
        yield Role(beyond.role, AFFILIATED, beyond.chars)


def _is_later(body: OrganizationMatch, who: NounMatch, found: list[Word]) -> bool:
    """Whether an organization follows a person, or a name ends in both: "Brook Families"."""
    named = len(found) > 1 and found[-1].raw[0].isupper() and found[-2].raw[0].isupper()
    return body.chars.end > who.chars.end or (named and body.chars.end == who.chars.end)


def person_role(hit: NounMatch, found: list[Word], text: str, chars: Span) -> Role:
    """The role of a noun for a person, or of the organization beside it."""
    if not hit.noun.follows:
        return Role(hit.noun.role, FIXED, hit.chars)
    if body := _body_of(hit, found, text, chars):
        return Role(body.role, FIXED, hull([hit.chars, body.chars]))
    firm = _COMPLEMENT.search(text, hit.chars.end, chars.end)
    if firm and not _is_state(firm[1]):
        return Role("business", FIRM, Span(hit.chars.start, firm.end()))
    private = hit.noun.role == "citizen"
    return Role(hit.noun.role, AFFILIATED if private else BY_DEFAULT, hit.chars)


def _body_of(hit: NounMatch, found: list[Word], text: str, chars: Span) -> OrganizationMatch | None:
    """The nearest organization after a noun for a person, else the one before it."""
    before = [w for w in found if w.chars.end <= hit.chars.start]
    start = hit.chars.end
    while start < chars.end and (join := _PREPOSITION.match(text, start, chars.end)):
        part = head(text, Span(join.end(), chars.end))
        here = [w for w in found if w.chars.within(part)]
        if body := organization_role(here):
            return body
        start = part.end
    return organization_role(before)


def _is_state(word: str) -> bool:
    known = entries().get(word)
    return (
        word in demonyms() or word in governments() or bool(known and known.actor_type == "place")
    )


def issuer_role(text: str, phrase: Span) -> Role | None:
    """The role of a document's issuer: "a report by the ministry", "the firm's letter".

    Of "the report", the issuer named beside the same noun earlier in the text.
    """
    core = head(text, phrase)
    inside = words(text, core)
    kinds = find_nouns(inside, nouns("document"))
    if not kinds:
        return phrase_role(text, phrase)
    noun, chars = kinds[0]
    around = [w for w in inside if not w.chars.within(chars)]
    default = Role(noun.role, BY_DEFAULT, chars)
    if issuer := _issuer(text, phrase.end, chars, around):
        return issuer
    return default if noun.role != "other" else _issued_before(text, phrase, chars) or default


def _issuer(text: str, end: int, noun: Span, around: list[Word]) -> Role | None:
    """The role after "by" or "of" behind a document's noun, else of an organization around it."""
    behind = _ISSUED.match(text, noun.end)
    if behind and (role := phrase_role(text, Span(behind.end(), end))):
        return role
    body = organization_role(around)
    return Role(body.role, AFFILIATED, body.chars) if body else None


def _issued_before(text: str, phrase: Span, noun: Span) -> Role | None:
    for match in re.finditer(rf"\b{re.escape(text[slice(*noun)])}\b", text[: phrase.start], re.I):
        end = head(text, Span(match.end() + 3, match.end() + 60)).end
        near = words(text, part_before(text, match.start()))[-3:]
        if issuer := _issuer(text, end, Span(*match.span()), near):
            return issuer
    return None


def part_before(text: str, place: int) -> Span:
    """The stretch before a place, back to the last punctuation mark or forty characters."""
    start = max(0, place - 40)
    return Span(max(start, *(text.rfind(c, start, place) + 1 for c in '.,;:\n"“”')), place)

"""In what role a source speaks: official, expert, business, citizen …

A noun says it ("minister", "professor"); of nouns such as "president" or "spokesman" the
organization does ("president of Brook Lines"). What an article says of an actor anywhere, in
titles, appositions and by its name, counts for all its quotes. The scheme joins the groups that
comparative studies of sources share (Tiffen et al. 2014, doi:10.1080/1461670X.2013.831239).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import demonyms, entries, governments
from toolkit.annotate.text.noun_phrases import NounMatch, Word, find_nouns, head, people, words
from toolkit.annotate.text.organizations import OrganizationMatch, organization_role

_SEGMENT = re.compile(r",(?!\d)\s*|\s[–—-]\s|\sand (?=an? |the )")
_COMPLEMENT = re.compile(r"\b(?:of|at|for|with|from) (?:the |its |his )?([A-Z][\w&’'-]*)")
_PREPOSITION = re.compile(r"\W*(?:of|at|for|with|from|in|to|on|by)\s", re.I)
FIXED, BY_BODY, AFFILIATED, FIRM, BY_DEFAULT, CALLED = 6, 6, 4, 3, 2, 1
"""Weights: how clearly a role is said."""


class Role(NamedTuple):
    """A role, how clearly it is said, and the words that say it (None where a name does)."""

    role: str
    weight: int
    chars: Span | None


def phrase_role(text: str, chars: Span, names: Iterable[Span] = ()) -> Role | None:
    """The role that a phrase says, by its head, else by other nouns in it.

    Args:
        text: of the article.
        chars: the phrase: a source, a title, an apposition.
        names: of people, whose words are no nouns: "Ada Baker".

    Example:
        >>> text = "the president of the Ferry Company"
        >>> phrase_role(text, Span(0, len(text))).role
        'business'
    """
    taken = list(names)
    said = [r for part in _segments(text, chars) for r in _of(text, part, taken)]
    return max(said, key=lambda r: r.weight, default=None)


def _segments(text: str, chars: Span) -> Iterator[Span]:
    """The parts of a phrase between commas: a name and its appositions."""
    start = chars.start
    for cut in _SEGMENT.finditer(text, *chars):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, chars.end)


def _of(text: str, chars: Span, names: list[Span]) -> Iterator[Role]:
    """What the head of a phrase says, the person or body that stands last in it; then the rest."""
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
    """Whether an organization stands behind a person, or a name ends in both: "Brook Families"."""
    named = len(found) > 1 and found[-1].raw[0].isupper() and found[-2].raw[0].isupper()
    return body.chars.end > who.chars.end or (named and body.chars.end == who.chars.end)


def person_role(hit: NounMatch, found: list[Word], text: str, chars: Span) -> Role:
    """The role of a noun for a person, or that of the organization which it goes with."""
    if not hit.noun.follows:
        return Role(hit.noun.role, FIXED, hit.chars)
    if body := _body_of(hit, found, text, chars):
        both = Span(min(hit.chars.start, body.chars.start), max(hit.chars.end, body.chars.end))
        return Role(body.role, BY_BODY, both)
    firm = _COMPLEMENT.search(text, hit.chars.end, chars.end)
    if firm and not _is_state(firm[1]):
        return Role("business", FIRM, Span(hit.chars.start, firm.end()))
    private = hit.noun.role == "citizen"
    return Role(hit.noun.role, AFFILIATED if private else BY_DEFAULT, hit.chars)


def _body_of(hit: NounMatch, found: list[Word], text: str, chars: Span) -> OrganizationMatch | None:
    """The organization behind a noun for a person, the nearest; else the one before it."""
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

"""In what role a source speaks: official, expert, business, citizen …

A noun says it ("minister", "professor"); of nouns such as "president" or "spokesman" the
organization does ("president of Brook Lines"). What an article says of an actor anywhere, in
titles, appositions and by its name, counts for all its quotes. The scheme joins the groups that
comparative studies of sources share (Tiffen et al. 2014, doi:10.1080/1461670X.2013.831239).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from toolkit.annotate.actors import Actor
from toolkit.annotate.bodies import Body, body_role
from toolkit.annotate.documents import Chars
from toolkit.annotate.entries import demonyms, entries, governments, newspapers
from toolkit.annotate.phrases import Hit, Word, head, hits, nouns, people, words
from toolkit.lexicons import lexicon

_SEGMENT = re.compile(r",(?!\d)\s*|\s[–—-]\s|\sand (?=an? |the )")
_COMPLEMENT = re.compile(r"\b(?:of|at|for|with|from) (?:the |its |his )?([A-Z][\w&’'-]*)")
_PREPOSITION = re.compile(r"\W*(?:of|at|for|with|from|in|to|on|by)\s", re.I)
_TELLING = 6
_FIXED, _BY_BODY, _AFFILIATED, _FIRM, _BY_DEFAULT, _CALLED = 6, 6, 4, 3, 2, 1


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
_ISSUED = re.compile(r"\s(?:by|from|of|for)\s")
_BACK = 40


class Role(NamedTuple):
    """A role, how clearly it is said, and the words that say it (None where a name does)."""

    role: str
    weight: int
    chars: Chars | None


def phrase_role(text: str, chars: Chars, names: Iterable[Chars] = ()) -> Role | None:
    """The role that a phrase says, by its head, else by other nouns in it.

    Args:
        text: of the article.
        chars: the phrase: a source, a title, an apposition.
        names: of people, whose words are no nouns: "Ada Baker".

    Example:
        >>> text = "the president of the Ferry Company"
        >>> phrase_role(text, Chars(0, len(text))).role
        'business'
    """
    taken = list(names)
    said = [r for part in _segments(text, chars) for r in _of(text, part, taken)]
    return max(said, key=lambda r: r.weight, default=None)


def _segments(text: str, chars: Chars) -> Iterator[Chars]:
    """The parts of a phrase between commas: a name and its appositions."""
    start = chars.start
    for cut in _SEGMENT.finditer(text, *chars):
        yield Chars(start, cut.start())
        start = cut.end()
    yield Chars(start, chars.end)


def _of(text: str, chars: Chars, names: list[Chars]) -> Iterator[Role]:
    """What the head of a phrase says, the person or body that stands last in it; then the rest."""
    found = [w for w in words(text, chars) if not any(w.chars.overlaps(n) for n in names)]
    core = head(text, chars)
    inside = [w for w in found if w.chars.within(core)]
    after = [w for w in found if w.chars.start >= core.end]
    who, body = hits(inside, people()), body_role(inside)
    if who and not (body and _is_later(body, who[0], inside)):
        yield _person(who[0], found, text, chars)
    elif body:
        yield Role(body.role, _FIXED, body.chars)
    if beyond := body_role(after):
        yield Role(beyond.role, _AFFILIATED, beyond.chars)


def _is_later(body: Body, who: Hit, found: list[Word]) -> bool:
    """Whether an organization stands behind a person, or a name ends in both: "Brook Families"."""
    named = len(found) > 1 and found[-1].raw[0].isupper() and found[-2].raw[0].isupper()
    return body.chars.end > who.chars.end or (named and body.chars.end == who.chars.end)


def _person(hit: Hit, found: list[Word], text: str, chars: Chars) -> Role:
    """The role of a noun for a person, or that of the organization which it goes with."""
    if not hit.noun.follows:
        return Role(hit.noun.role, _FIXED, hit.chars)
    if body := _body_of(hit, found, text, chars):
        both = Chars(min(hit.chars.start, body.chars.start), max(hit.chars.end, body.chars.end))
        return Role(body.role, _BY_BODY, both)
    firm = _COMPLEMENT.search(text, hit.chars.end, chars.end)
    if firm and not _is_state(firm[1]):
        return Role("business", _FIRM, Chars(hit.chars.start, firm.end()))
    private = hit.noun.role == "citizen"
    return Role(hit.noun.role, _AFFILIATED if private else _BY_DEFAULT, hit.chars)


def _body_of(hit: Hit, found: list[Word], text: str, chars: Chars) -> Body | None:
    """The organization behind a noun for a person, the nearest; else the one before it."""
    before = [w for w in found if w.chars.end <= hit.chars.start]
    start = hit.chars.end
    while start < chars.end and (join := _PREPOSITION.match(text, start, chars.end)):
        part = head(text, Chars(join.end(), chars.end))
        here = [w for w in found if w.chars.within(part)]
        if body := body_role(here):
            return body
        start = part.end
    return body_role(before)


def _is_state(word: str) -> bool:
    known = entries().get(word)
    return (
        word in demonyms() or word in governments() or bool(known and known.actor_type == "place")
    )


@lru_cache(maxsize=64)
def field_role(text: str) -> str | None:
    """culture_sport where an article is full of the words of sports or of the arts, else None.

    There a person of whom nothing else is said, or only "the captain", is a player or an artist.
    """
    rows = lexicon("fields")
    found = {w.text for w in words(text, Chars(0, len(text)))}
    for _, terms in rows.groupby("field")["term"]:
        if len(found & set(terms)) >= _TELLING:
            return "culture_sport"
    return None


@lru_cache(maxsize=512)
def actor_role(text: str, actor: Actor) -> Role | None:
    """The role that an article gives an actor: the one that its words say most clearly."""
    if actor.actor_type == "place":
        return Role("official", _FIXED, None)
    if actor.actor_type == "person":
        told = _clearest(_told(text, actor))
        field = field_role(text) if told is None or told.weight <= _FIRM else None
        return Role(field, _FIRM, told.chars if told else None) if field else told
    named, told = _by_name(actor), _clearest(_told(text, actor))
    # "Brook Media" that is called a company is one
    if named and named.role == "media" and told and told.role == "business":
        return told if named.weight < _FIXED else named
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
            return Role("media", _FIXED, None)
        if body := body_role(words(form, Chars(0, len(form)))):
            return Role(body.role, _AFFILIATED if form.endswith("Media") else _FIXED, None)
    return None


def _told(text: str, actor: Actor) -> Iterator[Role]:
    """What titles, descriptions and the words beside a name say."""
    names = [m.chars for m in actor.mentions]
    for other in actor.others:
        if other.kind == "title" and (found := phrase_role(text, other.chars, names)):
            yield found
        elif other.kind == "description" and (found := phrase_role(text, other.chars, names)):
            yield found._replace(weight=_CALLED)
    if actor.actor_type == "person":
        yield from _beside(text, names)


def _beside(text: str, names: list[Chars]) -> Iterator[Role]:
    """ "Ada Brook (D-Mo.)", "Ada Brook, who runs the mill", "Ada Brook of the Times"."""
    for name in names[:_MENTIONS]:
        if party := _PARTY.match(text, name.end):
            yield Role("official", _FIXED, Chars(*party.span("party")))
        elif who := _WHO.match(text, name.end):
            if body := body_role(words(text, Chars(*who.span("what")))):
                yield Role(body.role, _AFFILIATED, body.chars)
        elif behind := _BEHIND.match(text, name.end):
            yield from _apposed(text, Chars(*behind.span(str(behind.lastgroup))), names)
        if aged := _AGED.match(text, name.end):
            yield Role("citizen", _CALLED, Chars(*aged.span("age")))
        yield from _before(text, name)


def _apposed(text: str, part: Chars, names: list[Chars]) -> Iterator[Role]:
    """What an apposition says, with less weight than a title that was recognized as one."""
    if found := phrase_role(text, part, names):
        yield found._replace(weight=min(found.weight, _FIRM))


def _before(text: str, name: Chars) -> Iterator[Role]:
    """A noun right before a name: "the Texas congressman Ada Brook"."""
    start = max(0, name.start - _NEAR)
    start = max(start, *(text.rfind(c, start, name.start) + 1 for c in '.,;:\n"“”'))
    before = Chars(start, name.start)
    found = words(text, before)
    made = hits(found, people())
    if made and name.start - made[0].chars.end <= 2:
        yield _person(made[0], found, text, before)
    elif (body := body_role(found)) and name.start - body.chars.end <= 4:
        yield Role(body.role, _FIRM, body.chars)


def issuer_role(text: str, phrase: Chars) -> Role | None:
    """The role of whoever issued a document: "a report by the ministry", "the firm's letter".

    Of "the report", the issuer that stood beside its noun before in the text.
    """
    kinds = hits(
        [w for w in words(text, phrase) if w.chars.within(head(text, phrase))], nouns("document")
    )
    if not kinds:
        return phrase_role(text, phrase)
    own = kinds[0]
    core = head(text, phrase)
    around = [w for w in words(text, core) if not w.chars.within(own.chars)]
    here = _issuer(text, phrase, own.chars, around)
    if here or own.noun.role != "other":
        return here or Role(own.noun.role, _BY_DEFAULT, own.chars)
    return _issued_before(text, phrase, own.chars) or Role("other", _BY_DEFAULT, own.chars)


def _issuer(text: str, phrase: Chars, own: Chars, around: list[Word]) -> Role | None:
    behind = _ISSUED.match(text, own.end)
    if behind and (found := phrase_role(text, Chars(behind.end(), phrase.end))):
        return found
    body = body_role(around)
    return Role(body.role, _AFFILIATED, body.chars) if body else None


def _issued_before(text: str, phrase: Chars, own: Chars) -> Role | None:
    for match in re.finditer(rf"\b{re.escape(text[slice(*own)])}\b", text[: phrase.start], re.I):
        start = max(0, match.start() - _BACK)
        start = max(start, *(text.rfind(c, start, match.start()) + 1 for c in '.,;:\n"“”'))
        end = head(text, Chars(match.end() + 3, match.end() + 60)).end
        near = words(text, Chars(start, match.start()))[-3:]
        if found := _issuer(text, Chars(match.start(), end), Chars(*match.span()), near):
            return found
    return None

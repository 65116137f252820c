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
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.annotate.actors import Actor
from toolkit.annotate.documents import Chars
from toolkit.annotate.entries import demonyms, entries, governments, newspapers
from toolkit.annotate.phrases import Hit, Word, head, hits, nouns, people, words
from toolkit.lexicons import lexicon

_BEHIND = re.compile(
    r",? \((?P<party>[DRI]-[A-Z][\w.]+|[A-Z][\w-]+(?: [A-Z][\w-]+)?)\)"
    r"|, (?P<state>[DRI]-[A-Z][\w.]+)"
    r"|,? (?:\d\d, )?(?P<who>who (?:\w+ )?(?:chairs|leads|heads|runs|directs|founded|owns|manages|represents|"
    r"works|worked|serves|served|teaches|taught|studies|studied|has \w+|is|was)\b[^.;“”\"\n]{3,80}?)(?=[,.;]| said| told)"
    r"|,? (?P<of>(?:of|from|at|with|for) [^,.;“”\"\n]{3,60}?)(?=[,.;]| said| told| says| wrote| who|\n|$)"
)
_AGED = re.compile(r",? \(?(\d\d)\b[,.)]|,? (?:a|an|the) (\d\d)-year-old")
_COMPLEMENT = re.compile(r"\b(?:of|at|for|with|from) (?:the |its |his )?([A-Z][\w&’'-]*)")
_MENTIONS = 8
_FIXED, _BY_BODY, _FIRM, _AFFILIATED, _BY_DEFAULT, _CALLED = 6, 6, 3, 4, 2, 1


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
    found = [w for w in words(text, chars) if not any(w.chars.overlaps(n) for n in taken)]
    core = head(text, chars)
    said = [*_of(found, text, chars, core, True), *_of(found, text, chars, core, False)]
    return max(said, key=lambda r: r.weight, default=None)


def _of(
    found: list[Word], text: str, chars: Chars, core: Chars, inside: bool
) -> Iterator[Role]:
    """What the people and bodies in the head of a phrase, or in its rest, say."""
    here = [w for w in found if w.chars.within(core) is inside]
    for hit in hits(here, people()):
        yield _person(hit, found, text, chars, inside)
        if inside and not hit.noun.follows:
            break
    if body := body_role(here):
        yield Role(body.role, _AFFILIATED - (not inside), body.chars)


def _person(hit: Hit, found: list[Word], text: str, chars: Chars, inside: bool) -> Role:
    less = 0 if inside else 1
    if not hit.noun.follows:
        return Role(hit.noun.role, _FIXED - less, hit.chars)
    after = [w for w in found if w.chars.start >= hit.chars.end]
    before = [w for w in found if w.chars.end <= hit.chars.start]
    if body := body_role(after[:8]) or body_role(before):
        both = Chars(min(hit.chars.start, body.chars.start), max(hit.chars.end, body.chars.end))
        return Role(body.role, _BY_BODY - less, both)
    firm = _COMPLEMENT.search(text, hit.chars.end, chars.end)
    if firm and not _is_state(firm[1]):
        return Role("business", _FIRM, Chars(hit.chars.start, firm.end()))
    return Role(hit.noun.role, _BY_DEFAULT, hit.chars)


class Body(NamedTuple):
    """The role of an organization that a phrase names, and where."""

    role: str
    chars: Chars


def body_role(found: list[Word]) -> Body | None:
    """The role of the organization that words name or call by a noun."""
    for size in range(min(5, len(found)), 0, -1):
        for start in range(len(found) - size + 1):
            run = found[start : start + size]
            if role := _named_bodies().get(" ".join(w.text for w in run)):
                return Body(role, Chars(run[0].chars.start, run[-1].chars.end))
    made = hits(found, nouns("organization"))
    return Body(made[0].noun.role, made[0].chars) if made else None


@cache
def _named_bodies() -> dict[str, str]:
    """Roles of known organizations, agencies and outlets by each form of their names."""
    found: dict[str, str] = {}
    for table, column in (("agencies", "forms"), ("organizations", "forms"), ("outlets", "name")):
        for row in lexicon(table).to_dict("records"):
            for form in (row["name"], *row[column].split("|")):
                key = " ".join(w.text for w in words(form, Chars(0, len(form))))
                found[key] = row.get("role", "media")
    return {form: role for form, role in found.items() if len(form) > 2 or form in ("un", "eu")}


def _is_state(word: str) -> bool:
    known = entries().get(word)
    return word in demonyms() or word in governments() or bool(known and known.actor_type == "place")


@lru_cache(maxsize=512)
def actor_role(text: str, actor: Actor) -> Role | None:
    """The role that an article gives an actor: the clearest that any of its words say."""
    if actor.actor_type == "place":
        return Role("official", _FIXED, None) if actor.entry or actor.name in governments() else None
    if actor.actor_type == "person":
        return _clearest(_told(text, actor))
    return _by_name(actor) or _clearest(_told(text, actor))


def _clearest(said: Iterable[Role]) -> Role | None:
    """The role with the most weight in sum; the first where two have as much."""
    found = list(said)
    if not found:
        return None
    top = max(r.weight for r in found)
    counts = Counter(r.role for r in found if r.weight == top)
    role = counts.most_common(1)[0][0]
    return next(r for r in found if r.role == role and r.weight == top)


def _by_name(actor: Actor) -> Role | None:
    """What an organization's name says, its last words first."""
    for form in dict.fromkeys((actor.entry or actor.name, actor.name)):
        if form.removeprefix("The ") in newspapers():
            return Role("media", _FIXED, None)
        if body := body_role(words(form, Chars(0, len(form)))):
            return Role(body.role, _FIXED, None)
    return None


def _told(text: str, actor: Actor) -> Iterator[Role]:
    """What titles, descriptions and the words behind a name say."""
    names = [m.chars for m in actor.mentions]
    for other in actor.others:
        if other.kind in ("title", "description"):
            found = phrase_role(text, other.chars, names)
            if found:
                called = other.kind == "description"
                yield found._replace(weight=_CALLED if called else found.weight)
    if actor.actor_type == "person":
        for name in actor.mentions[:_MENTIONS]:
            yield from _behind(text, name.chars)


def _behind(text: str, name: Chars) -> Iterator[Role]:
    """ "Ada Brook (D-Mo.)", "Ada Brook, who runs the mill", "Ada Brook of the Times"."""
    match = _BEHIND.match(text, name.end)
    if match and match.lastgroup:
        part = Chars(*match.span(match.lastgroup))
        if re.match(r"[DRI]-", text[part.start :part.end]):
            yield Role("official", _FIXED, part)
        elif found := phrase_role(text, part):
            yield found._replace(weight=min(found.weight, _AFFILIATED))
    elif aged := _AGED.match(text, name.end):
        yield Role("citizen", _CALLED, Chars(*aged.span()))


_BY = re.compile(r"\b(?:by|from|of|for|at)\s")


def issuer_role(text: str, phrase: Chars) -> Role | None:
    """The role of whoever issued a document: "a report by the ministry", "the firm's letter"."""
    found = words(text, phrase)
    kinds = hits([w for w in found if w.chars.within(head(text, phrase))], nouns("document"))
    own = Role(kinds[0].noun.role, _BY_DEFAULT, kinds[0].chars) if kinds else None
    issuer = phrase_role(text, phrase)
    if own and own.role != "other" and not (issuer and issuer.weight >= _FIXED):
        return own
    return issuer or own

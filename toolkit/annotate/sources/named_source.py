"""The actor whom a source names, or whom the article calls by the source's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.entities.mention_index import Named
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import generic
from toolkit.annotate.text.noun_phrases import DETERMINER, head, is_possessor

_APPOSED = re.compile(r"(?:,|\s[-–—])\s(?:the\s)?(?:[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)* and )?$")
_ALSO = re.compile(r",? and (?:[\w’'-]+ ){0,3}|, ")
_WRITTEN = r"(?:e-?mail|statement|note|memo|message|tweet|post|release|testimony|speech|letter)"
_PAPER_BY = re.compile(rf"\b{_WRITTEN}\b.*\b(?:by|from)\s", re.I)
_ACTING = {"organization", "place", "person"}


def named_in(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """The person that a source names, else what stands as its head or beside it.

    Args:
        source: the source phrase.
        words: of it.
        inside: names that stand in it, in the order of the text.
    """
    people = [(c, a) for c, a in inside if a.actor_type == "person"]
    for place in reversed(range(len(people))):
        chars = people[place][0]
        by = _PAPER_BY.search(words[: chars.start - source.start])
        if by or not is_possessor(words, source, chars):
            return _first_of(people[: place + 1], source, words)
    return _head(source, words, inside) or _apposed(source, words, inside)


def called(text: str, words: str, names: Sequence[Named]) -> Actor | None:
    """The person before whose name the article sets a phrase elsewhere.

    Args:
        text: of the article.
        words: the phrase.
        names: all of the article.
    """
    phrase = DETERMINER.sub("", words)
    if " " not in phrase or not re.search(r"[A-Z]", phrase):
        return None
    named = re.search(rf"{re.escape(phrase)},? (?=[A-Z])", text)
    after = named and [a for c, a in names if c.start == named.end()]
    return after[0] if after and after[0].actor_type == "person" else None


def _first_of(people: Sequence[Named], source: Span, words: str) -> Actor:
    """Of people who speak together, up to the last of them, the first: "Ada Brook and Tom Reed"."""
    place = len(people) - 1
    while place > 0:
        left, right = people[place - 1][0], people[place][0]
        if not _ALSO.fullmatch(words[left.end - source.start : right.start - source.start]):
            break
        place -= 1
    return people[place][1]


def _head(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """What the phrase is about; "the Brook party": a name and the noun for its kind."""
    end = head(words, Span(0, len(words))).end + source.start
    at_head = [a for c, a in inside if c.end == end and a.actor_type in _ACTING]
    kind = [a for c, a in inside if words[c.end - source.start :].strip() in generic()]
    return next(iter(at_head or kind), None)


def _apposed(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """ "the group behind the ferry, Brook Lines,": a name at the end."""
    end = source.start + len(words.rstrip(" ,-–—"))
    beside = (
        a for c, a in inside if c.end == end and _APPOSED.search(words[: c.start - source.start])
    )
    return next(beside, None)

"""The actor that a source names or describes, and the actor that it represents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.entities.mention_index import MentionIndex, Named
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import generic
from toolkit.annotate.text.noun_phrases import DETERMINER, head, is_possessor

_APPOSED = re.compile(r"(?:,|\s[-–—])\s(?:the\s)?(?:[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)* and )?$")
_ALSO = re.compile(r",? and (?:[\w’'-]+ ){0,3}|, ")
_WRITTEN = r"(?:e-?mail|statement|note|memo|message|tweet|post|release|testimony|speech|letter)"
_PAPER_BY = re.compile(rf"\b{_WRITTEN}\b.*\b(?:by|from)\s", re.I)
_FIRST_TURN = re.compile(r"(?m)^\W?(?:Q|A|Question|Answer)[.:]\s")
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")
_SPOKESPERSON = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|press secretary|representative|communications director"
    r"|press officer|media officer)s?\b", re.I
)  # fmt: skip
_ACTING = {"organization", "place", "person"}


def named_in(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """The person that a source names, else the actor at its head or beside it.

    Args:
        source: the source phrase.
        words: of it.
        inside: the names in it, in the order of the text.
    """
    people = [(c, a) for c, a in inside if a.actor_type == "person"]
    for place in reversed(range(len(people))):
        chars = people[place][0]
        by = _PAPER_BY.search(words[: chars.start - source.start])
        if by or not is_possessor(words, source, chars):
            return _first_of(people[: place + 1], source, words)
    return _head(source, words, inside) or _apposed(source, words, inside)


def described_elsewhere(text: str, words: str, names: Sequence[Named]) -> Actor | None:
    """The person whose name follows the same phrase elsewhere in the article.

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


def by_shorthand(text: str, words: str, names: MentionIndex) -> Actor | None:
    """The one person that "A" (who answers) or initials stand for.

    Who answers is whom the article names most before the first question.

    Args:
        text: of the article.
        words: of the source.
        names: of the article.
    """
    if words in ("A", "Answer"):
        turn = _FIRST_TURN.search(text)
        before = names.between(0, turn.start() if turn else len(text))
        people = [a for _, a in before if a.actor_type == "person"]
        counts = Counter(a.actor_id for a in people)
        people = [a for a in people if counts[a.actor_id] == max(counts.values())]
    elif _INITIALS.fullmatch(words):
        people = [a for _, a in names.all if a.actor_type == "person"]
        people = [a for a in people if _initials(a.name) == words.replace(".", "")]
    else:
        return None
    return people[0] if len({a.actor_id for a in people}) == 1 else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def represented(text: str, source: Span, actor: Actor | None, names: MentionIndex) -> Actor | None:
    """For whom a spokesperson speaks: named in the source, or in a description of the actor.

    Args:
        text: of the article.
        source: the source phrase.
        actor: the actor that it resolves to.
        names: of the article.
    """
    areas = [source] if _SPOKESPERSON.search(text[slice(*source)]) else []
    if actor is not None and actor.actor_type == "person":
        described = (m for m in actor.others if m.kind != "pronoun")
        areas += [m.chars for m in described if _SPOKESPERSON.search(m.text)]
    for area in areas:
        if others := [a for _, a in names.between(*area) if a is not actor]:
            return next((a for a in others if a.actor_type != "person"), others[0])
    return None


def _first_of(people: Sequence[Named], source: Span, words: str) -> Actor:
    """The first of people who are joined by "and" up to the last: "Ada Brook and Tom Reed"."""
    place = len(people) - 1
    while place > 0:
        left, right = people[place - 1][0], people[place][0]
        if not _ALSO.fullmatch(words[left.end - source.start : right.start - source.start]):
            break
        place -= 1
    return people[place][1]


def _head(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """The actor at the head of the phrase, or before a generic noun: "the Brook party"."""
    end = head(words, Span(0, len(words))).end + source.start
    at_head = [a for c, a in inside if c.end == end and a.actor_type in _ACTING]
    kind = [a for c, a in inside if words[c.end - source.start :].strip() in generic()]
    return next(iter(at_head or kind), None)


def _apposed(source: Span, words: str, inside: Sequence[Named]) -> Actor | None:
    """The actor named at the end: "the group behind the ferry, Brook Lines,"."""
    end = source.start + len(words.rstrip(" ,-–—"))
    beside = (
        a for c, a in inside if c.end == end and _APPOSED.search(words[: c.start - source.start])
    )
    return next(beside, None)

"""Names of people: their parts, and whether two of them name one person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import gendered, honorifics

_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV|PhD|MD|MP|QC|KC)\.?$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)+$|^[A-Z]$")
_APPOSED = re.compile(r", (?:\d+, )?(?:the |a |an |his |her |whose )?(?:[\w-]+ ){0,2}?(\w+)")
_NICK = re.compile(r"[\"“”‘’'(]+\s*([^\W\d_][\w.-]*)\s*[\"”’')]+")


def stated_gender(text: str, name: Span) -> str:
    """Gender (m, f or empty) by the words beside a name: "Mrs. Brook", "Brook, the widow of".

    Never guessed from a first name.
    """
    words = text[max(0, name.start - 40) : name.start].split("\n")[-1].split()
    before = words[-1].rstrip(",") if words else ""
    if gender := honorifics().get(before) or gendered().get(before.lower()):
        return gender
    after = _APPOSED.match(text, name.end, name.end + 50)
    return gendered().get(after[1].lower(), "") if after else ""


class Evidence(NamedTuple):
    """Why one name stands for another, and how surely."""

    rule: str
    confidence: float


class Person(NamedTuple):
    """The parts of a person's name: words, initials as letters, a nickname."""

    words: tuple[str, ...]
    initials: str
    nick: str | None


def without_marks(name: str) -> str:
    """A name whose first name was added in parentheses: "(Ada) Brook"."""
    return re.sub(r"[()]", "", name) if name.startswith("(") else name


def without_nickname(name: str) -> str:
    """A name without the nickname in marks or parentheses: "Thomas (Tom) Reed".

    Example:
        >>> without_nickname('Robert "Bob" Reed')
        'Robert Reed'
    """
    return " ".join(_NICK.sub(" ", without_marks(name)).split()) or name


@lru_cache(maxsize=4096)
def person(name: str) -> Person:
    """A person's name in parts, without suffixes and marks.

    Example:
        >>> person('Robert J. "Bob" Reed Jr.')
        Person(words=('Robert', 'Reed'), initials='J', nick='Bob')
    """
    nick = _NICK.search(without_marks(name))
    words = [w.strip(",") for w in without_nickname(name).split() if not _SUFFIX.match(w)]
    kept = tuple(w for w in words if not _INITIAL.match(w))
    letters = "".join(c for w in words if _INITIAL.match(w) for c in w if c.isalpha())
    return Person(kept or tuple(words), letters if kept else "", nick[1] if nick else None)


def same_person(one: Person, other: Person) -> Evidence | None:
    """Evidence that the first name is a form of the second."""
    a, b = (tuple(w.casefold() for w in p.words) for p in (one, other))
    if not a or not b or _contradict(one.initials, other.initials):
        return None
    if len(a) == 1:
        return _lettered(one, other) if one.initials else _single(a[0], b, other)
    nicks = {p.nick.casefold() for p in (one, other) if p.nick}
    if a[-1] == b[-1] and len(b) > 1:
        if a[0] == b[0] or nicks & {a[0], b[0]}:
            return Evidence("full name", 1.0)
        if min(len(a[0]), len(b[0])) > 2 and (a[0].startswith(b[0]) or b[0].startswith(a[0])):
            return Evidence("short first name", 0.9)
    if len(a) < len(b) and a == b[-len(a) :]:
        return Evidence("surname", 0.95)
    if len(a) < len(b) and a == b[: len(a)]:
        return Evidence("full name", 0.9)
    return None


def _contradict(one: str, other: str) -> bool:
    """ "George H.W." and "George W.": initials of two people."""
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def _lettered(one: Person, other: Person) -> Evidence | None:
    """ "J.K. Brook" for "J. K. Brook" or "Jane Brook"."""
    if one.words[-1].casefold() != other.words[-1].casefold():
        return None
    if len(other.words) == 1:
        return Evidence("full name", 1.0) if other.initials else None
    return Evidence("initial", 0.85) if other.words[0][0] == one.initials[0] else None


def _single(word: str, words: tuple[str, ...], full: Person) -> Evidence | None:
    """Evidence that one word names a person whose name has several."""
    several = len(words) > 1 or bool(full.initials)
    if several and word == words[-1]:
        return Evidence("surname", 0.95)
    if several and word in words[-1].split("-") and len(word) > 3:
        return Evidence("part of a double name", 0.8)
    if full.nick and word == full.nick.casefold():
        return Evidence("nickname", 0.9)
    if len(words) > 1 and word == words[0]:
        return Evidence("first name", 0.85)
    if len(words) > 2 and word == "-".join(words[-2:]):
        return Evidence("surname", 0.9)
    return None

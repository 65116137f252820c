"""Boundaries: where a name begins and ends, without what merely stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import (
    alternatives,
    demonyms,
    designators,
    entries,
    gendered,
    honorifics,
    roles,
)

_ARTICLE = re.compile(r"^(?:the|The|a|an|late|former|then)(?:\s+|$)|^[\s\"'“”‘’(\[,.:;–—@#*-]+")
_RIGHT = re.compile(r"(?:\s?['’][sS]?|[\s\"“”)(\],.:;!?–—*-]+)$")
_POINT = re.compile(r"\b(?:[A-Z]\.)+$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No)\.$|^[A-Z][\w.]{1,4}\.$")
_SUFFIX = re.compile(r"^(?:Inc|Corp|Ltd|LLC|LLP|Jr|Sr|II|III|PLC|PhD|MD)\b")
_SEAM = re.compile(
    r"\s?['’]s\s+|,\s+|\s\(|\s(?=(?:for|from|at|with|and)\s)|\s*\n\s*|\s[–—-]\s|/|[–-](?=[A-Z])"
    r"|\s(?!of|for|and|the|on|in|to|at|with|de|des|du|la|le|y|e|und|van|von|der|den|al|el|bin|ibn|da"
    r"|dos|del|di|abu)[a-z]+\s(?=[A-Z])"
)
_YOUNGER = re.compile(r",? (?:Jr|Sr)\b\.?")
_NEXT = re.compile(r" ([A-Z][\w-]+)(?![\w’'-])(?: ([A-Z]?[\w-]+))?")
PARTICLES = frozenset(
    [
        "de",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ibn",
        "da",
        "dos",
        "del",
        "di",
        "du",
        "y",
        "abu",
    ]
)
_SHORT_POINTS = frozenset(f for f in entries() if f.endswith(".") and "." not in f[:-1])


def bare(text: str, chars: Span, person: bool = True) -> Span | None:
    """A name without article, possessive, stray marks; None if nothing is left.

    Args:
        text: of the article.
        chars: where the name stands.
        person: whether to take off honorifics and titles, too.

    Example:
        >>> bare("the U.S.'s", Span(0, 10))
        Span(start=4, end=8)
    """
    start, end = chars
    while True:
        piece = text[start:end]
        left = _ARTICLE.match(piece) or (_honorific().match(piece) if person else None)
        if left and left.end():
            start += left.end()
            continue
        right = _RIGHT.search(piece)
        if right and not _is_abbreviated(piece):
            end -= len(right[0])
            continue
        return Span(start, end) if end > start else None


def _is_abbreviated(piece: str) -> bool:
    """Whether the last point belongs to the name: "U.S.", "Acme Inc.", "Nev."."""
    match = _POINT.search(piece)
    if match is None:
        return False
    return not match[0][0].isupper() or match.start() > 0 or _initials(piece)


def _initials(piece: str) -> bool:
    return piece in _SHORT_POINTS or bool(
        re.fullmatch(r"(?:[A-Z]\.)+|(?:[A-Z]\w{0,2}\.){2,}", piece)
    )


@cache
def _honorific() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives(list(honorifics()))})\.?\s+(?=\S)")


def pieces(text: str, chars: Span, kind: str, known: set[str]) -> Iterator[Span]:
    """The one or more names that a span of the entity tagger holds.

    Args:
        text: of the article.
        chars: the span.
        kind: the type that the tagger gave it.
        known: names that stand alone elsewhere in the article.
    """
    for part in _parted(text, chars, kind, known):
        found = bare(text, part, kind == "person")
        if found:
            yield _with_end(
                text,
                _without_tail(text, _without_lead(text, found, kind, known), kind, known),
                kind,
            )


def _parted(text: str, chars: Span, kind: str, known: set[str]) -> Iterator[Span]:
    """Parts at commas, line ends, dashes, and at the possessive of a name that stands alone."""
    start, end = chars
    for match in _SEAM.finditer(text, start, end):
        left, right = text[start : match.start()], text[match.end() : end]
        if _is_seam(match[0].strip(), left, right, known, kind):
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, end)


def _is_seam(mark: str, left: str, right: str, known: set[str], kind: str) -> bool:
    if mark in ("", "("):
        # "Ada Brook for the union" is a person and more; "Ada (Dee) Brook" is one name
        return (kind == "person") == (mark == "")
    if mark[:1] in ("'", "’"):
        named = " " in left and left.split()[-1] in designators()
        return left in known or left in entries() or named
    if mark.isalpha():
        return left in known or right in known or left in entries() or right in entries()
    if mark in ("-", "–") and left and right:
        alone = {k.casefold() for k in known} | {e.casefold() for e in entries()}
        return left.casefold() in alone and right.casefold() in alone
    return not _SUFFIX.match(right)


def _without_lead(text: str, chars: Span, kind: str, known: set[str]) -> Span:
    """Without words before the name: in lower case, a team or country, a role in capitals."""
    words = text[slice(*chars)].split(" ")
    while len(words) > 1 and _leads(words, kind, known, _opens(text, chars.end, words)):
        words = words[1:]
    return Span(chars.end - len(" ".join(words)), chars.end)


def _leads(words: list[str], kind: str, known: set[str], opens: bool) -> bool:
    lead, rest = words[0], " ".join(words[1:])
    if lead[:1].islower() and lead.split("-")[0] not in PARTICLES:
        return words[1][:1].isupper()
    if opens and kind != "person" and " " in rest and rest in known and lead not in known:
        return True
    if kind != "person":
        return False
    if len(words) == 2:
        return lead in demonyms() and rest in known
    rank = lead.isupper() and "." not in lead and len(lead) <= 4
    return (
        rank
        or lead in known
        or lead in entries()
        or lead in demonyms()
        or lead.lower() in roles() | gendered().keys()
    )


def _opens(text: str, end: int, words: list[str]) -> bool:
    """Whether the words begin a sentence, where the first one is large whatever it is."""
    start = end - len(" ".join(words))
    return start == 0 or bool(
        re.search(r"(?:\n|[.!?][\"”’]?\s+|[\"“])$", text[max(0, start - 3) : start])
    )


def _without_tail(text: str, chars: Span, kind: str, known: set[str]) -> Span:
    """Without words after the name: a role, a score, what is in lower case after a place."""
    words = text[slice(*chars)].split(" ")
    while len(words) > 1 and _trails(words, kind, known):
        words = words[:-1]
    return Span(chars.start, chars.start + len(" ".join(words)))


def _trails(words: list[str], kind: str, known: set[str]) -> bool:
    last = words[-1]
    if last.isdigit():
        return kind == "person" or " ".join(words[:-1]) in known or len(words) > 2
    if kind == "person":
        return False
    if last.islower():
        return kind == "place" and last.isalpha()
    if words[-2].islower():
        return False
    return last.lower() in roles() and last not in designators()


def _with_end(text: str, chars: Span, kind: str) -> Span:
    """With the "Jr." or the last word of a name that the tagger left out."""
    if text[slice(*chars)].split(" ")[-1] in PARTICLES and (rest := _NEXT.match(text, chars.end)):
        return Span(chars.start, rest.end(1))
    more = _YOUNGER.match(text, chars.end)
    if more and kind == "person":
        return Span(chars.start, more.end())
    following = _NEXT.match(text, chars.end)
    words = text[slice(*chars)]
    if not following or (kind == "person" and " " in words) or words in entries():
        return chars
    roled = (following[2] or "").lower() in roles()
    grows = following[1] in designators() and not roled
    return Span(chars.start, following.end(1)) if grows else chars

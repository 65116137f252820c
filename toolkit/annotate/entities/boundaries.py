"""Trim and split the spans of the entity tagger to the boundaries of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import PARTICLES, SMALL_WORDS, alternatives
from toolkit.annotate.text.sentences import opens_sentence

_ARTICLE = re.compile(r"^(?:the|The|a|an|late|former|then)(?:\s+|$)|^[\s\"'“”‘’(\[,.:;–—@#*-]+")
_RIGHT = re.compile(r"(?:\s?['’][sS]?|[\s\"“”)(\],.:;!?–—*-]+)$")
_POINT = re.compile(r"\b(?:[A-Z]\.)+$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No)\.$|^[A-Z][\w.]{1,4}\.$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+|(?:[A-Z]\w{0,2}\.){2,}")
_SUFFIX = re.compile(r"^(?:Inc|Corp|Ltd|LLC|LLP|Jr|Sr|II|III|PLC|PhD|MD)\b")
_SEAM = re.compile(
    r"\s?['’]s\s+|,\s+|\s\(|\s(?=(?:for|from|at|with|and)\s)|\s*\n\s*|\s[–—-]\s|/|[–-](?=[A-Z])"
    rf"|\s(?!{alternatives({*SMALL_WORDS, *PARTICLES, 'at', 'with'})})[a-z]+\s(?=[A-Z])"
)
_YOUNGER = re.compile(r",? (?:Jr|Sr)\b\.?")
_NEXT = re.compile(r" ([A-Z][\w-]+)(?![\w’'-])(?: ([A-Z]?[\w-]+))?")
_SHORT_POINTS = frozenset(f for f in gazetteer.entries() if f.endswith(".") and "." not in f[:-1])


def trim(text: str, chars: Span, person: bool = True) -> Span | None:
    """A name without article, possessive, stray marks; None if nothing is left.

    Args:
        text: of the article.
        chars: where the name stands.
        person: whether to take off honorifics and titles, too.

    Example:
        >>> trim("the U.S.'s", Span(0, 10))
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
    if match is None or match.start() > 0:
        return match is not None
    return piece in _SHORT_POINTS or _INITIALS.fullmatch(piece) is not None


@cache
def _honorific() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives(gazetteer.honorifics())})\.?\s+(?=\S)")


def split_names(text: str, chars: Span, kind: str, known: set[str]) -> Iterator[Span]:
    """The one or more names that a span of the entity tagger holds.

    Args:
        text: of the article.
        chars: the span.
        kind: the type that the tagger gave it.
        known: names that stand alone elsewhere in the article.
    """
    for part in _parts(text, chars, kind, known):
        trimmed = trim(text, part, kind == "person")
        if trimmed:
            yield _extend(text, _strip(text, trimmed, kind, known), kind)


def _parts(text: str, chars: Span, kind: str, known: set[str]) -> Iterator[Span]:
    """Parts at commas, line ends, dashes, and at the possessive of a name that stands alone."""
    start, end = chars
    for match in _SEAM.finditer(text, start, end):
        left, right = text[start : match.start()], text[match.end() : end]
        if _is_seam(match[0].strip(), left, right, known, kind):
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, end)


def _is_seam(mark: str, left: str, right: str, known: set[str], kind: str) -> bool:
    entries = gazetteer.entries()
    if mark in ("", "("):
        # "Ada Brook for the union" is a person and more; "Ada (Dee) Brook" is one name
        return (kind == "person") == (mark == "")
    if mark[:1] in ("'", "’"):
        named = " " in left and left.split()[-1] in gazetteer.designators()
        return left in known or left in entries or named
    if mark.isalpha():
        return any(side in names for side in (left, right) for names in (known, entries))
    if mark in ("-", "–") and left and right:
        alone = {k.casefold() for k in known} | {e.casefold() for e in entries}
        return left.casefold() in alone and right.casefold() in alone
    return not _SUFFIX.match(right)


def _strip(text: str, chars: Span, kind: str, known: set[str]) -> Span:
    """Without the words before and after the name: a team, a country, a role, a score."""
    words = text[slice(*chars)].split(" ")
    start = chars.start
    while len(words) > 1 and _leads(words, kind, known, opens_sentence(text, start)):
        start += len(words.pop(0)) + 1
    while len(words) > 1 and _trails(words, kind, known):
        words.pop()
    return Span(start, start + len(" ".join(words)))


def _leads(words: list[str], kind: str, known: set[str], opens: bool) -> bool:
    """Whether the first word is no part of the name."""
    lead, rest = words[0], " ".join(words[1:])
    if lead[:1].islower() and lead.split("-")[0] not in PARTICLES:
        return words[1][:1].isupper()
    if opens and kind != "person" and " " in rest and rest in known and lead not in known:
        return True
    if kind != "person":
        return False
    if len(words) == 2:
        return lead in gazetteer.demonyms() and rest in known
    rank = lead.isupper() and "." not in lead and len(lead) <= 4
    if rank or lead in known or lead in gazetteer.entries() or lead in gazetteer.demonyms():
        return True
    return lead.lower() in gazetteer.roles() or lead.lower() in gazetteer.gendered()


def _trails(words: list[str], kind: str, known: set[str]) -> bool:
    """Whether the last word is no part of the name."""
    last = words[-1]
    if last.isdigit():
        return kind == "person" or " ".join(words[:-1]) in known or len(words) > 2
    if kind == "person":
        return False
    if last.islower():
        return kind == "place" and last.isalpha()
    if words[-2].islower():
        return False
    return last.lower() in gazetteer.roles() and last not in gazetteer.designators()


def _extend(text: str, chars: Span, kind: str) -> Span:
    """With the "Jr." or the last word of a name that the tagger left out."""
    name = text[slice(*chars)]
    suffix = _YOUNGER.match(text, chars.end)
    if suffix and kind == "person":
        return Span(chars.start, suffix.end())
    following = _NEXT.match(text, chars.end)
    if not following:
        return chars
    complete = (kind == "person" and " " in name) or name in gazetteer.entries()
    role = (following[2] or "").lower() in gazetteer.roles()
    designated = following[1] in gazetteer.designators() and not role and not complete
    ends = designated or name.split(" ")[-1] in PARTICLES
    return Span(chars.start, following.end(1)) if ends else chars

"""Authors and agencies from bylines, datelines and credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from toolkit.lexicons import lexicon

NONE: Mapping[str, str] = MappingProxyType({})
_LEAD = re.compile(
    r"^(?:by|words by|written by|reported by|story by|author|from|text)\b:?\s*", re.I
)
_PARTS = re.compile(r"\s*(?:,|;|\||•|·|/|\band\b|&|\bwith\b|\bin\b(?=\s[A-Z]))\s*")
_NOT_PEOPLE = re.compile(
    r"^the\s|[()]|https?:|www\.|@|\d|\b(?:staff|writers?|reporters?|correspondents?|editors?|desk|newsroom|team|"
    r"agenc(?:y|ies)|news|press|wire|bureau|chief|contributors?|columnist|special to|for the|admin|"
    r"political|senior|associate|published|updated|minutes?|read|photographs?|follow)\b",
    re.I,
)
_RANK = re.compile(r"^(?:dr|prof|professor|sir|mr|mrs|ms)\b\.?\s+", re.I)
_PARTICLES = frozenset(
    ("de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu",
     "bin", "ibn", "al", "el", "ter", "y", "e")
)  # fmt: skip
# "KYIV, March 4 (Reuters) -", "SKARROW, N.D., Oct. 3 (UPI) —": names and days, no sentence
_DATELINE = re.compile(r"^(?:[A-Z\d][\w.'’-]*[,/]?\s+){0,8}\(([^()]{2,40})\)\s*[-–—:]")
_CITY = re.compile(r"^[^a-z()\n.!?“\"]{3,60}\(([^()]{2,40})\)\s")
# how Reuters signs, and nobody else: "(Reporting by A; Editing by B)"
_REUTERS = re.compile(
    r"\((?:[^()]{0,300}\b)?(?:reporting|writing) by [^()]{3,300}; editing by [^()]{3,120}\)", re.I
)
_PART = re.compile(r"\b(?:additional|contributed|with) (?:reporting|to)\b|^with \w", re.I)
_DATELINE_DASH = re.compile(r"^[^()\n.!?“\"]{2,60}?,?\s([A-Z][\w ]{1,30}?)\s*[-–—]{1,2}\s")


def authors(byline: Iterable[str], agencies: Mapping[str, str] = NONE) -> list[str]:
    """Unique names of people in a byline, without titles, desks and agencies.

    Example:
        >>> authors(["By Ada Brook and Tom Reed, Staff Writers"])
        ['Ada Brook', 'Tom Reed']
    """
    parts = [name for line in byline for name in _PARTS.split(_LEAD.sub("", line.strip()))]
    people = [_RANK.sub("", n) for n in parts]
    people = [n for n in people if n and _is_person(n) and not _known(n, agencies)]
    return list(dict.fromkeys(_in_case(people)))


def _is_person(name: str) -> bool:
    words = name.split()
    named = all(w[0].isupper() or w in _PARTICLES or not w[0].isalpha() for w in words)
    return 2 <= len(words) <= 5 and name[0].isupper() and named and not _NOT_PEOPLE.search(name)


def _in_case(people: list[str]) -> list[str]:
    """Normalize names in capitals; drop them as organizations if other names are not."""
    loud = [n for n in people if n.isupper() and len(n) > 4]
    if len(loud) < len(people):
        return [n for n in people if n not in loud]
    return [re.sub(r"[^\W\d_]+", _capital, n) for n in people]


def _capital(word: re.Match[str]) -> str:
    lower = word[0].casefold()
    if lower in _PARTICLES:
        return lower
    return "Mc" + lower[2:].capitalize() if re.match("mc[a-z]{3}", lower) else lower.capitalize()


def credited_agency(
    byline: Iterable[str], credit: Iterable[str], text: str, extra: Mapping[str, str] = NONE
) -> str | None:
    """The agency credited in the byline, the dateline or a credit line.

    Example:
        >>> credited_agency(["By AFP"], [], "A text.")
        'AFP'
        >>> credited_agency([], [], "KYIV (Reuters) — A text.")
        'Reuters'
    """
    for line in byline:
        for part in _PARTS.split(_LEAD.sub("", line.strip())):
            if agency := _known(part, extra):
                return agency
    for pattern in (_DATELINE, _CITY, _DATELINE_DASH):
        match = pattern.match(text)
        if match and (agency := _known(match[1], extra)):
            return agency
    credit = list(credit)
    named = next((a for line in credit if (a := _named(line, extra))), None)
    signed = " ".join([text[-1_500:], *credit])
    return named or ("Reuters" if _REUTERS.search(signed) else None)


def is_partial_credit(credit: Iterable[str]) -> bool:
    """Whether credit lines name contributors only, not the origin of the whole text.

    Example:
        >>> is_partial_credit(["Additional reporting by AFP"]), is_partial_credit(["© AFP"])
        (True, False)
    """
    return any(_PART.search(line) for line in credit)


@cache
def _forms() -> dict[str, str]:
    """Agency name by each form in the lexicon."""
    table = lexicon("agencies")
    pairs = zip(table["name"], table["forms"], strict=True)
    return {form: name for name, forms in pairs for form in forms.split("|")}


def _known(part: str, extra: Mapping[str, str]) -> str | None:
    forms = _forms() | dict(extra)
    bare = part.strip(" .()[]*_")
    return forms.get(bare) or forms.get(re.sub(r"^[Tt]he ", "", bare))


def _named(line: str, extra: Mapping[str, str]) -> str | None:
    """An agency named anywhere in a credit line; longest forms first, so that APA is not AP."""
    forms = _forms() | dict(extra)
    for form in sorted(forms, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", line):
            return forms[form]
    return None

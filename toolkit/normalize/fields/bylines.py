"""Authors and agencies from bylines, datelines and credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from toolkit.lexicons import lexicon
from toolkit.normalize.fields.outlets import reads_as_outlet

NONE: Mapping[str, str] = MappingProxyType({})
# "By", "Written by", "Author:" before the names
_LEAD = re.compile(
    r"^(?:(?:words|text|written|posted|reported|published|authored|contributed|recipe|story|article"
    r"|report|analysis|opinion)\s+)?by\b[:\s]*|^(?:authors?|contributors?|from|text)\b:?\s*",
    re.I,
)
_PARTS = re.compile(
    r"\s*(?:[,;|•·⋅/&+]|\s[-–—]\s|\band\b|\bwith\b|"
    r"\b(?:for|of)\b(?=\s(?:the\s)?[A-Z]))\s*"
)
# others than the authors, up to the next authors
_OTHERS = re.compile(
    r"\b(?:reviewed|fact[- ]?check\w*|checked|verified|edited|updated|illustrated|illustrations?|"
    r"photographed|photographs?|photography|photos?|pictures?|images?|produced|translated)"
    r"(?:[\s|]+by\b|\s*[|:]).*?(?=\b(?:words|text|written|reported)\s+by\b|$)",
    re.I,
)
# "in Skarrow", "on March 4, 2025"
_PLACE = re.compile(
    r"\s(?:in|at)\s(?:the\s)?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)*|\son\s(?=[A-Z\d])[^|]*"
)
_NO_NAME = re.compile(r"^the\s|https?:|www\.|[@\d#]", re.I)
_NOTE = re.compile(r"\d|@|https?:|\b(?:staff|editor|reporter|correspondent|writer)\b", re.I)
_RANK = re.compile(r"^(?:dr|prof|professor|sir|mr|mrs|ms)\b\.?\s+", re.I)
_ASIDE = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\])")
# "Ada Brook, political editor, Halvern Review"
_EMPLOYER = re.compile(
    r"(,[^,;|]*\b(?:editor|writer|reporter|correspondent|columnist|director|manager|producer|officer|"
    r"president|professor|founder|ceo)\b[^,;|&]*?),\s[^,;|&]+$",
    re.I,
)
# "Ada Brook, Carver Post", "Ada Brook for the Carver Post"
_AFTER_NAMES = re.compile(r"\s*(?:[,;|•·⋅]|\s[-–—]\s|\b(?:for|of)\s(?:the\s)?(?=[A-Z]))\s*")
_EDGES = " .:-–—_*\"“”'’"
_ELIDED = re.compile(r"(?:d|l|dell|degl|s|t)['’][A-Z]")
_SURNAME = 2
"""Words of a name whose last may be a common word: "Alice Read", not "Detroit Free Press"."""
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

    A single word is a name only if the byline has no other.

    Example:
        >>> authors(["By Ada Brook and Tom Reed, Staff Writers"])
        ['Ada Brook', 'Tom Reed']
        >>> authors(["By Madonna"]), authors(["Words by Ada Brook; photographs by Leo Park"])
        (['Madonna'], ['Ada Brook'])
    """
    byline = [*byline]
    names = list(filter(None, _names(byline)))
    others = {*filter(reads_as_outlet, employers(byline))}
    people = [n for n in names if _is_person(n) and n not in others and not _known(n, agencies)]
    if not people and len(names) == 1 and _is_single(names[0]):
        return [] if _known(names[0], agencies) else names
    return list(dict.fromkeys(_in_case(people)))


def employers(byline: Iterable[str]) -> list[str]:
    """The parts of a byline after the first that can be an outlet: capitalized, without "and".

    Example:
        >>> employers(["By Ines Duarte, political editor, Carver Post"])
        ['Carver Post']
    """
    lines = (_PLACE.sub("", _ASIDE.sub("", _LEAD.sub("", line.strip()))) for line in byline)
    parts = [part.strip(_EDGES) for line in lines for part in _AFTER_NAMES.split(line)[1:]]
    return [p for p in parts if p[:1].isupper() and " and " not in p and not _NOTE.search(p)]


def is_agency(name: str, agencies: Mapping[str, str] = NONE) -> bool:
    """Whether a name is that of a news agency.

    Example:
        >>> is_agency("The Associated Press"), is_agency("Carver Post")
        (True, False)
    """
    return _known(name, agencies) is not None


def named_agencies(byline: Iterable[str], agencies: Mapping[str, str] = NONE) -> list[str]:
    """Unique agencies in a byline, as it has them.

    Example:
        >>> named_agencies(["By Ada Brook, The Associated Press"])
        ['The Associated Press']
    """
    return list(dict.fromkeys(name for name in _names(byline) if _known(name, agencies)))


def _names(byline: Iterable[str]) -> list[str]:
    """The parts of a byline between commas, "and" and the like, without the words around names."""
    lines = (_PLACE.sub("", _OTHERS.sub("", _ASIDE.sub("", line))) for line in byline)
    lines = (line if " and " in line else _EMPLOYER.sub(r"\1", line) for line in lines)
    parts = (part for line in lines for part in _PARTS.split(_LEAD.sub("", line.strip())))
    return [_RANK.sub("", _LEAD.sub("", part).strip(_EDGES)) for part in parts]


def _is_person(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 6 or not name[0].isupper() or _NO_NAME.search(name):
        return False
    kinds = [_kinds().get(w.casefold().strip(".")) for w in words]
    surname = len(words) == _SURNAME and kinds[-1] == "surname"
    common = kinds[:-1] if surname else kinds
    spelled = all(w[0].isupper() or w in _particles() or _ELIDED.match(w) for w in words)
    return spelled and set(common) <= {None, "alone"}


def _is_single(name: str) -> bool:
    """Whether a text is a single name, such as "Madonna"; capitals are an abbreviation."""
    plain = name.replace("-", "").replace("'", "")
    return (
        plain.isalpha()
        and name[0].isupper()
        and not name.isupper()
        and name.casefold() not in _kinds()
    )


@cache
def _kinds() -> dict[str, str]:
    """Why a word is no name, by word."""
    table = lexicon("bylines").query("kind != 'particle'")
    return dict(zip(table["word"], table["kind"], strict=True))


@cache
def _particles() -> frozenset[str]:
    """Words in names that have no capital: "van", "de la"."""
    return frozenset(lexicon("bylines").query("kind == 'particle'")["word"])


def _in_case(people: list[str]) -> list[str]:
    """Normalize names in capitals; drop them as organizations if other names are not."""
    loud = [n for n in people if n.isupper() and len(n) > 4]
    if len(loud) < len(people):
        return [n for n in people if n not in loud]
    return [re.sub(r"[^\W\d_]+", _capital, n) for n in people]


def _capital(word: re.Match[str]) -> str:
    lower = word[0].casefold()
    if lower in _particles():
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
    for name in named_agencies(byline, extra):
        return _known(name, extra)
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

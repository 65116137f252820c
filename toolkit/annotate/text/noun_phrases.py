"""Noun phrases without a parser: the words of a phrase, its head, and what the lexicon knows of it.

A head stands before the first comma, preposition or clause; of "two of his members" and "a group of
doctors" it is what follows "of".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from toolkit.annotate.text.document import Span
from toolkit.lexicons import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_CUT = re.compile(
    r",(?!\d)|[(;:]|\s[–—-]\s|\s(?:who|whom|whose|which|that|of|for|from|in|at|on|with|to|by|about|"
    r"close|familiar|near|among|between|against|around|like|than|since|until|inside|outside|"
    r"speaking|reached|asked|interviewed|I|we|he|she|they)\b"
    r"|\s(?:\w{2,}ed|seen|kept|written|sent|held|made|drawn|read|shown|given)\s(?=(?:\w+ly\s)?"
    r"(?:by|to|for|in|at|on|with|among|from|as|last|this|through)\b)"
)
_PARTITIVE = re.compile(
    r"(?:(?:a|the|an|another)\s)?(?:\w+\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten|some|many|"
    r"several|most|all|both|each|none|few|half|dozens|hundreds|thousands|scores|group|number|"
    r"majority|couple|handful|pair|crowd|set|series|string|percent|third|quarter|minority)\sof\s"
    r"(?:the\s|his\s|her\s|their\s|its\s|those\s|these\s)?",
    re.I,
)
_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST = 4
_IRREGULAR = {
    "people": "person", "women": "woman", "men": "man", "children": "child", "wives": "wife",
    "data": "data", "news": "news", "media": "media", "series": "series", "analyses": "analysis",
}  # fmt: skip


class Noun(NamedTuple):
    """A noun of the lexicon: its role, and whether an organization named beside it has the say."""

    kind: str
    role: str
    follows: bool


class Word(NamedTuple):
    """A word of a phrase without 's, in lower case and as it stands, and its place in the text."""

    text: str
    chars: Span
    raw: str


class Hit(NamedTuple):
    """A noun that stands in a phrase, and where."""

    noun: Noun
    chars: Span


def words(text: str, chars: Span) -> list[Word]:
    """The words of a stretch of text."""
    found = _WORD.finditer(text, *chars)
    return [Word(plain(m[0]), Span(*m.span()), _POSSESSIVE.sub("", m[0])) for m in found]


def plain(word: str) -> str:
    """A word as the lexicon has it.

    Example:
        >>> plain("Ministry’s")
        'ministry'
    """
    return _POSSESSIVE.sub("", word.lower()).replace("’", "'")


def head(text: str, chars: Span) -> Span:
    """The part of a noun phrase that ends with its head.

    Example:
        >>> text = "One of the guards at the prison, who"
        >>> text[slice(*head(text, Span(0, len(text))))]
        'guards'
    """
    part = _PARTITIVE.match(text, *chars)
    start = part.end() if part and part.end() < chars.end else chars.start
    cut = _CUT.search(text, start + 1, chars.end)
    return Span(start, cut.start() if cut else chars.end)


def singular(word: str) -> str:
    """The singular of a noun, as far as its ending tells.

    Example:
        >>> singular("deputies"), singular("boss")
        ('deputy', 'boss')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_plural(word: str) -> bool:
    """Whether a noun has the ending of a plural."""
    return singular(word) != word and word not in ("lawsuits", "series")


@cache
def nouns(*kinds: str) -> dict[str, Noun]:
    """Nouns of the lexicon of roles by their words, those of the first kind first."""
    rows = lexicon("roles")
    found: dict[str, Noun] = {}
    for kind in kinds:
        for row in rows[rows["kind"] == kind].to_dict("records"):
            key = " ".join(plain(w) for w in _WORD.findall(row["noun"]))
            found.setdefault(key, Noun(kind, row["role"], bool(row["follows"])))
    return found


def people() -> dict[str, Noun]:
    """Nouns for people by what they are or do."""
    return nouns("occupation", "person")


def hits(found: Sequence[Word], table: dict[str, Noun]) -> list[Hit]:
    """Nouns of a table among the words, the last first, the longest at each place."""
    made = []
    end = len(found)
    while end > 0:
        size, noun = _ending(found, end, table)
        if noun:
            made.append(Hit(noun, Span(found[end - size].chars.start, found[end - 1].chars.end)))
        end -= max(1, size)
    return made


def _ending(found: Sequence[Word], end: int, table: dict[str, Noun]) -> tuple[int, Noun | None]:
    for size in range(min(_LONGEST, end), 0, -1):
        before = [w.text for w in found[end - size : end - 1]]
        last = found[end - 1].text
        for form in (last, singular(last)):
            if noun := table.get(" ".join([*before, form])):
                return size, noun
    return 0, None

"""Noun phrases without a parser: their words, their heads, and nouns of the lexicon in them.

A head precedes the first comma, preposition or clause; in "two of his members" and "a group of
doctors" it follows "of".
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
    r",(?!\d)|\s?[(;:]|\s[–—-]\s|\s(?:who|whom|whose|which|that|of|for|from|in|at|on|with|to|by|about|"
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
_CLAUSE = re.compile(
    r",(?!\d)|\s\(|\s(?:who|whom|which|that|whose|I|he|she|they|we)\s|\s[a-z]+ed (?:\w+ )?by\s"
)
_OWNED = re.compile(r"['’]s?\s+\w")
_GOVERNED_BY = re.compile(
    r"\b(?:for|to|of|with|by|about|against|from|in|at|near|outside|inside)\s+(?:\w+\.?\s+){0,3}$"
)
DETERMINER = re.compile(r"^(?:the|a|an|his|her|their|its|one(?! of)|another|that|this)\s+", re.I)
_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST = 4
_IRREGULAR = {
    "people": "person", "women": "woman", "men": "man", "children": "child", "wives": "wife",
    "data": "data", "news": "news", "media": "media", "series": "series", "analyses": "analysis",
}  # fmt: skip


class Noun(NamedTuple):
    """A noun of the lexicon: its role, and whether that of an organization beside it goes first."""

    kind: str
    role: str
    follows: bool


class Word(NamedTuple):
    """A word of a phrase without 's, in lower case and as written, and its place in the text."""

    text: str
    chars: Span
    raw: str


class NounMatch(NamedTuple):
    """A noun of the lexicon in a phrase, and its place."""

    noun: Noun
    chars: Span


def words(text: str, chars: Span) -> list[Word]:
    """The words of a stretch of text."""
    found = _WORD.finditer(text, *chars)
    return [Word(plain(m[0]), Span(*m.span()), _POSSESSIVE.sub("", m[0])) for m in found]


def plain(word: str) -> str:
    """A word as the lexicon spells it.

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


def head_words(phrase: str) -> str:
    """The words of a phrase up to its head.

    Example:
        >>> head_words("the harbour master of Skarrow")
        'the harbour master'
    """
    return phrase[slice(*head(phrase, Span(0, len(phrase))))]


def head_noun(phrase: str) -> str:
    """The last word of the head of a phrase; '' where there is none.

    Example:
        >>> head_noun("the harbour master of Skarrow")
        'master'
    """
    return (head_words(phrase).split() or [""])[-1]


def describing_phrase(words: str) -> str:
    """The phrase that describes an unnamed source, without article and clauses.

    Example:
        >>> describing_phrase("a person who saw the letter")
        'person'
    """
    return DETERMINER.sub("", _CLAUSE.split(words.strip(), maxsplit=1)[0]).strip()


def is_possessor(words: str, source: Span, chars: Span) -> bool:
    """Whether a person only owns or commands the source: "Trump's lawyer", "aide to Trump".

    Args:
        words: of the source.
        source: its place.
        chars: where the person is named in it.
    """
    after, before = words[chars.end - source.start :], words[: chars.start - source.start]
    return bool(_OWNED.match(after) or _GOVERNED_BY.search(before))


def singular(word: str) -> str:
    """The singular of a noun by its ending.

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


def find_nouns(found: Sequence[Word], table: dict[str, Noun]) -> list[NounMatch]:
    """Nouns of a table among the words, the last first, the longest at each place."""
    matches = []
    end = len(found)
    while end > 0:
        size, noun = _ending(found, end, table)
        if noun:
            chars = Span(found[end - size].chars.start, found[end - 1].chars.end)
            matches.append(NounMatch(noun, chars))
        end -= max(1, size)
    return matches


def _ending(found: Sequence[Word], end: int, table: dict[str, Noun]) -> tuple[int, Noun | None]:
    for size in range(min(_LONGEST, end), 0, -1):
        before = [w.text for w in found[end - size : end - 1]]
        last = found[end - 1].text
        for form in (last, singular(last)):
            if noun := table.get(" ".join([*before, form])):
                return size, noun
    return 0, None

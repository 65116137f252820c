"""Gender: what an article says of it, by honorific, by noun or by an only pronoun.

Never guessed from a first name. "Mrs. Brook" and "Brook, the widow of" say it; so does "she" where
one person alone can be meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Protocol

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import gendered, honorifics

PRONOUN = re.compile(
    r"\b(?:(?P<m>he|him|his|himself)|(?P<f>she|her|hers|herself)|(?P<n>it|its|itself))\b",
    re.I,
)
_SOMEBODY = re.compile(r"\b(?:the|a|an|his|her) (?:man|woman|boy|girl|\w+man|\w+woman|wife|husband"
                       r"|father|mother|son|daughter|brother|sister)\b", re.I)  # fmt: skip
_AFTER_QUOTE = re.compile(r"[”\"’'],?\s$")


class Article(Protocol):
    """What is needed of an article: its text, sentences and names, and what is quoted in it.

    Attributes:
        text: of the article.
        sentences: in order.
        names: place and number of the actor of each mention by name, in order.
    """

    text: str
    sentences: list[Span]
    names: list[tuple[Span, int]]

    def sentence(self, place: int) -> int:
        """Number of the sentence that a character stands in."""

    def in_quote(self, place: int) -> bool:
        """Whether a character stands inside quotation marks."""


def told_genders(article: Article, people: set[int]) -> dict[int, str]:
    """Gender of those of whom the text tells: by honorific or noun, by an only pronoun."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for chars, actor in article.names:
        if actor in people:
            votes[actor] += _said(article.text, chars)
    for actor, gender in _only(article, people):
        votes[actor][gender] += 1
    return {a: gender for a, c in votes.items() if (gender := _decided(c))}


def _said(text: str, chars: Span) -> Counter[str]:
    """What the words before and behind a name say: "Mrs. Brook", "Brook, the widow of"."""
    before = text[max(0, chars.start - 40) : chars.start].split("\n")[-1].rstrip(" ")
    word = before.split(" ")[-1] if before else ""
    if gender := honorifics().get(word) or gendered().get(word.lower()):
        return Counter({gender: 3})
    after = re.match(
        r", (?:\d+, )?(?:the |a |an |his |her |whose )?(?:[\w-]+ ){0,2}?(\w+)",
        text[chars.end : chars.end + 50],
    )
    if after and (gender := gendered().get(after[1].lower())):
        return Counter({gender: 2})
    return Counter()


def _only(article: Article, people: set[int]) -> list[tuple[int, str]]:
    """People who alone are named in a sentence and the one before, with the pronoun used."""
    told = [(c.start, a) for c, a in article.names if a in people]
    named = [(start, a) for start, a in told if not article.in_quote(start)]
    found = []
    for match in PRONOUN.finditer(article.text):
        if match.lastgroup == "n" or article.in_quote(match.start()):
            continue
        before = article.sentences[max(0, article.sentence(match.start()) - 1)].start
        words = article.text[before : match.start()]
        if _SOMEBODY.search(words) or _AFTER_QUOTE.search(words):
            continue
        near = {a for start, a in named if before <= start < match.start()}
        if len(near) == 1:
            found.append((next(iter(near)), str(match.lastgroup)))
    return found


def _decided(votes: Counter[str]) -> str:
    """The gender that at least twice as much speaks for as against; else ''."""
    ranked = [*votes.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] >= 2 * ranked[1][1] else ""

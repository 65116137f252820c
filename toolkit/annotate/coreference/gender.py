"""The gender that an article gives a person, by honorific, noun or unambiguous pronoun.

Never guessed from a first name. "Mrs. Brook" and "Brook, the widow of" give it; so does "she" where
only one person can be meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from toolkit.annotate.coreference.article import Article
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.gazetteer import gendered, honorifics

PRONOUN = re.compile(
    r"\b(?:(?P<m>he|him|his|himself)|(?P<f>she|her|hers|herself)|(?P<n>it|its|itself))\b",
    re.I,
)
_SOMEBODY = re.compile(r"\b(?:the|a|an|his|her) (?:man|woman|boy|girl|\w+man|\w+woman|wife|husband"
                       r"|father|mother|son|daughter|brother|sister)\b", re.I)  # fmt: skip
_APPOSED = re.compile(r", (?:\d+, )?(?:the |a |an |his |her |whose )?(?:[\w-]+ ){0,2}?(\w+)")
_AFTER_QUOTE = re.compile(r"[”\"’'],?\s$")


def stated_genders(article: Article) -> dict[int, str]:
    """Gender by number of those people whose gender the text gives."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for chars, actor in article.names:
        if actor in article.people:
            votes[actor] += _beside_name(article.text, chars)
    for actor, gender in _unambiguous_pronouns(article):
        votes[actor][gender] += 1
    return {actor: gender for actor, counts in votes.items() if (gender := _majority(counts))}


def _beside_name(text: str, chars: Span) -> Counter[str]:
    """Gender by the words before and after a name: "Mrs. Brook", "Brook, the widow of"."""
    before = text[max(0, chars.start - 40) : chars.start].split("\n")[-1].rstrip(" ")
    word = before.split(" ")[-1]
    if gender := honorifics().get(word) or gendered().get(word.lower()):
        return Counter({gender: 3})
    after = _APPOSED.match(text, chars.end, chars.end + 50)
    gender = gendered().get(after[1].lower()) if after else None
    return Counter({gender: 2} if gender else {})


def _unambiguous_pronouns(article: Article) -> Iterator[tuple[int, str]]:
    """People who alone are named in a sentence and the one before, with the pronoun used."""
    named = [(c.start, actor) for c, actor in article.names if actor in article.people]
    named = [(start, actor) for start, actor in named if not article.quotation(start)]
    for match in PRONOUN.finditer(article.text):
        if match.lastgroup == "n" or article.quotation(match.start()):
            continue
        start = article.sentence(match.start(), -1).start
        words = article.text[start : match.start()]
        near = {actor for place, actor in named if start <= place < match.start()}
        if len(near) == 1 and not _SOMEBODY.search(words) and not _AFTER_QUOTE.search(words):
            yield near.pop(), str(match.lastgroup)


def _majority(votes: Counter[str]) -> str:
    """The gender with at least twice as many votes as the other; else ''."""
    (gender, most), (_, second), *_ = [*votes.most_common(2), ("", 0), ("", 0)]
    return gender if most >= 2 * second else ""

"""Salience of actors at a sentence, after Lappin & Leass 1994."""

from __future__ import annotations

import re
from collections import defaultdict

from toolkit.annotate.text.cues import is_cue

SUBJECT_AFTER = re.compile(
    r",? (?:who |also |has |have |had |is |was |will |would |could |did |does |and [A-Z]\w+ )*"
    r"(?:[a-z]+(?:ed|s)\b|said|told|wrote|spoke|met|made|took|went|came|has|have|had|is|was|will)"
)
"""What follows a subject: its verb."""
_OWNS = re.compile(r"['’]s?\b")
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|in|at|on|about|against|between|near|under|over|like|than|and|or)"
    r"\s(?:the\s)?$"
)
_REACH = 6
"""Sentences after which a mention no longer counts."""


class Salience:
    """Weights of the mentions of actors, as a text is read from left to right."""

    def __init__(self) -> None:
        self.mentions: list[tuple[int, int, float, bool]] = []

    def add(self, actor: int, sentence: int, weight: float, quoted: bool) -> None:
        """Note a mention of an actor."""
        self.mentions.append((actor, sentence, weight, quoted))

    def ranked(
        self, sentence: int, among: set[int], quoted: bool = False
    ) -> list[tuple[float, int]]:
        """Actors by salience at a sentence, the most salient first.

        Narration and quotation are two discourses: a mention in the other one counts less.
        """
        total: dict[int, float] = defaultdict(float)
        for actor, mentioned, weight, inside in reversed(self.mentions):
            if sentence - mentioned > _REACH:
                break
            if actor in among:
                same = 1.0 if inside == quoted else 0.4 if inside else 0.6
                total[actor] += same * weight * 0.5 ** (sentence - mentioned)
        return sorted(((w, a) for a, w in total.items()), reverse=True)


def certainty(ranked: list[tuple[float, int]]) -> float:
    """Share of the most salient actor against the next: 0.5 to 0.95."""
    share = ranked[0][0] / sum(salience for salience, _ in ranked[:2])
    return min(0.95, max(0.5, share))


def weight(before: str, after: str) -> float:
    """The weight of a mention: 100, more for a subject, less for an owner.

    Args:
        before: of its sentence.
        after: the characters that follow it.

    Example:
        >>> weight("", " said the ferry was late"), weight("She waited for ", "'s brother")
        (220.0, 30.0)
    """
    value = 100.0
    owner = _OWNS.match(after) is not None
    if owner:
        value -= 40
    elif SUBJECT_AFTER.match(after) or is_cue((re.findall(r"\w+", before[-14:]) or ["x"])[-1]):
        value += 80
    if len(before) < 25 and not owner:
        value += 40
    if _PREPOSITION.search(before[-12:]):
        value -= 30
    return value

"""Salience: who is uppermost in a reader's mind at a sentence (Lappin & Leass 1994)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.cues import is_cue

SUBJECT_AFTER = re.compile(
    r",? (?:who |also |has |have |had |is |was |will |would |could |did |does |and [A-Z]\w+ )*"
    r"(?:[a-z]+(?:ed|s)\b|said|told|wrote|spoke|met|made|took|went|came|has|have|had|is|was|will)"
)
"""A subject's verb."""
_OWNS = re.compile(r"['’]s?\b")
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|in|at|on|about|against|between|near|under|over|like|than|and|or)"
    r"\s(?:the\s)?$"
)
_REACH = 6
"""Sentences over which a mention still lends weight."""


@dataclass
class State:
    """What is known while a text is read from left to right."""

    actors: Sequence[Actor]
    genders: dict[int, str]
    weights: list[tuple[int, int, float, bool]] = field(default_factory=list)

    def add(self, actor: int, sentence: int, weight: float, quoted: bool) -> None:
        """Note a mention of an actor."""
        self.weights.append((actor, sentence, weight, quoted))

    def ranked(
        self, sentence: int, among: set[int], quoted: bool = False
    ) -> list[tuple[float, int]]:
        """Actors by salience at a sentence, the most salient first.

        What is told and what is quoted are two discourses: a mention in the other one counts less.
        """
        total: dict[int, float] = defaultdict(float)
        for actor, there, weight, inside in reversed(self.weights):
            if sentence - there > _REACH:
                break
            if actor in among:
                same = 1.0 if inside == quoted else 0.4 if inside else 0.6
                total[actor] += same * weight * 0.5 ** (sentence - there)
        return sorted(((w, a) for a, w in total.items()), reverse=True)


def sure(ranked: list[tuple[float, int]]) -> float:
    """How far the most salient one is ahead of the next: 0.5 to 0.95."""
    ahead = ranked[0][0] / (ranked[0][0] + (ranked[1][0] if len(ranked) > 1 else 0))
    return min(0.95, max(0.5, ahead))


def weight(before: str, after: str) -> float:
    """What a mention lends its actor: 100, more for a subject, less for an owner.

    Args:
        before: of its sentence.
        after: the characters that follow it.

    Example:
        >>> weight("", " said the ferry was late"), weight("She waited for ", "'s brother")
        (220.0, 30.0)
    """
    lends = 100.0
    owns = _OWNS.match(after) is not None
    if owns:
        lends -= 40
    elif SUBJECT_AFTER.match(after) or is_cue((re.findall(r"\w+", before[-14:]) or ["x"])[-1]):
        lends += 80
    if len(before) < 25 and not owns:
        lends += 40
    if _PREPOSITION.search(before[-12:]):
        lends -= 30
    return lends

"""Salience: who is uppermost in a reader's mind at a sentence (Lappin & Leass 1994)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.annotate.actors import Actor

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

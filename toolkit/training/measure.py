"""How well attributions are found: F1 of contents and of relations, for selection on dev."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.annotate.tagger import Attribution
from toolkit.validate.standoff import GoldArticle, GoldAttribution, Spans

WORD = re.compile(r"[^\W_]+")
Words = frozenset[int]


def word_index(text: str) -> list[int]:
    """For each character the number of the word that it stands in, else -1."""
    out = [-1] * len(text)
    for number, word in enumerate(WORD.finditer(text)):
        out[word.start() : word.end()] = [number] * (word.end() - word.start())
    return out


def words_of(index: list[int], spans: Spans) -> Words:
    """The words that the spans touch."""
    return frozenset(w for start, end in spans for w in index[start:end] if w >= 0)


def overlap(a: Words, b: Words) -> float:
    """Jaccard's coefficient; two empty sets agree."""
    return len(a & b) / len(a | b) if a or b else 1.0


RULES = {"exact": (1.0, 0.0), "content": (0.3, 0.0), "relation": (0.5, 0.5)}


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold attribution and a found one that share words of content."""

    content: float
    source: float
    gold: int
    found: int


def count_matches(article: GoldArticle, found: Sequence[Attribution]) -> Counter[str]:
    """Counts for one article: gold, found, and matched under each rule."""
    index = word_index(article.text)
    gold = [sets for a in article.codings[0] if (sets := _sets(index, a))[0]]
    counted = [sets for sets in (_sets(index, a) for a in found) if _counts(index, article, sets)]
    counts = Counter({"gold": len(gold), "found": len(counted)})
    for rule in RULES:
        counts[rule] = len(_matched(_pairs(gold, counted), rule))
    return counts


def relations_right(article: GoldArticle, found: Sequence[Attribution]) -> list[bool]:
    """For each attribution found, whether it is one that the annotator marked."""
    index = word_index(article.text)
    gold = [_sets(index, a) for a in article.codings[0]]
    right = _matched(_pairs(gold, [_sets(index, a) for a in found]), "relation")
    return [i in right for i in range(len(found))]


def _counts(index: list[int], article: GoldArticle, sets: tuple[Words, Words]) -> bool:
    """Text that the annotators set aside counts neither for nor against."""
    aside = words_of(index, article.discarded)
    return bool(sets[0]) and 2 * len(sets[0] & aside) < len(sets[0])


def _sets(index: list[int], a: Attribution | GoldAttribution) -> tuple[Words, Words]:
    return words_of(index, a.content), words_of(index, a.source)


def _pairs(gold: list[tuple[Words, Words]], found: list[tuple[Words, Words]]) -> list[Pair]:
    pairs = [
        Pair(overlap(g[0], f[0]), overlap(g[1], f[1]), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g[0] & f[0]
    ]
    return sorted(pairs, key=lambda pair: (-pair.content, -pair.source))


def _matched(pairs: list[Pair], rule: str) -> set[int]:
    """Which of those found match under the rule, one to one, the best overlaps first."""
    content, source = RULES[rule]
    gold: set[int] = set()
    found: set[int] = set()
    for pair in pairs:
        fits = pair.content >= content and pair.source >= source
        if fits and pair.gold not in gold and pair.found not in found:
            gold.add(pair.gold)
            found.add(pair.found)
    return found


def scores(counts: Counter[str]) -> dict[str, float]:
    """F1 of each rule."""
    both = max(counts["gold"] + counts["found"], 1)
    return {rule: 2 * counts[rule] / both for rule in ("relation", "content", "exact")} | {
        "found_per_gold": counts["found"] / max(counts["gold"], 1)
    }

"""How well attributions are found on dev, for selection: F1 of relations and contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from toolkit.annotate.tagger.tagger import Attribution
from toolkit.validate.scoring.attribution_counts import Triple, count, relations_right
from toolkit.validate.shared.standoff import GoldArticle

MEASURES = {"relation": "ar", "content": "content.j30", "exact": "content.exact"}
COUNTED = ("gold", "found", *MEASURES.values())


def counts_of(article: GoldArticle, found: Iterable[Attribution]) -> Counter[str]:
    """Counts for one article: gold, found, and right by each measure."""
    return count(article, map(_triple, found))


def right(article: GoldArticle, found: Iterable[Attribution]) -> list[bool]:
    """For each attribution found, whether it is one that the annotator marked."""
    return relations_right(article, map(_triple, found))


def scores(counts: Counter[str]) -> dict[str, float]:
    """F1 of each measure."""
    both = max(counts["gold"] + counts["found"], 1)
    made = {name: 2 * counts[measure] / both for name, measure in MEASURES.items()}
    return made | {"found_per_gold": counts["found"] / max(counts["gold"], 1)}


def _triple(one: Attribution) -> Triple:
    return Triple(one.source, one.cue, one.content)

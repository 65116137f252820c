"""One-to-one matching of coded and found items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from scipy.optimize import linear_sum_assignment

Pair = tuple[int, int]


def jaccard(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """Shared members over all members; 0 where both are empty.

    Example:
        >>> jaccard({1, 2}, {2, 3})
        0.3333333333333333
    """
    return len(one & other) / len(one | other) if one or other else 0.0


def overlaps(
    gold: Sequence[AbstractSet[int]], found: Sequence[AbstractSet[int]]
) -> dict[Pair, float]:
    """Jaccard similarity of every gold and found set that share a member.

    Example:
        >>> overlaps([{1, 2}], [{2, 3}, {4}])
        {(0, 0): 0.3333333333333333}
    """
    return {(i, j): jaccard(g, f) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f}


def match(
    gold: Sequence[AbstractSet[int]], found: Sequence[AbstractSet[int]], overlap: float
) -> list[Pair]:
    """One-to-one pairs of sets with at least this similarity: as many as possible, closest first.

    Example:
        >>> match([frozenset({1, 2})], [frozenset({1, 2, 3})], 0.5)
        [(0, 0)]
    """
    similarity = overlaps(gold, found)
    return best_pairs({pair: s for pair, s in similarity.items() if s >= overlap})


def best_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """One-to-one pairs: as many as possible, and of those sets the one with the largest weight.

    Args:
        weights: weight (0 to 1) of each pair of numbers that may match.

    Example:
        >>> best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})
        [(0, 1), (1, 0)]
    """
    if not weights:
        return []
    places = np.array(list(weights))
    gain = np.zeros(places.max(axis=0) + 1)
    # one more pair outweighs any total weight
    gain[tuple(places.T)] = np.array(list(weights.values())) + sum(gain.shape) + 1
    rows, columns = linear_sum_assignment(gain, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return [pair for pair in chosen if pair in weights]

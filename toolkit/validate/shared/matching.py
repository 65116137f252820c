"""One-to-one matching of coded and found items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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
    return sorted(pair for group in _components(weights) for pair in _assign(group, weights))


def _components(weights: Mapping[Pair, float]) -> list[list[Pair]]:
    """Groups of pairs that share no row and no column, which are quicker to solve one by one."""
    rows, columns = np.array(list(weights)).T
    n_rows, size = rows.max() + 1, rows.max() + columns.max() + 2
    links = coo_array((np.ones(len(rows)), (rows, n_rows + columns)), shape=(size, size))
    _, component = connected_components(links, directed=False)
    groups: dict[int, list[Pair]] = defaultdict(list)
    for pair in weights:
        groups[int(component[pair[0]])].append(pair)
    return list(groups.values())


def _assign(pairs: list[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    rows, columns = sorted({i for i, _ in pairs}), sorted({j for _, j in pairs})
    gain = np.zeros((len(rows), len(columns)))
    for i, j in pairs:
        # one more pair outweighs any total weight
        gain[rows.index(i), columns.index(j)] = len(rows) + len(columns) + 1 + weights[i, j]
    chosen = zip(*linear_sum_assignment(-gain), strict=True)
    return [(rows[r], columns[c]) for r, c in chosen if (rows[r], columns[c]) in weights]

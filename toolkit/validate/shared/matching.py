"""One-to-one matching of what was coded and what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Pair = tuple[int, int]


def jaccard(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """Shared members over all members; 0 where both are empty.

    Example:
        >>> jaccard({1, 2}, {2, 3})
        0.3333333333333333
    """
    return len(one & other) / len(one | other) if one or other else 0.0


def best_pairs(edges: Mapping[Pair, float]) -> list[Pair]:
    """One-to-one pairs: as many as can be, then those of the largest total weight.

    Args:
        edges: weight (0 to 1) of each pair of numbers that may match.

    Example:
        >>> best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})
        [(0, 1), (1, 0)]
    """
    if not edges:
        return []
    return sorted(pair for part in _components(edges) for pair in _assigned(part, edges))


def _components(edges: Mapping[Pair, float]) -> list[list[Pair]]:
    """Pairs in groups that share no row and no column: solved one by one, so quickly."""
    size = 1 + max(i for i, _ in edges), 1 + max(j for _, j in edges)
    ends = ([i for i, _ in edges], [size[0] + j for _, j in edges])
    links = coo_array(([1] * len(edges), ends), shape=(sum(size), sum(size)))
    _, number = connected_components(links, directed=False)
    groups: dict[int, list[Pair]] = defaultdict(list)
    for i, j in edges:
        groups[int(number[i])].append((i, j))
    return list(groups.values())


def _assigned(pairs: list[Pair], edges: Mapping[Pair, float]) -> list[Pair]:
    rows, columns = sorted({i for i, _ in pairs}), sorted({j for _, j in pairs})
    gain = np.zeros((len(rows), len(columns)))
    for i, j in pairs:
        gain[rows.index(i), columns.index(j)] = len(rows) + len(columns) + 1 + edges[i, j]
    chosen = zip(*linear_sum_assignment(-gain), strict=True)
    return [(rows[r], columns[c]) for r, c in chosen if (rows[r], columns[c]) in edges]

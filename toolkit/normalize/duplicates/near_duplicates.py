"""Find near-duplicates and partial copies among the articles of a corpus.

MinHash finds candidates for near-duplicates (Broder 1997; datasketch). A sample of shingles finds
candidates for partial copies: the shingles whose hash is divisible by eight, which all texts with
the same paragraph share. Each candidate pair is then compared by all its shingles.

Candidates depend on sketches alone, which are computed and stored for each text separately. A new
text costs its own sketch and the comparisons with its candidates; the pairs do not depend on the
order in which texts were added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from toolkit.normalize.duplicates.minhash import Hashes, shingle_hashes, sketch_table

COMMON = 200
"""Number of texts above which a shingle is a common phrase, and no evidence of a copy."""
MANY = 50
"""Number of texts with the same words above which not all of them are paired."""
PART = 0.2
"""Share of a text's shingles in another text from which the pair is reported."""

IntArray = np.ndarray[Any, np.dtype[np.int64]]


class Pair(NamedTuple):
    """Two texts that share words.

    Attributes:
        one, other: indices of the texts, the smaller first.
        of_one: share of the first text's shingles that the second has, 0 to 1.
        of_other: share of the second text's shingles that the first has, 0 to 1.
        resemblance: Jaccard similarity, 0 to 1.
    """

    one: int
    other: int
    of_one: float
    of_other: float
    resemblance: float


def find_pairs(texts: Sequence[str]) -> list[Pair]:
    """All pairs of texts in which one contains a large part of the other.

    Args:
        texts: bodies of articles; a text of fewer than four words is in no pair.

    Returns:
        Sorted pairs in which the share of either text is at least PART.

    Example:
        >>> text = "The ferry to Skarrow ran again on Tuesday after two weeks in dock."
        >>> [(p.one, p.other, p.of_one) for p in find_pairs([text, "It rained.", text + " Late."])]
        [(0, 2, 1.0)]
    """
    return pairs_from_sketches(
        sketch_table(texts), lambda pairs: count_shared(pairs, lambda i: texts[i])
    )


def pairs_from_sketches(sketches: pa.Table, count: Callable[[IntArray], IntArray]) -> list[Pair]:
    """The pairs of `find_pairs`, from sketches of the texts.

    Args:
        sketches: sketches of all texts, with the columns of `SKETCH_COLUMNS`.
        count: function from pairs of indices, one per row, to the number of shingles each shares.
    """
    sizes, same = sketches["shingles"].to_numpy(), _same_words(sketches)
    candidates = _candidates(sketches, same.first)
    compared = _pairs(candidates, count(candidates), sizes)
    similar = [p for p in compared if max(p.of_one, p.of_other) >= PART]
    equal = [Pair(i, j, 1.0, 1.0, 1.0) for g in same.groups.values() for i, j in _within(g)]
    return sorted([*equal, *(pair for p in similar for pair in _between(p, same.groups))])


def count_shared(pairs: IntArray, text_of: Callable[[int], str]) -> IntArray:
    """Number of shingles that the texts of each pair share.

    Args:
        pairs: pairs of indices, one per row.
        text_of: function from an index to its text.
    """
    hashes: dict[int, Hashes] = {i: shingle_hashes(text_of(i)) for i in np.unique(pairs).tolist()}
    counts = [
        len(np.intersect1d(hashes[i], hashes[j], assume_unique=True)) for i, j in pairs.tolist()
    ]
    return np.array(counts, dtype=np.int64)


class _SameWords(NamedTuple):
    """Texts with the same words; only the first of each group is compared with other texts.

    Attributes:
        first: sorted indices of the first text of each group, also of groups of one.
        groups: indices of all texts of each group of several, by its first text.
    """

    first: IntArray
    groups: dict[int, list[int]]


def _same_words(sketches: pa.Table) -> _SameWords:
    numbers = np.flatnonzero(sketches["shingles"].to_numpy() > 0)
    values = sketches["same"].to_numpy()[numbers]
    _, first, group, sizes = np.unique(
        values, return_index=True, return_inverse=True, return_counts=True
    )
    several = numbers[sizes[group] > 1]
    groups: dict[int, list[int]] = {}
    for i, f in zip(
        several.tolist(), numbers[first[group]][sizes[group] > 1].tolist(), strict=True
    ):
        groups.setdefault(f, []).append(i)
    return _SameWords(np.sort(numbers[first]), groups)


def _candidates(sketches: pa.Table, numbers: IntArray) -> IntArray:
    """Sorted pairs of texts to compare, one per row."""
    chosen = sketches.take(pa.array(numbers))
    similar = _sharing(*_exploded(chosen["bands"], numbers))
    overlapping, times = _distinct(_sharing(*_exploded(chosen["sample"], numbers), COMMON))
    return _distinct(np.concatenate([similar, overlapping[times > 1]]))[0]


def _distinct(pairs: IntArray) -> tuple[IntArray, IntArray]:
    """Sorted distinct pairs, and the frequency of each."""
    size = int(pairs.max(initial=0)) + 1
    codes, times = np.unique(pairs[:, 0] * size + pairs[:, 1], return_counts=True)
    return np.column_stack(np.divmod(codes, size)), times


def _exploded(lists: pa.ChunkedArray, numbers: IntArray) -> tuple[IntArray, IntArray]:
    """All values in lists, and for each value the text that it comes from."""
    array = lists.combine_chunks()
    values = array.flatten().to_numpy().astype(np.int64)
    return values, np.repeat(numbers, array.value_lengths().to_numpy())


def _sharing(values: IntArray, owners: IntArray, most: int | None = None) -> IntArray:
    """Pairs of owners that share a value, one row per pair and value.

    Args:
        values: values, no owner having one twice.
        owners: owner of each value.
        most: number of owners above which a value is ignored.
    """
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    wanted = (sizes > 1) & (sizes <= (most or len(values)))
    group, owners = group[wanted[group]], owners[wanted[group]]
    pairs, left = [np.empty((0, 2), dtype=np.int64)], np.arange(len(group))
    for step in range(1, int(sizes.max(initial=0))):
        left = left[left + step < len(group)]
        left = left[group[left] == group[left + step]]
        pairs.append(np.column_stack([owners[left], owners[left + step]]))
    return np.concatenate(pairs)


def _pairs(candidates: IntArray, counts: IntArray, sizes: IntArray) -> list[Pair]:
    one, other = sizes[candidates[:, 0]], sizes[candidates[:, 1]]
    shares = np.column_stack([counts / one, counts / other, counts / (one + other - counts)])
    return [Pair(*p, *s) for p, s in zip(candidates.tolist(), shares.tolist(), strict=True)]


def _within(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs in a group; in a large one, the pairs with its first text."""
    yield from combinations(group, 2) if len(group) <= MANY else ((group[0], i) for i in group[1:])


def _between(pair: Pair, same: dict[int, list[int]]) -> Iterator[Pair]:
    """Copies of a pair for all texts with the same words as its texts."""
    ones, others = (same.get(i, [i])[:MANY] for i in (pair.one, pair.other))
    for i, j in product(ones, others):
        swapped = pair._replace(one=j, other=i, of_one=pair.of_other, of_other=pair.of_one)
        yield pair._replace(one=i, other=j) if i < j else swapped


def connected_components(size: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """The smallest node of the connected component of each node.

    Args:
        size: number of nodes.
        edges: pairs of connected nodes.

    Example:
        >>> connected_components(5, [(0, 3), (3, 4)])
        [0, 1, 2, 0, 0]
    """
    from scipy.sparse import coo_array, csgraph  # slow to import

    rows, columns = np.array(list(edges), dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    _, labels = csgraph.connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    return [int(node) for node in first[labels]]

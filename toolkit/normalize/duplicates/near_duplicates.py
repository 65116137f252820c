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
import pandas as pd
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
    sizes = sketches["shingles"].to_numpy()
    first, copies = _same_words(sketches)
    candidates = _candidates(sketches, first)
    compared = _pairs(candidates, count(candidates), sizes)
    similar = [p for p in compared if max(p.of_one, p.of_other) >= PART]
    equal = [Pair(i, j, 1.0, 1.0, 1.0) for g in copies.values() for i, j in _within(g)]
    return sorted([*equal, *(pair for p in similar for pair in _between(p, copies))])


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


def _same_words(sketches: pa.Table) -> tuple[IntArray, dict[int, list[int]]]:
    """Texts with the same words, of which only the first is compared with other texts.

    Returns:
        Sorted indices of the first text of each group, also of groups of one; and the indices of
        all texts of each group of several, by its first text.
    """
    numbers = np.flatnonzero(sketches["shingles"].to_numpy() > 0)
    same = pd.Series(sketches["same"].to_numpy()[numbers], numbers)
    several = same[same.duplicated(keep=False)]
    groups = several.groupby(several).indices.values()
    copies = [several.index[positions].tolist() for positions in groups]
    return same.drop_duplicates().index.to_numpy(), {group[0]: group for group in copies}


def _candidates(sketches: pa.Table, numbers: IntArray) -> IntArray:
    """Sorted pairs of texts to compare, one per row: they share a band or two sampled shingles."""
    chosen = sketches.take(pa.array(numbers))
    similar = _shared(chosen["bands"], len(numbers)) > 0
    overlapping = _shared(chosen["sample"], COMMON) > 1
    pairs = np.column_stack((similar + overlapping).nonzero())
    found: IntArray = numbers[pairs[np.lexsort(pairs.T[::-1])]]
    return found


def _shared(lists: pa.ChunkedArray, most: int) -> Any:
    """Number of values that each two lists share, a sparse matrix above its diagonal.

    Args:
        lists: lists of values; none has a value twice.
        most: number of lists above which a value that they have is ignored.
    """
    from scipy import sparse  # slow to import

    array = lists.combine_chunks()
    owners = np.repeat(np.arange(len(array)), array.value_lengths().to_numpy())
    _, values, sizes = np.unique(array.flatten(), return_inverse=True, return_counts=True)
    kept = (sizes[values] > 1) & (sizes[values] <= most)
    shape = (len(array), len(sizes))
    held = sparse.csr_array((np.ones(kept.sum(), int), (owners[kept], values[kept])), shape=shape)
    return sparse.triu(held @ held.T, k=1, format="csr")


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

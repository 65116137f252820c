"""Copies: which texts share their words, wholly or in part, across all articles of a corpus.

Near-duplicates are found by MinHash (Broder 1997; datasketch), partial copies by a sample of their
shingles: of each text the shingles whose hash is divisible by eight, which any text that holds the
same paragraph has too. Every pair so found is then compared shingle by shingle.

All of this is told by sketches, which are made of one text each and kept with it. So a text more
costs its own sketch and the comparisons with what it may share words with; which pairs these are is
decided anew from all sketches, and is the same whichever of them was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from toolkit.normalize.duplicates.minhash import Hashes, shingle_hashes, sketch_table

COMMON = 200
"""Texts beyond which a shingle is a phrase of the trade and points to no copy."""
MANY = 50
"""Texts of the same words beyond which they are not all paired with each other."""
PART = 0.2
"""Share of a text's shingles from which it is worth saying that it stands in another."""

IntArray = np.ndarray[Any, np.dtype[np.int64]]


class Pair(NamedTuple):
    """Two texts that share words.

    Attributes:
        one, other: their numbers, the smaller first.
        of_one: share of the first one's shingles that stand in the other, 0 to 1.
        of_other: the same the other way round.
        resemblance: shared shingles of all that either has, 0 to 1.
    """

    one: int
    other: int
    of_one: float
    of_other: float
    resemblance: float


def find_pairs(texts: Sequence[str]) -> list[Pair]:
    """All pairs of texts of which one holds a good part of the other.

    Args:
        texts: bodies of articles; such of fewer than four words pair with nothing.

    Returns:
        Pairs in which one side's share is at least PART, in order.

    Example:
        >>> text = "The ferry to Skarrow ran again on Tuesday after two weeks in dock."
        >>> [(p.one, p.other, p.of_one) for p in find_pairs([text, "It rained.", text + " Late."])]
        [(0, 2, 1.0)]
    """
    return pairs_from_sketches(
        sketch_table(texts), lambda asked: count_shared(asked, lambda i: texts[i])
    )


def pairs_from_sketches(sketches: pa.Table, count: Callable[[IntArray], IntArray]) -> list[Pair]:
    """The pairs of `find_pairs`, from what is kept of the texts.

    Args:
        sketches: of all texts, with the columns of `SKETCH_COLUMNS`.
        count: from pairs of numbers of texts, a row each, to how many shingles each pair shares.
    """
    sizes, same = sketches["shingles"].to_numpy(), _of_same_words(sketches)
    asked = _candidates(sketches, same.first)
    every = _pairs(asked, count(asked), sizes)
    found = [p for p in every if max(p.of_one, p.of_other) >= PART]
    equal = [Pair(i, j, 1.0, 1.0, 1.0) for g in same.groups.values() for i, j in _within(g)]
    return sorted([*equal, *(pair for p in found for pair in _between(p, same.groups))])


def count_shared(asked: IntArray, text_of: Callable[[int], str]) -> IntArray:
    """How many shingles each of some pairs of texts shares.

    Args:
        asked: pairs of numbers, a row each.
        text_of: from a number to its text.
    """
    known: dict[int, Hashes] = {i: shingle_hashes(text_of(i)) for i in np.unique(asked).tolist()}
    counts = [
        len(np.intersect1d(known[i], known[j], assume_unique=True)) for i, j in asked.tolist()
    ]
    return np.array(counts, dtype=np.int64)


class _Same(NamedTuple):
    """Texts of the same words: what is found for the first of them holds for all.

    Attributes:
        first: numbers of the texts that are the first with their words, in order.
        groups: all texts of the same words, where there are several, by the first of them.
    """

    first: IntArray
    groups: dict[int, list[int]]


def _of_same_words(sketches: pa.Table) -> _Same:
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
    return _Same(np.sort(numbers[first]), groups)


def _candidates(sketches: pa.Table, numbers: IntArray) -> IntArray:
    """Pairs of texts that are worth comparing, a row each, in order."""
    own = sketches.take(pa.array(numbers))
    alike = _together(*_exploded(own["bands"], numbers))
    partly, times = _distinct(_together(*_exploded(own["sample"], numbers), COMMON))
    return _distinct(np.concatenate([alike, partly[times > 1]]))[0]


def _distinct(pairs: IntArray) -> tuple[IntArray, IntArray]:
    """Each pair once, in order, and how often it was there."""
    size = int(pairs.max(initial=0)) + 1
    codes, times = np.unique(pairs[:, 0] * size + pairs[:, 1], return_counts=True)
    return np.column_stack(np.divmod(codes, size)), times


def _exploded(lists: pa.ChunkedArray, numbers: IntArray) -> tuple[IntArray, IntArray]:
    """All values of some lists, and the number of the text that each is from."""
    whole = lists.combine_chunks()
    values = whole.flatten().to_numpy().astype(np.int64)
    return values, np.repeat(numbers, whole.value_lengths().to_numpy())


def _together(values: IntArray, owners: IntArray, most: int | None = None) -> IntArray:
    """Pairs of owners of one value, a row for each value that they share.

    Args:
        values: what is owned; no owner has one twice.
        owners: as many.
        most: owners of a value beyond which it makes no pair.
    """
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    wanted = (sizes > 1) & (sizes <= (most or len(values)))
    group, owners = group[wanted[group]], owners[wanted[group]]
    found, left = [np.empty((0, 2), dtype=np.int64)], np.arange(len(group))
    for step in range(1, int(sizes.max(initial=0))):
        left = left[left + step < len(group)]
        left = left[group[left] == group[left + step]]
        found.append(np.column_stack([owners[left], owners[left + step]]))
    return np.concatenate(found)


def _pairs(asked: IntArray, counts: IntArray, sizes: IntArray) -> list[Pair]:
    one, other = sizes[asked[:, 0]], sizes[asked[:, 1]]
    shares = np.column_stack([counts / one, counts / other, counts / (one + other - counts)])
    return [Pair(*p, *s) for p, s in zip(asked.tolist(), shares.tolist(), strict=True)]


def _within(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a group; of a large one, as notices make, each with the first."""
    yield from combinations(group, 2) if len(group) <= MANY else ((group[0], i) for i in group[1:])


def _between(pair: Pair, same: dict[int, list[int]]) -> Iterator[Pair]:
    """A pair of texts for all texts of the same words as they."""
    ones, others = (same.get(i, [i])[:MANY] for i in (pair.one, pair.other))
    for i, j in product(ones, others):
        turned = pair._replace(one=j, other=i, of_one=pair.of_other, of_other=pair.of_one)
        yield pair._replace(one=i, other=j) if i < j else turned


def connected_components(size: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """For each of `size` numbers the smallest one that it is joined to, by whatever way.

    Example:
        >>> connected_components(5, [(0, 3), (3, 4)])
        [0, 1, 2, 0, 0]
    """
    above = list(range(size))

    def top(i: int) -> int:
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    for one, other in edges:
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return [top(i) for i in range(size)]

"""Copies: which texts share their words, wholly or in part, across all articles of a corpus.

Near-duplicates are found by MinHash (Broder 1997; datasketch), partial copies by a sample of their
shingles: of each text the shingles whose hash is divisible by eight, which any text that holds the
same paragraph has too. Every pair so found is then compared shingle by shingle.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

SHINGLE = 4
PERMUTATIONS = 64
RESEMBLANCE = 0.4
"""Jaccard similarity from which MinHash is to find a pair."""
SAMPLE = 8
"""One shingle in so many is looked up for partial copies."""
COMMON = 200
"""Texts beyond which a shingle is a phrase of the trade and points to no copy."""
MANY = 50
"""Texts of the same words beyond which they are not all paired with each other."""
PART = 0.2
"""Share of a text's shingles from which it is worth saying that it stands in another."""

Hashes = np.ndarray[Any, np.dtype[np.uint32]]


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
    hashed = [_hashes(text) for text in texts]
    same = _of_same_words(hashed)
    own = list(same)
    found = set(_alike(own, hashed)) | set(_in_part(own, hashed))
    pairs = [_compared(i, j, hashed) for i, j in sorted(found)]
    shared = [p for p in pairs if max(p.of_one, p.of_other) >= PART]
    equal = [Pair(i, j, 1.0, 1.0, 1.0) for group in same.values() for i, j in _within(group)]
    return sorted([*equal, *(every for p in shared for every in _between(p, same))])


def _hashes(text: str) -> Hashes:
    """The different shingles of a text as sorted hashes."""
    words = re.findall(r"\w+", text.casefold())
    runs = zip(*(words[i:] for i in range(SHINGLE)), strict=False)
    values = {zlib.crc32(" ".join(run).encode()) for run in runs}
    return np.fromiter(sorted(values), dtype=np.uint32, count=len(values))


def _of_same_words(hashed: Sequence[Hashes]) -> dict[int, list[int]]:
    """Texts of the same shingles by the first of them: what is found for one holds for all."""
    first: dict[bytes, int] = {}
    same: dict[int, list[int]] = {}
    for i, h in enumerate(hashed):
        if len(h):
            same.setdefault(first.setdefault(h.tobytes(), i), []).append(i)
    return same


def _within(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a group; of a large one, as notices make, each with the first."""
    yield from combinations(group, 2) if len(group) <= MANY else ((group[0], i) for i in group[1:])


def _between(pair: Pair, same: dict[int, list[int]]) -> Iterator[Pair]:
    """A pair of texts for all texts of the same words as they."""
    ones, others = same[pair.one][:MANY], same[pair.other][:MANY]
    for i, j in product(ones, others):
        turned = pair._replace(one=j, other=i, of_one=pair.of_other, of_other=pair.of_one)
        yield pair._replace(one=i, other=j) if i < j else turned


def _alike(numbers: Sequence[int], hashed: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that MinHash holds for near-duplicates."""
    from datasketch import MinHash, MinHashLSH  # slow to load

    index = MinHashLSH(threshold=RESEMBLANCE, num_perm=PERMUTATIONS)
    sketches = MinHash.generator(
        (hashed[i].tolist() for i in numbers), num_perm=PERMUTATIONS, hashfunc=_as_it_is
    )
    for i, sketch in zip(numbers, sketches, strict=True):
        yield from ((j, i) for j in index.query(sketch))
        index.insert(i, sketch)


def _as_it_is(value: int) -> int:
    return value


def _in_part(numbers: Sequence[int], hashed: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that share at least two shingles of the sample."""
    samples = [hashed[i][hashed[i] % SAMPLE == 0] for i in numbers]
    if not samples:
        return
    values = np.concatenate(samples)
    owners = np.repeat(np.asarray(numbers), [len(s) for s in samples])
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    once: set[tuple[int, int]] = set()
    for group in np.split(owners, starts[1:]):
        if 2 <= len(group) <= COMMON:
            for pair in combinations(group.tolist(), 2):
                if pair in once:
                    yield pair
                once.add(pair)


def _compared(i: int, j: int, hashed: Sequence[Hashes]) -> Pair:
    one, other = hashed[i], hashed[j]
    shared = len(np.intersect1d(one, other, assume_unique=True))
    every = len(one) + len(other) - shared
    return Pair(i, j, shared / len(one), shared / len(other), shared / every)


def groups(size: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """For each of `size` numbers the smallest one that it is joined to, by whatever way.

    Example:
        >>> groups(5, [(0, 3), (3, 4)])
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

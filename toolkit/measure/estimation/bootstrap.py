"""Sums by cell and article, and the weights of their cluster bootstrap.

The bootstrap draws articles, not quotes, because the quotes of an article resemble each other.
Where outlets are a sample of outlets, it draws in two stages: outlets, then articles within them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import pdtr

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Weights = NDArray[np.uint8]

_NUMBERS_AT_ONCE = 2_000_000  # articles x draws in memory: 16 MB
_CELLS_X_DRAWS = 4_000_000


@dataclass(frozen=True)
class Sums:
    """Per-article sums of one quantity: a sparse table of cells x articles, sorted by cell."""

    cell: Ints
    article: Ints
    value: Floats
    n_cells: int

    @classmethod
    def of(cls, cell: Ints, article: Ints, value: Floats, n_cells: int) -> Sums:
        """Add up the values of each cell and article."""
        shape = (1 + int(article.max(initial=0)), max(n_cells, 1))
        table = csr_array((value, (article, cell)), shape, dtype=np.float64).tocsc()
        held = np.repeat(np.arange(shape[1]), np.diff(table.indptr))
        return cls(held, table.indices.astype(np.int64), table.data, n_cells)

    def only(self, cells: Ints) -> Sums:
        """The sums of some cells, given in ascending order and numbered anew."""
        place = np.searchsorted(cells, self.cell)
        kept = np.append(cells, -1)[place] == self.cell
        return Sums(place[kept], self.article[kept], self.value[kept], len(cells))

    def totals(self) -> Floats:
        """The sum of each cell."""
        summed = np.bincount(self.cell, weights=self.value, minlength=self.n_cells)
        return summed.astype(np.float64)

    def n_articles(self) -> Ints:
        """Number of articles in which each cell has a value."""
        return np.bincount(self.cell, minlength=self.n_cells).astype(np.int64)

    def drawn(self, weighted: Weights, first: int = 0, last: int | None = None) -> Floats:
        """The sums of cells first to last in every draw: cells x draws.

        Blocks are summed in single precision, which is exact for integers, and added in double.
        """
        last = self.n_cells if last is None else last
        sums = np.zeros((last - first, len(weighted)))
        a, b = np.searchsorted(self.cell, [first, last])
        step = max(1, _NUMBERS_AT_ONCE // max(len(weighted), 1))
        for i in range(a, b, step):
            cell = self.cell[i : min(i + step, b)]
            rows = np.flatnonzero(np.diff(cell, prepend=-1))
            shape = (len(rows), len(cell))
            value = self.value[i : i + len(cell)].astype(np.float32)
            table = csr_array((value, np.arange(len(cell)), np.append(rows, len(cell))), shape)
            drawn = weighted.T[self.article[i : i + len(cell)]].astype(np.float32)
            sums[cell[rows] - first] += table @ drawn
        return sums

    def in_blocks(self, weighted: Weights) -> Iterator[Callable[[], Floats]]:
        """Functions for the sums of all cells in successive blocks of draws: cells x draws."""
        step = max(1, _CELLS_X_DRAWS // max(self.n_cells, 1))
        for a in range(0, len(weighted), step):
            yield partial(self.drawn, weighted[a : a + step])


DRAWS = 1_000
SEED = 1
MANY = 10_000  # articles; Poisson counts for more
CLUSTERS = ("articles", "stories", "outlets")

_ROWS_AT_ONCE = 64


@lru_cache(maxsize=3)
def weights(n_articles: int, draws: int = DRAWS) -> Weights:
    """How often each draw contains each article: draws x articles; every row sums to n_articles.

    Rows are multinomial. One byte per count is enough: with up to 255 articles no count can exceed
    it, with more a count of 256 has a probability below 1e-300. For more than MANY articles, counts
    are independent Poisson variables with a mean of one (Chamandy, Muralidharan, Najmi & Naidu,
    *Estimating Uncertainty for Massive Data Streams*); a row then sums to n_articles within about
    one percent, and one table serves corpora of all sizes.

    Example:
        >>> weights(5, draws=2).sum(axis=1).tolist()
        [5, 5]
    """
    if n_articles > MANY:
        size = 2 ** int(np.ceil(np.log2(n_articles)))
        return _poisson(size, draws)[:, :n_articles]
    generator = np.random.default_rng(SEED)
    rows = (generator.integers(max(n_articles, 1), size=n_articles) for _ in range(draws))
    return _counted(rows, draws, n_articles)


@lru_cache(maxsize=2)
def _poisson(n_articles: int, draws: int) -> Weights:
    """Poisson counts from 16-bit random numbers: at most 8, which one count in a million exceeds.

    A shorter table is the beginning of a longer one.
    """
    counts = np.arange(16)
    below = np.round(pdtr(counts, 1) * 2**16).astype(int)
    table = np.repeat(counts, np.diff(below, prepend=0)).astype(np.uint8)
    generator = np.random.default_rng(SEED)
    drawn = np.empty((n_articles, draws), dtype=np.uint8)
    for a in range(0, n_articles, _ROWS_AT_ONCE):
        rows = drawn[a : a + _ROWS_AT_ONCE]
        chances = generator.integers(2**16, size=rows.shape, dtype=np.uint16)
        np.take(table, chances, out=rows, mode="clip")
    drawn.flags.writeable = False
    return drawn.T


def two_stage(outlet: Ints, draws: int = DRAWS) -> Weights:
    """Weights of two stages: outlets are drawn, then articles within each of the drawn outlets.

    Args:
        outlet: number of each article's outlet; consecutive from 0.

    Example:
        >>> two_stage(np.array([0, 0, 1]), draws=1).tolist() in ([[2, 0, 1]], [[1, 1, 1]],
        ...     [[0, 2, 1]], [[0, 0, 2]], *([[i, 4 - i, 0]] for i in range(5)))
        True
    """
    generator = np.random.default_rng(SEED)
    order = np.argsort(outlet, kind="stable")
    sizes = np.bincount(outlet)
    starts = np.cumsum(sizes) - sizes

    def rows() -> Iterator[Ints]:
        for _ in range(draws):
            drawn = generator.integers(len(sizes), size=len(sizes))
            n = sizes[drawn]
            places = (generator.random(int(n.sum())) * np.repeat(n, n)).astype(np.int64)
            yield order[np.repeat(starts[drawn], n) + places]

    return _counted(rows(), draws, len(outlet))


def _counted(rows: Iterator[Ints], draws: int, n_articles: int) -> Weights:
    """Count the articles of each draw; the counts of one article are adjacent in memory."""
    counts = np.empty((n_articles, draws), dtype=np.uint8)
    block = np.empty((_ROWS_AT_ONCE, n_articles), dtype=np.uint8)
    for i, drawn in enumerate(rows):
        block[i % _ROWS_AT_ONCE] = np.bincount(drawn, minlength=n_articles)
        if i % _ROWS_AT_ONCE == _ROWS_AT_ONCE - 1 or i == draws - 1:
            first = i - i % _ROWS_AT_ONCE
            counts[:, first : i + 1] = block[: i + 1 - first].T
    counts.flags.writeable = False  # shared by all callers
    return counts.T


@dataclass(frozen=True)
class Units:
    """The units that the bootstrap draws: articles, or outlets and articles within them.

    Attributes:
        n_articles: number of articles.
        outlet: number of each article's outlet; None if only articles are drawn.
        name: name of the independent units: articles, stories or outlets.
    """

    n_articles: int
    outlet: Ints | None = None
    name: str = "articles"

    def draws(self) -> Weights:
        """How often each draw contains each article: draws x articles."""
        return weights(self.n_articles) if self.outlet is None else two_stage(self.outlet)

    def clusters(self, sums: Sums) -> Sums:
        """The sums by independent unit: by article, or by outlet if outlets are drawn."""
        if self.outlet is None:
            return sums
        return Sums.of(sums.cell, self.outlet[sums.article], sums.value, sums.n_cells)

"""Sums by cell and article, from which every measure is computed, and their bootstrap draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

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

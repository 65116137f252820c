"""Amounts by cell and article, as the machine and as people coded them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from toolkit.measure.correction.coded_sample import Correction
from toolkit.measure.estimation.article_sums import Floats, Ints, Sums
from toolkit.measure.estimation.encode import is_coded


@dataclass(frozen=True)
class Codings:
    """Sums of people's coding and of the machine's.

    Attributes:
        people: cells x coded articles.
        machine: the machine's sums in the same articles.
        total: the machine's sums over all articles of the corpus, one per cell.
        clusters: the machine's sums by cluster, cells x clusters, over all articles; None if
            articles are resampled.
    """

    people: Floats
    machine: Floats
    total: Floats
    clusters: csr_array | None = None

    def take(self, rows: Ints | slice) -> Codings:
        """Some of the cells."""
        clusters = None if self.clusters is None else self.clusters[rows]
        return Codings(self.people[rows], self.machine[rows], self.total[rows], clusters)

    def summed(self) -> Codings:
        """All cells added up to one."""
        ones = np.ones((1, len(self.people)))
        clusters = None if self.clusters is None else csr_array(ones @ self.clusters)
        people, machine = (v.sum(axis=0, keepdims=True) for v in (self.people, self.machine))
        return Codings(people, machine, self.total.sum(keepdims=True), clusters)

    def n_present(self) -> Ints:
        """Number of coded articles in which people or the machine have something in each cell."""
        present: Ints = ((self.people != 0) | (self.machine != 0)).sum(axis=1).astype(np.int64)
        return present


@dataclass(frozen=True)
class Amounts:
    """Rows of a frame with the cell that each belongs to.

    Attributes:
        rows: article_id, amount and, in a corrected measure, coded.
        cell: cell of each row; -1 if it is in none.
        n_cells: number of cells.
    """

    rows: pd.DataFrame
    cell: Ints
    n_cells: int

    def sums(self, article: Ints) -> Sums:
        """Sums by cell and number of article."""
        used = self.cell >= 0
        return Sums.of(self.cell[used], article[used], self._amount(used), self.n_cells)

    def of_machine(self) -> Amounts:
        """The same without people's rows."""
        if "coded" not in self.rows:
            return self
        machine = ~is_coded(self.rows)
        return Amounts(self.rows[machine], self.cell[machine], self.n_cells)

    def codings(self, correction: Correction) -> Codings:
        """Sums of people's coding and of the machine's, in the order of the coded articles."""
        coded, used = is_coded(self.rows), self.cell >= 0
        people, machine = coded & used, ~coded & used
        cell, amount = self.cell[machine], self._amount(machine)
        total = np.bincount(cell, weights=amount, minlength=self.n_cells).astype(np.float64)
        clusters = None
        if correction.cluster is not None and correction.design.clusters is not None:
            number = self.rows["article_id"][machine].map(correction.cluster).to_numpy(np.int64)
            shape = (self.n_cells, len(correction.design.clusters.size))
            clusters = csr_array((amount, (cell, number)), shape)
        sums = [self._coded_sums(rows, correction) for rows in (people, machine)]
        return Codings(sums[0], sums[1], total, clusters)

    def _coded_sums(self, rows: NDArray[np.bool_], correction: Correction) -> Floats:
        place = correction.place(self.rows["article_id"][rows])
        known = place >= 0
        sums = np.zeros((self.n_cells, len(correction)))
        np.add.at(sums, (self.cell[rows][known], place[known]), self._amount(rows)[known])
        return sums

    def _amount(self, rows: NDArray[np.bool_]) -> Floats:
        return self.rows["amount"].to_numpy(np.float64)[rows]

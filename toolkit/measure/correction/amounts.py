"""A quantity by cell and article, after the machine and after people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from toolkit.measure.correction.coded_sample import Running
from toolkit.measure.correction.coding_totals import Both, Coding
from toolkit.measure.estimation.article_sums import Floats, Ints, Sums
from toolkit.measure.estimation.coded_rows import by_people, unmarked


@dataclass(frozen=True)
class Amounts:
    """A quantity by cell and article.

    Attributes:
        rows: article_id and amount.
        cell: of each row; -1 where it is in none.
        n_cells: their number.
    """

    rows: pd.DataFrame
    cell: Ints
    n_cells: int

    @property
    def amount(self) -> Floats:
        """The amount of each row."""
        return self.rows["amount"].to_numpy(np.float64)

    def sums(self, article: Ints) -> Sums:
        """By cell and number of article."""
        used = self.cell >= 0
        return Sums.of(self.cell[used], article[used], self.amount[used], self.n_cells)

    def of_machine(self) -> Amounts:
        """Without people's rows."""
        own = ~by_people(self.rows["article_id"]).to_numpy()
        return Amounts(self.rows[own], self.cell[own], self.n_cells)

    def split(self, run: Running) -> Both:
        """People's coding and the machine's, in the sample's order of articles."""
        place = run.place(self.rows["article_id"])
        people = by_people(self.rows["article_id"]).to_numpy()
        tables = [self._table(own, place, len(run)) for own in (people, ~people)]
        own = (self.cell >= 0) & ~people
        total = np.bincount(self.cell[own], weights=self.amount[own], minlength=self.n_cells)
        clusters = self._by_cluster(own, run)
        return Coding(tables[0]), Coding(tables[1], total.astype(np.float64), clusters)

    def _table(self, own: NDArray[np.bool_], place: Ints, width: int) -> Floats:
        made = np.zeros((self.n_cells, width))
        own = own & (place >= 0) & (self.cell >= 0)
        np.add.at(made, (self.cell[own], place[own]), self.amount[own])
        return made

    def _by_cluster(self, own: NDArray[np.bool_], run: Running) -> csr_array | None:
        clusters = run.design.clusters
        if run.cluster is None or clusters is None:
            return None
        ids = unmarked(self.rows["article_id"][own])
        number = ids.map(run.cluster).to_numpy(np.int64)
        shape = (self.n_cells, len(clusters.size))
        return csr_array((self.amount[own], (self.cell[own], number)), shape)

"""What a coding adds up to, and how much the machine's is leaned on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from toolkit.measure.correction.survey_design import Design
from toolkit.measure.estimation.article_sums import Floats, Ints


@dataclass(frozen=True)
class Coding:
    """Amounts that a coding adds up to: in each coded article, and in the whole corpus.

    Attributes:
        coded: cells x coded articles.
        total: over all articles of the corpus, one a cell; None for people's coding.
        clusters: cells x clusters over all articles; None for people's, and where there are none.
    """

    coded: Floats
    total: Floats | None = None
    clusters: csr_array | None = None

    def take(self, rows: Ints | slice) -> Coding:
        """Some of the cells."""
        total = None if self.total is None else self.total[rows]
        clusters = None if self.clusters is None else self.clusters[rows]
        return Coding(self.coded[rows], total, clusters)

    def summed(self) -> Coding:
        """All cells as one."""
        total = None if self.total is None else self.total.sum(keepdims=True)
        whole = np.ones((1, len(self.coded)))
        clusters = None if self.clusters is None else csr_array(whole @ self.clusters)
        return Coding(self.coded.sum(axis=0, keepdims=True), total, clusters)


Both = tuple[Coding, Coding]
"""People's coding and the machine's."""


def power_tuning(people: Floats, machine: Floats, design: Design) -> float:
    """How much to lean on the machine: what makes the sampling variance smallest, 0 to 1.

    Args:
        people: linearized values, cells x coded articles.
        machine: the machine's, likewise.
        design: of the sample.

    Returns:
        One number for all cells, so that shares still add up to one.

    Example:
        >>> people = np.array([[1.0, 2.0, 3.0, 5.0]])
        >>> design = Design.of(np.full(4, 0.1), np.zeros(4, dtype=int), 40)
        >>> lean(people, people, design), lean(people, np.ones((1, 4)), design)
        (1.0, 0.0)
    """
    apart = float(design.sampling(machine).sum())
    both = float(design.sampling(machine + people).sum()) - apart
    shared = (both - float(design.sampling(people).sum())) / 2
    return float(np.clip(shared / apart, 0, 1)) if apart > 0 else 0.0

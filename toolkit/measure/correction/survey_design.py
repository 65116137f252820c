"""The sampling design of coded articles, and the variance of sums that they correct.

The variance has two parts: between samples that might have been drawn, and between articles of the
process that produced the corpus. If stories or outlets are resampled, the second part is the
variance between their sums (the ultimate clusters of survey sampling), but at least the variance
between articles. The sum of a cluster is the machine's, corrected by its own coded articles and,
for the rest, by the mean error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.intervals import FEWEST, LEVEL


@dataclass(frozen=True)
class Clusters:
    """Stories or outlets as the units that are resampled.

    Attributes:
        of_coded: number of each coded article's cluster.
        size: articles of the corpus in each cluster; they add up to all articles to draw from.
        name: "stories" or "outlets".
    """

    of_coded: Ints
    size: Floats
    name: str


@dataclass(frozen=True)
class Linear:
    """Linearized contribution of each article to some figures.

    Attributes:
        people: figures x coded articles.
        machine: the same, times the weight of the machine's coding.
        clusters: the same for the whole corpus, figures x clusters; None if articles are
            resampled.
    """

    people: Floats
    machine: Floats
    clusters: Floats | None = None

    @property
    def informative(self) -> NDArray[np.bool_]:
        """Coded articles to which people or the machine assign a contribution."""
        present: NDArray[np.bool_] = ((self.people != 0) | (self.machine != 0)).any(axis=0)
        return present

    def less(self, other: Linear) -> Linear:
        """Contributions to the differences of two figures."""
        both = (self.clusters, other.clusters)
        clusters = None if both[0] is None or both[1] is None else both[0] - both[1]
        return Linear(self.people - other.people, self.machine - other.machine, clusters)


@dataclass(frozen=True)
class Design:
    """How the coded articles were drawn.

    Attributes:
        weight: one over each coded article's probability of being drawn.
        stratum: number of the stratum that each was drawn from.
        n_articles: articles in the corpus that they were drawn from.
        finite: whether figures describe only these articles, instead of the process.
        clusters: units that the process draws; None for articles.
    """

    weight: Floats
    stratum: Ints
    n_articles: int
    finite: bool = False
    clusters: Clusters | None = None

    @classmethod
    def of(
        cls,
        inclusion: Floats,
        stratum: Ints,
        n_articles: int,
        finite: bool = False,
        clusters: Clusters | None = None,
    ) -> Design:
        """A design from probabilities; strata with a single article are joined."""
        known, place, size = np.unique(stratum, return_inverse=True, return_counts=True)
        alone = size[place] < 2
        if alone.sum() == 1 and len(known) > 1:  # the only one: join the largest
            alone |= place == int(np.argmax(size))
        joined = np.where(alone, -1, place)
        return cls(1 / inclusion, joined, n_articles, finite, clusters)

    def totals(self, values: Floats) -> Floats:
        """Weighted sums of cells x coded articles, over the corpus."""
        summed: Floats = values @ self.weight
        return summed

    def sampling(self, values: Floats) -> Floats:
        """Variance of `totals` between samples that might have been drawn, one per cell."""
        variance = np.zeros(len(values))
        for stratum in np.unique(self.stratum):
            drawn = self.stratum == stratum
            n, weight = int(drawn.sum()), self.weight[drawn]
            spread = values[:, drawn] * weight
            around = spread - spread.mean(axis=1, keepdims=True)
            variance += n / max(n - 1, 1) * (around**2 * (1 - 1 / weight)).sum(axis=1)
        return variance

    def process(self, linear: Linear) -> Floats:
        """Variance of the sum over the corpus if the corpus were drawn again, one per figure."""
        values = linear.people
        n, total = len(self.weight), self.weight.sum()
        if self.finite:
            return np.zeros(len(values))
        mean = values @ self.weight / total
        squares = (values - mean[:, None]) ** 2 @ self.weight
        variance: Floats = self.n_articles * squares / total * n / max(n - 1, 1)
        if self.clusters is None or linear.clusters is None:
            return variance
        return np.maximum(variance, self._between(linear, self.clusters))

    def _between(self, linear: Linear, clusters: Clusters) -> Floats:
        """Variance of the corrected sums of clusters, less the part that sampling adds to it."""
        assert linear.clusters is not None
        error = linear.people - linear.machine
        mean = error @ self.weight / self.weight.sum()
        around = (error - mean[:, None]) * self.weight
        shape = (len(clusters.of_coded), len(clusters.size))
        places = (np.arange(shape[0]), clusters.of_coded)
        member = csr_array((np.ones(shape[0]), places), shape)
        sums = (linear.clusters + mean[:, None] * clusters.size + around @ member)[
            :, clusters.size > 0
        ]
        n = max(_present(linear, clusters), 2)
        squares = ((sums - sums.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
        drawn = (around**2 * (1 - 1 / self.weight)).sum(axis=1)
        variance: Floats = n / (n - 1) * squares - drawn
        return variance

    @property
    def freedom(self) -> int:
        """Degrees of freedom: coded articles less their strata."""
        return max(1, len(self.weight) - len(np.unique(self.stratum)))

    def critical_value(self, linear: Linear) -> float:
        """Half the width of an interval in standard deviations; NaN for too few clusters."""
        freedom = [self.freedom, int(linear.informative.sum()) - 1]
        if self.clusters is not None and linear.clusters is not None and not self.finite:
            n = _present(linear, self.clusters)
            if n < FEWEST:
                return float("nan")
            freedom.append(n - 1)
        return float(stdtrit(max(1, min(freedom)), (1 + LEVEL) / 2))


def _present(linear: Linear, clusters: Clusters) -> int:
    """Number of clusters with any contribution, by the machine or by people."""
    assert linear.clusters is not None
    present = (linear.clusters != 0).any(axis=0)
    present[clusters.of_coded[linear.informative]] = True
    return int(present.sum())

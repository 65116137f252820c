"""How coded articles were drawn, and how far a sum that they correct may be off.

Two spreads add up: between the samples that might have been drawn, and between the articles of the
process that the corpus came from. Where whole stories or outlets are what is drawn anew, the second
is that between the sums of these: the corrected sum of each, which for an outlet with many coded
articles is known well and for most stories is what the machine counts, and the mean error (the
ultimate clusters of survey sampling). It is never taken to be less than that between articles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from toolkit.measure.estimation.article_sums import Floats, Ints
from toolkit.measure.estimation.intervals import FEWEST, LEVEL


@dataclass(frozen=True)
class Clusters:
    """What is drawn anew where it is not articles.

    Attributes:
        of_coded: number of each coded article's cluster.
        size: articles of the corpus in each cluster; they add up to all that could be coded.
        name: "stories" or "outlets".
    """

    of_coded: Ints
    size: Floats
    name: str


@dataclass(frozen=True)
class Linear:
    """What each article does to some figures, to the first order.

    Attributes:
        people: figures x coded articles.
        machine: the same, times the weight of the machine's coding.
        clusters: figures x clusters, the machine's in the whole corpus, likewise; None where
            articles are drawn.
    """

    people: Floats
    machine: Floats
    clusters: Floats | None = None

    @property
    def informative(self) -> NDArray[np.bool_]:
        """Which coded articles have any, after people or the machine."""
        present: NDArray[np.bool_] = ((self.people != 0) | (self.machine != 0)).any(axis=0)
        return present

    def less(self, other: Linear) -> Linear:
        """Of the differences of two figures."""
        both = (self.clusters, other.clusters)
        clusters = None if both[0] is None or both[1] is None else both[0] - both[1]
        return Linear(self.people - other.people, self.machine - other.machine, clusters)


@dataclass(frozen=True)
class Design:
    """How the coded articles were drawn.

    Attributes:
        weight: one over the probability of each coded article to be drawn.
        stratum: number of the stratum that each was drawn from.
        n_articles: articles in the corpus that they were drawn from.
        finite: whether figures are for these articles alone, and not for what they stand for.
        clusters: what the process draws; None for articles.
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
        """A design from probabilities; strata of a single article are taken together."""
        known, place, size = np.unique(stratum, return_inverse=True, return_counts=True)
        alone = size[place] < 2
        if alone.sum() == 1 and len(known) > 1:  # no company: join the largest
            alone |= place == int(np.argmax(size))
        joined = np.where(alone, -1, place)
        return cls(1 / inclusion, joined, n_articles, finite, clusters)

    def totals(self, values: Floats) -> Floats:
        """Weighted sums of cells x coded articles, over the corpus."""
        summed: Floats = values @ self.weight
        return summed

    def sampling(self, values: Floats) -> Floats:
        """Variance of `totals` between samples that might have been drawn, one a cell."""
        variance = np.zeros(len(values))
        for stratum in np.unique(self.stratum):
            own = self.stratum == stratum
            n, weight = int(own.sum()), self.weight[own]
            spread = values[:, own] * weight
            around = spread - spread.mean(axis=1, keepdims=True)
            variance += n / max(n - 1, 1) * (around**2 * (1 - 1 / weight)).sum(axis=1)
        return variance

    def process(self, linear: Linear) -> Floats:
        """Variance of the sum over the corpus, were it drawn anew, one a figure."""
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
        """The same between clusters: of their corrected sums, less what sampling adds to it."""
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
        """How many standard deviations an interval goes to either side.

        NaN where there are too few clusters.
        """
        freedom = [self.freedom, int(linear.informative.sum()) - 1]
        if self.clusters is not None and linear.clusters is not None and not self.finite:
            n = _present(linear, self.clusters)
            if n < FEWEST:
                return float("nan")
            freedom.append(n - 1)
        return float(stdtrit(max(1, min(freedom)), (1 + LEVEL) / 2))


def _present(linear: Linear, clusters: Clusters) -> int:
    """Clusters that have any of the figures, after the machine or after people."""
    assert linear.clusters is not None
    there = (linear.clusters != 0).any(axis=0)
    there[clusters.of_coded[linear.informative]] = True
    return int(there.sum())

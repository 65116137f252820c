"""Articles that people coded, and the correction of a measure by them (``corrected=``).

`Amounts` and `Codings` are what the machine and people coded, by cell and article. The variance of
corrected sums has two parts: between samples that might have been drawn, and between articles of
the process that produced the corpus. If stories or outlets are resampled, the second part is the
variance between their sums (the ultimate clusters of survey sampling), but at least the variance
between articles. The sum of a cluster is the machine's, corrected by its own coded articles and,
for the rest, by the mean error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from toolkit.measure.estimation.bootstrap import Floats, Ints, Sums
from toolkit.measure.estimation.encode import DRAWN_BY, is_coded
from toolkit.measure.estimation.intervals import FEWEST, LEVEL


@dataclass(frozen=True)
class Clusters:
    """Stories or outlets as the units that are resampled.

    Attributes:
        of_coded: number of each coded article's cluster.
        size: articles of the corpus in each cluster; they add up to all articles to draw from.
    """

    of_coded: Ints
    size: Floats


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


Options = ParamSpec("Options")
Measure = Callable[Options, pd.DataFrame]


@dataclass(frozen=True)
class CodedSample:
    """Articles that people coded, and their coding.

    Attributes:
        articles: one row per coded article, including those without quotes: article_id, inclusion
            (probability of being drawn, above 0 and up to 1), stratum (group it was drawn from).
        quotes: frame of frames.QUOTES: all quotes of those articles, as people coded them.
        mentions: frame of frames.MENTIONS, likewise; None if people coded only quotes.
        finite: whether figures describe only the articles of the corpus, instead of the process
            that produced them, as other measures do.
    """

    articles: pd.DataFrame
    quotes: pd.DataFrame
    mentions: pd.DataFrame | None = None
    finite: bool = False

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"<CodedSample: {len(self.quotes)} quotes in {len(self)} coded articles>"


@dataclass(frozen=True, eq=False)
class Correction:
    """A coded sample as the estimators use it.

    Attributes:
        article_id: of the coded articles.
        design: how they were drawn.
        cluster_name: the units that are resampled: articles, stories or outlets.
        cluster: number of the story or outlet of each article of the corpus, by article_id; None
            if articles are resampled.
    """

    article_id: pd.Index
    design: Design
    cluster_name: str
    cluster: pd.Series[int] | None

    @classmethod
    def of(cls, sample: CodedSample, articles: pd.DataFrame | None, cluster: str) -> Correction:
        """The correction by a sample; clusters come from the articles frame."""
        coded = sample.articles
        numbers = _cluster_numbers(articles, cluster)
        inclusion = coded["inclusion"].to_numpy(np.float64)
        stratum = pd.factorize(coded["stratum"], use_na_sentinel=False)[0].astype(np.int64)
        size = round(float((1 / inclusion).sum()))
        ids = coded["article_id"]
        clusters = None if numbers is None else _clusters(ids, numbers, size)
        design = Design.of(inclusion, stratum, size, sample.finite, clusters)
        return cls(pd.Index(ids), design, cluster, numbers)

    def __len__(self) -> int:
        return len(self.article_id)

    def place(self, article_id: pd.Series[str]) -> Ints:
        """The number of each row's article in the sample; -1 for others."""
        return self.article_id.get_indexer(pd.Index(article_id)).astype(np.int64)


def _cluster_numbers(articles: pd.DataFrame | None, cluster: str) -> pd.Series[int] | None:
    column = DRAWN_BY.get(cluster)
    if articles is None or not column:
        return None
    distinct = articles.drop_duplicates("article_id")
    numbers = pd.factorize(distinct[column[0]], use_na_sentinel=False)[0]
    return pd.Series(numbers, index=pd.Index(distinct["article_id"]))


def _clusters(coded: pd.Series[str], numbers: pd.Series[int], n_articles: int) -> Clusters:
    """Clusters of the coded articles; those not in the corpus form one more, empty cluster."""
    counts = np.bincount(numbers).astype(np.float64)
    of_coded = coded.map(numbers).fillna(len(counts)).to_numpy().astype(np.int64)
    return Clusters(of_coded, np.append(counts * n_articles / counts.sum(), 0))


def not_correctable(why: str) -> Callable[[Measure[Options]], Measure[Options]]:
    """Make a measure refuse `corrected` with a reason.

    Args:
        why: reason why a coding cannot correct it, and what to use instead.
    """

    def decorate(measure: Measure[Options]) -> Measure[Options]:
        @wraps(measure)
        def refusing(*args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
            if options.pop("corrected", None) is not None:
                raise ValueError(f"{measure.__name__} is not corrected: {why}")
            return measure(*args, **options)

        return refusing

    return decorate


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

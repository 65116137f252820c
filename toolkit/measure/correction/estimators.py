"""Totals and ratios corrected for the machine's errors, by a sample that people coded.

The machine has coded every article of the corpus, people only some of them, drawn with known
probabilities. A corrected total is the machine's count in all articles, plus the difference between
people's and the machine's count in each coded article, weighted by one over its probability of
being drawn. Sums are over articles, so that missed and spurious quotes count like wrong labels.

This is the difference estimator of survey sampling: design-based supervised learning (Egami et al.
2023, arXiv:2306.04746) and prediction-powered inference. The machine's coding has a weight from 0
(the coded sample alone) to 1, chosen so that the interval is narrowest, as in PPI++ (Angelopoulos,
Duchi and Zrnic 2023, arXiv:2311.01453).

Like those of all measures, intervals are for the process that produced the articles: they add the
variance between articles to the variance between possible coded samples. For these articles only
(`finite`), the latter is all. They are linearized, over whole articles, with quantiles of Student's
t; ``Design`` has both variances. The functions take arrays; ``tables`` applies them to
frames.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Codings, Design, Linear
from toolkit.measure.estimation.bootstrap import Floats, Ints

_ROWS_AT_ONCE = 1_024  # x clusters in memory
COLUMNS = ["estimate", "low", "high", "count", "n", "least"]


@dataclass(frozen=True)
class Ratios:
    """Ratios of corrected totals that share a base.

    Attributes:
        above: the numerators, one cell per ratio.
        below: the base, one cell.
        design: how the coded articles were drawn.
        weight: of the machine's coding.
        count: corrected numerators.
        n: corrected base, one number.
    """

    above: Codings
    below: Codings
    design: Design
    weight: float
    count: Floats
    n: Floats

    @classmethod
    def of(
        cls, above: Codings, below: Codings, design: Design, weight: float | None = None
    ) -> Ratios:
        """Ratios with a given weight or, if it is None, with the best one."""
        if weight is None:
            guess = _ratio(design.totals(above.people), design.totals(below.people))[:, None]
            people = above.people - guess * below.people
            weight = power_tuning(people, above.machine - guess * below.machine, design)
        count, n = (corrected_totals(side, design, weight) for side in (above, below))
        return cls(above, below, design, weight, count, n)

    @property
    def estimate(self) -> Floats:
        """The ratios; NaN if the base is not above zero."""
        return _ratio(self.count, self.n)

    def linear(self, rows: slice) -> Linear:
        """The contribution of each article to some of the ratios."""
        estimate, above, below = self.estimate[rows][:, None], self.above.take(rows), self.below
        people = (above.people - estimate * below.people) / self.n
        machine = (above.machine - estimate * below.machine) / self.n
        clusters = None
        if above.clusters is not None and below.clusters is not None:
            apart = above.clusters.toarray() - estimate * below.clusters.toarray()
            clusters = self.weight * apart / self.n
        return Linear(people, self.weight * machine, clusters)

    def tidy(self) -> pd.DataFrame:
        """Frame of COLUMNS."""
        ends = intervals(self.estimate, self.linear, self.design)
        n = np.repeat(self.n, len(self.count))
        return ends.assign(count=self.count, n=n)[COLUMNS]


def power_tuning(people: Floats, machine: Floats, design: Design) -> float:
    """The weight of the machine's coding that makes the sampling variance smallest, 0 to 1.

    Args:
        people: linearized values, cells x coded articles.
        machine: the machine's, likewise.
        design: of the sample.

    Returns:
        One number for all cells, so that shares still add up to one.

    Example:
        >>> people = np.array([[1.0, 2.0, 3.0, 5.0]])
        >>> design = Design.of(np.full(4, 0.1), np.zeros(4, dtype=int), 40)
        >>> power_tuning(people, people, design), power_tuning(people, np.ones((1, 4)), design)
        (1.0, 0.0)
    """
    apart = float(design.sampling(machine).sum())
    both = float(design.sampling(machine + people).sum()) - apart
    shared = (both - float(design.sampling(people).sum())) / 2
    return float(np.clip(shared / apart, 0, 1)) if apart > 0 else 0.0


def corrected_totals(cells: Codings, design: Design, weight: float) -> Floats:
    """The machine's totals, weighted, plus the difference to people's counts."""
    error = design.totals(cells.people - weight * cells.machine)
    totals: Floats = weight * cells.total + error
    return totals


def corrected_ratio(
    above: Codings, below: Codings, group: Ints, design: Design, weight: float | None = None
) -> pd.DataFrame:
    """Ratios of corrected totals, with intervals.

    Args:
        above: the numerators, one cell per ratio.
        below: their bases, one cell per group.
        group: the group of each numerator.
        design: how the coded articles were drawn.
        weight: of the machine's coding; None for the best one in each group, 0 for the coded
            sample alone.

    Returns:
        Frame of estimate, low, high, count and n (corrected totals), least (width of the interval
        if every article were coded). NaN where the base is not above zero.

    Example:
        >>> people, all_ = np.array([[2.0, 1, 2, 3, 2]]), np.full((1, 5), 4.0)
        >>> above = Codings(people, people - 1, np.array([50.0]))
        >>> below = Codings(all_, all_, np.array([200.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> corrected_ratio(above, below, np.array([0]), design)["estimate"].tolist()
        [0.5]
    """
    parts = []
    for number in range(len(below.people)):
        rows = np.flatnonzero(group == number)
        ratios = Ratios.of(above.take(rows), below.take(np.array([number])), design, weight)
        parts.append(ratios.tidy().set_index(rows))
    return pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=COLUMNS, dtype=float)


def corrected_difference(minuend: Ratios, subtrahend: Ratios) -> pd.DataFrame:
    """Differences between the ratios of one base and those of another, with intervals.

    Args:
        minuend, subtrahend: equally many ratios, of the same design.

    Returns:
        Frame of estimate, low, high, least.

    Example:
        >>> people, all_ = np.array([[2.0, 1, 2, 3, 2]]), np.full((1, 5), 4.0)
        >>> base = Codings(all_, all_, np.array([200.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> high, low = (
        ...     Ratios.of(Codings(c, c, np.array([t])), base, design)
        ...     for c, t in ((people, 100.0), (people - 1, 50.0))
        ... )
        >>> corrected_difference(high, low)["estimate"].tolist()
        [0.25]
    """

    def linear(rows: slice) -> Linear:
        return minuend.linear(rows).less(subtrahend.linear(rows))

    return intervals(minuend.estimate - subtrahend.estimate, linear, minuend.design)


def corrected_statistic(
    cells: Codings,
    statistic: Callable[[Floats], Floats],
    design: Design,
    weight: float | None = None,
) -> pd.DataFrame:
    """Any statistic of the corrected totals of some cells, with intervals.

    Args:
        cells: the cells of the totals.
        statistic: from totals (cells x columns) to figures x columns.
        design, weight: as in `corrected_ratio`.

    Returns:
        Frame of estimate, low, high, least, one row per figure.

    Example:
        >>> people = np.array([[2.0, 1, 2, 3, 2], [2, 3, 2, 1, 2]])
        >>> cells = Codings(people, people, np.array([100.0, 100.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> share = lambda totals: totals[:1] / totals.sum(axis=0)
        >>> corrected_statistic(cells, share, design)["estimate"].tolist()
        [0.5]
    """
    if weight is None:
        weight = Ratios.of(cells, cells.summed(), design).weight
    totals = np.maximum(corrected_totals(cells, design, weight), 0)
    estimate = statistic(totals[:, None])[:, 0]
    step = 1e-4 * totals.sum() / len(totals)
    moved = statistic(totals[:, None] + step * np.eye(len(totals)))
    slope = (moved - estimate[:, None]) / step
    clusters = None if cells.clusters is None else weight * (slope @ cells.clusters)
    linear = Linear(slope @ cells.people, weight * (slope @ cells.machine), clusters)
    return intervals(estimate, lambda _: linear, design)


def intervals(estimate: Floats, linear: Callable[[slice], Linear], design: Design) -> pd.DataFrame:
    """Frame of estimate, low, high, least (the interval's width if every article were coded).

    There is no interval if all coded articles are the same: that none of them has something does
    not mean that no article has it.
    """
    blocks = []
    for start in range(0, len(estimate), _ROWS_AT_ONCE):
        part = linear(slice(start, start + _ROWS_AT_ONCE))
        process, critical = design.process(part), design.critical_value(part)
        sampling = design.sampling(part.people - part.machine)
        blocks.append(critical * np.sqrt(np.stack([sampling + process, process])))
    half, least = np.concatenate(blocks, axis=1) if blocks else np.empty((2, 0))
    if not design.finite:
        half = np.where(half > 0, half, np.nan)
    ends = {"low": estimate - half, "high": estimate + half, "least": 2 * least}
    return pd.DataFrame({"estimate": estimate, **ends})


def _ratio(above: Floats, below: Floats) -> Floats:
    return above / below if below[0] > 0 else np.full(len(above), np.nan)

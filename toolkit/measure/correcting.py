"""Totals and ratios corrected for what the machine gets wrong, from a sample that people coded.

The machine has coded every article of the corpus, people only some of them, drawn with known
probabilities. A corrected total is what the machine counts everywhere, plus what people count more
or less than the machine in the articles that both coded, each weighted by one over its probability
of being drawn. Sums are over articles, so that missed and spurious quotes count as wrong labels do.

This is the difference estimator of survey sampling: design-based supervised learning (Egami et al.
2023, arXiv:2306.04746) and prediction-powered inference. How much the machine's coding is leaned
on, a number from 0 (the coded sample alone) to 1, is chosen so that the interval is narrowest, as
in PPI++ (Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453).

Intervals are for the process that the articles came from, as those of all measures are: they add
the spread between articles to that between possible coded samples; for these articles alone, the
latter is all (`finite`). They are linearized, over whole articles, with quantiles of Student's t.
Arrays alone; ``corrected`` does the same for frames.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit.measure.intervals import LEVEL
from toolkit.measure.sums import Floats, Ints


@dataclass(frozen=True)
class Design:
    """How the coded articles were drawn.

    Attributes:
        weight: one over the probability of each coded article to be drawn.
        stratum: number of the stratum that each was drawn from.
        n_articles: articles in the corpus that they were drawn from.
        finite: whether figures are for these articles alone, and not for what they stand for.
    """

    weight: Floats
    stratum: Ints
    n_articles: int
    finite: bool = False

    @classmethod
    def of(cls, inclusion: Floats, stratum: Ints, n_articles: int, finite: bool = False) -> Design:
        """A design from probabilities; strata of a single article are taken together."""
        known, place, size = np.unique(stratum, return_inverse=True, return_counts=True)
        alone = size[place] < 2
        if alone.sum() == 1 and len(known) > 1:  # no company: join the largest
            alone |= place == int(np.argmax(size))
        return cls(1 / inclusion, np.where(alone, -1, place), n_articles, finite)

    def totals(self, values: Floats) -> Floats:
        """Weighted sums of cells x coded articles, over the corpus."""
        summed: Floats = values @ self.weight
        return summed

    def sampling(self, values: Floats) -> Floats:
        """Variance of `totals` between samples that might have been drawn, one a cell."""
        made = np.zeros(len(values))
        for stratum in np.unique(self.stratum):
            own = self.stratum == stratum
            n, weight = int(own.sum()), self.weight[own]
            spread = values[:, own] * weight
            around = spread - spread.mean(axis=1, keepdims=True)
            made += n / max(n - 1, 1) * (around**2 * (1 - 1 / weight)).sum(axis=1)
        return made

    def process(self, values: Floats) -> Floats:
        """Variance of the sum over the corpus, were its articles drawn anew, one a cell."""
        n, total = len(self.weight), self.weight.sum()
        if self.finite:
            return np.zeros(len(values))
        mean = values @ self.weight / total
        squares = (values - mean[:, None]) ** 2 @ self.weight
        made: Floats = self.n_articles * squares / total * n / max(n - 1, 1)
        return made

    @property
    def freedom(self) -> int:
        """Degrees of freedom: coded articles less their strata."""
        return max(1, len(self.weight) - len(np.unique(self.stratum)))


@dataclass(frozen=True)
class Coding:
    """Amounts that a coding adds up to: in each coded article, and in the whole corpus.

    Attributes:
        coded: cells x coded articles.
        total: over all articles of the corpus, one a cell; None for people's coding.
    """

    coded: Floats
    total: Floats | None = None


def lean(people: Floats, machine: Floats, design: Design) -> float:
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


def combined(people: Coding, machine: Coding, design: Design, weight: float) -> Floats:
    """Corrected totals: the machine's, weighted, plus what people count more or less."""
    assert machine.total is not None
    made: Floats = weight * machine.total + design.totals(people.coded - weight * machine.coded)
    return made


@dataclass(frozen=True)
class Spread:
    """An interval's half-width, and what it would be were every article coded."""

    half: Floats
    least: Floats

    @classmethod
    def of(cls, people: Floats, machine: Floats, design: Design, weight: float) -> Spread:
        """Of linearized values: cells x coded articles."""
        process = design.process(people)
        sampling = design.sampling(people - weight * machine)
        telling = ((people != 0) | (machine != 0)).any(axis=0).sum()
        reach = stdtrit(max(1, min(design.freedom, telling - 1)), (1 + LEVEL) / 2)
        return cls(reach * np.sqrt(sampling + process), reach * np.sqrt(process))


Both = tuple[Coding, Coding]
"""People's coding and the machine's."""


def corrected_ratio(
    above: Both,
    below: Both,
    group: Ints,
    design: Design,
    weight: float | None = None,
) -> pd.DataFrame:
    """Ratios of corrected totals, with intervals.

    Args:
        above: people's and the machine's coding of the numerators: one cell a row.
        below: the same of their bases: one cell a group.
        group: the group of each numerator.
        design: how the coded articles were drawn.
        weight: how much to lean on the machine; None for what is best in each group, 0 for the
            coded sample alone.

    Returns:
        Frame of estimate, low, high, count and n (corrected totals), least (width of the interval,
        were every article coded). NaN where the base is not above zero.

    Example:
        >>> people, all_ = np.array([[2.0, 1, 2, 3, 2]]), np.full((1, 5), 4.0)
        >>> above = Coding(people), Coding(people - 1, np.array([50.0]))
        >>> below = Coding(all_), Coding(all_, np.array([200.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> corrected_ratio(above, below, np.array([0]), design)["estimate"].tolist()
        [0.5]
    """
    parts = []
    for g in range(len(below[0].coded)):
        own = np.flatnonzero(group == g)
        tops, bases = _parts(above, own), _parts(below, np.array([g]))
        parts.append(_one_group(tops, bases, design, weight).set_index(own))
    columns = ["estimate", "low", "high", "count", "n", "least"]
    return pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=columns, dtype=float)


def _parts(both: Both, rows: Ints) -> Both:
    people, machine = both
    assert machine.total is not None
    return Coding(people.coded[rows]), Coding(machine.coded[rows], machine.total[rows])


def _one_group(above: Both, below: Both, design: Design, weight: float | None) -> pd.DataFrame:
    """The shares of one group; linearized twice: to choose the weight, then with it."""
    if weight is None:
        guess = _ratio(*(design.totals(c[0].coded) for c in (above, below)))
        weight = lean(*_linear(above, below, guess, 1.0), design)
    count, n = (combined(people, machine, design, weight) for people, machine in (above, below))
    estimate = _ratio(count, n)
    spread = Spread.of(*_linear(above, below, estimate, n), design, weight)
    ends = {"low": estimate - spread.half, "high": estimate + spread.half}
    rest = {"count": count, "n": np.repeat(n, len(count)), "least": 2 * spread.least}
    return pd.DataFrame({"estimate": estimate, **ends, **rest})


def corrected_statistic(
    both: Both, statistic: Callable[[Floats], Floats], design: Design, weight: float | None = None
) -> pd.DataFrame:
    """Any statistic of the corrected totals of some cells, with intervals.

    Args:
        both: people's and the machine's coding of the cells.
        statistic: from totals (cells x columns) to figures x columns.
        design, weight: as in `corrected_ratio`.

    Returns:
        Frame of estimate, low, high, least, one row a figure.

    Example:
        >>> people = np.array([[2.0, 1, 2, 3, 2], [2, 3, 2, 1, 2]])
        >>> both = Coding(people), Coding(people, np.array([100.0, 100.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> share = lambda totals: totals[:1] / totals.sum(axis=0)
        >>> corrected_statistic(both, share, design)["estimate"].tolist()
        [0.5]
    """
    people, machine = both
    if weight is None:
        whole = (Coding(people.coded.sum(axis=0, keepdims=True)),
                 Coding(machine.coded.sum(axis=0, keepdims=True)))  # fmt: skip
        guess = _ratio(design.totals(people.coded), design.totals(whole[0].coded))
        weight = lean(*_linear(both, whole, guess, 1.0), design)
    totals = np.maximum(combined(people, machine, design, weight), 0)
    estimate = statistic(totals[:, None])[:, 0]
    step = 1e-4 * totals.sum() / len(totals)
    moved = statistic(totals[:, None] + step * np.eye(len(totals)))
    slope = (moved - estimate[:, None]) / step
    spread = Spread.of(slope @ people.coded, slope @ machine.coded, design, weight)
    ends = {"low": estimate - spread.half, "high": estimate + spread.half}
    return pd.DataFrame({"estimate": estimate, **ends, "least": 2 * spread.least})


def _ratio(above: Floats, below: Floats) -> Floats:
    return above / below if below[0] > 0 else np.full(len(above), np.nan)


def _linear(above: Both, below: Both, estimate: Floats, n: Floats | float) -> tuple[Floats, Floats]:
    """What each coded article does to a ratio, after people and after the machine."""
    people, machine = (
        (a.coded - estimate[:, None] * b.coded) / n for a, b in zip(above, below, strict=True)
    )
    return people, machine

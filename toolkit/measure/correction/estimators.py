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
t; ``Design`` has both variances. The functions take arrays; those called
``add_corrected…`` apply them to tidy frames of naive figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Amounts, Codings, Correction, Design, Linear
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.intervals import FEWEST

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


FEWEST_CODED = 25
"""Fewest coded articles for a correction; with fewer, the coverage of intervals is too low.

In `toolkit.benchmarks.correction_simulation` (10,000 draws), 93.3 % of the intervals from 24
articles cover the truth, 92.9 % of those from 20, 93.7 % of those from 30.
"""

WEIGHTS = {"corrected": None, "coded sample": 0.0}
"""The weight of the machine's coding in each estimate; None for the best one."""


def add_corrected(
    naive: pd.DataFrame,
    correction: Correction,
    estimate: Callable[[float | None], pd.DataFrame],
    n_coded: Ints,
    n_present: Ints,
    bounds: tuple[Floats | float, Floats | float | None],
) -> pd.DataFrame:
    """Three rows per figure: naive, corrected and of the coded sample.

    Args:
        naive: estimate, low, high, n_articles, count, n, note, one row per figure.
        correction: by the coded sample.
        estimate: makes the corrected figures, given the weight of the machine's coding.
        n_coded: coded articles in the base of each figure.
        n_present: coded articles with anything to count for each figure.
        bounds: lowest and highest possible value.

    Returns:
        Under the index of `naive`: estimated, its columns, then n_coded, least (the interval's
        width if every article were coded), note. If too few articles are coded, only the naive
        figure is given, and the note says so.
    """
    if len(correction) < FEWEST_CODED:
        n_coded = n_present = np.full(len(naive), len(correction))
    figures = [naive.assign(estimated="naive")]
    note = _note(n_coded, n_present)
    few = "" if correction.cluster is None else f"fewer than five {correction.cluster_name}, or "
    for name, weight in WEIGHTS.items():
        rows = pd.DataFrame(np.nan, naive.index, ["estimate", "low", "high", "least"])
        if len(correction) >= FEWEST_CODED:
            rows = estimate(weight).mask(note.notna())
            for figure in ("estimate", "low", "high"):
                rows[figure] = rows[figure].clip(*bounds)
        rows = rows.assign(estimated=name, n_coded=n_coded, note=note)
        unknown = rows["estimate"].notna() & rows["low"].isna()
        rows["note"] = rows["note"].mask(unknown, f"{few}nothing counted: no interval")
        n_articles = n_coded if name == "coded sample" else naive["n_articles"]
        figures.append(rows.assign(n_articles=n_articles))
    kept = [c for c in naive if c != "note"]
    columns = ["estimated", *kept, "n_coded", "least", "note"]
    stacked = pd.concat([rows.reindex(columns=columns) for rows in figures])
    return stacked.sort_index(kind="stable").astype({"note": "str", "n_coded": "Int64"})


def add_corrected_ratios(
    naive: pd.DataFrame, above: Amounts, below: Amounts, correction: Correction, bounded: bool
) -> pd.DataFrame:
    """Ratios as `add_corrected` returns them.

    Args:
        naive, correction: as in `add_corrected`; one row per cell of `above`.
        above: the numerators; as many cells per group, one group after the other.
        below: the bases, one cell per group.
        bounded: whether the ratios are shares, and so between 0 and 1.
    """
    tops, bases = above.codings(correction), below.codings(correction)
    group = np.repeat(np.arange(below.n_cells), above.n_cells // below.n_cells)

    def estimate(weight: float | None) -> pd.DataFrame:
        return corrected_ratio(tops, bases, group, correction.design, weight)

    counts = bases.n_present()[group], tops.n_present()
    return add_corrected(naive, correction, estimate, *counts, (0, 1 if bounded else None))


def add_corrected_statistics(
    naive: pd.DataFrame,
    amounts: Amounts,
    first: Ints,
    statistic: Callable[[Floats, Ints], Floats],
    correction: Correction,
    bounds: tuple[Floats, Floats],
) -> pd.DataFrame:
    """Statistics as `add_corrected` returns them; `statistic` and `first` as in ``statistics``."""
    cells = amounts.codings(correction)
    ends = np.append(first[1:], amounts.n_cells)
    groups = [cells.take(slice(*place)) for place in zip(first, ends, strict=True)]

    def of_group(sums: Floats) -> Floats:
        figures: Floats = statistic(sums, np.zeros(1, dtype=np.int64))[0]
        return figures

    def estimate(weight: float | None) -> pd.DataFrame:
        parts = [corrected_statistic(g, of_group, correction.design, weight) for g in groups]
        return pd.concat(parts, ignore_index=True)

    n_coded = np.array([int(g.summed().n_present()[0]) for g in groups])
    rarest = np.array([g.n_present().min(initial=len(correction)) for g in groups])
    counts = [np.repeat(n, len(naive) // len(first)) for n in (n_coded, rarest)]
    return add_corrected(naive, correction, estimate, counts[0], counts[1], bounds)


def _note(n_coded: Ints, n_present: Ints) -> pd.Series[str]:
    """Why a figure is not corrected; null if it is."""
    note = pd.Series([None] * len(n_coded), dtype="str")
    rare, few = n_present < FEWEST, n_coded < FEWEST_CODED
    note[rare] = [
        f"in {n} coded article{'s' if n != 1 else ''} alone: not corrected" for n in n_present[rare]
    ]
    note[few] = [f"{n} coded articles, {FEWEST_CODED} needed: not corrected" for n in n_coded[few]]
    return note


def more_articles(tidy: pd.DataFrame, width: float) -> pd.Series[int]:
    """How many more articles to code for an interval of a given width.

    One part of the width shrinks with the root of the number of coded articles; the rest is due to
    the differences between articles and remains even if all of them are coded.

    Args:
        tidy: of a measure with ``corrected=``.
        width: desired difference of high and low, in units of the estimate: 0.06 for a share.

    Returns:
        `Int64` series with the index of `tidy`; 0 where the interval is narrow enough, null where
        no coding can make it so, for naive figures, and where there is no interval.

    Example:
        >>> row = {"low": [0.2], "high": [0.4], "least": [0.02], "n_coded": [60]}
        >>> more_articles(pd.DataFrame(row), 0.1).tolist()
        [188]
    """
    spread = (tidy["high"] - tidy["low"]) ** 2 - tidy["least"] ** 2
    wanted = width**2 - tidy["least"] ** 2
    times = (spread / wanted).where(wanted > 0)
    more: pd.Series[float] = -(tidy["n_coded"].astype("float64") * (1 - times) // 1)
    return more.clip(lower=0).astype("Int64")

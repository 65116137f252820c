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
latter is all (`finite`). They are linearized, over whole articles, with quantiles of Student's t;
``design`` has both spreads. Arrays alone; ``corrected`` does the same for frames.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from toolkit.measure.correction.coding_totals import Both
from toolkit.measure.correction.linearization import COLUMNS, Ratios, combined, intervals
from toolkit.measure.correction.survey_design import Design, Linear
from toolkit.measure.estimation.article_sums import Floats, Ints


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
        >>> from toolkit.measure.correction.coding_totals import Coding
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
        made = ratios(above, below, own, g, design, weight)
        parts.append(made.tidy().set_index(own))
    return pd.concat(parts).sort_index() if parts else pd.DataFrame(columns=COLUMNS, dtype=float)


def ratios(
    above: Both, below: Both, rows: Ints, group: int, design: Design, weight: float | None
) -> Ratios:
    """Those of one group, whose cells of `above` are in `rows`."""
    tops, bases = (
        (both[0].take(own), both[1].take(own))
        for both, own in ((above, rows), (below, np.array([group])))
    )
    return Ratios.of(tops, bases, design, weight)


def corrected_difference(one: Ratios, other: Ratios) -> pd.DataFrame:
    """Each ratio of one base less that of another, with intervals.

    Args:
        one, other: as many ratios each, of the same design.

    Returns:
        Frame of estimate, low, high, least.

    Example:
        >>> from toolkit.measure.correction.coding_totals import Coding
        >>> people, all_ = np.array([[2.0, 1, 2, 3, 2]]), np.full((1, 5), 4.0)
        >>> base = Coding(all_), Coding(all_, np.array([200.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> high, low = (
        ...     Ratios.of((Coding(c), Coding(c, np.array([t]))), base, design)
        ...     for c, t in ((people, 100.0), (people - 1, 50.0))
        ... )
        >>> corrected_difference(high, low)["estimate"].tolist()
        [0.25]
    """

    def linear(rows: slice) -> Linear:
        return one.linear(rows).less(other.linear(rows))

    return intervals(one.estimate - other.estimate, linear, one.design)


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
        >>> from toolkit.measure.correction.coding_totals import Coding
        >>> people = np.array([[2.0, 1, 2, 3, 2], [2, 3, 2, 1, 2]])
        >>> both = Coding(people), Coding(people, np.array([100.0, 100.0]))
        >>> design = Design.of(np.full(5, 0.1), np.zeros(5, dtype=int), 50)
        >>> share = lambda totals: totals[:1] / totals.sum(axis=0)
        >>> corrected_statistic(both, share, design)["estimate"].tolist()
        [0.5]
    """
    people, machine = both
    if weight is None:
        weight = Ratios.of(both, (people.summed(), machine.summed()), design).weight
    totals = np.maximum(combined(people, machine, design, weight), 0)
    estimate = statistic(totals[:, None])[:, 0]
    step = 1e-4 * totals.sum() / len(totals)
    moved = statistic(totals[:, None] + step * np.eye(len(totals)))
    slope = (moved - estimate[:, None]) / step
    clusters = None if machine.clusters is None else weight * (slope @ machine.clusters)
    whole = Linear(slope @ people.coded, weight * (slope @ machine.coded), clusters)
    return intervals(estimate, lambda _: whole, design)

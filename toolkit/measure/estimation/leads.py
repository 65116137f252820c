"""By how much the largest figure leads: differences, from the same draws of articles.

Two intervals that overlap do not show that two figures may be equal: the interval of their
difference is narrower than the two together, and the figures of one corpus are not independent
(Schenker & Gentleman 2001, The American Statistician 55(3) 182-186). Every figure is therefore
compared with the largest one of its group in each draw.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.frames import ENOUGH_ARTICLES, LEAD, RESIDUAL
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.intervals import critical_value

WIDER = 1.06
"""Factor of the width of these intervals. Without it, up to 5.7 % of the leads that are due to
chance exclude zero in `toolkit.benchmarks.leads`; with it, fewer than 5 % do."""


def leaders(estimate: Floats, n_articles: Ints, labels: pd.DataFrame, group: Ints) -> Ints:
    """The row with the largest figure of each row's group; -1 where there is none.

    Args:
        estimate: the figures; NaN where one is too unsure to lead.
        n_articles: articles in the base of each.
        labels: the key columns of the rows. A missing or residual value, such as the role "other",
            does not lead, because it is not one value.
        group: rows that are compared with each other.

    Example:
        >>> estimate, n_articles = np.array([0.2, 0.5, 0.3]), np.array([40, 40, 40])
        >>> labels = pd.DataFrame({"source_role": ["expert", "other", "official"]})
        >>> leaders(estimate, n_articles, labels, np.array([0, 0, 0])).tolist()
        [2, 2, 2]
    """
    unfit = (labels.isna() | labels.isin(RESIDUAL)).any(axis="columns").to_numpy()
    unfit = unfit | ~(estimate > 0) | (n_articles < ENOUGH_ARTICLES)
    ranked = np.where(unfit, -np.inf, estimate)
    order = np.lexsort((np.arange(len(group)), -ranked, group))
    first = order[np.unique(group[order], return_index=True)[1]]
    led = np.full(1 + group.max(initial=0), -1, dtype=np.int64)
    led[group[first]] = np.where(unfit[first], -1, first)
    return led[group]


def lead_intervals(
    estimate: pd.Series[float], leader: Ints, n_units: Ints, deviations: Floats
) -> pd.DataFrame:
    """The interval of the difference between the largest figure of each row's group and the row's.

    Args:
        estimate: the figures.
        leader: of `leaders`.
        n_units: number of independent units of each figure.
        deviations: standard deviation of the differences between draws.

    Returns:
        Frame of LEAD; null for the largest figure itself, and where nothing leads.

    Example:
        >>> shares, n_units = pd.Series([0.5, 0.2]), np.array([40, 40])
        >>> rows = lead_intervals(shares, np.array([0, 0]), n_units, np.array([0.0, 0.1]))
        >>> rows.round(2).loc[1].tolist()
        [0.08, 0.52]
    """
    values, place = estimate.to_numpy(np.float64), np.maximum(leader, 0)
    gap = values[place] - values
    half = WIDER * critical_value(np.minimum(n_units, n_units[place])) * deviations
    unknown = (leader < 0) | (leader == np.arange(len(values)))
    ends = np.where(unknown, np.nan, [gap - half, gap + half])
    return pd.DataFrame(dict(zip(LEAD, ends, strict=True)), index=estimate.index)

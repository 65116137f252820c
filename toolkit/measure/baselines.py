"""Shares of voices compared with their shares in a given population.

Media diversity can mean openness, equal shares for all, or reflection, the shares of the population
(doi:10.1177/14614449922225555). These measures compare voices with a baseline for the latter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.encode import KINDS, Columns, names
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.statistics import Table, figures, per_group, spread

Baseline = Mapping[str, float] | pd.Series


def representation(
    quotes: pd.DataFrame,
    baseline: Baseline,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each value's share of the voice, its share in a baseline, and their ratio.

    Args:
        quotes, articles, by, weight, kinds, cluster: as in `voice_share`.
        baseline: the size of each value in the population, in any unit.
        of: column of `quotes` with these values; quotes with other values are left out.

    Returns:
        Columns of `by`, the column `of`, baseline (share), ratio (estimate over baseline; below 1
        the value is under-represented), ratio_low, ratio_high, estimate (share of the
        voice), low, high, n_articles, count, n, note.

    Raises:
        ValueError: the baseline is empty or has a negative value, or there is no column `of`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> half = {"official": 1, "citizen": 1}
        >>> representation(corpus.quotes, half)["baseline"].tolist()
        [0.5, 0.5]
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    expected = _shares(baseline)
    rows = inputs.select_quotes(of, by, kinds=kinds, weight=weight)
    known = rows[rows[of].isin(expected.index)]
    unit = f"{weight} with a value of the baseline"
    tidy = inputs.share(known, of, by, values=list(expected.index), unit=unit)
    tidy["baseline"] = tidy[of].map(expected).astype(np.float64)
    over = tidy["baseline"].where(tidy["baseline"] > 0)
    for name, figure in (("ratio", "estimate"), ("ratio_low", "low"), ("ratio_high", "high")):
        tidy[name] = tidy[figure] / over
    front = [*names(by), of, "baseline", "ratio", "ratio_low", "ratio_high"]
    return tidy[[*front, *[c for c in tidy if c not in front]]]


def distance(
    quotes: pd.DataFrame,
    baseline: Baseline,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The Jensen-Shannon distance of each group's voices from a baseline, 0 to 1.

    The square root of the Jensen-Shannon divergence in bits, as
    `scipy.spatial.distance.jensenshannon` with base 2: 0 if the shares are the same, 1 if they
    have no value in common. The plug-in distance of a small sample is too large, because a sample
    always differs somewhat from its baseline, and the interval is centred on it.

    Args:
        quotes, baseline, articles, of, by, weight, kinds, cluster: as in `representation`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count (values of the baseline that
        speak), n (quotes or words), note.

    Raises:
        ValueError: as in `representation`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> one = corpus.quotes["source_role"].value_counts()
        >>> bool(distance(corpus.quotes, one)["estimate"].iloc[0] < 0.1)
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    expected = _shares(baseline)
    rows = inputs.select_quotes(of, by, kinds=kinds, weight=weight)
    known = rows[rows[of].isin(expected.index)]
    unit = f"{weight} with a value of the baseline"
    table = Table.of(known, of, by, values=list(expected.index), cluster=cluster)

    def statistic(sums: Floats, first: Ints) -> Floats:
        q = np.tile(expected.to_numpy(np.float64), len(first))[:, None]
        return jensen_shannon(sums, q, first)[:, None]

    labels, bounds = pd.DataFrame(index=range(1)), ([0.0], [1.0])
    return figures(table, statistic, labels, bounds, unit, correction=inputs.correction)


def jensen_shannon(sums: Floats, q: Floats, first: Ints) -> Floats:
    """Jensen-Shannon distance (base 2) of each group's shares from those of q: groups x draws."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p = sums / spread(per_group(sums, first), first, len(sums))
        mean = (p + q) / 2
        terms = [
            np.where(f > 0, f * np.log2(f / mean), 0) for f in (p, np.broadcast_to(q, p.shape))
        ]
        divergence = per_group(terms[0] + terms[1], first) / 2
        empty = per_group(sums, first) <= 0
    return np.where(empty, np.nan, np.sqrt(np.maximum(divergence, 0)))


def _shares(baseline: Baseline) -> pd.Series[Any]:
    sizes = pd.Series(baseline, dtype="float64").dropna()
    if (sizes < 0).any() or not sizes.sum() > 0:
        raise ValueError("baseline: give each value its part of the population, none below zero")
    return sizes / sizes.sum()

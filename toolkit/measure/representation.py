"""Who speaks against who is there: shares of voices beside a baseline that is passed in.

Openness asks for equal shares, reflection for those of the population: the two faces of media
diversity (doi:10.1177/14614449922225555). The baseline is the latter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.article_sums import Floats, Ints
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.estimation.select import KINDS
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
    """Each value's share of the voice beside its share in a baseline, and their ratio.

    Args:
        quotes, articles, by, weight, kinds, cluster: as in `voice_share`.
        baseline: for each value its part of the population, in whatever unit; its sum is the whole.
        of: column of `quotes` with these values; quotes with none of them are left out.

    Returns:
        Columns of `by`, the column `of`, baseline (share), ratio (estimate over baseline: 1 is as
        in the baseline, below 1 under-represented), ratio_low, ratio_high, estimate (share of the
        voice), low, high, n_articles, count, n, note.

    Raises:
        ValueError: the baseline is empty or has a value below zero, or no column `of`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> half = {"official": 1, "citizen": 1}
        >>> representation(corpus.quotes, half)["baseline"].tolist()
        [0.5, 0.5]
    """
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
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
    """How far the voices of each group are from a baseline: Jensen-Shannon distance, 0 to 1.

    The square root of the Jensen-Shannon divergence in bits, as
    `scipy.spatial.distance.jensenshannon` with base 2: 0 where the shares are the same, 1 where
    they have no value in common. A small sample is never quite like its baseline: the plug-in
    distance is too large for it, and the interval is centred on it.

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
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
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
    given = pd.Series(baseline, dtype="float64").dropna()
    if (given < 0).any() or not given.sum() > 0:
        raise ValueError("baseline: give each value its part of the population, none below zero")
    return given / given.sum()

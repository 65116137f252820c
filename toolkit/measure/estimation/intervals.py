"""Intervals of shares and ratios from bootstrap draws, and notes on missing ones.

Quotes of one article resemble each other, because the reporter rang the same few people. An
interval that resamples quotes would therefore be too narrow; these resample whole articles (the
cluster bootstrap: Field & Welsh 2007, J. R. Statist. Soc. B 69(3) 369-390), with a fixed seed, so
that the same frames give the same interval in any order of their rows. An interval is the estimate
plus or minus the standard deviation of the draws times a quantile of Student's t, on the scale on
which its coverage is closest to nominal (``toolkit.benchmarks.interval_coverage``).

The functions take arrays; ``shares`` applies them to frames.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit, stdtrit

from toolkit.measure.estimation.bootstrap import Floats, Ints, Sums

LEVEL = 0.95
FEWEST = 5  # articles: fewer are too often all on one side of the truth
FIGURES = ("estimate", "low", "high", "n_articles", "count", "n", "note")
"""The columns of every tidy frame after its grouping columns."""
NOTHING = "nothing to count"


def critical_value(n_articles: Ints) -> Floats:
    """Half the width of an interval in standard deviations of the draws.

    Quantiles of Student's t, corrected for draws of few articles, which vary too little (Hesterberg
    2015, The American Statistician 69(4) 371-386).

    Example:
        >>> critical_value(np.array([10, 1_000])).round(2).tolist()
        [2.38, 1.96]
    """
    n, place = np.unique(np.maximum(n_articles, FEWEST), return_inverse=True)
    values: Floats = stdtrit(n - 1, (1 + LEVEL) / 2) * np.sqrt(n / (n - 1))
    return values[place]


def deviation(drawn: Floats) -> Floats:
    """Standard deviation of each row, cells x draws, leaving out draws that are NaN.

    Example:
        >>> deviation(np.array([[1.0, 3.0, np.nan]])).tolist()
        [1.0]
    """
    known = np.isfinite(drawn)
    n = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
    mean = np.where(known, drawn, 0).sum(axis=1) / n
    around = np.where(known, drawn - mean[:, None], 0)
    deviations: Floats = np.sqrt(np.einsum("ij,ij->i", around, around) / n)
    return deviations


def around_share(share: Floats, half: Floats) -> tuple[Floats, Floats]:
    """Low and high of shares, computed on the scale of log odds: small shares vary more upwards.

    The method "xlogit" of svyciprop in the R package survey.

    Args:
        share: 0 to 1; at 0 and 1 themselves both ends are the share.
        half: half the width of the symmetric interval.

    Example:
        >>> low, high = around_share(np.array([0.1]), np.array([0.06]))
        >>> low.round(3).tolist(), high.round(3).tolist()
        ([0.054], [0.178])
    """
    odds = share * (1 - share)
    half_odds = np.divide(half, odds, out=np.zeros_like(half), where=odds > 0)
    return expit(logit(share) - half_odds), expit(logit(share) + half_odds)


def around_ratio(ratio: Floats, half: Floats) -> tuple[Floats, Floats]:
    """Low and high of ratios above zero, computed on the log scale; NaN for others.

    Example:
        >>> low, high = around_ratio(np.array([2.0]), np.array([1.0]))
        >>> low.round(3).tolist(), high.round(3).tolist()
        ([1.213], [3.297])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.exp(half / np.where(ratio > 0, ratio, np.nan))
    return ratio / times, ratio * times


def difference_of_intervals(one: pd.DataFrame, other: pd.DataFrame) -> tuple[Floats, Floats]:
    """Low and high of the difference of two figures from different articles, by their intervals.

    The method MOVER (Zou & Donner 2008, Statistics in Medicine 27(10) 1693-1702). If the figures
    share articles, the interval is wider than necessary.

    Args:
        one, other: estimate, low, high, row by row.

    Returns:
        The ends of one minus other.

    Example:
        >>> one = pd.DataFrame({"estimate": [0.5], "low": [0.4], "high": [0.6]})
        >>> low, high = difference_of_intervals(one, one - 0.15)
        >>> low.round(2).tolist(), high.round(2).tolist()
        ([0.01], [0.29])
    """
    a, b = (f[["estimate", "low", "high"]].to_numpy(np.float64).T for f in (one, other))
    gap = a[0] - b[0]
    return gap - np.hypot(a[0] - a[1], b[2] - b[0]), gap + np.hypot(a[2] - a[0], b[0] - b[1])


def design_effect(parts: Sums, wholes: Sums) -> float:
    """Design effect: by how much clustering in articles inflates the variance of shares.

    The variance between articles over that of independent units, pooled over all cells
    (Kish 1965, *Survey Sampling*, p. 258, as a ratio of linearized variances).

    Args:
        parts: shares' numerators, cells in groups of equal number.
        wholes: their base, one cell a group.

    Returns:
        1 or more; NaN if all shares are 0 or 1.
    """
    n_kinds = parts.n_cells // max(wholes.n_cells, 1)
    group = np.arange(parts.n_cells) // max(n_kinds, 1)
    n = wholes.totals()[group]
    share = np.divide(parts.totals(), n, out=np.zeros(len(n)), where=n > 0)
    n_articles = 1 + int(max(parts.article.max(initial=0), wholes.article.max(initial=0)))
    places = np.searchsorted(
        wholes.cell * n_articles + wholes.article, group[parts.cell] * n_articles + parts.article
    )
    base, p = wholes.value[places], share[parts.cell]
    squares = np.bincount(wholes.cell, weights=wholes.value**2, minlength=wholes.n_cells)
    between = float((parts.value**2 - 2 * p * parts.value * base).sum())
    between += float((share**2 * squares[group]).sum())
    alone = float((n * share * (1 - share)).sum())
    return max(1.0, between / alone) if alone > 0 else float("nan")


def boundary_interval(
    estimate: Floats, n: Floats | Ints, n_articles: Ints, effect: float, low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Replace the intervals of shares of exactly 0 or 1, where all draws are the same.

    None of ten articles does not mean never. The bound is the exact binomial one (the "rule of
    three": Hanley & Lippman-Hand 1983, JAMA 249(13) 1743-1745) for the effective number of
    independent units: n over the design effect, but at least the number of articles.

    Example:
        >>> zero, ten = np.array([0.0]), np.array([10])
        >>> low, high = boundary_interval(zero, ten, ten, 1.0, zero, zero)
        >>> float(high[0].round(2))
        0.31
    """
    n_effective = np.fmax(np.asarray(n) / effect, n_articles)
    bound = ((1 - LEVEL) / 2) ** (1 / np.maximum(n_effective, 1))
    return np.where(estimate == 1, bound, low), np.where(estimate == 0, 1 - bound, high)


def add_notes(tidy: pd.DataFrame, n_units: Ints, drawn: str, unit: str) -> pd.DataFrame:
    """Add the column `note`: why a figure or its interval is missing, null if neither is.

    Args:
        tidy: estimate, low, high, n.
        n_units: number of independent units of each row.
        drawn: their name: articles, stories or outlets.
        unit: name of the units that n counts.

    Example:
        >>> tidy = pd.DataFrame({"estimate": [0.5], "low": [None], "high": [None], "n": [2]})
        >>> add_notes(tidy, np.array([1]), "articles", "quotes")["note"].tolist()
        ['one article: no interval']
    """
    singular = {"stories": "story"}.get(drawn, drawn.removesuffix("s"))
    notes = np.full(len(tidy), "nothing counted: no interval", dtype=object)
    notes[n_units < FEWEST] = f"fewer than five {drawn}: no interval"
    notes[n_units == 1] = f"one {singular}: no interval"
    notes[tidy["low"].notna()] = None
    notes[tidy["estimate"].isna()] = "no figure"
    notes[~(tidy["n"].to_numpy(np.float64) > 0)] = f"no {unit}"
    return tidy.assign(note=pd.Series(notes, index=tidy.index, dtype="str"))

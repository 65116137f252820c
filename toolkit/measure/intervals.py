"""Shares, ratios and their intervals, by resampling articles.

Quotes of one article resemble each other: the reporter rang the same few people. An interval that
resamples quotes would therefore be too narrow; these resample whole articles (the cluster
bootstrap: Field & Welsh 2007, J. R. Statist. Soc. B 69(3) 369-390), with a fixed seed, so that the
same frames give the same interval, in whatever order their rows stand.

Arrays alone; ``ratios`` does the same for frames.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import norm as normal
from scipy.stats import t as student

from toolkit.measure.sums import Floats, Ints, Sums

LEVEL = 0.95
FEWEST = 5  # articles: with fewer, all of them lie on one side of the truth too often


def percentiles(drawn: Floats, tail: Floats) -> tuple[Floats, Floats]:
    """Percentile interval of each row, leaving out draws that are NaN.

    Args:
        drawn: cells x draws.
        tail: for each cell the share of the draws to leave out on either side.

    Returns:
        Low and high, one value a row; NaN for a row without any draw.
    """
    ordered = np.sort(drawn, axis=1)  # NaN last
    n_valid = np.isfinite(drawn).sum(axis=1)
    return _quantile(ordered, n_valid, tail), _quantile(ordered, n_valid, 1 - tail)


def tails(n_articles: Ints, level: float = LEVEL) -> Floats:
    """The share of the draws beyond either end of an interval, smaller the fewer the articles.

    Plain percentiles are too narrow for few articles; these are expanded as Student's t is
    (Hesterberg 2015, The American Statistician 69(4) 371-386, the expanded percentile interval).

    Example:
        >>> tails(np.array([10, 1_000])).round(4).tolist()
        [0.0086, 0.0248]
    """
    known, place = np.unique(np.maximum(n_articles, FEWEST), return_inverse=True)
    ends = student.ppf((1 - level) / 2, known - 1) * np.sqrt(known / (known - 1))
    below: Floats = normal.cdf(ends)
    return below[place]


def _quantile(ordered: Floats, n_valid: Ints, q: Floats) -> Floats:
    place = q * np.maximum(n_valid - 1, 0)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, np.maximum(n_valid - 1, 0))
    rows = np.arange(len(ordered))
    left, right = ordered[rows, below], ordered[rows, above]
    made: Floats = left + (right - left) * (place - below)
    return made


def design_effect(parts: Sums, wholes: Sums) -> float:
    """How many times less a unit tells, since units of one article resemble each other.

    The variance between articles over that of independent units, pooled over all cells
    (Kish 1965, *Survey Sampling*, p. 258, as a ratio of linearized variances).

    Args:
        parts: shares' numerators, cells in groups of equal number.
        wholes: their base, one cell a group.

    Returns:
        1 or more; NaN where all shares are 0 or 1, which tells nothing.
    """
    n_kinds = parts.n_cells // max(wholes.n_cells, 1)
    group = np.arange(parts.n_cells) // max(n_kinds, 1)
    n = wholes.totals()[group]
    share = np.divide(parts.totals(), n, out=np.zeros(len(n)), where=n > 0)
    n_articles = 1 + int(max(parts.article.max(initial=0), wholes.article.max(initial=0)))
    places = np.searchsorted(
        wholes.cell * n_articles + wholes.article,
        group[parts.cell] * n_articles + parts.article,
    )
    base, p = wholes.value[places], share[parts.cell]
    squares = np.bincount(wholes.cell, weights=wholes.value**2, minlength=wholes.n_cells)
    between = float((parts.value**2 - 2 * p * parts.value * base).sum())
    between += float((share**2 * squares[group]).sum())
    alone = float((n * share * (1 - share)).sum())
    return max(1.0, between / alone) if alone > 0 else float("nan")


def edges(
    estimate: Floats,
    n: Floats | Ints,
    n_articles: Ints,
    effect: float,
    low: Floats,
    high: Floats,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Mend the intervals of shares of exactly 0 or 1, where every draw is the same.

    None of ten articles does not mean never. The bound is the exact binomial one (the "rule of
    three": Hanley & Lippman-Hand 1983, JAMA 249(13) 1743-1745) for as many independent units as
    the n is worth: n over the design effect, but no fewer than there are articles.

    Example:
        >>> zero, ten = np.array([0.0]), np.array([10])
        >>> low, high = edges(zero, ten, ten, 1.0, zero, zero)
        >>> float(high[0].round(2))
        0.31
    """
    worth = np.fmax(np.asarray(n) / effect, n_articles)
    bound = ((1 - level) / 2) ** (1 / np.maximum(worth, 1))
    return np.where(estimate == 1, bound, low), np.where(estimate == 0, 1 - bound, high)

"""Shares, ratios and their intervals, by resampling articles.

Quotes of one article resemble each other: the reporter rang the same few people. An interval that
resamples quotes would therefore be too narrow; these resample whole articles (the cluster
bootstrap: Field & Welsh 2007, J. R. Statist. Soc. B 69(3) 369-390), with a fixed seed, so that the
same frames give the same interval, in whatever order their rows stand.

Arrays alone; ``ratios`` does the same for frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm as normal
from scipy.stats import t as student

DRAWS = 1_000
LEVEL = 0.95
SEED = 1
FEWEST = 5  # articles: with fewer, all of them lie on one side of the truth too often

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@lru_cache(maxsize=2)
def weights(n_articles: int, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.uint8]:
    """How often each draw takes each article: draws x articles, every row sums to n_articles.

    Rows are multinomial. One byte is enough: up to 255 articles no count can exceed it, beyond
    that a count of 256 has a probability below 1e-300.

    Example:
        >>> weights(5, draws=2).sum(axis=1).tolist()
        [5, 5]
    """
    made = np.empty((draws, n_articles), dtype=np.uint8)
    generator = np.random.default_rng(seed)
    for row in made:
        drawn = generator.integers(n_articles, size=n_articles)
        row[:] = np.bincount(drawn, minlength=n_articles)
    made.flags.writeable = False  # shared by all callers
    return made


@dataclass(frozen=True)
class Sums:
    """Per-article sums of one quantity: a sparse table of cells x articles, sorted by cell."""

    cell: Ints
    article: Ints
    value: Floats
    n_cells: int

    @classmethod
    def of(cls, cell: Ints, article: Ints, value: Floats, n_cells: int) -> Sums:
        """Add up the values that fall on the same cell and article."""
        pairs = pd.DataFrame({"cell": cell, "article": article, "value": value})
        summed = pairs.groupby(["cell", "article"], sort=True)["value"].sum().reset_index()
        return cls(
            summed["cell"].to_numpy(np.int64),
            summed["article"].to_numpy(np.int64),
            summed["value"].to_numpy(np.float64),
            n_cells,
        )

    def totals(self) -> Floats:
        """The sum of each cell."""
        summed = np.bincount(self.cell, weights=self.value, minlength=self.n_cells)
        return summed.astype(np.float64)

    def n_articles(self) -> Ints:
        """In how many articles each cell has any."""
        return np.bincount(self.cell, minlength=self.n_cells).astype(np.int64)

    def drawn(self, weighted: NDArray[np.uint8], first: int = 0, last: int | None = None) -> Floats:
        """The sums of cells first to last in every draw: cells x draws."""
        last = self.n_cells if last is None else last
        a, b = np.searchsorted(self.cell, [first, last])
        cell, article, value = self.cell[a:b] - first, self.article[a:b], self.value[a:b]
        made = np.empty((last - first, len(weighted)))
        for i, row in enumerate(weighted):
            made[:, i] = np.bincount(cell, weights=value * row[article], minlength=last - first)
        return made


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

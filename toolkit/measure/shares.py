"""Shares and ratios of frames, by group, each with its n and its interval.

Every measure ends here or in ``statistics`` and returns the same tidy frame: the grouping columns,
then ``estimate``, ``low`` and ``high`` (95 % interval over articles), ``n_articles`` (articles in
the base), ``count``, ``n`` and ``note`` (why a figure is missing). For shares and ratios,
``estimate == count / n``, and ``lead_low`` and ``lead_high`` are the interval of the difference
between the largest figure and this one (see ``leads``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.frames import LEAD
from toolkit.measure.correction.coded_sample import Amounts, Correction
from toolkit.measure.correction.estimators import add_corrected_ratios
from toolkit.measure.estimation import encode as cells
from toolkit.measure.estimation.bootstrap import Floats, Ints, Sums, Units, Weights
from toolkit.measure.estimation.calls import counts
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.intervals import (
    FEWEST,
    NOTHING,
    add_notes,
    around_ratio,
    around_share,
    boundary_interval,
    critical_value,
    design_effect,
    deviation,
)
from toolkit.measure.estimation.leads import lead_intervals, leaders

_CELLS_AT_ONCE = 512  # x draws in memory: 4 MB


def share(
    rows: pd.DataFrame,
    of: Columns,
    by: Columns = (),
    *,
    weight: str | None = None,
    values: Sequence[object] | None = None,
    top: int | None = None,
    unit: str = "quotes",
    cluster: str = "articles",
) -> pd.DataFrame:
    """The share of each value of `of` in the rows of each group.

    Args:
        rows: one row per unit, with `article_id`, the columns of `of` and of `by`.
        of: column or columns whose values are counted; null is a value like any other.
        by: grouping columns; the shares of a group sum to one.
        weight: column to add up instead of counting rows, for example `n_words`.
        values: the values of `of` to report, in this order; by default all, the largest first.
        top: number of values to report, those with most rows over all groups.
        unit: name of a row, for the note if there are no rows.
        cluster: "articles", or "outlets" and then articles within them (column `outlet`).

    Returns:
        One row per group and value, zero where a value does not occur in a group: the columns of
        `by` and `of`, then estimate, low, high, n_articles, count, n, lead_low, lead_high,
        note. Without any rows one row of nulls (or one for each of `values`), whose note says so.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "quote_type": ["direct", "mixed"]})
        >>> share(rows, "quote_type")["estimate"].tolist()
        [0.5, 0.5]
    """
    units = rows.assign(amount=rows[weight] if weight else 1)
    return ratio(
        units, units, of, by, bounded=True, values=values, top=top, unit=unit, cluster=cluster
    )


def ratio(
    parts: pd.DataFrame,
    wholes: pd.DataFrame,
    of: Columns = (),
    by: Columns = (),
    *,
    bounded: bool = False,
    values: Sequence[object] | None = None,
    top: int | None = None,
    unit: str = "quotes",
    cluster: str = "articles",
    correction: Correction | None = None,
) -> pd.DataFrame:
    """The sum of `parts` over the sum of `wholes`, by group, with intervals over articles.

    Args:
        parts: `article_id`, the columns of `of` and `by`, and `amount`.
        wholes: `article_id`, the columns of `by`, and `amount`: the base of each group.
        of, by, values, top, unit, cluster: as in `share`.
        bounded: whether the ratio is a share, and so between 0 and 1.
        correction: by people's rows, where `coded` is True in both frames; None for none.

    Returns:
        As `share`. Low and high are null where the base has fewer than five articles, which is too
        few to estimate how much articles differ, and where a ratio that is no share is zero.

    Example:
        >>> wholes = pd.DataFrame({"article_id": list("abcdef"), "amount": 2})
        >>> ratio(wholes.head(3), wholes)["estimate"].tolist()
        [0.5]
    """
    of, by = names(of), names(by)
    counts(parts, [*by, *of])
    keys = parts[by]
    groups, part_group, whole_group = cells.common(keys, keys if parts is wholes else wholes[by])
    kinds, kind = cells.kinds(parts, of, values, top)
    cell = np.where(kind >= 0, part_group * len(kinds) + kind, -1)
    tops = Amounts(parts, cell, len(groups) * len(kinds))
    bases = Amounts(wholes, whole_group, len(groups))
    grid = cells.grid(groups, kinds)
    figures = _naive(tops.of_machine(), bases.of_machine(), grid, of, bounded, unit, cluster)
    if of and values is None and not len(parts):
        figures.loc[:, ["estimate", "low", "high", *LEAD]] = np.nan
        figures["note"] = figures["note"].fillna(NOTHING)
    order = _ranked(grid[by], figures) if of and values is None else grid.index
    if correction is not None:
        figures = add_corrected_ratios(figures, tops, bases, correction, bounded)
    return grid.join(figures).loc[order].reset_index(drop=True)


def _ranked(groups: pd.DataFrame, figures: pd.DataFrame) -> Ints:
    """Row order with the largest first in each group; ties keep the order of the grid."""
    order: Ints = np.lexsort((np.arange(len(figures)), -figures["count"], cells.codes(groups)[1]))
    return order


def _naive(
    tops: Amounts,
    bases: Amounts,
    grid: pd.DataFrame,
    of: list[str],
    bounded: bool,
    unit: str,
    cluster: str,
) -> pd.DataFrame:
    units, of_parts, of_wholes = cells.articles(tops.rows, bases.rows, cluster)
    above, below, draws = tops.sums(of_parts), bases.sums(of_wholes), units.draws()
    group = _group(above, below)
    n_units = units.clusters(below).n_articles()[group]
    estimate = divide(above.totals(), below.totals()[group])
    compared = (grid[of], group) if of else (grid, np.zeros_like(group))
    sure = np.where(n_units < FEWEST, np.nan, estimate)
    leader = leaders(sure, below.n_articles()[group], *compared)
    deviations, apart = _deviations(above, below, draws, leader)
    figures = ratio_figures(above, below, units, deviations, bounded, unit)
    figures = figures.join(lead_intervals(figures["estimate"], leader, n_units, apart))
    return figures.assign(note=figures.pop("note"))


def ratio_figures(
    above: Sums, below: Sums, units: Units, deviations: Floats, bounded: bool, unit: str
) -> pd.DataFrame:
    """Ratios of sums with intervals and notes.

    Args:
        above: the numerators; as many cells per group, one group after the other.
        below: the bases, one cell per group.
        units: the units that are resampled.
        deviations: standard deviation of each ratio between draws.
        bounded, unit: as in `ratio`.
    """
    group = _group(above, below)
    count, n = above.totals().round(9), below.totals().round(9)[group]
    n_articles = below.n_articles()[group]
    n_units = units.clusters(below).n_articles()[group]
    estimate = divide(count, n)
    half = critical_value(n_units) * deviations
    if bounded:
        effect = design_effect(units.clusters(above), units.clusters(below))
        ends = around_share(estimate, half)
        low, high = boundary_interval(estimate, n, n_units, effect, *ends)
    else:
        low, high = around_ratio(estimate, half)
    unknown = (n_units < FEWEST) | (n == 0) | ((count == 0) & (not bounded))
    low[unknown] = high[unknown] = np.nan
    figures = {"estimate": estimate, "low": low, "high": high, "n_articles": n_articles}
    tidy = pd.DataFrame({**figures, "count": whole(count), "n": whole(n)})
    return add_notes(tidy, n_units, units.name, unit)


def _group(above: Sums, below: Sums) -> Ints:
    """The base of each numerator."""
    return np.repeat(np.arange(below.n_cells), above.n_cells // below.n_cells)


def _deviations(above: Sums, below: Sums, weights: Weights, leader: Ints) -> tuple[Floats, Floats]:
    """Standard deviations between draws, computed in blocks of cells.

    Returns:
        Those of each ratio, and those of the difference between its leader (-1: none) and it.
    """
    bases, group = below.drawn(weights), _group(above, below)
    own, apart = np.empty(above.n_cells), np.full(above.n_cells, np.nan)
    known = np.unique(leader[leader >= 0])
    leading = divide(above.only(known).drawn(weights), bases[group[known]])
    for a in range(0, above.n_cells, _CELLS_AT_ONCE):
        b = min(a + _CELLS_AT_ONCE, above.n_cells)
        drawn = divide(above.drawn(weights, a, b), bases[group[a:b]])
        own[a:b] = deviation(drawn)
        led = leader[a:b] >= 0
        if led.any():
            place = np.searchsorted(known, leader[a:b][led])
            apart[a:b][led] = deviation(leading[place] - drawn[led])
    return own, apart


def divide(above: Floats, below: Floats) -> Floats:
    """Above over below; NaN where below is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def whole(values: Floats) -> Floats | Ints:
    """Sums as integers if all of them are whole numbers."""
    return values.astype(np.int64) if np.array_equal(values, np.round(values)) else values

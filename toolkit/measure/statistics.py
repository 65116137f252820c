"""Bootstrap intervals for arbitrary statistics: diversity, distances, differences.

Each statistic is a function of the amounts of all values of a group. A draw of the bootstrap misses
some of the values of the corpus, so that its diversity is lower than that of the corpus. Intervals
are therefore centred on the estimate, and only their width comes from the draws (the R packages
entropart, EntropyCI, and poppr, diversity_ci, centre their draws in the same way).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Amounts, Correction
from toolkit.measure.correction.estimators import add_corrected_statistics
from toolkit.measure.estimation import encode as cells
from toolkit.measure.estimation.bootstrap import Floats, Ints, Sums, Units
from toolkit.measure.estimation.calls import counts
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.intervals import FEWEST, add_notes, critical_value, deviation
from toolkit.measure.estimation.leads import lead_intervals, leaders
from toolkit.measure.shares import whole

_AT_ONCE = min(4, os.cpu_count() or 1)
Statistic = Callable[[Floats, Ints], Floats]
"""A function of sums (cells x draws, sorted by group) and each group's first cell that returns
groups x figures x draws."""

Scale = tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]
"""Functions to the scale on which intervals are computed, and back: groups x figures x any."""
AS_IT_IS: Scale = (np.positive, np.positive)


@dataclass(frozen=True)
class Table:
    """The sums of a frame by group, value and article.

    Attributes:
        groups: the columns of `by`, one row a group.
        first: the first cell of each group.
        sums, base: amounts by cell and by group.
        units: the units that are drawn.
        amounts: rows by cell, including those that people coded.
    """

    groups: pd.DataFrame
    first: Ints
    sums: Sums
    base: Sums
    units: Units
    amounts: Amounts

    @classmethod
    def of(
        cls,
        rows: pd.DataFrame,
        of: Columns,
        by: Columns = (),
        values: Sequence[object] | None = None,
        cluster: str = "articles",
    ) -> Table:
        """Sum the `amount` of rows by the columns of `by`, those of `of` and article.

        Args:
            rows: `article_id`, `amount` and the columns of both.
            values: if given, every group has a cell for each of them and no others.
            cluster: "articles", or "outlets".
        """
        counts(rows, [*names(by), *names(of)])
        groups, group = cells.codes(rows[names(by)])
        kinds, kind = cells.kinds(rows, names(of), values, None)
        pair = group * len(kinds) + kind
        pairs, cell = cells.distinct(pair)
        if values is not None:
            pairs, cell = np.arange(len(groups) * len(kinds)), pair
        amounts = Amounts(rows, cell, len(pairs))
        machine, base = amounts.of_machine(), Amounts(rows, group, len(groups)).of_machine()
        units, article, _ = cells.articles(machine.rows, machine.rows, cluster)
        return cls(
            groups,
            np.searchsorted(pairs, np.arange(len(groups)) * len(kinds)).astype(np.int64),
            machine.sums(article),
            base.sums(article),
            units,
            amounts,
        )


def figures(
    table: Table,
    statistic: Statistic,
    labels: pd.DataFrame,
    bounds: tuple[Sequence[float], Sequence[float]],
    unit: str = "quotes",
    scale: Scale = AS_IT_IS,
    correction: Correction | None = None,
) -> pd.DataFrame:
    """The figures of each group, with intervals.

    Args:
        table: the sums.
        statistic: function of the sums; NaN where there is no figure.
        labels: one row for each figure of a group.
        bounds: lowest and highest possible value of each figure.
        unit: name of the units that n counts.
        scale: scale on which intervals are computed.
        correction: by the rows that people coded; None for none.

    Returns:
        One row per group and figure: the columns of groups and labels, then estimate, low, high,
        n_articles, count (distinct values with any amount), n (sum of amounts), lead_low,
        lead_high (of the difference between the largest figure of all groups and this one), note.
    """
    n_groups, n_figures = len(table.groups), len(labels)
    row_group = np.repeat(np.arange(n_groups), n_figures)
    estimate, drawn = _drawn(table, statistic, n_groups * n_figures)
    n_units = table.units.clusters(table.base).n_articles()[row_group]
    least, most = (np.tile(b, n_groups) for b in bounds)
    ends = _ends(estimate, drawn, critical_value(n_units), scale, (n_groups, n_figures))
    few = np.where((n_units < FEWEST) | np.isnan(estimate), np.nan, 0.0)
    columns = {
        "estimate": estimate,
        "low": np.clip(ends.min(axis=0), least, most) + few,
        "high": np.clip(ends.max(axis=0), least, most) + few,
        "n_articles": table.base.n_articles()[row_group],
        "count": _n_values(table)[row_group],
        "n": whole(table.base.totals().round(9))[row_group],
    }
    tidy = add_notes(pd.DataFrame(columns), n_units, table.units.name, unit)
    grid, figure = cells.grid(table.groups, labels), np.tile(np.arange(n_figures), n_groups)
    sure = tidy["estimate"].where(tidy["low"].notna()).to_numpy()
    leader = leaders(sure, tidy["n_articles"].to_numpy(), grid[list(table.groups)], figure)
    apart = deviation(drawn[np.maximum(leader, 0)] - drawn)
    tidy = tidy.join(lead_intervals(tidy["estimate"], leader, n_units, apart))
    tidy = tidy.assign(note=tidy.pop("note"))
    if correction is not None:
        counted = (table.amounts, table.first, statistic)
        tidy = add_corrected_statistics(tidy, *counted, correction, (least, most))
    return grid.join(tidy).reset_index(drop=True)


def _drawn(table: Table, statistic: Statistic, n_rows: int) -> tuple[Floats, Floats]:
    """Each figure in the corpus and in every draw: rows, and rows x draws."""
    if not len(table.sums.cell):
        return np.full(n_rows, np.nan), np.full((n_rows, 1), np.nan)
    estimate = statistic(table.sums.totals()[:, None], table.first)
    blocks = table.sums.in_blocks(table.units.draws())
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # numpy and scipy release the lock
        parts = pool.map(lambda block: statistic(block(), table.first), blocks)
        drawn = np.concatenate(list(parts), axis=2)
    return estimate.reshape(n_rows), drawn.reshape(n_rows, -1)


def _ends(
    estimate: Floats, drawn: Floats, critical: Floats, scale: Scale, shape: tuple[int, int]
) -> Floats:
    """Both ends of each interval: 2 x rows."""
    to_scale, from_scale = scale
    centre, draws = to_scale(estimate.reshape(*shape, 1)), to_scale(drawn.reshape(*shape, -1))
    half = critical * deviation(draws.reshape(len(estimate), -1))
    ends = centre.reshape(-1) + np.array([[-1], [1]]) * half
    bounds: Floats = from_scale(ends.T.reshape(*shape, 2)).reshape(-1, 2).T
    return bounds


def _n_values(table: Table) -> Ints:
    """Number of values that each group has."""
    if not len(table.sums.cell):
        return np.zeros(len(table.groups), dtype=np.int64)
    return np.add.reduceat((table.sums.totals() > 0).astype(np.int64), table.first)


def per_group(values: Floats, first: Ints) -> Floats:
    """Sums over the cells of each group: groups x draws."""
    return np.add.reduceat(values, first, axis=0)


def spread(values: Floats, first: Ints, n_cells: int) -> Floats:
    """The value of each group, repeated for each of its cells: cells x draws."""
    return np.repeat(values, np.diff([*first, n_cells]), axis=0)

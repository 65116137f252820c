"""Figures that are no ratio: any statistic of the sums of a group, with its interval.

Diversity, distances, differences: each is a function of how much every value holds of its group. A
draw of the bootstrap misses some of the values that the corpus has, so that its diversity is lower
than that of the corpus: the interval stands around the estimate, and only how much the draws vary
is theirs (as the draws are centred in the R package entropart, EntropyCI; poppr, diversity_ci).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Correction
from toolkit.measure.correction.codings import Amounts
from toolkit.measure.correction.tables import add_corrected_statistics
from toolkit.measure.estimation import encode as cells
from toolkit.measure.estimation.article_sums import Floats, Ints, Sums
from toolkit.measure.estimation.bootstrap import Units
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.intervals import FEWEST, critical_value, deviation
from toolkit.measure.estimation.notes import noted
from toolkit.measure.shares import whole

_AT_ONCE = min(4, os.cpu_count() or 1)
Statistic = Callable[[Floats, Ints], Floats]
"""From sums (cells x draws, sorted by group) and each group's first cell to figures, groups x
figures x draws."""

Scale = tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]
"""To the scale on which intervals are made, and back: groups x figures x any."""
AS_IT_IS: Scale = (np.positive, np.positive)


@dataclass(frozen=True)
class Table:
    """The sums of a frame by group, value and article.

    Attributes:
        groups, values: the columns of `by` and of `of`, one row a group and one row a cell.
        first: the first cell of each group.
        sums, base: amounts by cell and by group.
        units: what is drawn.
        amounts: rows by cell, those that people coded among them.
    """

    groups: pd.DataFrame
    values: pd.DataFrame
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
            values: with it every group has a cell for each of them and no other.
            cluster: "articles", or "outlets".
        """
        groups, group = cells.codes(rows[names(by)])
        kinds, kind = cells.kinds(rows, names(of), values, None)
        pair = group * len(kinds) + kind
        known, cell = cells.distinct(pair)
        if values is not None:
            known, cell = np.arange(len(groups) * len(kinds)), pair
        amounts = Amounts(rows, cell, len(known))
        machine, base = amounts.of_machine(), Amounts(rows, group, len(groups)).of_machine()
        units, article, _ = cells.articles(machine.rows, machine.rows, cluster)
        return cls(
            groups,
            kinds.iloc[known % max(len(kinds), 1)].reset_index(drop=True),
            np.searchsorted(known, np.arange(len(groups)) * len(kinds)).astype(np.int64),
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
    """The figures of each group and their intervals.

    Args:
        table: the sums.
        statistic: what to make of them; NaN where there is no figure.
        labels: one row for each figure of a group.
        bounds: lowest and highest value that each figure can have.
        unit: what n counts.
        scale: on which intervals are made.
        correction: by the rows that people coded; None for none.

    Returns:
        One row per group and figure: the columns of groups and labels, then estimate, low, high,
        n_articles, count (different values with any amount), n (sum of amounts), note.
    """
    n_groups, n_figures = len(table.groups), len(labels)
    row_group = np.repeat(np.arange(n_groups), n_figures)
    estimate, drawn = _drawn(table, statistic, n_groups * n_figures)
    n_units = table.units.clusters(table.base).n_articles()[row_group]
    least, most = (np.tile(b, n_groups) for b in bounds)
    ends = _around(estimate, drawn, critical_value(n_units), scale, (n_groups, n_figures))
    few = np.where((n_units < FEWEST) | np.isnan(estimate), np.nan, 0.0)
    columns = {
        "estimate": estimate,
        "low": np.clip(ends.min(axis=0), least, most) + few,
        "high": np.clip(ends.max(axis=0), least, most) + few,
        "n_articles": table.base.n_articles()[row_group],
        "count": _different(table)[row_group],
        "n": whole(table.base.totals().round(9))[row_group],
    }
    tidy = noted(pd.DataFrame(columns), n_units, table.units.name, unit)
    if correction is not None:
        counted = (table.amounts, table.first, statistic)
        tidy = add_corrected_statistics(tidy, *counted, correction, (least, most))
    return cells.grid(table.groups, labels).join(tidy).reset_index(drop=True)


def _drawn(table: Table, statistic: Statistic, n_rows: int) -> tuple[Floats, Floats]:
    """Each figure in the corpus, and in every draw: rows, and rows x draws."""
    if not len(table.sums.cell):
        return np.full(n_rows, np.nan), np.full((n_rows, 1), np.nan)
    estimate = statistic(table.sums.totals()[:, None], table.first)
    blocks = table.sums.in_blocks(table.units.draws())
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # numpy and scipy count without the lock
        figures_of = pool.map(lambda block: statistic(block(), table.first), blocks)
        drawn = np.concatenate(list(figures_of), axis=2)
    return estimate.reshape(n_rows), drawn.reshape(n_rows, -1)


def _around(
    estimate: Floats, drawn: Floats, reached: Floats, scale: Scale, shape: tuple[int, int]
) -> Floats:
    """Both ends of each interval: 2 x rows."""
    there, back = scale
    known, draws = there(estimate.reshape(*shape, 1)), there(drawn.reshape(*shape, -1))
    half = reached * deviation(draws.reshape(len(estimate), -1))
    ends = known.reshape(-1) + np.array([[-1], [1]]) * half
    bounds: Floats = back(ends.T.reshape(*shape, 2)).reshape(-1, 2).T
    return bounds


def _different(table: Table) -> Ints:
    """How many values each group has."""
    if not len(table.sums.cell):
        return np.zeros(len(table.groups), dtype=np.int64)
    return np.add.reduceat((table.sums.totals() > 0).astype(np.int64), table.first)


def per_group(values: Floats, first: Ints) -> Floats:
    """Sums over the cells of each group: groups x draws."""
    return np.add.reduceat(values, first, axis=0)


def spread(values: Floats, first: Ints, n_cells: int) -> Floats:
    """What each group has, for each of its cells: cells x draws."""
    return np.repeat(values, np.diff([*first, n_cells]), axis=0)

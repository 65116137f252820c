"""Shares and ratios of frames, by group, each with its n and its interval.

Every measure ends here and returns the same tidy frame: the grouping columns, then ``estimate``,
``low`` and ``high`` (95 % interval over articles), ``n_articles`` (articles in the base), ``count``
and ``n``. Always ``estimate == count / n``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.measure.intervals import (
    FEWEST,
    Floats,
    Ints,
    Sums,
    design_effect,
    edges,
    percentiles,
    tails,
    weights,
)

FIGURES = ("estimate", "low", "high", "n_articles", "count", "n")
Columns = str | Sequence[str]

_CELLS_AT_ONCE = 512  # x draws in memory: 4 MB


def share(
    rows: pd.DataFrame,
    of: Columns,
    by: Columns = (),
    *,
    weight: str | None = None,
    values: Sequence[object] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """What share of the rows of each group has each value of `of`.

    Args:
        rows: one row per unit, with `article_id`, the columns of `of` and of `by`.
        of: column or columns to take shares of; null is a value like any other.
        by: grouping columns; the shares of a group sum to one.
        weight: column to add up instead of counting rows, for example `n_words`.
        values: the values of `of` to report, in this order; else all, the largest first.
        top: report only so many values, those with most rows over all groups.

    Returns:
        One row per group and value, zero where a value does not occur in a group: the columns of
        `by` and `of`, then estimate, low, high, n_articles, count, n.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "quote_type": ["direct", "mixed"]})
        >>> share(rows, "quote_type")["estimate"].tolist()
        [0.5, 0.5]
    """
    units = rows.assign(amount=rows[weight] if weight else 1)
    return ratio(units, units, of, by, bounded=True, values=values, top=top)


def ratio(
    parts: pd.DataFrame,
    wholes: pd.DataFrame,
    of: Columns = (),
    by: Columns = (),
    *,
    bounded: bool = False,
    values: Sequence[object] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """The sum of `parts` over the sum of `wholes`, by group, with intervals over articles.

    Args:
        parts: `article_id`, the columns of `of` and `by`, and `amount`.
        wholes: `article_id`, the columns of `by`, and `amount`: the base of each group.
        of, by, values, top: as in `share`.
        bounded: whether the ratio is a share, and so never beyond 0 and 1.

    Returns:
        As `share`. Low and high are null where the base is fewer than five articles, which say
        too little of how much articles differ, and where nothing was counted that is no share.

    Example:
        >>> wholes = pd.DataFrame({"article_id": list("abcdef"), "amount": 2})
        >>> ratio(wholes.head(3), wholes)["estimate"].tolist()
        [0.5]
    """
    of, by = names(of), names(by)
    groups, part_group, whole_group = _groups(parts, wholes, by)
    kinds, kind = _kinds(parts, of, values, top)
    n_articles, of_parts, of_wholes = _articles(parts, wholes)
    used, cell = kind >= 0, part_group * len(kinds) + kind
    amounts, base = (f["amount"].to_numpy(np.float64) for f in (parts, wholes))
    above = Sums.of(cell[used], of_parts[used], amounts[used], len(groups) * len(kinds))
    below = Sums.of(whole_group, of_wholes, base, len(groups))
    figures = _figures(above, below, weights(n_articles), bounded)
    made = pd.concat([_grid(groups, kinds), figures], axis=1)
    return made if values is not None or not of else _ranked(made, by, of)


def names(columns: Columns) -> list[str]:
    """One column name or several, as a list."""
    return [columns] if isinstance(columns, str) else list(columns)


def _codes(keys: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """The distinct rows of `keys`, sorted, null last, and the place of each row among them."""
    if not list(keys):
        return pd.DataFrame(index=range(min(len(keys), 1))), np.zeros(len(keys), dtype=np.int64)
    groups = keys.groupby(list(keys), dropna=False, sort=True)
    code = groups.ngroup().to_numpy().astype(np.int64)
    first = np.unique(code, return_index=True)[1]
    return keys.iloc[first].reset_index(drop=True), code


def _groups(
    parts: pd.DataFrame, wholes: pd.DataFrame, by: list[str]
) -> tuple[pd.DataFrame, Ints, Ints]:
    groups, code = _codes(pd.concat([parts[by], wholes[by]], ignore_index=True))
    return groups, code[: len(parts)], code[len(parts) :]


def _articles(parts: pd.DataFrame, wholes: pd.DataFrame) -> tuple[int, Ints, Ints]:
    """Number the articles in the order of their names, so that the order of rows is nothing."""
    ids = pd.concat([parts[["article_id"]], wholes[["article_id"]]], ignore_index=True)
    known, code = _codes(ids)
    return len(known), code[: len(parts)], code[len(parts) :]


def _kinds(
    parts: pd.DataFrame, of: list[str], values: Sequence[object] | None, top: int | None
) -> tuple[pd.DataFrame, Ints]:
    """The values to report and the place of each part among them, -1 where it is not reported."""
    if not of:  # one figure a group
        return pd.DataFrame(index=range(1)), np.zeros(len(parts), dtype=np.int64)
    if values is not None:
        return _given(parts[of[0]], values)
    kinds, code = _codes(parts[of])
    if top is None or top >= len(kinds):
        return kinds, code
    amounts = np.bincount(code, weights=parts["amount"], minlength=len(kinds))
    kept = np.sort(np.argsort(-amounts, kind="stable")[:top])
    place = np.full(len(kinds), -1, dtype=np.int64)
    place[kept] = np.arange(top)
    return kinds.iloc[kept].reset_index(drop=True), place[code]


def _given(column: pd.Series[Any], values: Sequence[object]) -> tuple[pd.DataFrame, Ints]:
    code = pd.Index(list(values)).get_indexer(pd.Index(column)).astype(np.int64)
    unknown = column.isna().to_numpy()
    if unknown.any():
        code[unknown], values = len(values), [*values, None]
    return pd.DataFrame({column.name: pd.Series(list(values), dtype=column.dtype)}), code


def _grid(groups: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Every kind in every group."""
    left = groups.loc[np.repeat(groups.index, len(kinds))].reset_index(drop=True)
    right = kinds.loc[np.tile(kinds.index, len(groups))].reset_index(drop=True)
    return pd.concat([left, right], axis=1)


def _ranked(tidy: pd.DataFrame, by: list[str], of: list[str]) -> pd.DataFrame:
    """The largest first within each group; the grid has groups and names in order already."""
    group = _codes(tidy[by])[1]
    order = np.lexsort((np.arange(len(tidy)), -tidy["count"], group))
    return tidy.iloc[order].reset_index(drop=True)


def _figures(above: Sums, below: Sums, weighted: NDArray[np.uint8], bounded: bool) -> pd.DataFrame:
    group = np.repeat(np.arange(below.n_cells), above.n_cells // max(below.n_cells, 1))
    count, n = above.totals(), below.totals()[group]
    n_articles = below.n_articles()[group]
    estimate = divide(count, n)
    tail = tails(n_articles)
    low, high = _intervals(above, below.drawn(weighted), group, tail, weighted)
    low, high = np.fmin(low, estimate), np.fmax(high, estimate)
    if bounded:
        effect = design_effect(above, below)
        low, high = edges(estimate, n, n_articles, effect, low, high)
    silent = (n_articles < FEWEST) | (n == 0) | ((count == 0) & (not bounded))
    low[silent] = high[silent] = np.nan
    made = {"estimate": estimate, "low": low, "high": high, "n_articles": n_articles}
    return pd.DataFrame({**made, "count": _whole(count), "n": _whole(n)})


def _intervals(
    above: Sums, bases: Floats, group: Ints, tail: Floats, weighted: NDArray[np.uint8]
) -> tuple[Floats, Floats]:
    low, high = np.empty(above.n_cells), np.empty(above.n_cells)
    for a in range(0, above.n_cells, _CELLS_AT_ONCE):
        b = min(a + _CELLS_AT_ONCE, above.n_cells)
        drawn = divide(above.drawn(weighted, a, b), bases[group[a:b]])
        low[a:b], high[a:b] = percentiles(drawn, tail[a:b])
    return low, high


def divide(above: Floats, below: Floats) -> Floats:
    """Above over below, NaN where below is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _whole(values: Floats) -> Floats | Ints:
    return values.astype(np.int64) if np.array_equal(values, np.round(values)) else values

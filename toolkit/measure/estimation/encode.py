"""Integer codes of the groups, values and articles of a frame: the cells of its table of sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.measure.estimation.bootstrap import Ints, Units

Columns = str | Sequence[str]

_MANY = 2**31
_SPARSE = 10


def names(columns: Columns) -> list[str]:
    """One column name or several, as a list.

    Example:
        >>> names("outlet")
        ['outlet']
    """
    return [columns] if isinstance(columns, str) else list(columns)


def article_columns(rows: pd.DataFrame) -> list[str]:
    """The columns that identify one coding of an article: `article_id` and, if present, `coded`.

    A corrected measure has rows coded by people (`coded` is True) and rows coded by the machine.
    """
    return [column for column in ("article_id", "coded") if column in rows]


def is_coded(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows people coded; none if there is no column `coded`."""
    if "coded" not in rows:
        return np.zeros(len(rows), dtype=bool)
    return rows["coded"].to_numpy(np.bool_)


def machine_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the machine coded; naive figures and rankings use only these."""
    return rows[~is_coded(rows)] if "coded" in rows else rows


def codes(keys: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """The distinct rows, sorted with nulls last, and the code of each row.

    An empty frame has one distinct row, of nulls, so that its figures have a row as well.
    """
    if not len(keys):
        return keys.reindex([0]), np.zeros(0, dtype=np.int64)
    code = np.zeros(len(keys), dtype=np.int64)
    for column in keys:
        rank, n_values = _ranks(keys[column])
        code = code * (n_values + 1) + rank
        if code.max() > _MANY:
            code = distinct(code)[1]
    values, place = distinct(code)
    first = np.empty(len(values), dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    return keys.iloc[first].reset_index(drop=True), place


def distinct(code: Ints) -> tuple[Ints, Ints]:
    """The distinct codes, sorted, and the position of each code among them; codes start at 0.

    Example:
        >>> values, place = distinct(np.array([7, 2, 7]))
        >>> values.tolist(), place.tolist()
        ([2, 7], [1, 0, 1])
    """
    if code.max(initial=0) > _SPARSE * len(code):
        values, place = np.unique(code, return_inverse=True)
        return values, place.astype(np.int64)
    present = np.zeros(1 + int(code.max(initial=0)), dtype=bool)  # faster than sorting
    present[code] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[code]


def _ranks(column: pd.Series[Any]) -> tuple[Ints, int]:
    """The rank of each value among the distinct ones, null last, and the number of these."""
    code, values = pd.factorize(column)
    rank = np.empty(len(values) + 1, dtype=np.int64)
    rank[np.asarray(values.argsort())] = np.arange(len(values))
    rank[-1] = len(values)  # null has code -1
    return rank[code], len(values)


def common(parts: pd.DataFrame, wholes: pd.DataFrame) -> tuple[pd.DataFrame, Ints, Ints]:
    """Encode the rows of two frames together: distinct rows, and the codes of each frame."""
    if parts is wholes:
        known, code = codes(parts)
        return known, code, code
    known, code = codes(pd.concat([f for f in (parts, wholes) if len(f)] or [parts]))
    return known, code[: len(parts)], code[len(parts) :]


def articles(
    parts: pd.DataFrame, wholes: pd.DataFrame, cluster: str = "articles"
) -> tuple[Units, Ints, Ints]:
    """Number the articles by their sorted identifiers, so that the order of rows has no effect.

    With ``cluster="stories"``, stories are numbered instead.
    """
    unit_id = "story_id" if cluster == "stories" else "article_id"
    keys = [unit_id, *(["outlet"] if cluster == "outlets" else [])]
    ids = [f[keys] for f in (parts, wholes)]
    known, of_parts, of_wholes = common(ids[0], ids[0] if parts is wholes else ids[1])
    n_articles = len(known) if len(of_parts) or len(of_wholes) else 0
    outlet = codes(known[["outlet"]])[1] if cluster == "outlets" else None
    return Units(n_articles, outlet, cluster), of_parts, of_wholes


def kinds(
    parts: pd.DataFrame, of: list[str], values: Sequence[object] | None, top: int | None
) -> tuple[pd.DataFrame, Ints]:
    """The values to report, and the position of each part among them; -1 if it is not reported."""
    if not of:  # one figure a group
        return pd.DataFrame(index=range(1)), np.zeros(len(parts), dtype=np.int64)
    if values is not None:
        return _given(parts[of[0]], values)
    known, code = codes(parts[of])
    if top is None or top >= len(known):
        return known, code
    machine = np.where(is_coded(parts), 0, parts["amount"])
    amounts = np.bincount(code, weights=machine, minlength=len(known))
    kept = np.sort(np.argsort(-amounts, kind="stable")[:top])
    place = np.full(len(known), -1, dtype=np.int64)
    place[kept] = np.arange(top)
    return known.iloc[kept].reset_index(drop=True), place[code]


def _given(column: pd.Series[Any], values: Sequence[object]) -> tuple[pd.DataFrame, Ints]:
    number, present = pd.factorize(column)
    places = np.append(pd.Index(list(values)).get_indexer(pd.Index(present)), -1)
    code, unknown = places[number].astype(np.int64), number < 0
    if unknown.any():
        code[unknown], values = len(values), [*values, None]
    return pd.DataFrame({column.name: pd.Series(list(values), dtype=column.dtype)}), code


def grid(groups: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    """Every combination of a group and a value."""
    left = groups.loc[np.repeat(groups.index, len(of))].reset_index(drop=True)
    right = of.loc[np.tile(of.index, len(groups))].reset_index(drop=True)
    return pd.concat([left, right], axis=1)

"""Shares side by side: one row a group, one column a kind."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.estimates import naive_marks, one_each
from toolkit.chart.fonts import drawable
from toolkit.chart.labels import keys, name, number, percent, row_names, shortened, spread, why
from toolkit.chart.style import (
    BLUE,
    GREY,
    PALE,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)

ROW = 0.42  # inches
CELL = 0.80  # of a column's width is the end of its scale
SCALES = (0.1, 0.25, 0.5, 1.0)


@styled
@one_each
def shares(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    of: str,
    title: str = "",
    n: str = "",
    top: int = 20,
) -> Axes:
    """A small bar for each group and kind, all on one scale from 0, with its interval.

    Stacked bars cannot carry intervals, and only their first segment can be compared by eye;
    these can.

    Args:
        tidy: a tidy frame with a column of kinds, and any grouping columns beside it.
        ax: Axes to draw into; a new figure without.
        of: the column of kinds, for example "quote_type"; its values become columns.
        title: in sentence case.
        n: what n counts, for example "quotes".
        top: at most so many groups, the first in the frame.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = tk.measure.quote_types(corpus.quotes, corpus.articles, by="outlet")
        >>> type(shares(tidy, of="quote_type")).__name__
        'Axes'
    """
    known = tidy.dropna(subset=["estimate"])
    by = [k for k in keys(tidy) if k != of]
    labels = pd.Series(row_names(known, by) if by else [""] * len(known), known.index, "str")
    groups, (kinds, at) = list(labels.unique())[:top], _kinds(known, of)
    columns = heads(kinds)
    ax, own = panel(ax, ROW * (max(len(groups), 1) + 1.2))
    if known.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, f"there are no {n or 'rows'} here to count."), own)
    shown = known[labels.isin(groups)]
    end = _end(shown)
    _columns(ax, columns, len(groups))
    for y, group in enumerate(reversed(groups)):
        own_rows = labels == group
        _row(ax, y, known[own_rows], at[own_rows], len(columns), CELL / end)
    _rows(ax, groups, [known[labels == g].iloc[0] for g in groups])
    keep(ax, tidy, _alt(title, known, labels, of))
    return header(ax, title, _subtitle(n, labels.nunique(), len(groups), end, shown), own)


def _kinds(rows: pd.DataFrame, of: str) -> tuple[list[str], pd.Series[int]]:
    """The names of the kinds, and the place of each row among them; two of one name stay two."""
    by = [c for c in (of, f"{of}_id") if c in rows]
    at = rows.groupby(by, dropna=False, sort=False).ngroup()
    return [name(v, of) for v in rows.loc[~at.duplicated(), of]], at


def heads(kinds: list[str]) -> list[str]:
    """The heads of the columns, each in as many lines as its column is narrow."""
    return [_head(drawable(kind), 56 // len(kinds)) for kind in kinds]


def _head(kind: str, width: int) -> str:
    broken = max((len(word) for word in kind.split()), default=0) > max(width, 13)
    lines = textwrap.wrap(kind, width, break_long_words=broken, max_lines=3, placeholder=" …")
    return "\n".join(lines)


def tilt(ax: Axes, columns: list[str]) -> int:
    """Degrees that the heads are turned by where their columns are too narrow for them."""
    longest = max((len(line) for head in columns for line in head.split("\n")), default=0)
    return 40 if 0.6 * longest > narrow(ax, 56) / max(len(columns), 1) else 0


def _room(columns: list[str], turned: int) -> float:
    """Rows that the heads of the columns need above the first."""
    if turned:
        return 0.3 + 0.075 * max(len(head) for head in columns)
    return 0.4 * max((head.count("\n") + 1 for head in columns), default=1)


def _columns(ax: Axes, columns: list[str], height: int) -> None:
    turned = tilt(ax, columns)
    for x, head in enumerate(columns):
        ax.text(x, height - 0.4, head, va="bottom", fontsize=8, color=GREY, linespacing=1,
                rotation=turned, rotation_mode="anchor")  # fmt: skip
        ax.vlines(x, -0.45, height - 0.5, color=GREY, linewidth=0.7)
    ax.set_xlim(0, len(columns))
    ax.set_ylim(-0.55, height - 0.4 + _room(columns, turned))


def _end(rows: pd.DataFrame) -> float:
    """The end of the scale: the first that holds all shares, and all ends of intervals."""
    highest = np.nanmax(rows[["estimate", "high"]].to_numpy(float))
    return next(scale for scale in SCALES if highest <= scale + 1e-9)


def _row(
    ax: Axes, y: float, rows: pd.DataFrame, at: pd.Series[int], n_kinds: int, scale: float
) -> None:
    ax.barh(y, CELL, left=np.arange(n_kinds), height=0.3, color=PALE, alpha=0.6)
    ax.barh(y, scale * rows["estimate"], left=at, height=0.3, color=BLUE, alpha=0.45)
    ends = at.to_numpy() + scale * rows[["low", "high"]].to_numpy(float).T
    ax.hlines([y] * len(rows), *ends, color=BLUE, linewidth=1.6)
    if "naive" in rows:
        naive_marks(ax, at + scale * rows["naive"], np.full(len(rows), y), GREY)
    for x, share, n in zip(at, rows["estimate"], rows["n"], strict=True):
        ax.annotate(percent(share, n), (x, y + 0.17), (3, 0), textcoords="offset points",
                    fontsize=8, va="bottom")  # fmt: skip


def _rows(ax: Axes, groups: list[str], rows: list[pd.Series[float]]) -> None:
    y = np.arange(len(groups))[::-1]
    names = [f"{shortened(g, narrow(ax, 26))}\n" if g else "" for g in groups]
    counts = [f"{label}n = {number(r['n'])}" for label, r in zip(names, rows, strict=True)]
    ax.set_yticks(y, counts, linespacing=1.05)
    ax.tick_params(left=False, labelsize=8.5)
    ax.xaxis.set_visible(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _subtitle(n: str, n_groups: int, n_shown: int, end: float, rows: pd.DataFrame) -> str:
    parts = [f"Share of {n}" if n else "Share", f"grey runs from 0 to {percent(end)}"]
    parts += [*spread(rows), *(["diamonds: naive"] if "naive" in rows else [])]
    parts += [f"{n_shown} of {n_groups} rows shown"] if n_shown < n_groups else []
    return " · ".join(parts)


def _alt(title: str, known: pd.DataFrame, labels: pd.Series[str], of: str) -> str:
    rows = known.assign(label=labels).sort_values("estimate", ascending=False, kind="stable")
    first = rows.drop_duplicates("label").sort_index().head(6)
    told = [
        f"{row['label'] or 'all'}: {name(row[of], of)} {percent(row['estimate'])}"
        for _, row in first.iterrows()
    ]
    return f"{title}. Shares by {of.replace('_', ' ')}; largest in each row: {'; '.join(told)}."

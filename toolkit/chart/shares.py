"""Shares as small bars: one row a group, one column a kind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import (
    interval_note,
    key_columns,
    number,
    percent,
    row_labels,
    shortened,
    value_label,
    why_empty,
)
from toolkit.chart.panel import Panel, draw_naive, label_width, naive_note, one_estimate, row_places
from toolkit.chart.style import BLUE, GREY, PALE, drawable, styled

ROW = 0.42  # inches
CELL = 0.80  # share of a column's width at the end of its scale
SCALES = (0.1, 0.25, 0.5, 1.0)


@styled
def shares(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    of: str,
    title: str = "",
    n: str = "",
    top: int = 20,
) -> Axes:
    """Draw a small bar for each group and kind, all on one scale from 0, with its interval.

    Unlike the segments of stacked bars, these carry intervals and can be compared by eye.

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
    known = one_estimate(tidy).dropna(subset=["estimate"])
    by = [k for k in key_columns(known) if k != of]
    groups = pd.Series(row_labels(known, by), known.index, "str")
    names, (kinds, places) = list(groups.unique())[:top], _kinds(known, of)
    panel = Panel.open(ax, tidy, title, ROW * (max(len(names), 1) + 1.2))
    if known.empty:
        return panel.blank(why_empty(tidy, f"there are no {n or 'rows'} here to count."))
    shown = known[groups.isin(names)]
    end = _scale_end(shown)
    _columns(panel.ax, column_heads(kinds), len(names))
    for y, name in enumerate(reversed(names)):
        here = groups == name
        _bars(panel.ax, y, known[here], places[here], len(kinds), CELL / end)
    _label_groups(panel, {name: known[groups == name]["n"].iloc[0] for name in names})
    n_groups = groups.nunique()
    subtitle = (
        f"Share of {n}" if n else "Share",
        f"grey runs from 0 to {percent(end)}",
        interval_note(shown),
        naive_note(shown),
        f"{len(names)} of {n_groups} rows shown" if len(names) < n_groups else "",
    )
    return panel.finish(subtitle, _alt(known, groups, of))


def _kinds(rows: pd.DataFrame, of: str) -> tuple[list[str], pd.Series[int]]:
    """The names of the kinds, and the column of each row; two kinds of one name stay apart."""
    by = [c for c in (of, f"{of}_id") if c in rows]
    places = rows.groupby(by, dropna=False, sort=False).ngroup()
    return [value_label(v, of) for v in rows.loc[~places.duplicated(), of]], places


def column_heads(kinds: list[str]) -> list[str]:
    """The heads of the columns, wrapped to the width of a column."""
    return [_head(drawable(kind), 56 // len(kinds)) for kind in kinds]


def _head(kind: str, width: int) -> str:
    broken = max((len(word) for word in kind.split()), default=0) > max(width, 13)
    lines = textwrap.wrap(kind, width, break_long_words=broken, max_lines=3, placeholder=" …")
    return "\n".join(lines)


def head_rotation(ax: Axes, columns: list[str]) -> int:
    """Degrees by which the heads are rotated: more than 0 where the columns are too narrow."""
    longest = max((len(line) for head in columns for line in head.split("\n")), default=0)
    return 40 if 0.6 * longest > label_width(ax, 56) / max(len(columns), 1) else 0


def _head_height(columns: list[str], rotation: int) -> float:
    """The height that the heads need, in rows."""
    if rotation:
        return 0.3 + 0.075 * max(len(head) for head in columns)
    return 0.4 * max((head.count("\n") + 1 for head in columns), default=1)


def _columns(ax: Axes, columns: list[str], height: int) -> None:
    rotation = head_rotation(ax, columns)
    for x, head in enumerate(columns):
        ax.text(x, height - 0.4, head, va="bottom", fontsize=8, color=GREY, linespacing=1,
                rotation=rotation, rotation_mode="anchor")  # fmt: skip
        ax.vlines(x, -0.45, height - 0.5, color=GREY, linewidth=0.7)
    ax.set_xlim(0, len(columns))
    ax.set_ylim(-0.55, height - 0.4 + _head_height(columns, rotation))


def _scale_end(rows: pd.DataFrame) -> float:
    """The smallest of the scales that holds all shares and intervals."""
    highest = np.nanmax(rows[["estimate", "high"]].to_numpy(float))
    return next(scale for scale in SCALES if highest <= scale + 1e-9)


def _bars(
    ax: Axes, y: float, rows: pd.DataFrame, places: pd.Series[int], n_kinds: int, scale: float
) -> None:
    ax.barh(y, CELL, left=np.arange(n_kinds), height=0.3, color=PALE, alpha=0.6)
    ax.barh(y, scale * rows["estimate"], left=places, height=0.3, color=BLUE, alpha=0.45)
    ends = places.to_numpy() + scale * rows[["low", "high"]].to_numpy(float).T
    ax.hlines([y] * len(rows), *ends, color=BLUE, linewidth=1.6)
    if "naive" in rows:
        draw_naive(ax, places + scale * rows["naive"], np.full(len(rows), y), GREY)
    for x, share, n in zip(places, rows["estimate"], rows["n"], strict=True):
        ax.annotate(percent(share, n), (x, y + 0.17), (3, 0), textcoords="offset points",
                    fontsize=8, va="bottom")  # fmt: skip


def _label_groups(panel: Panel, sizes: Mapping[str, float]) -> None:
    ax = panel.ax
    lines = {g: f"{shortened(g, label_width(ax, 26))}\n" if g else "" for g in sizes}
    labels = [f"{lines[group]}n = {number(n)}" for group, n in sizes.items()]
    ax.set_yticks(row_places(labels), labels, linespacing=1.05)
    ax.tick_params(labelsize=8.5)
    ax.xaxis.set_visible(False)
    panel.hide_lines("left", "bottom")


def _alt(known: pd.DataFrame, groups: pd.Series[str], of: str) -> str:
    rows = known.assign(label=groups).sort_values("estimate", ascending=False, kind="stable")
    largest = rows.drop_duplicates("label").sort_index().head(6)
    shares = [
        f"{row['label'] or 'all'}: {value_label(row[of], of)} {percent(row['estimate'])}"
        for _, row in largest.iterrows()
    ]
    return f"Shares by {of.replace('_', ' ')}; largest in each row: {'; '.join(shares)}."


# From cues that lend credit to a speaker to cues that withhold it.
ORDER = ("endorsing", "assertive", "conceding", "emotive", "aggressive", "denying", "doubting")
PLACES = {force: place for place, force in enumerate(ORDER)}


def cue_force(
    tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "", n: str = "quotes", top: int = 20
) -> Axes:
    """Draw a small bar for each speaker and force, on one scale from 0, with its interval.

    Neutral cues (said, told, according to) and quotes without a cue count in n but are not drawn:
    beside them, the other bars would be too small to compare.

    Args:
        tidy: what `measure.cue_force` returns.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        n: what n counts.
        top: at most so many speakers, the first in the frame.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "cue_force": ["denying", "neutral"]})
        >>> from toolkit.measure import share
        >>> type(cue_force(share(rows, "cue_force"))).__name__
        'Axes'
    """
    rows = tidy[tidy["cue_force"].isin(ORDER)]
    ordered = rows.sort_values("cue_force", key=lambda f: f.map(PLACES), kind="stable")
    return shares(ordered, ax, of="cue_force", title=title, n=n, top=top)

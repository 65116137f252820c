"""Shares as a table of shaded cells: one row a group, one column a kind."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from toolkit.chart.labels import (
    interval,
    interval_note,
    key_columns,
    number,
    percent,
    row_labels,
    shortened,
    value_label,
    why_empty,
)
from toolkit.chart.panel import Panel, label_width, one_estimate
from toolkit.chart.style import BLUE, GREY, INK, drawable, styled

ROW = 0.42  # inches
DARKEST = 0.75  # of the blue, so that black figures stay legible
PALEST = 0.25  # shares below it are never dark, whatever the others are
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", BLUE])


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
    """Draw a shaded cell for each group and kind, with its share and the interval below.

    Small and large shares can be read in one table, which bars on one scale do not allow.

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
    _columns(panel.ax, column_heads(kinds), len(names))
    height = groups.map({name: y for y, name in enumerate(reversed(names))})
    draw_cells(panel.ax, shown.assign(x=places, y=height), len(kinds))
    sizes = {name: known[groups == name]["n"].iloc[0] for name in names}
    label_groups(panel, sizes, range(len(names))[::-1])
    panel.ax.xaxis.set_visible(False)
    n_groups = groups.nunique()
    subtitle = (
        f"Share of {n}" if n else "Share",
        interval_note(shown, "below: 95% intervals"),
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
        ax.text(x, height - 0.4, head, va="bottom", ha="left" if rotation else "center", fontsize=8,
                color=GREY, linespacing=1, rotation=rotation, rotation_mode="anchor")  # fmt: skip
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(-0.5, height - 0.4 + _head_height(columns, rotation))


def draw_cells(ax: Axes, cells: pd.DataFrame, n_columns: int) -> None:
    """Draw shaded cells with a share and, where there is room, its interval.

    Args:
        ax: to draw into.
        cells: x and y of each cell's centre, estimate, low, high, n.
        n_columns: of the whole table.
    """
    end = max(float(cells["estimate"].max()), PALEST)
    roomy = label_width(ax, 56, 0) / n_columns > 5
    for cell in cells.to_dict("records"):
        x, y, share = cell["x"], cell["y"], cell["estimate"]
        colour = SHADES(DARKEST * np.sqrt(share / end))
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=colour, linewidth=0))
        known = pd.notna(cell["low"]) and roomy
        side = "bottom" if known else "center"
        ax.annotate(percent(share, cell["n"]), (x, y), (0, 1), textcoords="offset points",
                    ha="center", va=side, fontsize=8.5, color=INK)  # fmt: skip
        if known:
            ends = interval(cell["low"], cell["high"], "%", cell["n"])
            ax.annotate(ends, (x, y), (0, -1), textcoords="offset points", ha="center", va="top",
                        fontsize=7, color=INK)  # fmt: skip


def label_groups(panel: Panel, sizes: Mapping[str, float], places: Sequence[int]) -> None:
    """Label the rows of a table with their names and n, without ticks and axis lines."""
    width = label_width(panel.ax, 26)
    names = [f"{shortened(group, width)}\n" if group else "" for group in sizes]
    labels = [f"{x}n = {number(n)}" for x, n in zip(names, sizes.values(), strict=True)]
    panel.ax.set_yticks(places, labels, linespacing=1.05)
    panel.ax.tick_params(bottom=False, labelsize=8.5)
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
    """Draw a cell for each speaker and force, with its share and interval.

    Neutral cues (said, told, according to) and quotes without a cue count in n but are not drawn.

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

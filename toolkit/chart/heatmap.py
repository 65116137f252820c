"""Heatmap: a share for each pair of names, as a table of shaded cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from toolkit.chart.labels import (
    interval,
    interval_note,
    key_columns,
    number,
    percent,
    shortened,
    value_label,
    why_empty,
)
from toolkit.chart.panel import Panel, label_width, one_estimate
from toolkit.chart.shares import column_heads, head_rotation
from toolkit.chart.style import BLUE, GREY, INK, PALE, styled

ROW = 0.5  # inches
DARKEST = 0.75  # of the blue, so that black figures stay legible on all but the darkest cells
PALEST = 0.25  # shares below it are never dark, whatever the others are
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", BLUE]).with_extremes(bad=PALE)


@styled
def heatmap(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    n: str = "articles",
    top: int = 8,
) -> Axes:
    """Draw a cell for each pair with its share, and the interval below.

    Args:
        tidy: what `measure.reuse_matrix` returns: two columns of names, then the figures; the first
            names the rows, the second the columns.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        n: what n counts.
        top: at most so many names, the first in the frame.

    Returns:
        The Axes; one that says "No data" where no pair has an estimate.

    Example:
        >>> pairs = {"outlet": ["Ferry Post", "Wire One"], "other": ["Wire One", "Ferry Post"]}
        >>> figures = {"estimate": [0.3, 0.0], "low": [0.1, 0.0], "high": [0.5, 0.1]}
        >>> rows = pd.DataFrame({**pairs, **figures, "n_articles": 20, "count": 6, "n": 20})
        >>> heatmap(rows, title="Who prints whom").get_title(loc="left")
        'Who prints whom'
    """
    pairs = one_estimate(tidy)
    first, second = key_columns(pairs)[:2]
    known = pairs.dropna(subset=[first, second, "estimate"])
    rows = known.assign(
        row=[value_label(v, first) for v in known[first]],
        column=[value_label(v, second) for v in known[second]],
    )
    names = list(dict.fromkeys([*rows["row"], *rows["column"]]))
    shown = rows[rows["row"].isin(names[:top]) & rows["column"].isin(names[:top])]
    panel = Panel.open(ax, tidy, title, ROW * (min(max(len(names), 1), top) + 1))
    if shown.empty:
        return panel.blank(why_empty(tidy, "fewer than two outlets are named."))
    _cells(panel.ax, shown, names[:top])
    _label_axes(panel, shown, names[:top])
    return panel.finish(_subtitle(shown, n, len(names)), _alt(rows))


def _cells(ax: Axes, shown: pd.DataFrame, names: list[str]) -> None:
    shares = shown.pivot(index="row", columns="column", values="estimate")
    values = shares.reindex(index=names, columns=names).to_numpy(float)
    end = max(float(np.nanmax(values)), PALEST)
    ax.imshow(values, cmap=SHADES, vmin=0, vmax=end / DARKEST, aspect="auto")
    for row in shown.to_dict("records"):
        at = names.index(row["column"]), names.index(row["row"])
        dark = row["estimate"] > 0.8 * end
        share = percent(row["estimate"], row["n"])
        ax.annotate(share, at, (0, 1), textcoords="offset points", ha="center", va="bottom",
                    color="white" if dark else INK)  # fmt: skip
        if pd.notna(row["low"]) and label_width(ax, 56, 0) / len(names) > 6:
            ends = interval(row["low"], row["high"], "%", row["n"])
            ax.annotate(ends, at, (0, -1), textcoords="offset points", ha="center", va="top",
                        fontsize=7.5, color="white" if dark else GREY)  # fmt: skip


def _label_axes(panel: Panel, shown: pd.DataFrame, names: list[str]) -> None:
    ax, places, columns = panel.ax, range(len(names)), column_heads(names)
    sizes = shown.groupby("row")["n"].max().reindex(names, fill_value=0)
    lines = [shortened(name, label_width(ax, 26)) for name in names]
    rows = [f"{x}\nn = {number(n)}" for x, n in zip(lines, sizes, strict=True)]
    ax.set_yticks(places, rows, linespacing=1.05)
    ax.set_xticks(places, columns)
    if rotation := head_rotation(ax, columns):
        ax.set_xticks(places, columns, rotation=rotation, rotation_mode="anchor", ha="right")
    ax.tick_params(bottom=False, labelsize=8.5)
    panel.hide_lines("left", "bottom")


def _subtitle(shown: pd.DataFrame, n: str, n_names: int) -> list[str]:
    n_shown = len({*shown["row"], *shown["column"]})
    return [
        f"Share of the {n} of a row whose text stands in a column's, too",
        interval_note(shown, "below: 95% intervals"),
        f"{n_shown} of {n_names} outlets" if n_shown < n_names else "",
    ]


def _alt(rows: pd.DataFrame) -> str:
    largest = rows.sort_values("estimate", ascending=False).head(5).to_dict("records")
    shares = [f"{percent(r['estimate'])} of {r['row']} in {r['column']}" for r in largest]
    return f"Table of {len(rows)} pairs; largest: {'; '.join(shares)}."

"""Outlet by outlet: whose text stands in whose, as a table of shaded cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from toolkit.chart.estimates import one_each
from toolkit.chart.labels import interval, keys, name, number, percent, shortened, spread, why
from toolkit.chart.shares import heads, tilt
from toolkit.chart.style import (
    BLUE,
    GREY,
    INK,
    PALE,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)  # fmt: skip

ROW = 0.5  # inches
DARKEST = 0.75  # of the blue: black figures stay legible on all but the darkest cells
PALEST = 0.25  # no share below it is dark, whatever the others are
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", BLUE]).with_extremes(bad=PALE)


@styled
@one_each
def heatmap(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    n: str = "articles",
    top: int = 8,
) -> Axes:
    """One cell for each pair: the share, and its interval below.

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
    first, second = keys(tidy)[:2]
    known = tidy.dropna(subset=[first, second, "estimate"])
    rows = known.assign(
        row=[name(v, first) for v in known[first]], column=[name(v, second) for v in known[second]]
    )
    names = list(dict.fromkeys([*rows["row"], *rows["column"]]))
    shown = rows[rows["row"].isin(names[:top]) & rows["column"].isin(names[:top])]
    ax, own = panel(ax, ROW * (min(max(len(names), 1), top) + 1))
    if shown.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, "fewer than two outlets are named."), own)
    _cells(ax, shown, names[:top])
    _axes(ax, shown, names[:top])
    keep(ax, tidy, _alt(title, rows))
    return header(ax, title, _subtitle(shown, n, len(names)), own)


def _cells(ax: Axes, shown: pd.DataFrame, names: list[str]) -> None:
    shares = shown.pivot(index="row", columns="column", values="estimate")
    values = shares.reindex(index=names, columns=names).to_numpy(float)
    end = max(float(np.nanmax(values)), PALEST)
    ax.imshow(values, cmap=SHADES, vmin=0, vmax=end / DARKEST, aspect="auto")
    for row in shown.to_dict("records"):
        at = names.index(row["column"]), names.index(row["row"])
        dark = row["estimate"] > 0.8 * end
        ax.annotate(percent(row["estimate"], row["n"]), at, (0, 1), textcoords="offset points",
                    ha="center", va="bottom", color="white" if dark else INK)  # fmt: skip
        if pd.notna(row["low"]) and narrow(ax, 56, 0) / len(names) > 6:
            ends = interval(row["low"], row["high"], "%", row["n"])
            ax.annotate(ends, at, (0, -1), textcoords="offset points", ha="center", va="top",
                        fontsize=7.5, color="white" if dark else GREY)  # fmt: skip


def _axes(ax: Axes, shown: pd.DataFrame, names: list[str]) -> None:
    sizes = shown.groupby("row")["n"].max()
    places = range(len(names))
    rows = [f"{shortened(v, narrow(ax, 26))}\nn = {number(sizes.get(v, 0))}" for v in names]
    ax.set_yticks(places, rows, linespacing=1.05)
    columns = heads(names)
    ax.set_xticks(places, columns)
    if turned := tilt(ax, columns):
        ax.set_xticks(places, columns, rotation=turned, rotation_mode="anchor", ha="right")
    ax.tick_params(left=False, bottom=False, labelsize=8.5)
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _subtitle(shown: pd.DataFrame, n: str, n_names: int) -> str:
    parts = [f"Share of the {n} of a row whose text stands in a column's, too"]
    parts += spread(shown, "below: 95% intervals")
    n_shown = len({*shown["row"], *shown["column"]})
    parts += [f"{n_shown} of {n_names} outlets"] if n_shown < n_names else []
    return " · ".join(parts)


def _alt(title: str, rows: pd.DataFrame) -> str:
    largest = rows.sort_values("estimate", ascending=False).head(5)
    told = [
        f"{percent(r['estimate'])} of {r['row']} in {r['column']}"
        for r in largest.to_dict("records")
    ]
    return f"{title}. Table of {len(rows)} pairs; largest: {'; '.join(told)}."

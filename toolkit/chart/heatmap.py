"""Heatmap: a share for each pair of names, as a table of shaded cells."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from toolkit.chart.labels import interval_note, key_columns, percent, value_label, why_empty
from toolkit.chart.panel import Panel, one_estimate
from toolkit.chart.shares import column_heads, draw_cells, head_rotation, label_groups
from toolkit.chart.style import PALE, styled

ROW = 0.5  # inches


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
    places = {name: place for place, name in enumerate(names)}
    draw_cells(
        ax, shown.assign(x=shown["column"].map(places), y=shown["row"].map(places)), len(names)
    )
    for own in range(len(names)):
        ax.add_patch(Rectangle((own - 0.48, own - 0.46), 0.96, 0.92, color=PALE, linewidth=0))
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(len(names) - 0.5, -0.5)


def _label_axes(panel: Panel, shown: pd.DataFrame, names: list[str]) -> None:
    ax, places, columns = panel.ax, range(len(names)), column_heads(names)
    sizes = shown.groupby("row")["n"].max().reindex(names, fill_value=0)
    label_groups(panel, dict(zip(names, sizes, strict=True)), places)
    ax.set_xticks(places, columns)
    if rotation := head_rotation(ax, columns):
        ax.set_xticks(places, columns, rotation=rotation, rotation_mode="anchor", ha="right")


def _subtitle(shown: pd.DataFrame, n: str, n_names: int) -> list[str]:
    n_shown = len({*shown["row"], *shown["column"]})
    return [
        f"Share of each row's {n} whose text also appears in the column's outlet",
        interval_note(shown, "below: 95% intervals"),
        f"{n_shown} of {n_names} outlets" if n_shown < n_names else "",
    ]


def _alt(rows: pd.DataFrame) -> str:
    largest = rows.sort_values("estimate", ascending=False).head(5).to_dict("records")
    shares = [f"{percent(r['estimate'])} of {r['row']} in {r['column']}" for r in largest]
    return f"Table of {len(rows)} pairs; largest: {'; '.join(shares)}."

"""Naive, corrected and coded-sample estimates of the same shares, side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from toolkit.chart.labels import number, percent
from toolkit.chart.panel import Panel, row_places
from toolkit.chart.style import BLUE, GREY, ORANGE, PALE, styled

ROW = 0.46  # inches
# Of each estimate: how far above its row, how its points look, its colour, opacity of its lines.
LOOKS: dict[str, tuple[float, dict[str, Any], str, float]] = {
    "naive": (0.24, {"facecolor": "white", "edgecolor": GREY, "s": 26}, GREY, 0.45),
    "corrected": (0.0, {"color": BLUE, "s": 46}, BLUE, 0.9),
    "coded sample": (-0.24, {"facecolor": "white", "edgecolor": ORANGE, "s": 26}, ORANGE, 0.45),
}


@styled
def compare_to_baseline(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    of: str,
    title: str = "",
    n: str = "quotes",
    top: int = 12,
) -> Axes:
    """Draw each value's share: naive (grey), corrected (blue), of the coded sample (orange).

    Args:
        tidy: what a measure of shares returns with ``corrected=``; one group.
        ax: Axes to draw into; a new figure without.
        of: the column with the values.
        title: in sentence case.
        n: what n counts.
        top: at most so many values, the first in the frame.

    Returns:
        The Axes; one that says "No data" where nothing is corrected.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> sample = tk.validate.coded_sample(corpus)
        >>> tidy = tk.measure.source_forms(corpus.quotes, corpus.articles, corrected=sample)
        >>> type(compare_to_baseline(tidy, of="source_form")).__name__
        'Axes'
    """
    named = tidy.assign(row=tidy[of].fillna("(unknown)"))
    values = list(named["row"].unique()[:top])
    rows = named[named["row"].isin(values)]
    panel = Panel.open(ax, tidy, title, ROW * len(values) + 0.3, note="")
    corrected = rows[rows["estimated"] == "corrected"].dropna(subset=["estimate"])
    if corrected.empty:
        notes = rows.loc[rows["estimated"] == "corrected", "note"].dropna()
        reason = next(iter(notes), "nothing was coded by people")
        return panel.blank(f"{reason}.", "nothing is corrected.")
    panel.label_rows([value.replace("_", " ") for value in values], x_axis=True)
    for name, estimates in rows.groupby("estimated", sort=False):
        _points(panel.ax, estimates.set_index("row").loc[values], str(name))
    _axes(panel.ax, len(values))
    return panel.finish(_subtitle(rows, n), _alt(corrected))


def _points(ax: Axes, rows: pd.DataFrame, name: str) -> None:
    shift, look, colour, opacity = LOOKS[name]
    y = row_places(rows) + shift
    ax.hlines(y, rows["low"], rows["high"], color=colour, linewidth=1.4, alpha=opacity)
    ax.scatter(rows["estimate"], y, zorder=3, clip_on=False, label=name, **look)


def _axes(ax: Axes, n_rows: int) -> None:
    between = row_places(range(n_rows))[:-1] - 0.5
    ax.hlines(between, 0, 1, transform=ax.get_yaxis_transform(), color=PALE, linewidth=0.6)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.legend(loc="lower right", framealpha=1, edgecolor="none", fontsize=8.5)


def _subtitle(rows: pd.DataFrame, n: str) -> list[str]:
    naive = rows[rows["estimated"] == "naive"].iloc[0]
    coded = number(rows["n_coded"].max())
    base = f"Share of {number(naive['n'])} {n} in {number(naive['n_articles'])}"
    return [f"{base} articles, corrected by {coded} that people coded", "lines: 95% intervals"]


def _alt(corrected: pd.DataFrame) -> str:
    first = corrected.head(5)
    rows = zip(first["row"], first["estimate"], strict=True)
    shares = [f"{value} {percent(share)}" for value, share in rows]
    return f"Corrected shares: {'; '.join(shares)}."

"""Naive and corrected figures: the first pale, the second strong, the coded sample's own too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from toolkit.chart.labels import number, percent, shortened
from toolkit.chart.style import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    blank,
    header,
    keep,
    panel,
    plain_ticks,
    styled,
)  # fmt: skip

ROW = 0.46  # inches
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
    """Each value's share naive (grey), corrected (blue) and in the coded sample alone (orange).

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
        >>> type(beside(tidy, of="source_form")).__name__
        'Axes'
    """
    values = list(dict.fromkeys(tidy[of].fillna("(unknown)")))[:top]
    rows = tidy.assign(row=tidy[of].fillna("(unknown)")).query("row in @values")
    ax, own = panel(ax, ROW * max(len(values), 1) + 0.3)
    fixed = rows[rows["estimated"] == "corrected"]
    if fixed["estimate"].notna().sum() == 0:
        keep(ax, tidy, f"{title}: nothing is corrected.")
        why = next(iter(fixed["note"].dropna()), "nothing was coded by people")
        return blank(ax, title, f"{why}.", own)
    for name, own_rows in rows.groupby("estimated", sort=False):
        _points(ax, own_rows.set_index("row").loc[values], str(name))
    _axes(ax, [v.replace("_", " ") for v in values])
    keep(ax, tidy, _alt(title, fixed))
    return header(ax, title, _subtitle(rows, n), own)


def _points(ax: Axes, rows: pd.DataFrame, name: str) -> None:
    shift, look, colour, strong = LOOKS[name]
    y = np.arange(len(rows))[::-1] + shift
    ax.hlines(y, rows["low"], rows["high"], color=colour, linewidth=1.4, alpha=strong)
    ax.scatter(rows["estimate"], y, zorder=3, clip_on=False, label=name, **look)


def _axes(ax: Axes, values: list[str]) -> None:
    y = np.arange(len(values))[::-1]
    ax.set_yticks(y, [shortened(v) for v in values])
    ax.tick_params(left=False)
    ax.hlines(y[:-1] - 0.5, 0, 1, transform=ax.get_yaxis_transform(), color=PALE, linewidth=0.6)
    ax.set_xlim(left=0)
    ax.set_ylim(-0.6, len(values) - 0.4)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.spines[["left"]].set_visible(False)
    ax.legend(loc="lower right", framealpha=1, edgecolor="none", fontsize=8.5)
    plain_ticks(ax)


def _subtitle(rows: pd.DataFrame, n: str) -> str:
    naive = rows[rows["estimated"] == "naive"].iloc[0]
    coded = rows["n_coded"].max()
    base = f"Share of {number(naive['n'])} {n} in {number(naive['n_articles'])} articles"
    return f"{base}, corrected by {number(coded)} that people coded · lines: 95% intervals"


def _alt(title: str, rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["estimate"]).head(5)
    pairs = zip(known["row"], known["estimate"], strict=True)
    return f"{title}. Corrected shares: {'; '.join(f'{v} {percent(e)}' for v, e in pairs)}."

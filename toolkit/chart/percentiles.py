"""Percentiles: each figure of one article on the range of all stories."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import number, percent, why_empty
from toolkit.chart.panel import Panel, row_places
from toolkit.chart.style import BLUE, GREY, INK, ORANGE, PALE, styled

ROW = 0.36  # inches


@styled
def percentiles(tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw each figure of an article as a dot on the range of all stories.

    The band holds the middle eight tenths of the stories, the tick marks their median. The values
    of the article and of the median stand beside the dot.

    Args:
        tidy: what `measure.article_percentiles` returns.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.

    Returns:
        The Axes; one that says "No data" where the article has no figure.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> first = corpus.articles["article_id"].iloc[0]
        >>> tidy = tk.measure.article_percentiles(corpus.quotes, corpus.articles, first)
        >>> percentiles(tidy, title="Beside the others").get_title(loc="left")
        'Beside the others'
    """
    rows = tidy.dropna(subset=["estimate"])
    panel = Panel.open(ax, tidy, title, ROW * len(rows) + 0.2)
    if rows.empty:
        return panel.blank(why_empty(tidy, "this article has no figure."))
    panel.label_rows(list(rows["figure"]), 30)
    _draw(panel.ax, rows)
    subtitle = (
        "Dot: this article, and beside it its value",
        "tick: the median story",
        f"band: from a tenth to nine tenths of {number(rows['n'].max())} stories",
    )
    figures = [f"{row['figure']} {' ('.join(_values(row))})" for _, row in rows.iterrows()]
    alt = f"A dot on a range for {len(rows)} figures: {'; '.join(figures)}."
    return panel.finish(subtitle, alt)


def _draw(ax: Axes, rows: pd.DataFrame) -> None:
    y = row_places(rows)
    scale = rows[["estimate", "p90"]].max(axis=1).replace(0, 1)
    at = {c: (rows[c] / scale).to_numpy(float) for c in ("estimate", "median", "p10", "p90")}
    ax.hlines(y, 0, 1, color=PALE, linewidth=0.8)
    ax.hlines(y, at["p10"], at["p90"], color=BLUE, linewidth=9, alpha=0.25, capstyle="butt")
    ax.vlines(at["median"], y - 0.24, y + 0.24, color=BLUE, linewidth=1.6)
    ax.scatter(at["estimate"], y, s=46, color=ORANGE, zorder=3, clip_on=False)
    for (value, median), height in zip(rows.apply(_values, axis=1), y, strict=True):
        for text, right, colour, size in ((value, 12, INK, 9.5), (median, 54, GREY, 8.5)):
            ax.annotate(text, (1, height), (right, 0), textcoords="offset points", va="center",
                        color=colour, fontsize=size, annotation_clip=False)  # fmt: skip
    ax.set_xlim(0, 1)


def _values(row: pd.Series[Any]) -> tuple[str, str]:
    """The values of the article and of the median, in words."""
    written = partial(percent, n=1) if row["unit"].startswith("%") else number
    return written(row["estimate"]), f"median {written(row['median'])}"

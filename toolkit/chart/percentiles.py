"""One article beside the corpus: a dot on the range of all stories, one row a figure."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import number, percent, shortened, why
from toolkit.chart.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)  # fmt: skip

ROW = 0.36  # inches


@styled
def percentiles(tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Where an article stands among all: the share of stories that have less of each figure.

    The band holds the middle eight tenths of the stories, the tick their median; the dot is the
    article, with its value and the median's.

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
        >>> standing(tidy, title="Beside the others").get_title(loc="left")
        'Beside the others'
    """
    rows = tidy.dropna(subset=["estimate"])
    ax, own = panel(ax, ROW * max(len(rows), 1) + 0.2)
    if rows.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, "this article has no figure."), own)
    _draw(ax, rows)
    keep(ax, tidy, _alt(title, rows))
    told = (
        "Dot: this article, and beside it its value · tick: the median story · band: from a tenth"
    )
    return header(ax, title, f"{told} to nine tenths of {number(rows['n'].max())} stories", own)


def _draw(ax: Axes, rows: pd.DataFrame) -> None:
    y = np.arange(len(rows))[::-1]
    scale = rows[["estimate", "p90"]].max(axis=1).replace(0, 1)
    at = {c: (rows[c] / scale).to_numpy(float) for c in ("estimate", "median", "p10", "p90")}
    ax.hlines(y, 0, 1, color=PALE, linewidth=0.8)
    ax.hlines(y, at["p10"], at["p90"], color=BLUE, linewidth=9, alpha=0.25, capstyle="butt")
    ax.vlines(at["median"], y - 0.24, y + 0.24, color=BLUE, linewidth=1.6)
    ax.scatter(at["estimate"], y, s=46, color=ORANGE, zorder=3, clip_on=False)
    told = rows.apply(_told, axis=1)
    for (value, middle), height in zip(told, y, strict=True):
        for text, right, colour, size in ((value, 12, INK, 9.5), (middle, 54, GREY, 8.5)):
            ax.annotate(text, (1, height), (right, 0), textcoords="offset points", va="center",
                        color=colour, fontsize=size, annotation_clip=False)  # fmt: skip
    ax.set_yticks(y, [shortened(figure, narrow(ax, 30)) for figure in rows["figure"]])
    ax.tick_params(left=False)
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_visible(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _told(row: pd.Series[Any]) -> tuple[str, str]:
    """The article's value and the median's, as they are written."""
    shown = partial(percent, n=1) if row["unit"].startswith("%") else number
    return shown(row["estimate"]), f"median {shown(row['median'])}"


def _alt(title: str, rows: pd.DataFrame) -> str:
    told = [f"{r['figure']} {' ('.join(_told(r))})" for _, r in rows.iterrows()]
    return f"{title}. A dot on a range for {len(rows)} figures: {'; '.join(told)}."

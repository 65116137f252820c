"""Strips: one small line chart for each row, all on the same scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.chart.labels import shortened
from toolkit.chart.panel import Panel, label_width, row_places
from toolkit.chart.style import BLUE, PALE

STRIP = 0.62  # inches


def draw_strips(
    panel: Panel, labels: Sequence[str], strips: Sequence[pd.DataFrame], height: float
) -> list[np.ndarray]:
    """Draw the estimates of each strip as a line and the intervals as a band.

    Args:
        panel: to draw into.
        labels: of the strips; may be empty.
        strips: the rows of each strip, with the horizontal places as their index.
        height: of the highest strip; 1 reaches the strip above.

    Returns:
        The heights of the points of each strip.
    """
    ax, bases = panel.ax, row_places(strips)
    ends = pd.concat(strips)[["estimate", "high"]].to_numpy(float)
    scale = height / (float(np.nanmax(ends)) or 1.0)
    heights = []
    for base, rows in zip(bases, strips, strict=True):
        low, y, high = (base + scale * rows[c].to_numpy(float) for c in ("low", "estimate", "high"))
        ax.axhline(base, color=PALE, linewidth=0.8)
        ax.fill_between(rows.index, low, high, color=BLUE, alpha=0.15, linewidth=0)
        ax.plot(rows.index, y, color=BLUE, marker="o", markersize=3.5)
        heights.append(y)
    width = label_width(ax, 24)
    ax.set_yticks(bases + 0.2, [shortened(x, width) if x else "" for x in labels])
    ax.set_ylim(-0.1, len(strips))
    panel.hide_lines("left", "bottom")
    return heights

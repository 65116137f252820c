"""Reliability plot: stated confidence against the share that is right."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import number
from toolkit.chart.panel import Panel
from toolkit.chart.style import BLUE, GREY, INK, ORANGE, styled

HEIGHT = 4.0  # inches


@styled
def reliability(tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw a point for each group of similar confidence, with its interval, beside the diagonal.

    Args:
        tidy: frame of `rule`, `confidence`, `estimate`, `low`, `high`, `n`, as
            ``toolkit.validate.reliability`` returns it.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.

    Returns:
        The Axes; one that says "No data" for an empty frame.

    Example:
        >>> row = {"rule": "a", "confidence": 0.8, "estimate": 0.7, "low": 0.6, "high": 0.8}
        >>> reliability(pd.DataFrame([row | {"n": 9}]), title="Held").get_title(loc="left")
        'Held'
    """
    panel = Panel.open(ax, tidy, title, HEIGHT)
    if tidy.empty:
        return panel.blank("nothing was found to judge.")
    _points(panel.ax, tidy)
    panel.ax.set(xlim=(0, 1.02), ylim=(0, 1.02))
    panel.ax.set(xlabel="confidence", ylabel="share that is right")
    off = ((tidy["confidence"] - tidy["estimate"]).abs() * tidy["n"]).sum() / tidy["n"].sum()
    return panel.finish(
        [f"{number(tidy['n'].sum())} attributions", "lines: 95% intervals",
         f"{off:.2f} off on average"],
        f"Points lie {off:.2f} off the diagonal on average.",
    )  # fmt: skip


def _points(ax: Axes, tidy: pd.DataFrame) -> None:
    """Draw the rule with most attributions as a line in blue, and all others as orange dots."""
    main = tidy["rule"].eq(str(tidy.groupby("rule")["n"].sum().idxmax()))
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    for rows, colour, line in ((tidy[main], BLUE, 1.6), (tidy[~main], ORANGE, 0.0)):
        ax.vlines(rows["confidence"], rows["low"], rows["high"], color=colour, linewidth=1.2)
        ax.plot(rows["confidence"], rows["estimate"], "o-", color=colour, linewidth=line)
    others = tidy[~main].to_dict("records")
    labels: dict[tuple[float, float], list[str]] = {}
    for row in others:
        place = row["confidence"], row["estimate"]
        labels.setdefault(place, []).append(f"{row['rule']} ({number(row['n'])})")
    for (x, y), names in labels.items():  # one label for one place
        right = x > 0.7  # a label on the left stays inside
        ax.annotate(", ".join(names), (x, y), (-7 if right else 7, -3), textcoords="offset points",
                    ha="right" if right else "left", color=INK, fontsize=8.5)  # fmt: skip

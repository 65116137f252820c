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
    columns = tidy.loc[~main, ["rule", "n", "confidence", "estimate"]]
    for (x, y), rows in columns.groupby(["confidence", "estimate"]):  # one label for one place
        names = ", ".join(f"{rule} ({number(n)})" for rule, n in zip(rows["rule"], rows["n"]))
        side = {"ha": "right", "xytext": (-7, -3)} if x > 0.7 else {"ha": "left", "xytext": (7, -3)}
        ax.annotate(names, (x, y), textcoords="offset points", color=INK, fontsize=8.5, **side)

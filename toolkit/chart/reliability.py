"""A reliability plot: what a confidence promises against what is right."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import number
from toolkit.chart.style import BLUE, GREY, INK, ORANGE, blank, header, keep, panel, styled

HEIGHT = 4.0  # inches


@styled
def reliability(tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """One point for each group of like confidence, with its interval; the diagonal is honest.

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
    ax, own = panel(ax, HEIGHT)
    if tidy.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, "nothing was found to judge.", own)
    main = tidy["rule"].eq(str(tidy.groupby("rule")["n"].sum().idxmax()))
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    for rows, colour, line in ((tidy[main], BLUE, 1.6), (tidy[~main], ORANGE, 0.0)):
        ax.vlines(rows["confidence"], rows["low"], rows["high"], color=colour, linewidth=1.2)
        ax.plot(rows["confidence"], rows["estimate"], "o-", color=colour, linewidth=line)
    columns = tidy.loc[~main, ["rule", "n", "confidence", "estimate"]]
    for rule, n, x, y in columns.itertuples(index=False):
        ax.annotate(
            f"{rule} ({number(n)})", (x, y), (7, -3), textcoords="offset points", color=INK,
            fontsize=8.5,
        )  # fmt: skip
    ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="confidence", ylabel="share that is right")
    off = ((tidy["confidence"] - tidy["estimate"]).abs() * tidy["n"]).sum() / tidy["n"].sum()
    keep(ax, tidy, f"{title}. Points lie {off:.2f} off the diagonal on average.")
    told = (
        f"{number(tidy['n'].sum())} attributions · lines: 95% intervals · {off:.2f} off on average"
    )
    return header(ax, title, told, own)

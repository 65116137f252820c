"""Naive and corrected estimates: which one a chart draws, and what marks the other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes


def one_estimate(tidy: pd.DataFrame) -> pd.DataFrame:
    """One row for each three rows of a measure with ``corrected=``.

    Args:
        tidy: a tidy frame; one without `estimated` is returned as it is, and one that was cut to
            one kind of estimate keeps its rows.

    Returns:
        The corrected row where there is a corrected estimate, else the naive one; without
        `estimated`, and with a last column `naive`: the naive estimate where a row is corrected.

    Example:
        >>> figures = {"estimated": ["naive", "corrected", "coded sample"], "note": None}
        >>> one_estimate(pd.DataFrame({**figures, "estimate": [0.2, 0.3, 0.4]}))["naive"].tolist()
        [0.2]
    """
    if "estimated" not in tidy:
        return tidy
    naive, corrected = (
        tidy[tidy["estimated"] == kind].reset_index(drop=True) for kind in ("naive", "corrected")
    )
    if naive.empty or len(naive) != len(corrected):
        return tidy.drop(columns="estimated")
    known = corrected["estimate"].notna()
    rows = corrected.where(known, naive).drop(columns="estimated")
    counts = {c: rows[c].where(~known, rows[c].round()) for c in ("count", "n") if c in rows}
    return rows.assign(naive=naive["estimate"].where(known, np.nan), **counts).infer_objects()


def estimates_note(tidy: pd.DataFrame) -> str:
    """What a subtitle says about the estimates; empty for a measure without ``corrected=``.

    Example:
        >>> estimates_note(pd.DataFrame({"estimated": ["naive"], "estimate": [0.2]}))
        'not corrected: naive figures'
    """
    if "estimated" not in tidy:
        return ""
    corrected = tidy[tidy["estimated"] == "corrected"]
    known = corrected[corrected["estimate"].notna()]
    if corrected.empty:
        return f"not corrected: {' and '.join(tidy['estimated'].unique())} figures"
    if known.empty:
        return "uncorrected"
    rows = f"{len(known)} of {len(corrected)} rows " if len(known) < len(corrected) else ""
    return f"{rows}corrected by {known['n_coded'].max()} coded articles"


def naive_note(rows: pd.DataFrame) -> str:
    """What a subtitle says about the marks of `draw_naive`."""
    return "diamonds: naive" if "naive" in rows else ""


def draw_naive(ax: Axes, x: pd.Series[float] | None, y: np.ndarray, colour: str) -> None:
    """Draw a hollow diamond at each naive estimate beside a corrected one.

    Args:
        ax: Axes to draw into.
        x: the places of the naive estimates; None where no row is corrected.
        y: the height of each row.
        colour: of the marks.
    """
    if x is not None:
        known = x.notna().to_numpy()
        ax.scatter(x[known], y[known], s=20, facecolor="white", edgecolor=colour, linewidth=1.2,
                   marker="D", zorder=4, clip_on=False)  # fmt: skip

"""Cue force: who is said to admit, claim or deny, side by side."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.shares import shares

# From lending a voice credit to taking it away; neutral cues, most of all, are the rest.
ORDER = ("endorsing", "assertive", "conceding", "emotive", "aggressive", "denying", "doubting")
PLACES = {force: at for at, force in enumerate(ORDER)}


def cue_force(
    tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "", n: str = "quotes", top: int = 20
) -> Axes:
    """A small bar for each speaker and force, on one scale from 0, with its interval.

    Neutral cues (said, told, according to) and quotes without a cue are in the base and left out of
    the picture: beside them, the others would be too small to compare.

    Args:
        tidy: what `measure.cue_force` returns.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        n: what n counts.
        top: at most so many speakers, the first in the frame.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "cue_force": ["denying", "neutral"]})
        >>> from toolkit.measure import share
        >>> type(cue_force(share(rows, "cue_force"))).__name__
        'Axes'
    """
    rows = tidy[tidy["cue_force"].isin(ORDER)]
    ordered = rows.sort_values("cue_force", key=lambda f: f.map(PLACES), kind="stable")
    return shares(ordered, ax, of="cue_force", title=title, n=n, top=top)

"""Cue force: shares of quotes whose cue endorses, asserts, concedes, denies or doubts."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.shares import shares

# From cues that lend credit to a speaker to cues that withhold it.
ORDER = ("endorsing", "assertive", "conceding", "emotive", "aggressive", "denying", "doubting")
PLACES = {force: place for place, force in enumerate(ORDER)}


def cue_force(
    tidy: pd.DataFrame, ax: Axes | None = None, *, title: str = "", n: str = "quotes", top: int = 20
) -> Axes:
    """Draw a small bar for each speaker and force, on one scale from 0, with its interval.

    Neutral cues (said, told, according to) and quotes without a cue count in n but are not drawn:
    beside them, the other bars would be too small to compare.

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

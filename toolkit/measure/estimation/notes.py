"""Why a figure or its interval is missing, in words: the last column of every tidy frame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.measure.estimation.article_sums import Ints
from toolkit.measure.estimation.intervals import FEWEST

FIGURES = ("estimate", "low", "high", "n_articles", "count", "n", "note")
NOTHING = "nothing to count"


def noted(tidy: pd.DataFrame, n_units: Ints, drawn: str, unit: str) -> pd.DataFrame:
    """The frame with a last column `note`: null where the figure and its interval are there.

    Args:
        tidy: estimate, low, high, n.
        n_units: how many units that are drawn independently each row has.
        drawn: what they are: articles, stories or outlets.
        unit: what n counts.

    Example:
        >>> tidy = pd.DataFrame({"estimate": [0.5], "low": [None], "high": [None], "n": [2]})
        >>> noted(tidy, np.array([1]), "articles", "quotes")["note"].tolist()
        ['one article: no interval']
    """
    n = tidy["n"].to_numpy(np.float64)
    one = {"stories": "story"}.get(drawn, drawn.removesuffix("s"))
    reasons = [
        (~(n > 0), f"no {unit}"),
        (tidy["estimate"].isna(), "no figure"),
        (tidy["low"].notna(), None),
        (n_units == 1, f"one {one}: no interval"),
        (n_units < FEWEST, f"fewer than five {drawn}: no interval"),
        (np.full(len(tidy), True), "nothing counted: no interval"),
    ]
    made = np.full(len(tidy), None, dtype=object)
    for where, why in reversed(reasons):
        made[np.asarray(where)] = why
    return tidy.assign(note=pd.Series(made, index=tidy.index, dtype="str"))

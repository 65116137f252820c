"""Precision, recall and F1."""

from __future__ import annotations

from typing import Any

import numpy as np


def ratio(part: float, whole: float, empty: float = np.nan) -> float:
    """Part over whole; `empty` where the whole is 0.

    Example:
        >>> ratio(1, 4), ratio(0, 0, empty=0.0)
        (0.25, 0.0)
    """
    return part / whole if whole else empty


def f1_score(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall; 0 where both are, NaN where one is unknown.

    Example:
        >>> f1_score(1.0, 0.5)
        0.6666666666666666
    """
    return ratio(2 * precision * recall, precision + recall, 0.0)


def score_row(measure: str, precision: float, recall: float, n: int) -> dict[str, Any]:
    """One row of a table of scores."""
    f1 = f1_score(precision, recall)
    return {"measure": measure, "precision": precision, "recall": recall, "f1": f1, "n": n}

"""Krippendorff's alpha: of labels, and of every character being in a quote or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import krippendorff
import numpy as np
from numpy.typing import NDArray

from toolkit.validate.coding.sheet_parser import Sheet

Values = NDArray[np.object_]


def of_characters(sheets: Sequence[Sheet], names: Sequence[str]) -> float:
    """Alpha of each character being in a quote."""
    parts = []
    for name in names:
        length = len(next(s.coded[name].text for s in sheets if name in s.coded))
        table = np.full((len(sheets), length), np.nan)
        for row, sheet in zip(table, sheets, strict=True):
            if name in sheet.coded:
                row[:] = 0
                for a, b in (s for q in sheet.coded[name].quotes for s in q["segments"]):
                    row[a:b] = 1
        parts.append(table)
    return _binary(np.concatenate(parts, axis=1))


def _binary(table: NDArray[np.float64]) -> float:
    """Alpha of zeros and ones, coders x units, from their counts alone: texts are long."""
    ones, all_ = np.nansum(table, axis=0), (~np.isnan(table)).sum(axis=0)
    counts = np.stack([all_ - ones, ones], axis=1)[all_ > 1].astype(int)
    if len(counts) == 0 or (counts.sum(axis=0) == 0).any():
        return float("nan")
    return _alpha(counts, "nominal", np.array([0, 1]))


def alpha(table: Values, level: str = "nominal") -> float:
    """Krippendorff's alpha.

    Args:
        table: coders x units; None where a coder did not say.
        level: of measurement: nominal, ordinal, interval, ratio.

    Returns:
        1 perfect, 0 as by chance; NaN where all values are the same or no two coders said anything.

    Example:
        >>> table = np.array([["a", "a", "b", "b"], ["a", "a", "b", "a"]], dtype=object)
        >>> round(alpha(table), 3)
        0.533
    """
    said = [[v for v in column if v is not None] for column in table.T]
    rated = [column for column in said if len(column) > 1]
    domain = sorted({v for column in rated for v in column})
    if len(domain) < 2:
        return float("nan")
    counts = np.array([[column.count(v) for v in domain] for column in rated])
    numbers = [float(v) if level != "nominal" else i for i, v in enumerate(domain)]
    return _alpha(counts, level, np.array(numbers))


def _alpha(counts: NDArray[np.int64], level: Any, domain: NDArray[np.float64]) -> float:
    made = krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level)
    return float(made)

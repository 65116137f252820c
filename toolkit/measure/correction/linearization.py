"""Ratios of corrected totals, and what each article does to them, to the first order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correction.coding_totals import Both, Coding, power_tuning
from toolkit.measure.correction.survey_design import Design, Linear
from toolkit.measure.estimation.article_sums import Floats

_ROWS_AT_ONCE = 1_024  # x clusters in memory
COLUMNS = ["estimate", "low", "high", "count", "n", "least"]


@dataclass(frozen=True)
class Ratios:
    """Ratios of corrected totals that share a base.

    Attributes:
        above: people's and the machine's coding of the numerators: one cell a row.
        below: the same of the base: one cell.
        design: how the coded articles were drawn.
        weight: how much the machine is leaned on.
        count: corrected numerators.
        n: corrected base, one number.
    """

    above: Both
    below: Both
    design: Design
    weight: float
    count: Floats
    n: Floats

    @classmethod
    def of(cls, above: Both, below: Both, design: Design, weight: float | None = None) -> Ratios:
        """Linearized twice: to choose the weight, where it is None, then with it."""
        if weight is None:
            guess = _ratio(*(design.totals(c[0].coded) for c in (above, below)))
            people, machine = (
                top.coded - guess[:, None] * base.coded
                for top, base in zip(above, below, strict=True)
            )
            weight = power_tuning(people, machine, design)
        count, n = (combined(*both, design, weight) for both in (above, below))
        return cls(above, below, design, weight, count, n)

    @property
    def estimate(self) -> Floats:
        """The ratios; NaN where the base is not above zero."""
        return _ratio(self.count, self.n)

    def linear(self, rows: slice) -> Linear:
        """What each article does to some of them."""
        estimate = self.estimate[rows][:, None]
        people, machine = (
            (top.take(rows), base) for top, base in zip(self.above, self.below, strict=True)
        )
        parts = [(top.coded - estimate * base.coded) / self.n for top, base in (people, machine)]
        top, base = machine
        clusters = None
        if top.clusters is not None and base.clusters is not None:
            apart = top.clusters.toarray() - estimate * base.clusters.toarray()
            clusters = self.weight * apart / self.n
        return Linear(parts[0], self.weight * parts[1], clusters)

    def tidy(self) -> pd.DataFrame:
        """Frame of COLUMNS."""
        ends = intervals(self.estimate, self.linear, self.design)
        n = np.repeat(self.n, len(self.count))
        return ends.assign(count=self.count, n=n)[COLUMNS]


def combined(people: Coding, machine: Coding, design: Design, weight: float) -> Floats:
    """Corrected totals: the machine's, weighted, plus what people count more or less."""
    assert machine.total is not None
    made: Floats = weight * machine.total + design.totals(people.coded - weight * machine.coded)
    return made


def intervals(estimate: Floats, linear: Callable[[slice], Linear], design: Design) -> pd.DataFrame:
    """Frame of estimate, low, high, least (the interval's width, were every article coded).

    Where no coded article differs from another there is no interval: that none of them has
    something does not mean that no article has.
    """
    blocks = []
    for start in range(0, len(estimate), _ROWS_AT_ONCE):
        part = linear(slice(start, start + _ROWS_AT_ONCE))
        process, reach = design.process(part), design.critical_value(part)
        sampling = design.sampling(part.people - part.machine)
        blocks.append(reach * np.sqrt(np.stack([sampling + process, process])))
    half, least = np.concatenate(blocks, axis=1) if blocks else np.empty((2, 0))
    if not design.finite:
        half = np.where(half > 0, half, np.nan)
    ends = {"low": estimate - half, "high": estimate + half, "least": 2 * least}
    return pd.DataFrame({"estimate": estimate, **ends})


def _ratio(above: Floats, below: Floats) -> Floats:
    return above / below if below[0] > 0 else np.full(len(above), np.nan)

"""What a confidence means: the chance that an attribution is right, as it was on coded articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

EVIDENCE = ("anchor", "path", "sourced", "content tags", "cue tags", "several contents")


@dataclass(frozen=True)
class Calibration:
    """A logistic regression on the evidence, straightened by an isotonic one.

    Zadrozny and Elkan (KDD 2002, "Transforming classifier scores into accurate multiclass
    probability estimates"): what a score promises is set to what was right at such scores.

    Attributes:
        weights: of the regression, its constant first.
        scores: what the regression says, ascending.
        chances: what was right there; between two, in a line.
    """

    weights: tuple[float, ...] = (0.0,) * (1 + len(EVIDENCE))
    scores: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()

    def __call__(self, evidence: Sequence[float]) -> float:
        """The chance that an attribution with this evidence is right."""
        bias, *weights = self.weights
        score = bias + sum(w * e for w, e in zip(weights, evidence, strict=True))
        chance = 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))
        return float(np.interp(chance, self.scores, self.chances)) if self.scores else chance

"""Reliability of confidence: of the attributions with a confidence of 80 %, are 80 % right?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from toolkit.annotate.text.attribution import Engine
from toolkit.progress import track
from toolkit.validate.scoring.attribution import attributions_of, outermost, to_spans
from toolkit.validate.scoring.attribution_counts import relations_right
from toolkit.validate.shared.spans import GoldArticle

BINS = 10


def reliability(gold: Sequence[GoldArticle], engine: Engine, bins: int = BINS) -> pd.DataFrame:
    """Mean confidence of similarly confident attributions, and the share of them that is right.

    An attribution is right where content and source both overlap a coded one's by half. Rules that
    always give the same confidence have one row each. Niculescu-Mizil and Caruana (ICML 2005,
    "Predicting good probabilities with supervised learning") plot such a table.

    Args:
        gold: annotated articles.
        engine: the engine whose confidence is tested.
        bins: groups of equal size, in the order of their confidence.

    Returns:
        Frame of `rule`, `confidence` (mean), `estimate` (share that is right), `low`, `high`
        (Wilson's 95 % interval), `n`.
    """
    judged: list[tuple[str, float, bool]] = []
    for article in track(gold, "scoring", "articles"):
        attributions = outermost(attributions_of(article.text, engine))
        right = relations_right(article, map(to_spans, attributions))
        judged += [(a.rule, a.confidence, r) for a, r in zip(attributions, right, strict=True)]
    rows = pd.DataFrame(judged, columns=["rule", "confidence", "right"])
    tables = [_binned(rule, part, bins) for rule, part in rows.groupby("rule", sort=True)]
    return pd.concat(tables, ignore_index=True) if tables else rows.assign(estimate=[], n=[])


def _binned(rule: object, part: pd.DataFrame, bins: int) -> pd.DataFrame:
    ordered = part.sort_values("confidence", kind="stable")
    groups = min(bins, part["confidence"].nunique(), max(1, len(part) // bins))
    places = np.array_split(np.arange(len(ordered)), groups)
    return pd.DataFrame([_bin(rule, ordered.iloc[place]) for place in places])


def _bin(rule: object, part: pd.DataFrame) -> dict[str, object]:
    hits, n = int(part["right"].sum()), len(part)
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    confidence = part["confidence"].mean()
    ends = {"low": interval.low, "high": interval.high}
    return {"rule": rule, "confidence": confidence, "estimate": hits / n, **ends, "n": n}

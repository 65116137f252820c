"""Whether a confidence holds: of what an engine calls 80 % sure, is 80 % right?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from toolkit.annotate.text.attribution import Attribution, Engine
from toolkit.annotate.text.document import Document, parse
from toolkit.progress import bar
from toolkit.validate.scoring.attribution import outermost, triple
from toolkit.validate.scoring.attribution_counts import relations_right
from toolkit.validate.shared.standoff import GoldArticle

BINS = 10


def reliability(gold: Sequence[GoldArticle], engine: Engine, bins: int = BINS) -> pd.DataFrame:
    """What attributions of a like confidence promise, and how many of them are right.

    An attribution is right where content and source both overlap a coded one's by half. Those of a
    rule that always says the same are a row by themselves. Niculescu-Mizil and Caruana (ICML 2005,
    "Predicting good probabilities with supervised learning") plot such a table.

    Args:
        gold: annotated articles.
        engine: whose confidence is asked about.
        bins: groups of as many attributions each, in the order of their confidence.

    Returns:
        Frame of `rule`, `confidence` (mean), `estimate` (share that is right), `low`, `high`
        (Wilson's 95 % interval), `n`.
    """
    made: list[tuple[str, float, bool]] = []
    with bar(len(gold), "scoring", "articles") as shown:
        for article in gold:
            document = parse(article.text) if engine.needs_syntax else Document(article.text, ())
            made += _judged(article, outermost(engine(document)))
            shown.update()
    rows = pd.DataFrame(made, columns=["rule", "confidence", "right"])
    tables = [_binned(rule, part, bins) for rule, part in rows.groupby("rule", sort=True)]
    return pd.concat(tables, ignore_index=True) if tables else rows.assign(estimate=[], n=[])


def _judged(article: GoldArticle, found: list[Attribution]) -> list[tuple[str, float, bool]]:
    right = relations_right(article, map(triple, found))
    return [(a.rule, a.confidence, r) for a, r in zip(found, right, strict=True)]


def _binned(rule: object, part: pd.DataFrame, bins: int) -> pd.DataFrame:
    ordered = part.sort_values("confidence", kind="stable")
    groups = min(bins, part["confidence"].nunique(), max(1, len(part) // bins))
    rows = [_row(rule, chunk) for chunk in _split(ordered, groups)]
    return pd.DataFrame(rows)


def _split(rows: pd.DataFrame, groups: int) -> list[pd.DataFrame]:
    places = np.array_split(np.arange(len(rows)), groups)
    return [rows.iloc[place] for place in places]


def _row(rule: object, part: pd.DataFrame) -> dict[str, object]:
    hits, n = int(part["right"].sum()), len(part)
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return {
        "rule": rule,
        "confidence": part["confidence"].mean(),
        "estimate": hits / n,
        "low": interval.low,
        "high": interval.high,
        "n": n,
    }

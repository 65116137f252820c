"""Precision, recall and F1, with bootstrap intervals over articles.

All errors of an article are drawn together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.estimation.bootstrap import weights
from toolkit.measure.estimation.intervals import FEWEST
from toolkit.progress import track
from toolkit.validate.coding.gold import CodedArticle


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


Row = dict[str, Any]
Rows = Callable[[Counter[str]], Sequence[Row]]
"""From counts, added up over articles, to the rows of a score."""

FIGURES = ("precision", "recall", "f1")
ALL, TOTAL = "all", "total"


def score_articles(
    articles: Iterable[CodedArticle],
    count: Callable[[CodedArticle], Counter[str]],
    rows: Rows,
    by_outlet: bool,
) -> pd.DataFrame:
    """Count each article and score them together, or also by outlet; as `bootstrap_scores`."""
    texts = list(articles)
    counts = [count(text) for text in track(texts, "scoring", "texts")]
    outlets = [text.about.get("outlet") for text in texts] if by_outlet else None
    return bootstrap_scores(counts, rows, outlets=outlets)


def score_by_text(
    texts: Sequence[CodedArticle],
    count: Callable[[CodedArticle], Counter[str]],
    rates: Callable[[Counter[str]], Row],
    figures: Sequence[str],
    by_outlet: bool,
) -> pd.DataFrame:
    """A score of one row for each text or each outlet, and a last row for the total.

    Args:
        texts: the texts to score.
        count: from a text to counts that can be added up.
        rates: from counts to the row.
        figures: columns with an interval, in the total and by outlet.
        by_outlet: one row for each outlet instead of each text.
    """
    counts = [count(text) for text in track(texts, "scoring", "texts")]
    outlets = [text.about.get("outlet") for text in texts] if by_outlet else None
    scores = bootstrap_scores(counts, lambda c: [rates(c)], figures, outlets)
    if by_outlet:
        return pd.concat([scores.iloc[1:], scores.iloc[:1]], ignore_index=True)
    each = [{"text": t.name, **rates(c)} for t, c in zip(texts, counts, strict=True)]
    return pd.concat([pd.DataFrame(each), scores.assign(text=TOTAL)], ignore_index=True)


def bootstrap_scores(
    counts: Sequence[Counter[str]],
    rows: Rows,
    figures: Sequence[str] = FIGURES,
    outlets: Sequence[str | None] | None = None,
) -> pd.DataFrame:
    """A score of all articles with 95 % intervals, and the same for each outlet.

    Intervals are percentiles of a bootstrap over articles with a fixed seed. There is
    no interval for fewer than five articles, or if all draws are the same: no errors in ten
    articles does not mean that there are none in others.

    Args:
        counts: counts that can be added up, one counter for each article.
        rows: from counts to the rows of the score; labels of rows may be missing for some counts.
        figures: columns with an interval.
        outlets: outlet of each article, to score each outlet as well.

    Returns:
        The rows of the score; with outlets a first column `outlet` ("all" first). Then for each
        figure its `…_low` and `…_high`, and `n_articles`.

    Example:
        >>> counts = [Counter(right=i % 3, n=3) for i in range(20)]
        >>> share = lambda c: [{"share": c["right"] / max(1, c["n"])}]
        >>> row = bootstrap_scores(counts, share, ["share"]).iloc[0]
        >>> bool(row["share_low"] < row["share"] < row["share_high"])
        True
    """
    scores = _with_intervals(counts, rows, figures)
    if outlets is None:
        return scores
    parts = [scores.assign(outlet=ALL)]
    for outlet in sorted({o for o in outlets if o}):
        of_outlet = [c for c, o in zip(counts, outlets, strict=True) if o == outlet]
        parts.append(_with_intervals(of_outlet, rows, figures).assign(outlet=outlet))
    return pd.concat(parts, ignore_index=True)[["outlet", *scores.columns]]


def _with_intervals(
    counts: Sequence[Counter[str]], rows: Rows, figures: Sequence[str]
) -> pd.DataFrame:
    keys = sorted({key for c in counts for key in c})
    table = np.array([[c[key] for key in keys] for c in counts]).reshape(len(counts), len(keys))
    drawn = np.empty((0, len(keys)))
    if len(counts) >= FEWEST:
        drawn = weights(len(counts)).astype(np.float64) @ table
    totals, *draws = (
        rows(Counter(dict(zip(keys, sums, strict=True))))
        for sums in [table.sum(axis=0).tolist(), *drawn.astype(np.int64).tolist()]
    )
    scores = pd.DataFrame(totals)
    every = pd.DataFrame([row for draw in draws for row in draw], columns=[*figures], dtype=float)
    of_label = every.groupby(np.array([_label(row, figures) for draw in draws for row in draw]))
    labels = [_label(row, figures) for row in totals]
    low, high = (of_label.quantile(q).reindex(labels).to_numpy() for q in (0.025, 0.975))
    for i, figure in enumerate(figures):
        ends = np.where(low[:, i] < high[:, i], (low[:, i], high[:, i]), np.nan)
        scores[f"{figure}_low"], scores[f"{figure}_high"] = ends
    return scores.assign(n_articles=len(counts))


def _label(row: Row, figures: Sequence[str]) -> str:
    """The words of a row, which identify it in every draw."""
    return " ".join(str(v) for k, v in row.items() if k not in figures and isinstance(v, str))

"""Intervals of scores: articles are drawn anew, each with all that was right and wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.estimation.bootstrap import weights
from toolkit.measure.estimation.intervals import FEWEST
from toolkit.validate.coding.gold import Coded

Row = dict[str, Any]
Rows = Callable[[Counter[str]], Sequence[Row]]
"""From what adds up over articles to the rows of a score."""

FIGURES = ("precision", "recall", "f1")
ALL, TOTAL = "all", "total"


def drawn_scores(
    counts: Sequence[Counter[str]],
    rows: Rows,
    figures: Sequence[str] = FIGURES,
    outlets: Sequence[str | None] | None = None,
) -> pd.DataFrame:
    """A score of all articles with its 95 % intervals, and of each outlet's.

    Percentiles of the bootstrap over articles, with a fixed seed; none for fewer than five
    articles, nor where all draws are the same: nothing wrong in ten articles does not mean never.

    Args:
        counts: what adds up, one an article.
        rows: the score; the same rows, in their order, or fewer, for any counts.
        figures: its columns that have an interval.
        outlets: of each article: the score is given for each of them, too.

    Returns:
        The rows of the score; with outlets a first column `outlet` ("all" first). Then for each
        figure its `…_low` and `…_high`, and `n_articles`.

    Example:
        >>> counts = [Counter(right=i % 3, n=3) for i in range(20)]
        >>> share = lambda c: [{"share": c["right"] / max(1, c["n"])}]
        >>> one = drawn_scores(counts, share, ["share"])
        >>> bool(one["share_low"].iloc[0] < one["share"].iloc[0] < one["share_high"].iloc[0])
        True
    """
    whole = _scored(counts, rows, figures)
    if outlets is None:
        return whole
    parts = [whole.assign(outlet=ALL)]
    for outlet in sorted({o for o in outlets if o}):
        own = [c for c, o in zip(counts, outlets, strict=True) if o == outlet]
        parts.append(_scored(own, rows, figures).assign(outlet=outlet))
    made = pd.concat(parts, ignore_index=True)
    return made[["outlet", *whole.columns]]


def by_text(
    texts: Sequence[Coded],
    counts: Mapping[str, Counter[str]],
    rates: Callable[[Counter[str]], Row],
    figures: Sequence[str],
    by_outlet: bool,
) -> pd.DataFrame:
    """A score of one row, for each text or each outlet, and last in total.

    Args:
        texts: what was scored.
        counts: what adds up, by name of text.
        rates: the score.
        figures: its columns that have an interval, in total and by outlet.
        by_outlet: by outlet and not by text.
    """
    outlets = [text.about.get("outlet") for text in texts] if by_outlet else None
    each = [counts[text.name] for text in texts]
    whole = drawn_scores(each, lambda c: [rates(c)], figures, outlets)
    if by_outlet:
        return pd.concat([whole.iloc[1:], whole.iloc[:1]], ignore_index=True)
    single = pd.DataFrame([{"text": t.name, **rates(counts[t.name])} for t in texts])
    return pd.concat([single, whole.assign(text=TOTAL)], ignore_index=True)


def _scored(counts: Sequence[Counter[str]], rows: Rows, figures: Sequence[str]) -> pd.DataFrame:
    keys = sorted({key for c in counts for key in c})
    table = np.array([[c[key] for key in keys] for c in counts]).reshape(len(counts), len(keys))
    made = list(rows(_counter(keys, table.sum(axis=0))))
    frame = pd.DataFrame(made)
    if len(counts) < FEWEST:
        drawn = np.full((1, len(made), len(figures)), np.nan)
    else:
        sums = weights(len(counts)).astype(np.float64) @ table
        names = [_name(row, figures) for row in made]
        drawn = np.array([_figures(rows(_counter(keys, s)), names, figures) for s in sums])
    for place, figure in enumerate(figures):
        low, high = _ends(drawn[:, :, place])
        frame = frame.assign(**{f"{figure}_low": low, f"{figure}_high": high})
    return frame.assign(n_articles=len(counts))


def _counter(keys: Sequence[str], sums: np.ndarray) -> Counter[str]:
    return Counter(dict(zip(keys, (int(s) for s in sums), strict=True)))


def _name(row: Row, figures: Sequence[str]) -> str:
    """What a row is of: its words."""
    return " ".join(str(v) for k, v in row.items() if k not in figures and isinstance(v, str))


def _figures(
    rows: Sequence[Row], names: Sequence[str], figures: Sequence[str]
) -> list[list[float]]:
    known = {_name(row, figures): row for row in rows}
    return [[known.get(name, {}).get(figure, np.nan) for figure in figures] for name in names]


def _ends(drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of each row; NaN where no draw has the figure, or all have the same."""
    made = np.full((2, drawn.shape[1]), np.nan)
    some = np.isfinite(drawn).any(axis=0)
    made[:, some] = np.nanpercentile(drawn[:, some], [2.5, 97.5], axis=0)
    low, high = made[:, :]
    return np.where(low < high, low, np.nan), np.where(low < high, high, np.nan)

"""What a corpus holds: counts of its articles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.notes import FIGURES
from toolkit.measure.estimation.select import grouped

_UNCODED = "it counts articles, and nobody recodes these"


@not_correctable(_UNCODED)
def articles_by(articles: pd.DataFrame, by: Columns) -> pd.DataFrame:
    """How many articles there are of each kind, and their words.

    A count of what is there, not an estimate of anything beyond: low and high are null.

    Args:
        articles: the articles frame.
        by: its columns, or day, week, month; null is a value like any other.

    Returns:
        Columns of `by`, estimate (articles), low, high, n_articles, count (articles), n (articles
        in the corpus), n_words (their median length in words), note; in the order of `by`.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> list(articles_by(frame(ARTICLES), "outlet"))[:2]
        ['outlet', 'estimate']
    """
    if not len(articles):
        return _nothing(articles, by)
    rows = grouped(articles[["article_id"]], by, articles).assign(words=list(articles["n_words"]))
    groups = rows.groupby(names(by), dropna=False, sort=True)["words"]
    tidy = groups.agg(n_articles="size", n_words="median").reset_index()
    tidy = tidy.assign(estimate=tidy["n_articles"], count=tidy["n_articles"], n=len(articles))
    note = pd.Series("a count: no interval", index=tidy.index, dtype="str")
    tidy = tidy.assign(low=np.nan, high=np.nan, note=note)
    return tidy[[*names(by), *FIGURES[:-1], "n_words", "note"]]


def _nothing(articles: pd.DataFrame, by: Columns) -> pd.DataFrame:
    blank = pd.DataFrame({"n_articles": 0, "count": 0, "n": 0, "note": "no articles"}, index=[0])
    groups = grouped(articles[["article_id"]], by, articles)[names(by)].reindex([0])
    return pd.concat([groups, blank], axis=1).reindex(
        columns=[*names(by), *FIGURES[:-1], "n_words", "note"]
    )

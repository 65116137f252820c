"""How often sources are deliberately left unnamed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.ratios import Columns, names, ratio
from toolkit.measure.rows import KINDS, grouped, said
from toolkit.measure.sources import each_source
from toolkit.measure.voice import weighed

UNITS = ("quotes", "words", "sources", "stories")


def anonymity(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    per: str = "quotes",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Share of quotes, words, sources or stories that are anonymous.

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        per: "quotes" and "words" of anonymous sources; "sources" that no quote of the article
            names (once an article; quotes without any source are left out); "stories" with at
            least one anonymous quote, among the stories with quotes.
        by: grouping columns, for example "outlet"; for sources and stories, of `articles`.
        kinds: kinds of cue that count.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (quotes, words, …).

    Raises:
        ValueError: `per` is something else.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> anonymity(frame(QUOTES), per="stories").empty
        True
    """
    if per not in UNITS:
        raise ValueError(f"per={per!r}: choose from {', '.join(UNITS)}")
    rows = grouped(_units(quotes, per, kinds), by, articles)
    return ratio(rows[rows["anonymous"]], rows, (), names(by), bounded=True)


def _units(quotes: pd.DataFrame, per: str, kinds: Sequence[str]) -> pd.DataFrame:
    if per in ("quotes", "words"):
        return weighed(said(quotes, kinds), per)
    if per == "sources":
        return each_source(quotes, kinds).assign(amount=1)
    stories = said(quotes, kinds).groupby("article_id", sort=True)["anonymous"].any()
    return stories.reset_index().assign(amount=1)

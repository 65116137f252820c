"""Which rows a measure takes, and what they are grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit.measure.ratios import Columns, names

# What was said, thought or found; "plans to" and "wants" report no words (DESIGN: Words, cue).
KINDS = ("communication", "belief", "finding")

PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}


def said(quotes: pd.DataFrame, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """The quotes whose cue is of one of these kinds.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> said(corpus.quotes)["cue_kind"].eq("intention").any()
        np.False_
    """
    return quotes[quotes["cue_kind"].isin(list(kinds))]


def named(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions by name: what "mentions" means in every measure.

    Titles, descriptions and pronouns are in the frame as evidence; names in a dateline say where an
    article was written, not whom it is about.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> set(named(corpus.mentions)["kind"])
        {'name'}
    """
    return mentions[mentions["kind"].eq("name") & mentions["rule"].ne("dateline")]


def grouped(rows: pd.DataFrame, by: Columns, articles: pd.DataFrame | None) -> pd.DataFrame:
    """The rows with every column of `by`, taken from their articles where they lack it.

    Args:
        rows: a frame with `article_id`.
        by: columns of `rows` or of `articles`, or one of day, week, month (UTC, of `published`;
            weeks start on Monday).
        articles: the articles frame, or None where `rows` has all columns.

    Returns:
        New rows; where articles are given, only those that belong to one of them.

    Raises:
        ValueError: a column is in neither frame; the message says what there is.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "a"]})
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Ferry Post", None]})
        >>> grouped(rows, "outlet", articles)["outlet"].tolist()
        ['Ferry Post', 'Ferry Post']
    """
    missing = [name for name in names(by) if name not in rows]
    if articles is None:
        if missing:
            raise ValueError(f"by={missing[0]!r} is no column here; give articles=, too")
        return rows
    joined = articles[["article_id"]].assign(**{n: _column(articles, n) for n in missing})
    return rows.merge(joined.drop_duplicates("article_id"), on="article_id", how="inner")


def _column(articles: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name in PERIODS:
        return period(articles["published"], name)
    if name not in articles:
        raise ValueError(f"by={name!r}: choose from {', '.join([*PERIODS, *articles])}")
    return articles[name]


def period(published: pd.Series[Any], every: str) -> pd.Series[Any]:
    """First day of the day, week or month of each time, without a zone; null stays null."""
    utc = published.dt.tz_convert("UTC").dt.tz_localize(None)
    first: pd.Series[Any] = utc.dt.to_period(PERIODS[every]).dt.start_time
    return first

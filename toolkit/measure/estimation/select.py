"""Selection of the rows that a measure counts, and their grouping columns.

`spoken_about` selects the actors who are named in the words of quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.estimation.bootstrap import CLUSTERS, Ints
from toolkit.measure.estimation.encode import Columns, article_columns, is_coded, names

# What was said, thought or found; "plans to" and "wants" report no words (DESIGN: Words, cue).
KINDS = ("communication", "belief", "finding")

WEIGHTS = ("quotes", "words")
DRAWN_BY = {"stories": ["story_id"], "outlets": ["outlet"]}
"""The column of the units drawn by the bootstrap; none for articles."""
PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}


def attributed_quotes(quotes: pd.DataFrame, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """The quotes whose cue is of one of these kinds.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> attributed_quotes(corpus.quotes)["cue_kind"].eq("intention").any()
        np.False_
    """
    return quotes[quotes["cue_kind"].isin(list(kinds))]


def weighed(quotes: pd.DataFrame, weight: str = "quotes") -> pd.DataFrame:
    """The quotes with an `amount`: 1, or their words (0 for a quote inside another).

    The amount is multiplied by the column `weight` if there is one (see `story_weights`).

    Raises:
        ValueError: `weight` is something else.
    """
    if weight not in WEIGHTS:
        raise ValueError(f"weight={weight!r}: choose {' or '.join(WEIGHTS)}")
    amount: Any = 1
    if weight == "words":
        amount = quotes["n_words"].where(quotes["parent_id"].isna(), 0)
    return quotes.assign(amount=quotes["weight"] * amount if "weight" in quotes else amount)


def named(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions by name, which are the mentions that measures count.

    Titles, descriptions and pronouns are in the frame as evidence; a name in a dateline says where
    an article was written, not whom it is about.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> set(named(corpus.mentions)["kind"])
        {'name'}
    """
    return mentions[mentions["kind"].eq("name") & mentions["rule"].ne("dateline")]


def grouped(
    rows: pd.DataFrame,
    by: Columns,
    articles: pd.DataFrame | None,
    cluster: str = "articles",
) -> pd.DataFrame:
    """The rows with all columns of `by`; missing ones are taken from their articles.

    Args:
        rows: a frame with `article_id`.
        by: columns of `rows` or of `articles`, or one of day, week, month (UTC, of `published`;
            weeks start on Monday).
        articles: the articles frame, or None where `rows` has all columns.
        cluster: units drawn for intervals: "articles"; "stories", each with all its articles;
            "outlets", then articles within them. The last two need `articles`.

    Returns:
        New rows; if articles are given, only the rows of these articles. With stories or outlets
        there is a column `story_id` or `outlet`.

    Raises:
        ValueError: a column is in neither frame; the message lists the columns.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "a"]})
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Ferry Post", None]})
        >>> grouped(rows, "outlet", articles)["outlet"].tolist()
        ['Ferry Post', 'Ferry Post']
    """
    wanted = [*names(by), *_drawn_by(cluster)]
    missing = [name for name in dict.fromkeys(wanted) if name not in rows]
    if articles is None:
        if missing:
            raise ValueError(f"{missing[0]!r} is no column here; give articles=, too")
        return rows
    joined = articles[["article_id"]].assign(**{n: _column(articles, n) for n in missing})
    return rows.merge(joined.drop_duplicates("article_id"), on="article_id", how="inner")


def _drawn_by(cluster: str) -> list[str]:
    if cluster not in CLUSTERS:
        raise ValueError(f"cluster={cluster!r}: choose from {', '.join(CLUSTERS)}")
    return DRAWN_BY.get(cluster, [])


def weight_by_article(articles: pd.DataFrame) -> pd.Series[float]:
    """One over the number of articles of each article's story, by article_id.

    Example:
        >>> articles = pd.DataFrame({"article_id": list("abc"), "story_id": list("xxy")})
        >>> weight_by_article(articles).tolist()
        [0.5, 0.5, 1.0]
    """
    distinct = articles.drop_duplicates("article_id")
    sizes = distinct.groupby("story_id")["article_id"].transform("size")
    return pd.Series(1.0 / sizes.to_numpy(), index=pd.Index(distinct["article_id"]))


def _column(articles: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name in PERIODS:
        return period(articles["published"], name)
    if name not in articles:
        raise ValueError(f"by={name!r}: choose from {', '.join([*PERIODS, *articles])}")
    return articles[name]


def period(published: pd.Series[Any], every: str) -> pd.Series[Any]:
    """First day of the day, week or month (UTC) of each time, without a time zone."""
    utc = published.dt.tz_convert("UTC").dt.tz_localize(None)
    first: pd.Series[Any] = utc.dt.to_period(PERIODS[every]).dt.start_time
    return first


_FAR = 2**32  # characters between one article and the next, and its title


def spoken_about(quotes: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per quote and actor named in its segments.

    Args:
        quotes: the quotes frame; all segments of each quote are searched.
        mentions: the mentions frame of the same articles; those by name count.

    Returns:
        article_id (and `coded`), quote (row number), speaker, speaker_id, on_behalf_id, actor,
        actor_id, actor_type.
    """
    about = named(mentions)
    row, start, end = _segments(quotes)
    ids = pd.Index(pd.unique(pd.concat([quotes["article_id"], about["article_id"]])))
    at = _places(about, ids) + about["start"].to_numpy(np.int64)
    order = np.argsort(at, kind="stable")
    base = _places(quotes, ids)[row]
    first = np.searchsorted(at[order], base + start, "left")
    n = np.maximum(np.searchsorted(at[order], base + end, "left") - first, 0)
    inside = np.repeat(first, n) + np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    named_in = pd.DataFrame({"quote": np.repeat(row, n), "mention": order[inside]})
    actors = about[["actor", "actor_id", "actor_type"]].iloc[named_in["mention"]]
    speaking = quotes[[*article_columns(quotes), "speaker", "actor_id", "on_behalf_id"]]
    speakers = speaking.rename(columns={"actor_id": "speaker_id"}).iloc[named_in["quote"]]
    pairs = pd.concat(
        [named_in[["quote"]], *(f.reset_index(drop=True) for f in (speakers, actors))], axis=1
    )
    return pairs.drop_duplicates(["quote", "actor_id"], ignore_index=True)


def _segments(quotes: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """The quote, start and end of each segment."""
    segments = quotes["segments"].tolist()
    row = np.repeat(np.arange(len(segments)), [len(s) for s in segments])
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(segments)), dtype=np.int64)
    return row, flat[::2], flat[1::2]


def _places(rows: pd.DataFrame, ids: pd.Index) -> Ints:
    """Start of each row's text if all texts and titles were joined end to end."""
    number = 2 * ids.get_indexer(pd.Index(rows["article_id"])).astype(np.int64) + is_coded(rows)
    places: Ints = (2 * number + rows["in_title"].to_numpy(np.int64)) * _FAR
    return places

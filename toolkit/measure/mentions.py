"""Who is mentioned: share of mentions, reach over articles, mentions over time."""

from __future__ import annotations

import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import Columns, article_columns, named, names
from toolkit.measure.estimation.inputs import Inputs

ACTOR = ["actor", "actor_id"]


def mention_share(
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    top: int | None = None,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each actor's share of all mentions.

    Args:
        mentions: the mentions frame; those by name count.
        articles: the articles frame; needed to group by one of its columns.
        by: grouping columns, for example "outlet", "actor_type" or "week".
        top: number of actors to report, those mentioned most; shares remain shares of all.

    Returns:
        Columns of `by`, actor, actor_id, estimate, low, high, n_articles, count, n; the most
        mentioned first. n counts mentions; note says why a figure is missing.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> mention_share(frame(MENTIONS))["note"].tolist()
        ['no mentions']
    """
    inputs = Inputs.of(mentions=mentions, articles=articles, corrected=corrected)
    rows = inputs.grouped(_by_name(inputs.mentions, by), by).assign(amount=1)
    return inputs.share(rows, ACTOR, by, top=top, unit="mentions")


def mention_reach(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    top: int | None = None,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of articles that mention each actor at all, however often.

    Unlike in `mention_share`, one long article cannot make an actor look important.

    Args:
        mentions, articles, top: as in `mention_share`.
        by: columns of `articles`, or day, week, month.

    Returns:
        As `mention_share`; n counts articles, and the estimates of a group do not sum to one.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> reach = mention_reach(corpus.mentions, corpus.articles, top=3)
        >>> bool(reach["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(mentions=mentions, articles=articles, corrected=corrected)
    mentioned = inputs.grouped(_by_name(inputs.mentions, by).drop_duplicates(), by).assign(amount=1)
    stories = inputs.stories(by)
    return inputs.ratio(mentioned, stories, ACTOR, by, bounded=True, top=top, unit="articles")


def mentions_over_time(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    every: str = "week",
    by: Columns = (),
    top: int | None = 5,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Mentions of each actor per article, day by day, week by week or month by month.

    Counts are per article, because a week with more articles has more mentions of everyone.

    Args:
        mentions, articles, top: as in `mention_share`.
        every: "day", "week" (from Monday) or "month", in UTC.
        by: further grouping columns, for example "outlet".

    Returns:
        Columns of `by`, the period's first day (named day, week or month), actor, actor_id,
        estimate (mentions per article), low, high, n_articles, count (mentions), n (articles),
        note. The most mentioned actor first. Articles without a date are left out; periods without
        articles have no row.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> weeks = mentions_over_time(corpus.mentions, corpus.articles, top=1)
        >>> weeks["week"].nunique()
        6
    """
    dated = articles[articles["published"].notna()]
    inputs = Inputs.of(mentions=mentions, articles=dated, corrected=corrected)
    keys = [*names(by), every]
    parts = inputs.grouped(_by_name(inputs.mentions), keys).assign(amount=1)
    tidy = inputs.ratio(parts, inputs.stories(keys), ACTOR, keys, top=top, unit="dated articles")
    tidy["rank"] = -tidy.groupby("actor_id")["count"].transform("sum")
    order = [*names(by), "rank", "actor", "actor_id", every]
    return tidy.sort_values(order, ignore_index=True).drop(columns="rank")


def _by_name(mentions: pd.DataFrame, by: Columns = ()) -> pd.DataFrame:
    """The mentions by name, with only the columns that are needed."""
    kept = {*ACTOR, *names(by)}
    columns = [c for c in mentions if c in kept]
    return named(mentions)[[*article_columns(mentions), *columns]]

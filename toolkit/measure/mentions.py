"""Who is mentioned: share of mentions, reach over articles, course over time."""

from __future__ import annotations

import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample, correctable
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.select import grouped, named, period
from toolkit.measure.shares import ratio, share

ACTOR = ["actor", "actor_id"]


@correctable
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
        top: report only so many actors, those mentioned most; shares stay shares of all.

    Returns:
        Columns of `by`, actor, actor_id, estimate, low, high, n_articles, count, n; the most
        mentioned first. n counts mentions; note says why a figure is missing.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> mention_share(frame(MENTIONS))["note"].tolist()
        ['no mentions']
    """
    rows = named(mentions)[["article_id", *({*ACTOR, *names(by)} & {*mentions})]]
    return share(grouped(rows, by, articles), ACTOR, by, top=top, unit="mentions")


@correctable
def mention_reach(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    top: int | None = None,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of articles that mention each actor at all, however often.

    One long article cannot make an actor look important here, as it can in `mention_share`.

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
    wholes = grouped(articles[["article_id"]], by, articles).assign(amount=1)
    few = named(mentions)[["article_id", *({*ACTOR, *names(by)} & {*mentions})]]
    once = grouped(few.drop_duplicates(), by, articles).assign(amount=1)
    return ratio(once, wholes, ACTOR, by, bounded=True, top=top, unit="articles")


@correctable
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

    Per article, so that a week with more articles is not a week with more attention.

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
    dated = articles[articles["published"].notna()].copy()
    dated[every] = period(dated["published"], every)
    keys = [*names(by), every]
    wholes = grouped(dated[["article_id"]], keys, dated).assign(amount=1)
    parts = grouped(named(mentions)[["article_id", *ACTOR]], keys, dated).assign(amount=1)
    made = ratio(parts, wholes, ACTOR, keys, top=top, unit="dated articles")
    made["rank"] = -made.groupby("actor_id")["count"].transform("sum")
    order = [*names(by), "rank", "actor", "actor_id", every]
    return made.sort_values(order, ignore_index=True).drop(columns="rank")

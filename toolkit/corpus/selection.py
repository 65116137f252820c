"""Choice: which articles of a corpus make a smaller one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.storage.tables import among

_DAY = pd.Timedelta(days=1)
OWN = ("article_id", "source_file")
"""Columns of articles by which rows of other tables are theirs."""


class Choice(NamedTuple):
    """What articles must be like; what is None leaves any.

    Attributes:
        outlets: names of their outlets.
        since: first moment.
        until: last day.
        text: words that title or text hold, whatever their case.
        articles: their ids.
    """

    outlets: tuple[str, ...] | None = None
    since: pd.Timestamp | None = None
    until: pd.Timestamp | None = None
    text: str | None = None
    articles: tuple[str, ...] | None = None


def day(written: str) -> pd.Timestamp:
    """A day as people write it, from its first moment in UTC.

    Example:
        >>> str(day("2025-03-01"))
        '2025-03-01 00:00:00+00:00'
    """
    stamp = pd.Timestamp(written)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp


def choose(
    outlet: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    article: str | Iterable[str] | None = None,
) -> Choice | None:
    """A choice as `Corpus.where` is asked for it; None where nothing is chosen."""
    choice = Choice(
        _names(outlet),
        None if since is None else day(since),
        None if until is None else day(until),
        text,
        _names(article),
    )
    return None if choice == Choice() else choice


def _names(given: str | Iterable[str] | None) -> tuple[str, ...] | None:
    names = (given,) if isinstance(given, str) else given
    return None if names is None else tuple(names)


def own_rows(name: str, articles: pd.DataFrame) -> pc.Expression:
    """Which rows of a table of the whole corpus are of these articles.

    Args:
        name: mentions, quotes or dropped.
        articles: with the columns OWN.
    """
    if name != "dropped":
        return among(articles["article_id"])
    return among(articles["source_file"], "source_file") | (pc.field("step") == "corrections")


def chosen(choices: Iterable[Choice], articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that all choices leave.

    Args:
        choices: one after the other.
        articles: frame of frames.ARTICLES.
    """
    for one in choices:
        if one.articles is not None:
            articles = articles[articles["article_id"].isin(one.articles)]
        if one.outlets is not None:
            articles = articles[articles["outlet"].isin(one.outlets)]
        if one.since is not None:
            articles = articles[articles["published"] >= one.since]
        if one.until is not None:
            articles = articles[articles["published"] < one.until + _DAY]
        if one.text is not None:
            words = articles["title"].fillna("") + "\n" + articles["text"]
            articles = articles[words.str.contains(one.text, case=False, regex=False)]
    return articles


def expression(choices: Iterable[Choice]) -> pc.Expression:
    """The same as a condition on rows of Parquet, which are then not loaded to be left out."""
    return reduce(and_, [part for one in choices for part in _conditions(one)])


def _conditions(one: Choice) -> list[pc.Expression]:
    found = []
    if one.articles is not None:
        found.append(among(one.articles))
    if one.outlets is not None:
        found.append(pc.field("outlet").isin(pa.array(one.outlets, pa.string())))
    if one.since is not None:
        found.append(pc.field("published") >= pc.scalar(one.since))
    if one.until is not None:
        found.append(pc.field("published") < pc.scalar(one.until + _DAY))
    if one.text is not None:
        title = pc.coalesce(pc.field("title"), pc.scalar(""))
        words = pc.binary_join_element_wise(title, pc.field("text"), pc.scalar("\n"))
        found.append(pc.match_substring(words, one.text, ignore_case=True))
    return found

"""Conditions on articles: outlet, date, words and id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_

import pandas as pd
import pyarrow.compute as pc

from toolkit.storage.parquet import among

_DAY = pd.Timedelta(days=1)


def select(
    outlet: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    article: str | Iterable[str] | None = None,
) -> pc.Expression | None:
    """The condition on the columns of frames.ARTICLES that `Corpus.where` describes.

    Example:
        >>> select() is None
        True
    """
    conditions = []
    for column, names in (("outlet", outlet), ("article_id", article)):
        if names is not None:
            conditions.append(among([names] if isinstance(names, str) else names, column))
    if since is not None:
        conditions.append(pc.field("published") >= pc.scalar(_midnight(since)))
    if until is not None:
        conditions.append(pc.field("published") < pc.scalar(_midnight(until) + _DAY))
    if text is not None:
        title = pc.coalesce(pc.field("title"), pc.scalar(""))
        words = pc.binary_join_element_wise(title, pc.field("text"), pc.scalar("\n"))
        conditions.append(pc.match_substring(words, text, ignore_case=True))
    return reduce(and_, conditions) if conditions else None


def _midnight(day: str) -> pd.Timestamp:
    """The first moment of a day in UTC, or a moment with a time zone of its own."""
    moment = pd.Timestamp(day)
    return moment.tz_localize("UTC") if moment.tzinfo is None else moment

"""Selections of articles by outlet, date, words or id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import NamedTuple

import pandas as pd
import pyarrow.compute as pc

from toolkit.storage.parquet import among

_DAY = pd.Timedelta(days=1)


class Selection(NamedTuple):
    """Conditions on articles; None stands for no condition.

    Attributes:
        outlets: names of outlets.
        since: first moment.
        until: last day.
        text: words that title or text contain, whatever their case.
        articles: ids of articles.
    """

    outlets: tuple[str, ...] | None = None
    since: pd.Timestamp | None = None
    until: pd.Timestamp | None = None
    text: str | None = None
    articles: tuple[str, ...] | None = None


def day(written: str) -> pd.Timestamp:
    """The first moment of a day, in UTC.

    Example:
        >>> str(day("2025-03-01"))
        '2025-03-01 00:00:00+00:00'
    """
    stamp = pd.Timestamp(written)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp


def select(
    outlet: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    article: str | Iterable[str] | None = None,
) -> Selection | None:
    """A selection from the arguments of `Corpus.where`; None without any condition."""
    selection = Selection(
        _names(outlet),
        None if since is None else day(since),
        None if until is None else day(until),
        text,
        _names(article),
    )
    return None if selection == Selection() else selection


def _names(given: str | Iterable[str] | None) -> tuple[str, ...] | None:
    names = (given,) if isinstance(given, str) else given
    return None if names is None else tuple(names)


def expression(selections: Sequence[Selection]) -> pc.Expression | None:
    """The condition that articles match all selections; None without selections.

    Args:
        selections: each with at least one condition.
    """
    conditions = [c for selection in selections for c in _conditions(selection)]
    return reduce(and_, conditions) if conditions else None


def _conditions(selection: Selection) -> list[pc.Expression]:
    conditions = []
    if selection.articles is not None:
        conditions.append(among(selection.articles))
    if selection.outlets is not None:
        conditions.append(among(selection.outlets, "outlet"))
    if selection.since is not None:
        conditions.append(pc.field("published") >= pc.scalar(selection.since))
    if selection.until is not None:
        conditions.append(pc.field("published") < pc.scalar(selection.until + _DAY))
    if selection.text is not None:
        title = pc.coalesce(pc.field("title"), pc.scalar(""))
        words = pc.binary_join_element_wise(title, pc.field("text"), pc.scalar("\n"))
        conditions.append(pc.match_substring(words, selection.text, ignore_case=True))
    return conditions

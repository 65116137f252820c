"""Conditions on the rows of a corpus, from what a user asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import and_

import pandas as pd
import pyarrow.compute as pc
from rapidfuzz import process, utils

from toolkit.storage.parquet import among

Names = str | Iterable[str] | None
"""One name or several; None for no condition."""
_DAY = pd.Timedelta(days=1)
_NEAREST = 3
NAMED = (pc.field("kind") == "name") & (pc.coalesce(pc.field("rule"), pc.scalar("")) != "dateline")
"""The condition that a mention is a name in the news itself."""


def both(one: pc.Expression | None, other: pc.Expression | None) -> pc.Expression | None:
    """The condition that both hold; None stands for no condition."""
    return one if other is None else other if one is None else one & other


def listed(names: Names) -> list[str]:
    """The names as a list.

    Example:
        >>> listed("The Courier")
        ['The Courier']
    """
    return [] if names is None else [names] if isinstance(names, str) else list(names)


def select(
    outlet: Names = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    article: Names = None,
) -> pc.Expression | None:
    """The condition on the columns of frames.ARTICLES that `Corpus.where` describes.

    Example:
        >>> select() is None
        True
    """
    named = (("outlet", outlet), ("article_id", article))
    conditions = [among(listed(names), column) for column, names in named if names is not None]
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


def who(names: Names, column: str) -> pc.Expression | None:
    """The condition that a row is of one of these actors, by name or actor_id."""
    if names is None:
        return None
    wanted = listed(names)
    return among(wanted, column) | among(wanted, "actor_id")


def check_known(
    what: str, wanted: Names, known: Collection[str], ids: Collection[str] = ()
) -> None:
    """Refuse names that a corpus does not have.

    Args:
        what: what the names are, in the singular.
        wanted: the names.
        known: the names that there are.
        ids: what is known as well, but is no name.

    Raises:
        ValueError: a name is not known; the message has the nearest ones.

    Example:
        >>> check_known("outlet", "halvern radio", ["The Courier", "Radio Halvern"])
        Traceback (most recent call last):
        ValueError: no outlet 'halvern radio'; nearest: 'Radio Halvern', 'The Courier'
    """
    for name in listed(wanted):
        if name not in known and name not in ids:
            best = process.extract(
                str(name), sorted(known), processor=utils.default_process, limit=_NEAREST
            )
            nearest = ", ".join(repr(found) for found, *_ in best) or "nothing"
            raise ValueError(f"no {what} {name!r}; nearest: {nearest}")

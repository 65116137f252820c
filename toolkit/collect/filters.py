"""Filters: which of the pages that a list names are wanted; any function from a link will do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from dateutil import parser


@dataclass(frozen=True)
class Link:
    """One page as a list names it.

    Attributes:
        url: as it stood.
        title: headline, where the list gives one.
        published: UTC, where the list gives a date.
    """

    url: str
    title: str | None = None
    published: datetime | None = None


Filter = Callable[[Link], bool]


def parse_utc(text: str | None) -> datetime | None:
    """A date of a list, in UTC; null if it is none.

    Example:
        >>> parse_utc("2025-03-04T10:00:00+01:00")
        datetime.datetime(2025, 3, 4, 9, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        found = parser.parse(text or "")
    except (ValueError, OverflowError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def since(given: str | date) -> Filter:
    """Published on a day or later; what has no date passes.

    Example:
        >>> since("2025-03-04")(Link("https://a.example/x", published=parse_utc("2025-03-03")))
        False
    """
    first = as_day(given)
    return lambda link: link.published is None or link.published.date() >= first


def until(given: str | date) -> Filter:
    """Published on a day or before; what has no date passes."""
    last = as_day(given)
    return lambda link: link.published is None or link.published.date() <= last


def path(pattern: str) -> Filter:
    """The path of the address fits a pattern with ``*`` and ``?``.

    Example:
        >>> path("/politics/*")(Link("https://a.example/politics/ferry"))
        True
    """
    return lambda link: fnmatchcase(_path(link.url), pattern)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""  # no address at all: its row in the ledger says so


def title(expression: str) -> Filter:
    """A regular expression is found in the title; what has no title passes.

    Raises:
        ValueError: it is no regular expression.
    """
    try:
        found = re.compile(expression, re.I)
    except re.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from None
    return lambda link: link.title is None or bool(found.search(link.title))


def passes(link: Link, filters: Iterable[Filter]) -> bool:
    """Whether a link passes all filters.

    Example:
        >>> passes(Link("https://a.example/politics/x"), [path("/sport/*")])
        False
    """
    return all(wanted(link) for wanted in filters)


def as_day(given: str | date) -> date:
    """A day, written as 2025-03-04.

    Raises:
        ValueError: it is none.
    """
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"{given!r} is no day: write it as 2025-03-04") from None

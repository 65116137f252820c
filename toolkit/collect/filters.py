"""Filters of listed pages, by date, path or title; any function of a `Link` can be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from fnmatch import fnmatchcase
from typing import NamedTuple

from dateutil import parser

from toolkit.collect.address import url_parts


class Link(NamedTuple):
    """A page as listed in a feed, sitemap or file.

    Attributes:
        url: address as listed.
        title: headline, if the list gives one.
        published: date in UTC, if the list gives one.
    """

    url: str
    title: str | None = None
    published: datetime | None = None


Filter = Callable[[Link], bool]
_LONGEST_DATE = 100


def parse_utc(text: str | None) -> datetime | None:
    """Parse a date into UTC; None if the text is not a date.

    Example:
        >>> parse_utc("2025-03-04T10:00:00+01:00")
        datetime.datetime(2025, 3, 4, 9, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        parsed = parser.parse((text or "")[:_LONGEST_DATE], tzinfos=_offset)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except Exception:  # dateutil raises many kinds of errors
        return None


def _offset(name: str, seconds: int | None) -> timezone | None:
    """The time zone of an offset; dateutil would warn of each name that it does not know."""
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def since(given: str | date) -> Filter:
    """Pages published on a day or later, and pages without a date.

    Example:
        >>> since("2025-03-04")(Link("https://a.example/x", published=parse_utc("2025-03-03")))
        False
    """
    first = _as_day(given)
    return lambda link: link.published is None or link.published.date() >= first


def until(given: str | date) -> Filter:
    """Pages published on a day or earlier, and pages without a date."""
    last = _as_day(given)
    return lambda link: link.published is None or link.published.date() <= last


def path(pattern: str) -> Filter:
    """Pages whose address has a path that matches a pattern with ``*`` and ``?``.

    Example:
        >>> path("/politics/*")(Link("https://a.example/politics/ferry"))
        True
    """
    return lambda link: fnmatchcase(url_parts(link.url).path, pattern)


def title(expression: str) -> Filter:
    """Pages whose title matches a regular expression, and pages without a title.

    Raises:
        ValueError: the regular expression is invalid.
    """
    try:
        pattern = re.compile(expression, re.I)
    except re.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from None
    return lambda link: link.title is None or bool(pattern.search(link.title))


def passes(link: Link, filters: Iterable[Filter]) -> bool:
    """Whether a link passes all filters.

    Example:
        >>> passes(Link("https://a.example/politics/x"), [path("/sport/*")])
        False
    """
    return all(keeps(link) for keeps in filters)


def between(first: str | date | None, last: str | date | None) -> list[Filter]:
    """Filters by the first and the last day; None is no limit."""
    return [make(day) for make, day in ((since, first), (until, last)) if day]


def _as_day(given: str | date) -> date:
    """Parse a day written as 2025-03-04.

    Raises:
        ValueError: it is not written so.
    """
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"{given!r} is no day: write it as 2025-03-04") from None

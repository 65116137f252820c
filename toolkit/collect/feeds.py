"""RSS and Atom feeds, with their errors: the pages that they name."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser

from toolkit.collect.address import absolute_url
from toolkit.collect.filters import Link


class UnreadableList(ValueError):
    """Not a list of pages; the message says what it is."""


def parse_feed(data: bytes, url: str) -> list[Link]:
    """The pages that a feed names, in its order.

    Args:
        data: the feed as received.
        url: of the feed; its relative addresses start there.

    Raises:
        UnreadableList: it is no feed.

    Example:
        >>> feed = b"<rss><channel><item><title>Ferry</title><link>/f</link></item></channel></rss>"
        >>> parse_feed(feed, "https://courier.example/rss")
        [Link(url='https://courier.example/f', title='Ferry', published=None)]
    """
    parsed = feedparser.parse(data)
    if not parsed.entries and not parsed.get("version"):
        raise UnreadableList("not a feed: neither RSS nor Atom")
    return [_link(item, url) for item in parsed.entries if _address(item)]


def _link(item: Any, url: str) -> Link:
    return Link(absolute_url(url, _address(item)), item.get("title") or None, _published(item))


def _address(item: Any) -> str:
    """Where an entry leads: its link, or an id that is an address."""
    guid = str(item.get("id") or "")
    return str(item.get("link") or (guid if guid.startswith(("http://", "https://")) else ""))


def _published(item: Any) -> datetime | None:
    parts = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None

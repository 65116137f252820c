"""Read the links of RSS and Atom feeds, malformed ones included."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser

from toolkit.collect.address import absolute_url
from toolkit.collect.filters import Link


class UnreadableList(ValueError):
    """The data is not a list of pages; the message says why."""


def parse_feed(data: bytes, url: str) -> list[Link]:
    """The pages listed in a feed, in its order.

    Args:
        data: feed as received.
        url: address of the feed, to resolve relative addresses.

    Raises:
        UnreadableList: the data is not a feed.

    Example:
        >>> feed = b"<rss><channel><item><title>Ferry</title><link>/f</link></item></channel></rss>"
        >>> parse_feed(feed, "https://courier.example/rss")
        [Link(url='https://courier.example/f', title='Ferry', published=None)]
    """
    parsed = feedparser.parse(data)
    if not parsed.entries and not parsed.get("version"):
        raise UnreadableList("not a feed: neither RSS nor Atom")
    return [
        Link(absolute_url(url, address), item.get("title") or None, _published(item))
        for item in parsed.entries
        if (address := _address(item))
    ]


def _address(item: Any) -> str:
    """Address of an entry: its link, or its id if that is an address."""
    guid = str(item.get("id") or "")
    return str(item.get("link") or (guid if guid.startswith(("http://", "https://")) else ""))


def _published(item: Any) -> datetime | None:
    parts = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None

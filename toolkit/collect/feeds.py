"""Read the links of feeds and sitemaps, malformed ones included."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from toolkit.collect.address import absolute_url
from toolkit.collect.filters import Link, parse_utc

MOST_BYTES = 55 * 2**20
"""Largest sitemap, decompressed; the standard allows 50 MB."""


class UnreadableList(ValueError):
    """The data is not a list of pages; the message says why."""


def parse_feed(data: bytes, url: str) -> list[Link]:
    """The pages listed in an RSS or Atom feed, in its order.

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


def parse_sitemap(data: bytes, url: str) -> tuple[list[Link], list[Link]]:
    """Parse a sitemap; a truncated one gives the entries before its end.

    Args:
        data: decompressed XML, or plain lines of addresses.
        url: address of the sitemap, to resolve relative addresses.

    Returns:
        The pages with their dates and news titles; and the sitemaps of an index with the dates of
        their last change.

    Raises:
        UnreadableList: the data is not a sitemap.

    Example:
        >>> parse_sitemap(b"<urlset><url><loc>/f</loc></url></urlset>", "https://a.example/s")[0]
        [Link(url='https://a.example/f', title=None, published=None)]
    """
    if data.lstrip()[:4].lower() == b"http":
        return [Link(line) for line in data.decode("utf-8", errors="replace").split()], []
    links: dict[str, list[Link]] = {"url": [], "sitemap": []}
    # entries before an error are kept
    walk = etree.iterparse(
        io.BytesIO(data), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False,
        no_network=True, load_dtd=False,
    )  # fmt: skip
    try:
        for _, element in walk:
            if link := _link(element, url):
                links[etree.QName(element).localname].append(link)
            element.clear()
    except etree.XMLSyntaxError:
        pass
    if not any(links.values()) and b"<urlset" not in data and b"<sitemapindex" not in data:
        raise UnreadableList("not a sitemap: it names no pages")
    return links["url"], links["sitemap"]


def _link(element: etree._Element, url: str) -> Link | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            texts.setdefault(etree.QName(child).localname, child.text.strip())
    if "loc" not in texts:
        return None
    published = parse_utc(texts.get("publication_date") or texts.get("lastmod"))
    return Link(absolute_url(url, texts["loc"]), texts.get("title"), published)

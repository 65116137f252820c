"""Read lists of links: feeds, sitemaps, text files, tables, JSON and Python values."""

from __future__ import annotations

import calendar
import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
from charset_normalizer import from_bytes
from lxml import etree

from toolkit.collect.address import absolute_url, cut
from toolkit.collect.filters import Link, parse_utc

MOST_LINKS = 50_000
"""Most pages of a list; the standard of sitemaps allows no more."""
MOST_BYTES = 55 * 2**20
"""Largest sitemap, decompressed; the standard allows 50 MB."""
URL_COLUMNS = ("url", "link", "uri", "href", "address", "documentidentifier", "article_url",
               "canonical_url", "story_url", "web_url")  # fmt: skip
_TITLES = ("title", "headline")
_DATES = ("publish_date", "published", "published_at", "date", "seendate", "pubdate")
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]+|[0-9]+)")
_TABLES = (".csv", ".tsv", ".tab")


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
    parsed = feedparser.parse(_REFERENCE.sub(_valid_reference, data))
    if not parsed.entries and not parsed.get("version"):
        raise UnreadableList("not a feed: neither RSS nor Atom")
    return [
        Link(absolute_url(url, address), item.get("title") or None, _published(item))
        for item in parsed.entries
        if (address := _address(item))
    ]


def _valid_reference(match: re.Match[bytes]) -> bytes:
    """A character reference, or that of the replacement character if Unicode has no such one."""
    digits = match[1]
    code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits[:9])
    return match[0] if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else b"&#xFFFD"


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
        The pages with their dates and news titles, at most one more than MOST_LINKS; and the
        sitemaps of an index with the dates of their last change.

    Raises:
        UnreadableList: the data is not a sitemap.

    Example:
        >>> parse_sitemap(b"<urlset><url><loc>/f</loc></url></urlset>", "https://a.example/s")[0]
        [Link(url='https://a.example/f', title=None, published=None)]
    """
    if data.lstrip()[:4].lower() == b"http":
        lines = data.decode("utf-8", errors="replace").split(None, MOST_LINKS + 1)
        return [Link(cut(line)) for line in lines[: MOST_LINKS + 1]], []
    links: dict[str, list[Link]] = {"url": [], "sitemap": []}
    # entries before an error are kept
    walk = etree.iterparse(
        io.BytesIO(data), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False,
        no_network=True, load_dtd=False,
    )  # fmt: skip
    try:
        for _, element in walk:
            if link := _sitemap_link(element, url):
                links[etree.QName(element).localname].append(link)
            element.clear()
            if len(links["url"]) > MOST_LINKS:
                break
    except etree.XMLSyntaxError:
        pass
    if not any(links.values()) and b"<urlset" not in data and b"<sitemapindex" not in data:
        raise UnreadableList("not a sitemap: it names no pages")
    return links["url"], links["sitemap"]


def _sitemap_link(element: etree._Element, url: str) -> Link | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            # a prefix that no one declared stays part of the name
            texts.setdefault(re.split("[}:]", child.tag)[-1], child.text.strip())
    if "loc" not in texts:
        return None
    published = parse_utc(texts.get("publication_date") or texts.get("lastmod"))
    return Link(absolute_url(url, texts["loc"]), texts.get("title"), published)


def read_addresses(path: Path) -> list[Link]:
    """The addresses in a file: one per line, or in a column of a CSV or TSV file.

    Exports of Media Cloud, GDELT and Zotero need no changes. Lines that begin with # are comments.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a table has no column of addresses; the message lists its columns.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no such list: {path}")
    data = path.read_bytes()
    best = from_bytes(data[: 2**20]).best()
    encoding = "utf-8-sig" if best is None or best.encoding in ("utf_8", "ascii") else best.encoding
    text = data.decode(encoding, errors="replace")
    if path.suffix.lower() in _TABLES:
        return _table(text, path)
    if path.suffix.lower() == ".json":
        return _json(text, path)
    lines = (line.strip() for line in text.splitlines())
    return [Link(line) for line in lines if line and not line.startswith("#")]


def _json(text: str, path: Path) -> list[Link]:
    """Links in responses of NewsAPI and similar services: an object with a list, or a list."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    articles = loaded.get("articles", []) if isinstance(loaded, dict) else loaded
    rows = [row for row in articles if isinstance(row, dict) and row.get("url")]
    return [Link(str(r["url"]), r.get("title"), parse_utc(r.get("publishedAt"))) for r in rows]


def _table(text: str, path: Path) -> list[Link]:
    header = text.split("\n", 1)[0]
    delimiter = max("\t;,|", key=header.count)
    try:
        return _rows(csv.DictReader(io.StringIO(text), delimiter=delimiter), path)
    except csv.Error as error:
        raise ValueError(f"{path} is no table: {error}") from error


def _rows(rows: csv.DictReader[str], path: Path) -> list[Link]:
    columns = rows.fieldnames or []
    rows.fieldnames = [column.strip().lower().replace(" ", "_") for column in columns]
    url = next((column for column in URL_COLUMNS if column in rows.fieldnames), None)
    if url is None:
        raise ValueError(
            f"{path}: no column of addresses; the columns are "
            f"{', '.join(columns)[:300] or 'none'}; name one of them url"
        )
    return [
        Link(row[url].strip(), _first(row, _TITLES), parse_utc(_first(row, _DATES)))
        for row in rows
        if (row[url] or "").strip()
    ]


def _first(row: dict[str, str], columns: Sequence[str]) -> str | None:
    return next((row[column] for column in columns if row.get(column)), None)


def as_links(sources: str | Path | Iterable[str | Path | Link]) -> list[Link]:
    """Links from an address, a file of addresses, or a sequence of either.

    Example:
        >>> as_links(["https://courier.example/ferry"])
        [Link(url='https://courier.example/ferry', title=None, published=None)]
    """
    links: list[Link] = []
    for source in [sources] if isinstance(sources, str | Path) else sources:
        if isinstance(source, Link):
            links.append(source)
        elif isinstance(source, Path) or ("://" not in source and _is_list(Path(source))):
            links += read_addresses(Path(source))
        else:
            links.append(Link(source))
    return links


def _is_list(path: Path) -> bool:
    try:
        return path.suffix.lower() in (*_TABLES, ".json", ".txt") or path.is_file()
    except (OSError, ValueError):
        return False  # too long for a file name, or not a valid one

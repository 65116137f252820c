"""Discover links in feeds, sitemaps and front pages."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from toolkit.collect.address import InvalidAddress
from toolkit.collect.client import PoliteClient
from toolkit.collect.failures import FetchError
from toolkit.collect.feeds import UnreadableList, parse_feed
from toolkit.collect.filters import Filter, Link, passes
from toolkit.collect.newspaper3k import FrontPage
from toolkit.collect.raw_pages import warc_record, write_file
from toolkit.collect.sitemaps import MOST_BYTES, parse_sitemap
from toolkit.collect.warc import ArchivedPage, read_warc

_MOST_SITEMAPS = 5000
_MOST_SECTIONS = 100


@dataclass(frozen=True)
class FailedList:
    """A list that could not be read."""

    url: str
    reason: str


@dataclass(frozen=True)
class LinkList:
    """The links of a list, and its address; None for links given by the caller."""

    url: str | None
    links: list[Link]


class LinkDiscovery:
    """Reads lists of links from servers, and keeps them in ``log/lists``.

    Args:
        client: sends the requests.
        home: the corpus folder.
        sitemap_filters: conditions that an entry of a sitemap index must pass.
    """

    def __init__(
        self, client: PoliteClient, home: Path, sitemap_filters: Iterable[Filter] = ()
    ) -> None:
        self._client = client
        self._home = home
        self._sitemap_filters = list(sitemap_filters)

    async def feed(self, url: str) -> LinkList | FailedList:
        """Links in a feed."""
        try:
            return LinkList(url, parse_feed(await self._document(url), url))
        except (FetchError, UnreadableList, InvalidAddress) as error:
            return FailedList(url, str(error))

    async def sitemap(self, url: str) -> AsyncIterator[LinkList | FailedList]:
        """Links in a sitemap and nested ones, or in those that the robots.txt of a site lists."""
        todo, visited = await self._starts(url), set[str]()
        while todo and len(visited) < _MOST_SITEMAPS:
            current = todo.pop(0)
            if current in visited:
                continue
            visited.add(current)
            try:
                sitemap = parse_sitemap(await self._document(current), current)
            except (FetchError, UnreadableList, InvalidAddress) as error:
                yield FailedList(current, str(error))
                continue
            todo += [s.url for s in sitemap.sitemaps if passes(s, self._sitemap_filters)]
            yield LinkList(current, sitemap.pages)

    async def _starts(self, url: str) -> list[str]:
        if url.lower().endswith((".xml", ".gz", ".txt")) or "sitemap" in url.lower():
            return [url]
        try:
            named = await self._client.sitemaps(url)
        except (FetchError, InvalidAddress):
            named = []
        return named or [url.rstrip("/") + "/sitemap.xml"]

    async def front_page(self, url: str) -> LinkList | FailedList:
        """Links that newspaper3k finds from the front page of an outlet, its sections and feeds."""
        try:
            front_page = FrontPage(url, await self._text(url))
        except (FetchError, InvalidAddress) as error:
            return FailedList(url, str(error))
        sections = await self._guessed(front_page.sections())
        feeds = await self._guessed(front_page.feeds(sections))
        return LinkList(url, front_page.articles(sections, feeds))

    async def _guessed(self, urls: list[str]) -> dict[str, str]:
        """Pages at guessed addresses, without those that cannot be fetched."""
        pages = {}
        for url in urls[:_MOST_SECTIONS]:
            with suppress(FetchError, InvalidAddress):
                pages[url] = await self._text(url)
        return pages

    async def _text(self, url: str) -> str:
        return (await self._document(url)).decode("utf-8", errors="replace")

    async def _document(self, url: str) -> bytes:
        """A list as received, or the stored one where the server says that it has not changed."""
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        path = f"log/lists/{name}.warc.gz"
        known = _stored(self._home / path)
        response = await self._client.document(url, known.conditions if known else {}, MOST_BYTES)
        if response.status == 304 and known:
            return known.data
        if response.status != 200:
            raise FetchError("broken", f"answer {response.status} {response.reason}".strip())
        write_file(self._home, path, warc_record(response))
        return response.decompressed(MOST_BYTES)


def _stored(path: Path) -> ArchivedPage | None:
    if not path.is_file():
        return None
    return next((p for p in read_warc(path, MOST_BYTES) if isinstance(p, ArchivedPage)), None)

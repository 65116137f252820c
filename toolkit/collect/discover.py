"""Discover links in feeds, sitemaps and front pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.collect.address import InvalidAddress
from toolkit.collect.client import PoliteClient
from toolkit.collect.containers import Document, read_warc
from toolkit.collect.fetch import FetchError
from toolkit.collect.filters import Filter, Link, passes
from toolkit.collect.lists import MOST_BYTES, UnreadableList, parse_feed, parse_sitemap
from toolkit.collect.newspaper3k import FrontPage
from toolkit.collect.raw_pages import warc_record, write_file

_MOST_SITEMAPS = 5000
_MOST_SECTIONS = 100


@dataclass(eq=False)
class LinkDiscovery:
    """Reads lists of links from servers, and keeps them in ``log/lists``.

    Attributes:
        client: sends the requests.
        home: the corpus folder.
        sitemap_filters: conditions that an entry of a sitemap index must pass.
        add: called with the links of each list and its address.
        failed: the reason why a list could not be read, by its address.
    """

    client: PoliteClient
    home: Path
    sitemap_filters: Sequence[Filter]
    add: Callable[[list[Link], str], object]
    failed: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def _noting_failure(self, url: str) -> Iterator[None]:
        try:
            yield
        except (FetchError, UnreadableList, InvalidAddress) as error:
            self.failed[url] = str(error)

    async def feed(self, url: str) -> None:
        """Add the links of a feed."""
        with self._noting_failure(url):
            self.add(parse_feed(await self._document(url), url), url)

    async def sitemap(self, url: str) -> None:
        """Add the links of a sitemap and nested ones, or of those in the robots.txt of a site."""
        todo, visited = await self._starts(url), set[str]()
        while todo and len(visited) < _MOST_SITEMAPS:
            current = todo.pop(0)
            if current in visited:
                continue
            visited.add(current)
            with self._noting_failure(current):
                pages, nested = parse_sitemap(await self._document(current), current)
                todo += [s.url for s in nested if passes(s, self.sitemap_filters)]
                self.add(pages, current)

    async def _starts(self, url: str) -> list[str]:
        if url.lower().endswith((".xml", ".gz", ".txt")) or "sitemap" in url.lower():
            return [url]
        named: list[str] = []
        with suppress(FetchError, InvalidAddress):
            named = await self.client.sitemaps(url)
        return named or [url.rstrip("/") + "/sitemap.xml"]

    async def front_page(self, url: str) -> None:
        """Add links that newspaper3k finds from an outlet's front page, its sections and feeds."""
        with self._noting_failure(url):
            front_page = FrontPage(url, await self._text(url))
            sections = await self._guessed(front_page.sections())
            feeds = await self._guessed(front_page.feeds(sections))
            self.add(front_page.articles(sections, feeds), url)

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
        name = f"log/lists/{hashlib.sha256(url.encode()).hexdigest()[:24]}.warc.gz"
        path = self.home / name
        pages = read_warc(path, MOST_BYTES) if path.is_file() else ()
        known = next((page for page in pages if isinstance(page, Document)), None)
        headers = known.conditions if known else {}
        response = await self.client.document(url, headers=headers, max_bytes=MOST_BYTES)
        if response.status == 304 and known:
            return known.data
        if response.status != 200:
            raise FetchError("broken", f"answer {response.status} {response.reason}".strip())
        write_file(self.home, name, warc_record(response))
        return response.decompressed(MOST_BYTES)

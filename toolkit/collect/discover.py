"""Discover links in feeds, sitemaps and front pages."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from toolkit.collect.address import InvalidAddress
from toolkit.collect.client import PoliteClient
from toolkit.collect.containers import Document, read_warc
from toolkit.collect.fetch import FetchError, if_changed
from toolkit.collect.filters import Filter, Link, passes
from toolkit.collect.ledger import reason_of
from toolkit.collect.lists import MOST_BYTES, MOST_LINKS, UnreadableList, parse_feed, parse_sitemap
from toolkit.collect.newspaper3k import FrontPage
from toolkit.collect.raw_pages import warc_record, write_file

_MOST_SITEMAPS = 5000
_MOST_SECTIONS = 100
Parsed = TypeVar("Parsed")


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
    add: Callable[[list[Link], str], Awaitable[object]]
    failed: dict[str, str] = field(default_factory=dict)
    _parsing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @contextmanager
    def _noting_failure(self, url: str) -> Iterator[None]:
        try:
            yield
        except (FetchError, UnreadableList, InvalidAddress) as error:
            self.failed[url] = str(error)
        except Exception as error:  # one list ends no collection
            self.failed[url] = reason_of(error)

    async def feed(self, url: str) -> None:
        """Add the links of a feed."""
        with self._noting_failure(url):
            data = await self._document(url, self.client.policy.max_bytes)
            await self._add(await self._parse(parse_feed, data, url), url)

    async def sitemap(self, url: str) -> None:
        """Add the links of a sitemap and nested ones, or of those in the robots.txt of a site."""
        todo, visited = list[str](), set[str]()
        with self._noting_failure(url):
            todo += await self._starts(url)
        while todo and len(visited) < _MOST_SITEMAPS:
            current = todo.pop(0)
            if current in visited:
                continue
            visited.add(current)
            with self._noting_failure(current):
                data = await self._document(current)
                pages, nested = await self._parse(parse_sitemap, data, current)
                todo += [s.url for s in nested if passes(s, self.sitemap_filters)]
                await self._add(pages, current)

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
            front_page = await self._parse(FrontPage, url, await self._text(url))
            sections = await self._guessed(await self._parse(front_page.sections))
            feeds = await self._guessed(await self._parse(front_page.feeds, sections))
            await self._add(await self._parse(front_page.articles, sections, feeds), url)

    async def _parse(self, parse: Callable[..., Parsed], *values: object) -> Parsed:
        """The result of a function that takes long; meanwhile other hosts are asked."""
        async with self._parsing:
            return await asyncio.to_thread(parse, *values)

    async def _add(self, links: list[Link], url: str) -> None:
        """Add the links of a list, and say so if there are more than a list may have."""
        await self.add(links[:MOST_LINKS], url)
        if len(links) > MOST_LINKS:
            self.failed[url] = f"over {MOST_LINKS:,} pages: the others were not read"

    async def _guessed(self, urls: list[str]) -> dict[str, str]:
        """Pages at guessed addresses, without those that cannot be fetched."""
        pages = {}
        for url in urls[:_MOST_SECTIONS]:
            with suppress(FetchError, InvalidAddress):
                pages[url] = await self._text(url)
        return pages

    async def _text(self, url: str) -> str:
        data = await self._document(url, self.client.policy.max_bytes)
        return data.decode("utf-8", errors="replace")

    async def _document(self, url: str, max_bytes: int = MOST_BYTES) -> bytes:
        """A list as received, or the stored one where the server says that it has not changed."""
        name = f"log/lists/{hashlib.sha256(url.encode()).hexdigest()[:24]}.warc.gz"
        path = self.home / name
        known = _stored(path)
        sent = known.headers if known else {}
        headers = if_changed(sent.get("etag"), sent.get("last-modified"))
        response = await self.client.document(url, headers=headers, max_bytes=max_bytes)
        if response.status == 304 and known:
            return known.data
        if response.status != 200:
            raise FetchError("broken", f"answer {response.status} {response.reason}".strip())
        write_file(self.home, name, warc_record(response))
        return response.decompressed(max_bytes)


def _stored(path: Path) -> Document | None:
    """The list as it was stored; None if it was not, or is damaged."""
    try:
        pages = read_warc(path, MOST_BYTES) if path.is_file() else ()
        return next((page for page in pages if isinstance(page, Document)), None)
    except Exception:  # whatever a damaged file raises: the list is requested again
        return None

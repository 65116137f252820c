"""Discovering: from feeds, sitemaps and front pages to links, each list fetched as politely."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from toolkit.collect.address import InvalidAddress
from toolkit.collect.failures import FetchError
from toolkit.collect.feeds import UnreadableList, parse_feed
from toolkit.collect.filters import Filter, Link
from toolkit.collect.newspaper3k import FrontPage
from toolkit.collect.raw_pages import warc_record, write_whole
from toolkit.collect.sitemaps import MOST_BYTES, parse_sitemap
from toolkit.collect.throttle import PoliteClient
from toolkit.collect.warc import ArchivedPage, read_warc

_MOST_SITEMAPS = 5000
_MOST_SECTIONS = 100


@dataclass(frozen=True)
class FailedList:
    """A list that gave nothing: its address, and why."""

    url: str
    reason: str


Found = tuple[str, list[Link]] | FailedList


class LinkDiscovery:
    """Reads lists of pages from servers; what was read is kept in ``log/lists``.

    Args:
        asker: that asks servers.
        home: the corpus folder.
        newer: what an index says of a sitemap's last change must pass this.
    """

    def __init__(self, asker: PoliteClient, home: Path, newer: Iterable[Filter] = ()) -> None:
        self._asker = asker
        self._home = home
        self._newer = list(newer)

    async def feed(self, url: str) -> Found:
        """Pages that a feed names."""
        try:
            return url, parse_feed(await self._document(url), url)
        except (FetchError, UnreadableList, InvalidAddress) as error:
            return FailedList(url, str(error))

    async def sitemap(self, url: str) -> AsyncIterator[Found]:
        """Pages of a sitemap and of all that it names; of a site, those in its robots.txt."""
        todo, seen = await self._starts(url), set[str]()
        while todo and len(seen) < _MOST_SITEMAPS:
            one = todo.pop(0)
            if one in seen:
                continue
            seen.add(one)
            try:
                named = parse_sitemap(await self._document(one), one)
            except (FetchError, UnreadableList, InvalidAddress) as error:
                yield FailedList(one, str(error))
                continue
            todo += [s.url for s in named.sitemaps if all(wanted(s) for wanted in self._newer)]
            yield one, named.pages

    async def _starts(self, url: str) -> list[str]:
        if url.lower().endswith((".xml", ".gz", ".txt")) or "sitemap" in url.lower():
            return [url]
        try:
            named = await self._asker.sitemaps(url)
        except (FetchError, InvalidAddress):
            named = []
        return named or [url.rstrip("/") + "/sitemap.xml"]

    async def front(self, url: str) -> Found:
        """Pages that an outlet's front page, its sections and feeds lead to."""
        try:
            front = FrontPage(url, await self._text(url))
        except (FetchError, InvalidAddress) as error:
            return FailedList(url, str(error))
        sections = await self._guessed(front.sections())
        feeds = await self._guessed(front.feeds(sections))
        return url, front.articles(sections, feeds)

    async def _guessed(self, urls: list[str]) -> dict[str, str]:
        """Pages by their address; what cannot be had is left out, since it was but a guess."""
        found = {}
        for url in urls[:_MOST_SECTIONS]:
            with suppress(FetchError, InvalidAddress):
                found[url] = await self._text(url)
        return found

    async def _text(self, url: str) -> str:
        return (await self._document(url)).decode("utf-8", errors="replace")

    async def _document(self, url: str) -> bytes:
        """A list as it is now; as it was kept where the server says that it has not changed."""
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        path = self._home / "log" / "lists" / f"{name}.warc.gz"
        known = _kept(path)
        answer = await self._asker.document(url, known.conditions if known else {}, MOST_BYTES)
        if answer.status == 304 and known:
            return known.data
        if answer.status != 200:
            raise FetchError("broken", f"answer {answer.status} {answer.reason}".strip())
        write_whole(path, warc_record(answer), self._home)
        return answer.unpacked(MOST_BYTES)


def _kept(path: Path) -> ArchivedPage | None:
    if not path.is_file():
        return None
    return next((p for p in read_warc(path, MOST_BYTES) if isinstance(p, ArchivedPage)), None)

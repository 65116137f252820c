"""Collect from the web: lists of links into the ledger, its addresses into raw pages."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from toolkit.collect.client import PoliteClient, RequestCounts
from toolkit.collect.crawl import Crawler
from toolkit.collect.discover import FailedList, LinkDiscovery, LinkList
from toolkit.collect.fetch import Fetcher
from toolkit.collect.filters import Filter, Link, passes
from toolkit.collect.ledger import Ledger, ledger_rows
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.raw_pages import (
    PageFiles,
    PageStore,
    WarcFile,
    create_corpus,
    remove_unfinished,
    requeue_missing,
)
from toolkit.progress import bar

Result = TypeVar("Result")


@dataclass(frozen=True)
class CrawlJob:
    """What to collect.

    Attributes:
        urls: links to pages.
        feeds: addresses of RSS and Atom feeds.
        sitemaps: addresses of sitemaps, or of sites whose robots.txt names them.
        front_pages: front pages of outlets, read by newspaper3k's rules.
        filters: conditions that a link must pass.
        sitemap_filters: conditions that an entry of a sitemap index must pass.
    """

    urls: Sequence[Link] = ()
    feeds: Sequence[str] = ()
    sitemaps: Sequence[str] = ()
    front_pages: Sequence[str] = ()
    filters: Sequence[Filter] = ()
    sitemap_filters: Sequence[Filter] = ()

    def __bool__(self) -> bool:
        return bool(self.urls or self.feeds or self.sitemaps or self.front_pages)


@dataclass(frozen=True)
class CrawlSummary:
    """Result of a collection.

    Attributes:
        counts: number of addresses by state, of all runs so far.
        reasons: number of addresses without a page by reason.
        new: number of pages that this run stored.
        requests: number of requests that this run sent.
        failed_lists: lists that could not be read.
        no_network: whether no server at all could be reached.
    """

    counts: dict[str, int]
    reasons: dict[str, int]
    new: int
    requests: int
    failed_lists: list[FailedList] = field(default_factory=list)
    no_network: bool = False


def collect_web(
    job: CrawlJob,
    home: Path,
    policy: CrawlPolicy | None = None,
    *,
    warc: bool = False,
    again: Iterable[str] = (),
) -> CrawlSummary:
    """Fetch pages into ``raw/`` of a corpus folder; the same call continues after a stop.

    Args:
        job: lists and filters; an empty job continues with the ledger.
        home: the corpus folder; created if missing.
        policy: limits on requests.
        warc: store the pages of a run in one WARC file rather than one file per page.
        again: states to retry: "failed", or "kept" for pages that may have changed.

    Raises:
        OSError: the folder cannot be written, or the disk is full; what was fetched is kept.
    """
    create_corpus(home)
    pages: PageStore = WarcFile(home) if warc else PageFiles(home)
    try:
        return _run_coroutine(_collect(job, home, policy or CrawlPolicy(), pages, again))
    finally:
        pages.close()


async def _collect(
    job: CrawlJob, home: Path, policy: CrawlPolicy, pages: PageStore, again: Iterable[str]
) -> CrawlSummary:
    with Ledger(home) as ledger:  # SQLite wants it opened in the thread that uses it
        remove_unfinished(home)
        requeue_missing(ledger, home)
        ledger.reopen("later", *again)
        return await _Run(job, home, policy, ledger, pages).collect()


def read_ledger(home: Path) -> pd.DataFrame:
    """Every address of a collection with its state; see `Ledger.frame` for the columns.

    Raises:
        FileNotFoundError: nothing was collected there.
    """
    if not (home / "log" / "ledger.sqlite").is_file():
        raise FileNotFoundError(f"{home} has no ledger: nothing was collected there")
    with Ledger(home) as ledger:
        return ledger.frame()


class _Run:
    """One call of `collect_web`."""

    def __init__(
        self, job: CrawlJob, home: Path, policy: CrawlPolicy, ledger: Ledger, pages: PageStore
    ) -> None:
        self._job, self._home, self._policy = job, home, policy
        self._ledger, self._pages = ledger, pages
        self._failed_lists: list[FailedList] = []
        self._states: Counter[str] = Counter()
        self._progress: Any = None

    async def collect(self) -> CrawlSummary:
        """Read the lists, then fetch the pages."""
        self._add(LinkList(None, list(self._job.urls)))
        async with Fetcher(self._policy) as fetcher:
            client = PoliteClient(self._policy, fetcher)
            await self._discover(LinkDiscovery(client, self._home, self._job.sitemap_filters))
            hosts = self._policy.hosts
            crawl = Crawler(self._ledger, self._pages, client, hosts, self._settled)
            todo = self._ledger.counts().get("todo", 0)
            with bar(todo, "collecting", "pages") as self._progress:
                await crawl.run()
        return self._outcome(client.counts)

    async def _discover(self, discovery: LinkDiscovery) -> None:
        single = [discovery.feed(u) for u in self._job.feeds]
        single += [discovery.front_page(u) for u in self._job.front_pages]
        lists: list[Awaitable[None]] = [self._take(pending) for pending in single]
        lists += [self._take_all(discovery, url) for url in self._job.sitemaps]
        with bar(len(lists), "reading lists", "lists") as progress:
            for done in asyncio.as_completed(lists):
                await done
                progress.update()

    async def _take(self, pending: Coroutine[Any, Any, LinkList | FailedList]) -> None:
        self._add(await pending)

    async def _take_all(self, discovery: LinkDiscovery, url: str) -> None:
        async for links in discovery.sitemap(url):
            self._add(links)

    def _add(self, links: LinkList | FailedList) -> None:
        if isinstance(links, FailedList):
            self._failed_lists.append(links)
        else:
            rows = (row for link in links.links for row in self._rows(link, links.url))
            self._ledger.add(rows)

    def _rows(self, link: Link, found_in: str | None) -> list[dict[str, object]]:
        published = link.published.isoformat() if link.published else None
        values = {"found_in": found_in, "title": link.title, "published": published}
        if not passes(link, self._job.filters):
            values |= {"state": "passed over", "reason": "filtered out"}
        return ledger_rows([link.url], **values)

    def _settled(self, state: str) -> None:
        if state == "todo":
            self._progress.total += 1
            return
        self._states[state] += 1
        if not self._progress.disable:
            self._progress.set_postfix(self._states, refresh=False)
        self._progress.update()

    def _outcome(self, requests: RequestCounts) -> CrawlSummary:
        silent = bool(requests.silent) and not requests.answered
        return CrawlSummary(
            self._ledger.counts(),
            self._ledger.reasons(),
            self._states["kept"],
            requests.requests,
            self._failed_lists,
            no_network=silent,
        )


def _run_coroutine(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine; in a notebook, where a loop is running already, from a thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()

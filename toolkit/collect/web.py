"""Collecting from the web: lists into the ledger, the ledger's addresses into raw pages."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from toolkit.collect.crawl import Crawler
from toolkit.collect.discover import FailedList, Found, LinkDiscovery
from toolkit.collect.fetch import Fetcher
from toolkit.collect.filters import Filter, Link, passes
from toolkit.collect.ledger import Ledger
from toolkit.collect.ledger_rows import entries
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.raw_pages import (
    PageFiles,
    PageStore,
    WarcFile,
    create_corpus,
    remove_unfinished,
)
from toolkit.collect.requeue import requeue_missing
from toolkit.collect.throttle import PoliteClient, RequestCounts
from toolkit.progress import bar

Result = TypeVar("Result")


@dataclass(frozen=True)
class CrawlJob:
    """What to collect.

    Attributes:
        urls: pages.
        feeds: addresses of RSS and Atom feeds.
        sitemaps: addresses of sitemaps, or of sites whose robots.txt names them.
        front_pages: front pages of outlets, read by newspaper3k's rules.
        filters: what a link must pass.
        sitemap_filters: what an index's entry must pass for its sitemap to be read.
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
    """What a collection has come to.

    Attributes:
        counts: addresses by state, of all runs so far.
        reasons: how often each reason stands beside an address without a page.
        new: pages that this run kept.
        requests: that this run sent.
        failed_lists: lists that gave nothing.
        no_network: whether nothing at all could be reached.
    """

    counts: dict[str, int]
    reasons: dict[str, int]
    new: int
    requests: int
    failed_lists: list[FailedList] = field(default_factory=list)
    no_network: bool = False


def collect_web(
    wanted: CrawlJob,
    home: Path,
    policy: CrawlPolicy | None = None,
    *,
    warc: bool = False,
    again: Iterable[str] = (),
) -> CrawlSummary:
    """Fetch what is wanted into ``raw/`` of a corpus folder; the same call goes on after a stop.

    Args:
        wanted: lists and filters; nothing goes on with what the ledger has to do.
        home: the corpus folder; made where it is missing.
        policy: how servers are asked.
        warc: keep the pages of a run in one WARC file rather than one file a page.
        again: states to try again: "failed", or "kept" for what may have changed.

    Raises:
        OSError: the folder cannot be written, or the disk is full; what was fetched is kept.
    """
    policy = policy or CrawlPolicy()
    create_corpus(home)
    keeper: PageStore = WarcFile(home) if warc else PageFiles(home)
    with Ledger(home) as ledger:
        remove_unfinished(home)
        requeue_missing(ledger, home)
        ledger.reopen("later", *again)
        run = _Run(wanted, home, policy, ledger, keeper)
        try:
            return _finished(run.all)
        finally:
            keeper.close()


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
        self, wanted: CrawlJob, home: Path, policy: CrawlPolicy, ledger: Ledger, keeper: PageStore
    ) -> None:
        self._wanted, self._home, self._policy = wanted, home, policy
        self._ledger, self._keeper = ledger, keeper
        self._lost: list[FailedList] = []
        self._met: Counter[str] = Counter()
        self._shown: Any = None

    async def all(self) -> CrawlSummary:
        """Lists first, then pages."""
        self._add([(None, list(self._wanted.urls))])
        async with Fetcher(self._policy) as fetcher:
            asker = PoliteClient(self._policy, fetcher)
            await self._discover(LinkDiscovery(asker, self._home, self._wanted.sitemap_filters))
            hosts = self._policy.hosts
            crawl = Crawler(self._ledger, self._keeper, asker, hosts, self._settled)
            todo = self._ledger.counts().get("todo", 0)
            with bar(todo, "collecting", "pages") as self._shown:
                await crawl.run()
        return self._outcome(asker.tally)

    async def _discover(self, discover: LinkDiscovery) -> None:
        asked = [discover.feed(u) for u in self._wanted.feeds]
        asked += [discover.front(u) for u in self._wanted.front_pages]
        lists: list[Awaitable[None]] = [self._take(found) for found in asked]
        lists += [self._take_all(discover, url) for url in self._wanted.sitemaps]
        with bar(len(lists), "reading lists", "lists") as shown:
            for done in asyncio.as_completed(lists):
                await done
                shown.update()

    async def _take(self, asked: Coroutine[Any, Any, Found]) -> None:
        self._found(await asked)

    async def _take_all(self, discover: LinkDiscovery, url: str) -> None:
        async for found in discover.sitemap(url):
            self._found(found)

    def _found(self, found: Found) -> None:
        if isinstance(found, FailedList):
            self._lost.append(found)
        else:
            self._add([found])

    def _add(self, lists: list[tuple[str | None, list[Link]]]) -> None:
        for where, found in lists:
            self._ledger.add(row for link in found for row in self._rows(link, where))

    def _rows(self, link: Link, where: str | None) -> list[dict[str, object]]:
        published = link.published.isoformat() if link.published else None
        given = {"found_in": where, "title": link.title, "published": published}
        if not passes(link, self._wanted.filters):
            given |= {"state": "passed over", "reason": "filtered out"}
        return entries([link.url], **given)

    def _settled(self, state: str) -> None:
        if state == "todo":
            self._shown.total += 1
            return
        self._met[state] += 1
        if not self._shown.disable:
            self._shown.set_postfix(self._met, refresh=False)
        self._shown.update()

    def _outcome(self, tally: RequestCounts) -> CrawlSummary:
        silent = bool(tally.silent) and not tally.answered
        return CrawlSummary(
            self._ledger.counts(),
            self._ledger.reasons(),
            self._met["kept"],
            tally.requests,
            self._lost,
            no_network=silent,
        )


def _finished(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """What a coroutine gives, in a notebook too, where a loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    made: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(asyncio.run(work()))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return made[0]

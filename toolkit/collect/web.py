"""Collect from the web: lists of links into the ledger, its addresses into raw pages."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from toolkit.collect import filters, raw_pages
from toolkit.collect.client import PoliteClient
from toolkit.collect.crawl import Crawler
from toolkit.collect.discover import LinkDiscovery
from toolkit.collect.fetch import open_session
from toolkit.collect.filters import Filter, Link
from toolkit.collect.ledger import DamagedLedger, link_row
from toolkit.collect.lists import as_links
from toolkit.collect.policy import CrawlPolicy
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


Texts = str | Iterable[str]


def crawl_job(
    urls: str | Path | Iterable[str | Path | Link] = (),
    feeds: Texts = (),
    sitemaps: Texts = (),
    fronts: Texts = (),
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    path: str | None = None,
    title: str | None = None,
    wanted: Filter | None = None,
) -> CrawlJob:
    """A job from values as a user gives them; see `toolkit.collect` for each.

    Raises:
        ValueError: a list has no column of addresses, or a condition is not valid.
    """
    others = [f(t) for f, t in ((filters.path, path), (filters.title, title)) if t]
    own = [*filters.between(since, until), *others, *([wanted] if wanted else [])]
    lists = (_list(feeds), _list(sitemaps), _list(fronts))
    return CrawlJob(as_links(urls), *lists, own, filters.between(since, None))


def _list(given: Texts) -> list[str]:
    return [given] if isinstance(given, str) else [*given]


@dataclass(frozen=True)
class CrawlSummary:
    """Result of a collection.

    Attributes:
        counts: number of addresses by state, of all runs so far.
        reasons: number of addresses without a page by reason.
        new: number of pages that this run stored.
        requests: number of requests that this run sent.
        failed_lists: the reason why a list could not be read, by its address.
        no_network: whether no server at all could be reached.
    """

    counts: dict[str, int]
    reasons: dict[str, int]
    new: int
    requests: int
    failed_lists: dict[str, str] = field(default_factory=dict)
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
        ValueError: nothing to collect.
        OSError: the folder cannot be written, or the disk is full; what was fetched is kept.
    """
    if not job and not (home / "log" / "ledger.sqlite").is_file():
        raise ValueError(
            "nothing to collect: the list is empty; give addresses, feeds, sitemaps or fronts"
        )
    raw_pages.create_corpus(home)
    states = list(again)
    try:
        return _run_coroutine(_collect(job, home, policy or CrawlPolicy(), warc, states))
    except DamagedLedger as error:  # in a part that opening it did not look at
        raw_pages.set_ledger_aside(home, error)
        return _run_coroutine(_collect(job, home, policy or CrawlPolicy(), warc, states))


async def _collect(
    job: CrawlJob, home: Path, policy: CrawlPolicy, warc: bool, again: Iterable[str]
) -> CrawlSummary:
    with raw_pages.open_ledger(home) as ledger:  # SQLite wants it opened in the thread that uses it
        raw_pages.remove_unfinished(home)
        raw_pages.requeue_missing(ledger, home)
        ledger.reopen("later", *again)

        def rows(links: Sequence[Link], found_in: str | None) -> list[dict[str, object]]:
            return [link_row(link, found_in, job.filters) for link in links]

        async def add(links: Sequence[Link], found_in: str | None) -> None:
            ledger.add(await asyncio.to_thread(rows, links, found_in))

        await add(job.urls, None)
        async with open_session(policy) as session:
            client = PoliteClient(policy, session)
            discovery = LinkDiscovery(client, home, job.sitemap_filters, add)
            await _read_lists(job, discovery)
            new = await Crawler(ledger, raw_pages.page_store(home, warc), client).run()
        counts, reasons, failed = ledger.counts(), ledger.reasons(), discovery.failed
        return CrawlSummary(
            counts, reasons, new, client.requests, failed, no_network=not client.has_network
        )


async def _read_lists(job: CrawlJob, discovery: LinkDiscovery) -> None:
    lists = [
        *map(discovery.feed, job.feeds),
        *map(discovery.front_page, job.front_pages),
        *map(discovery.sitemap, job.sitemaps),
    ]
    with bar(len(lists), "reading lists", "lists") as progress:
        for done in asyncio.as_completed(lists):
            await done
            progress.update()


def read_ledger(home: Path) -> pd.DataFrame:
    """Every address of a collection with its state; see `Ledger.frame` for the columns.

    Raises:
        FileNotFoundError: nothing was collected there.
    """
    if not (home / "log" / "ledger.sqlite").is_file():
        raise FileNotFoundError(f"{home} has no ledger: nothing was collected there")
    with raw_pages.open_ledger(home) as ledger:
        return ledger.frame()


def _run_coroutine(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine; in a notebook, where a loop is running already, from a thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()

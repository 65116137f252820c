"""Fetch pages from the web into a corpus."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

# imported at once: later it would hide the function `toolkit.collect`
from toolkit.collect.policy import CrawlPolicy

if TYPE_CHECKING:
    from toolkit.annotate import Annotator
    from toolkit.collect.filters import Filter, Link
    from toolkit.collect.web import Texts
    from toolkit.corpus.corpus import Corpus


def collect(
    urls: str | Path | Iterable[str | Path | Link] = (),
    *,
    into: str | Path,
    feeds: Texts = (),
    sitemaps: Texts = (),
    fronts: Texts = (),
    since: str | date | None = None,
    until: str | date | None = None,
    path: str | None = None,
    title: str | None = None,
    wanted: Filter | None = None,
    policy: CrawlPolicy | None = None,
    warc: bool = False,
    annotator: Annotator | None = None,
    workers: int = 1,
) -> Corpus:
    """Fetch pages politely into a corpus folder and open it; the same call resumes after a stop.

    Pages are stored in ``raw/`` as received. The frame of ``toolkit.collect.read_ledger(into)``
    shows what became of each address.

    Args:
        urls: addresses, or files of addresses (one per line, or CSV with a column of addresses).
        into: the corpus folder; created if missing.
        feeds: addresses of RSS or Atom feeds.
        sitemaps: addresses of sitemaps, or of sites whose robots.txt lists them.
        fronts: front pages of outlets.
        since: first day; links without a date are kept.
        until: last day.
        path: pattern for the path of an address, such as "/politics/*".
        title: regular expression for titles.
        wanted: a function from a link (url, title, published) to whether to fetch it.
        policy: how to ask servers: contact, delay, robots.txt and limits.
        warc: whether to store all pages of the run in one WARC file.
        annotator: replaces the toolkit's own.
        workers: processes that read the pages, as in `tk.open`.

    Raises:
        ValueError: nothing to collect, or a list has no column of addresses.
        ConnectionError: no server can be reached; the ledger is kept.
        OSError: the folder cannot be written, or the disk is full.

    Example:
        >>> import toolkit as tk
        >>> tk.collect([], into="data/mine")
        Traceback (most recent call last):
        ...
        ValueError: nothing to collect: the list is empty; give addresses, feeds, sitemaps or fronts
    """
    from toolkit.collect.web import collect_web, crawl_job
    from toolkit.corpus.open import open_corpus

    home = Path(into).expanduser()
    job = crawl_job(
        urls, feeds, sitemaps, fronts,
        since=since, until=until, path=path, title=title, wanted=wanted,
    )  # fmt: skip
    outcome = collect_web(job, home, policy, warc=warc)
    if outcome.no_network:
        raise ConnectionError(f"no network: no server could be reached; {home} keeps the ledger")
    return open_corpus(home, annotator, workers)

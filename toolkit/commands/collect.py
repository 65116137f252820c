"""The commands `toolkit collect` and `toolkit import`, which fill a corpus folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, echo

from toolkit.commands.shared import MaxDropped, dropped_in_words
from toolkit.lexicons.word_forms import plural

if TYPE_CHECKING:
    from toolkit.collect.web import CrawlSummary

Into = Annotated[Path, Option(help="Corpus folder; created if it is missing.")]


def collect(
    into: Into,
    urls: Annotated[
        list[str] | None,
        Argument(help="Addresses, or files of them: one a line, or CSV with a column url."),
    ] = None,
    feed: Annotated[list[str] | None, Option(help="RSS or Atom feed; repeatable.")] = None,
    sitemap: Annotated[
        list[str] | None, Option(help="Sitemap, or a site that names them; repeatable.")
    ] = None,
    front: Annotated[list[str] | None, Option(help="An outlet's front page; repeatable.")] = None,
    since: Annotated[str | None, Option(help="Published on or after this day.")] = None,
    until: Annotated[str | None, Option(help="Published on or before this day.")] = None,
    path: Annotated[str | None, Option(help="Pattern of paths: '/politics/*'.")] = None,
    title: Annotated[str | None, Option(help="Regular expression for titles.")] = None,
    contact: Annotated[
        str | None, Option(help="Your e-mail address or website, for the user agent.")
    ] = None,
    delay: Annotated[float, Option(help="Seconds between requests to one host.")] = 1.0,
    hosts: Annotated[int, Option(help="Number of hosts at once.")] = 64,
    robots: Annotated[bool, Option(help="Obey robots.txt.")] = True,
    allow_private: Annotated[
        bool, Option("--allow-private", help="Fetch from private networks as well.")
    ] = False,
    tries: Annotated[int, Option(help="Number of attempts at a busy server.")] = 7,
    backoff: Annotated[float, Option(help="Seconds before the second attempt.")] = 1.0,
    timeout: Annotated[float, Option(help="Seconds to wait for a page.")] = 30.0,
    warc: Annotated[bool, Option("--warc", help="Write all pages to one WARC file.")] = False,
    retry: Annotated[bool, Option("--retry", help="Retry pages that failed.")] = False,
    refresh: Annotated[
        bool, Option("--refresh", help="Fetch kept pages again if they changed.")
    ] = False,
    max_dropped: MaxDropped = None,
) -> None:
    """Fetch pages politely into a corpus folder; rerun the command to continue.

    Example: toolkit collect urls.csv --feed https://courier.example/rss --into data/mine
    --contact ada@example.org
    """
    from toolkit.collect.policy import CrawlPolicy
    from toolkit.collect.web import collect_web, crawl_job

    job = crawl_job(
        urls or [], feed or [], sitemap or [], front or [],
        since=since, until=until, path=path, title=title,
    )  # fmt: skip
    policy = CrawlPolicy(
        contact, delay, hosts, robots, tries, backoff,
        timeout=timeout, allow_private=allow_private,
    )  # fmt: skip
    again = [state for state, chosen in (("failed", retry), ("kept", refresh)) if chosen]
    if contact is None:
        echo("no --contact: servers cannot ask you; a mail address is good manners", err=True)
    try:
        outcome = collect_web(job, into, policy, warc=warc, again=again)
    except KeyboardInterrupt:
        echo(f"stopped: the same command goes on; what was fetched is in {into}", err=True)
        sys.exit(130)
    for url, reason in outcome.failed_lists.items():
        echo(f"  list {url}: {reason}")
    raise Exit(_close(outcome, into, max_dropped))


def import_(
    files: Annotated[list[str], Argument(help="Archives, exports, folders or patterns.")],
    into: Into,
    domain: Annotated[
        list[str] | None, Option(help="Web archives: only this domain; repeatable.")
    ] = None,
    since: Annotated[str | None, Option(help="Web archives: from this day on.")] = None,
    until: Annotated[str | None, Option(help="Web archives: up to this day.")] = None,
    language: Annotated[str | None, Option(help="Web archives: en, de …")] = None,
    max_dropped: MaxDropped = None,
) -> None:
    """Put web archives and exports of press databases into a corpus folder.

    Example: toolkit import CC-NEWS-20250304.warc.gz nexis/*.docx --domain courier.example
    --into data/mine
    """
    from toolkit.collect.import_files import import_files

    counts = import_files(
        files, into, domains=domain or [], since=since, until=until, language=language
    )
    total, kept = counts.total(), counts[None]
    dropped = dropped_in_words({reason: n for reason, n in counts.items() if reason})
    echo(f"{total:,} came in, {kept:,} kept, {dropped}; toolkit info {into} lists their articles")
    too_many = max_dropped is not None and total - kept > max_dropped
    raise Exit(1 if too_many or not kept else 0)


def _close(outcome: CrawlSummary, into: Path, max_dropped: int | None) -> int:
    """Print the last line; returns the exit code."""
    if outcome.no_network:
        echo(
            f"no network: no server could be reached; the ledger in {into / 'log'} keeps "
            f"{outcome.counts.get('later', 0):,} addresses for the next run",
        )
        return 1
    counts = outcome.counts
    kept = counts.get("kept", 0)
    # a redirected address counts once
    total = sum(counts.values()) - counts.get("moved", 0)
    gone = total - kept
    echo(
        f"{total:,} addresses came in, {plural(kept, 'page')} kept ({outcome.new:,} in this run), "
        f"{dropped_in_words(outcome.reasons)}"
    )
    return 1 if max_dropped is not None and gone + len(outcome.failed_lists) > max_dropped else 0

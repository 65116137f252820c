"""The commands `toolkit collect` and `toolkit import`: into a corpus folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

MaxDropped = Annotated[
    int | None, typer.Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]


def collect(
    into: Annotated[Path, typer.Option(help="Corpus folder; made where it is missing.")],
    urls: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses, or files of them: one a line, or CSV with a column url."),
    ] = None,
    feed: Annotated[list[str] | None, typer.Option(help="RSS or Atom feed; repeatable.")] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(help="Sitemap, or a site that names them; repeatable.")
    ] = None,
    front: Annotated[
        list[str] | None, typer.Option(help="An outlet's front page; repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or before.")] = None,
    path: Annotated[str | None, typer.Option(help="Pattern of paths: '/politics/*'.")] = None,
    title: Annotated[str | None, typer.Option(help="Regular expression for titles.")] = None,
    contact: Annotated[
        str | None, typer.Option(help="Your mail address or page, for the user agent.")
    ] = None,
    delay: Annotated[float, typer.Option(help="Seconds between requests to one host.")] = 1.0,
    hosts: Annotated[int, typer.Option(help="How many hosts at once.")] = 64,
    robots: Annotated[bool, typer.Option(help="Honour robots.txt.")] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask addresses in private networks too.")
    ] = False,
    tries: Annotated[int, typer.Option(help="How often a busy server is asked.")] = 7,
    backoff: Annotated[float, typer.Option(help="Seconds before the second try.")] = 1.0,
    timeout: Annotated[float, typer.Option(help="Seconds that a page may take.")] = 30.0,
    warc: Annotated[bool, typer.Option("--warc", help="All pages in one WARC file.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try what failed again.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for kept pages, if they changed.")
    ] = False,
    max_dropped: MaxDropped = None,
) -> None:
    """Fetch pages politely into a corpus folder; the same command goes on where it stopped.

    Example: toolkit collect urls.csv --feed https://courier.example/rss --into data/mine
    --contact ada@example.org
    """
    from toolkit.collect import filters, lists
    from toolkit.collect.policy import CrawlPolicy
    from toolkit.collect.web import CrawlJob, collect_web

    days = [f(d) for f, d in ((filters.since, since), (filters.until, until)) if d]
    others = [f(t) for f, t in ((filters.path, path), (filters.title, title)) if t]
    wanted = CrawlJob(
        lists.as_links(list(urls or [])),
        feed or [],
        sitemap or [],
        front or [],
        [*days, *others],
        days[:1] if since else [],
    )
    if not wanted and not (into / "log" / "ledger.sqlite").is_file():
        raise ValueError("nothing to collect: the list is empty; give addresses, --feed, --sitemap")
    policy = CrawlPolicy(
        contact=contact,
        delay=delay,
        hosts=hosts,
        robots=robots,
        tries=tries,
        backoff=backoff,
        timeout=timeout,
        allow_private=allow_private,
    )
    again = [state for state, asked in (("failed", retry), ("kept", refresh)) if asked]
    if contact is None:
        typer.echo("no --contact: servers cannot ask you; a mail address is good manners", err=True)
    try:
        outcome = collect_web(wanted, into, policy, warc=warc, again=again)
    except KeyboardInterrupt:
        typer.echo(f"stopped: the same command goes on; what was fetched is in {into}", err=True)
        sys.exit(130)
    for lost in outcome.failed_lists:
        typer.echo(f"  list {lost.url}: {lost.reason}")
    raise typer.Exit(_closed(outcome, into, max_dropped))


def import_(
    files: Annotated[list[str], typer.Argument(help="Archives, exports, folders or patterns.")],
    into: Annotated[Path, typer.Option(help="Corpus folder; made where it is missing.")],
    domain: Annotated[
        list[str] | None, typer.Option(help="Of web archives only this domain; repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Of web archives: from this day.")] = None,
    until: Annotated[str | None, typer.Option(help="Of web archives: to this day.")] = None,
    language: Annotated[str | None, typer.Option(help="Of web archives: en, de …")] = None,
    max_dropped: MaxDropped = None,
) -> None:
    """Put web archives and exports of press databases into a corpus folder.

    Example: toolkit import CC-NEWS-20250304.warc.gz nexis/*.docx --domain courier.example
    --into data/mine
    """
    from toolkit.collect.filters import as_day
    from toolkit.collect.import_files import import_files

    made = import_files(
        files,
        into,
        domains=domain or [],
        since=as_day(since) if since else None,
        until=as_day(until) if until else None,
        language=language,
    )
    gone = made.came - made.kept
    typer.echo(
        f"{made.came:,} came in, {made.kept:,} kept, {gone:,} dropped ({_why(made.dropped)}); "
        f"toolkit info {into} says what articles they hold"
    )
    too_many = max_dropped is not None and gone > max_dropped
    raise typer.Exit(1 if too_many or not made.kept else 0)


def _closed(outcome: object, into: Path, max_dropped: int | None) -> int:
    """The last line, and the exit code."""
    from toolkit.collect.web import CrawlSummary

    assert isinstance(outcome, CrawlSummary)
    if outcome.no_network:
        typer.echo(
            f"no network: no server could be reached; the ledger in {into / 'log'} keeps "
            f"{outcome.counts.get('later', 0):,} addresses for the next run",
        )
        return 1
    counts = outcome.counts
    kept = counts.get("kept", 0)
    # an address that led to another one came in once
    total = sum(counts.values()) - counts.get("moved", 0)
    gone = total - kept
    typer.echo(
        f"{total:,} addresses came in, {kept:,} pages kept ({outcome.new:,} in this run), "
        f"{gone:,} dropped ({_why(outcome.reasons)})"
    )
    return 1 if max_dropped is not None and gone + len(outcome.failed_lists) > max_dropped else 0


def _why(reasons: dict[str, int], most: int = 5) -> str:
    """Reasons with how often each came."""
    kinds: dict[str, int] = {}
    for reason, n in reasons.items():
        kind = reason.split(":")[0]
        kinds[kind] = kinds.get(kind, 0) + n
    ranked = sorted(kinds.items(), key=lambda item: -item[1])
    named = [f"{n:,} {kind}" for kind, n in ranked[:most]]
    others = sum(n for _, n in ranked[most:])
    return "; ".join([*named, f"{others:,} for other reasons"] if others else named) or "nothing"

"""Speed of collecting pages from loopback hosts, compared with newspaper3k's threads.

python -m toolkit.benchmarks.collecting --pages 4000
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from toolkit.benchmarks.local_server import serve_pages
from toolkit.benchmarks.process_cost import cost_of
from toolkit.collect.filters import Link
from toolkit.collect.newspaper3k import download, download_by_ten
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.web import CrawlJob, collect_web

HOSTS = 50
LATENCY = 0.05
_COLUMNS = ["pages", "seconds", "cpu_seconds", "peak_mb"]
Way = Callable[[list[str]], int]


def measure_collecting(
    pages: int, extracted: int, hosts: int = HOSTS, latency: float = LATENCY
) -> pd.DataFrame:
    """Pages per second from hosts on loopback (127.0.0.1 and up) that answer with some latency.

    newspaper3k has two ways of downloading with threads, both measured with its defaults: ten
    threads (``Config.number_threads``) for all hosts, and a ``news_pool`` with a thread for each
    source (a source is one task, so that more ``threads_per_source`` find no work).

    Args:
        pages: number of pages to collect each way.
        extracted: number of pages if articles are extracted as well.
        hosts: number of hosts.
        latency: seconds until a host answers.

    Returns:
        Frame of `way`, `pages`, `seconds`, `cpu_seconds`, `peak_mb` (of the process),
        `server_cpu_seconds`, `pages_per_second` and `times` (ratio to newspaper3k's ten threads).
    """
    ways: list[tuple[str, Way, int]] = [
        ("newspaper3k, ten threads", download_by_ten, pages),
        ("newspaper3k, a thread a host", download, pages),
        ("toolkit", _collect, pages),
        ("toolkit, with extraction", partial(_collect, workers=1), extracted),
        ("toolkit, with extraction, 2 processes", partial(_collect, workers=2), extracted),
    ]
    rows = []
    with serve_pages(hosts, latency) as (port, server_cpu):
        for way, run, n in ways:
            before = server_cpu()
            collected, cost = cost_of(run, _urls(n, hosts, port))
            rows.append((way, collected, *cost, server_cpu() - before))
    table = pd.DataFrame(rows, columns=["way", *_COLUMNS, "server_cpu_seconds"])
    table["pages_per_second"] = table["pages"] / table["seconds"]
    table["times"] = table["pages_per_second"] / table["pages_per_second"].iloc[0]
    return table


def measure_memory(sizes: list[int], extract: bool = False, hosts: int = HOSTS) -> pd.DataFrame:
    """Peak memory of collections of several sizes: `pages`, `seconds`, `cpu_seconds`, `peak_mb`.

    Args:
        sizes: numbers of pages.
        extract: whether to extract articles as well.
        hosts: number of hosts.
    """
    run = partial(_collect, workers=int(extract))
    with serve_pages(hosts, 0.0) as (port, _):
        costs = [cost_of(run, _urls(size, hosts, port)) for size in sizes]
    return pd.DataFrame([(pages, *cost) for pages, cost in costs], columns=_COLUMNS)


def _urls(pages: int, hosts: int, port: int) -> list[str]:
    return [f"http://127.0.0.{i % hosts + 1}:{port}/news/{i}" for i in range(pages)]


def _collect(urls: list[str], workers: int = 0) -> int:
    """Collect pages and, with any workers, extract articles as well."""
    policy = CrawlPolicy(delay=0.0, hosts=HOSTS, allow_private=True)
    with tempfile.TemporaryDirectory() as home:
        collected = collect_web(CrawlJob([Link(url) for url in urls]), Path(home), policy).new
        if not workers:
            return collected
        from toolkit.corpus.open import open_corpus

        corpus = open_corpus(home, workers=workers)
        return len(corpus) + len(corpus.versions)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--extracted", type=int, default=1000)
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 20000])
    parser.add_argument("--extract", action="store_true", help="memory with extraction too: slow")
    options = parser.parse_args()
    if options.pages:
        print(f"{HOSTS} hosts on loopback, {LATENCY * 1000:.0f} ms latency: one request at a time")
        print(f"per host, so at most {HOSTS / LATENCY:,.0f} pages a second for any program")
        print(measure_collecting(options.pages, options.extracted).round(1).to_string(index=False))
    for extract in (False, True)[: 1 + options.extract if options.memory else 0]:
        print(f"\nmemory of a collection, without latency{', with extraction' * extract}")
        print(measure_memory(options.memory, extract).round(1).to_string(index=False))


if __name__ == "__main__":
    main()

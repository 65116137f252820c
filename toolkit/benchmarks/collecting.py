"""How fast pages are collected, beside newspaper3k's own threads, in one run on loopback.

python -m toolkit.benchmarks.collecting --pages 4000
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd

from toolkit.benchmarks.local_server import serving
from toolkit.collect.filters import Link
from toolkit.collect.newspaper3k import download, download_by_ten
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.web import CrawlJob, collect_web

HOSTS = 50
LATENCY = 0.05
_WORKERS = 2
_COLUMNS = ["pages", "seconds", "cpu_seconds", "peak_mb"]
Way = Callable[[list[str]], int]


def measure_collecting(
    pages: int, extracted: int, hosts: int = HOSTS, latency: float = LATENCY
) -> pd.DataFrame:
    """Pages per second from hosts on loopback (127.0.0.1 and on), each answer after some latency.

    newspaper3k has two ways to download with threads, both here as its defaults set them: requests
    handed to the ten of ``Config.number_threads``, whatever their hosts, and a ``news_pool`` with a
    thread for each source (``threads_per_source`` above one starts threads that find no work, since
    a source is one task).

    Args:
        pages: that each way collects.
        extracted: pages, where articles are made of them too.
        hosts: that the pages are on.
        latency: seconds.

    Returns:
        Frame of `way`, `pages`, `seconds`, `cpu_seconds` (of the process), `peak_mb` (of its
        memory), `server_cpu_seconds`, `pages_per_second` and `times` (ratio to newspaper3k's ten
        threads).
    """
    ways: list[tuple[str, Way, int]] = [
        ("newspaper3k, ten threads", download_by_ten, pages),
        ("newspaper3k, a thread a host", download, pages),
        ("toolkit", _collected, pages),
        ("toolkit, with extraction", _extracted, extracted),
        (f"toolkit, with extraction, {_WORKERS} processes", _extracted_by_many, extracted),
    ]
    rows = []
    with serving(hosts, latency) as (port, taken):
        for way, run, n in ways:
            before = taken()
            made = _apart(run, _urls(n, hosts, port))
            rows.append((way, *made, taken() - before))
    table = pd.DataFrame(rows, columns=["way", *_COLUMNS, "server_cpu_seconds"])
    table["pages_per_second"] = table["pages"] / table["seconds"]
    table["times"] = table["pages_per_second"] / table["pages_per_second"].iloc[0]
    return table


def measure_memory(sizes: list[int], extract: bool = False, hosts: int = HOSTS) -> pd.DataFrame:
    """Peak memory of collections of several sizes: `pages`, `seconds`, `cpu_seconds`, `peak_mb`.

    Args:
        sizes: pages of each.
        extract: whether articles are made of them too.
        hosts: how many.
    """
    run = _extracted if extract else _collected
    with serving(hosts, 0.0) as (port, _):
        rows = [_apart(run, _urls(size, hosts, port)) for size in sizes]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _urls(pages: int, hosts: int, port: int) -> list[str]:
    return [f"http://127.0.0.{i % hosts + 1}:{port}/news/{i}" for i in range(pages)]


def _collected(urls: list[str]) -> int:
    with tempfile.TemporaryDirectory() as home:
        return _into(Path(home), urls)


def _into(home: Path, urls: list[str]) -> int:
    policy = CrawlPolicy(delay=0.0, hosts=HOSTS, allow_private=True)
    return collect_web(CrawlJob([Link(url) for url in urls]), home, policy).new


def _extracted(urls: list[str], workers: int = 1) -> int:
    from toolkit.corpus.open import open_corpus

    with tempfile.TemporaryDirectory() as home:
        _into(Path(home), urls)
        corpus = open_corpus(home, workers=workers)
        return len(corpus) + len(corpus.versions)


def _extracted_by_many(urls: list[str]) -> int:
    return _extracted(urls, _WORKERS)


def _apart(run: Way, urls: list[str]) -> tuple[int, float, float, float]:
    """A way in a process of its own: pages, seconds, seconds of a core, megabytes at most."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_timed, args=(run, urls, theirs))
    process.start()
    theirs.close()
    try:
        made: tuple[int, float, float, float] = ours.recv()
    except EOFError:
        raise RuntimeError(f"{run.__name__} failed: its traceback is above") from None
    process.join()
    return made


def _timed(run: Way, urls: list[str], out: Connection) -> None:
    start, spent = time.perf_counter(), time.process_time()
    done = run(urls)
    out.send((done, time.perf_counter() - start, time.process_time() - spent, _peak_mb()))


def _peak_mb() -> float:
    """Most memory that this process has had."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--extracted", type=int, default=1000)
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 20000])
    parser.add_argument("--extract", action="store_true", help="memory with extraction too: slow")
    asked = parser.parse_args()
    if asked.pages:
        print(f"{HOSTS} hosts on loopback, {LATENCY * 1000:.0f} ms latency: one request at a time")
        print(f"for each host makes {HOSTS / LATENCY:,.0f} pages a second at most, whoever asks")
        print(measure_collecting(asked.pages, asked.extracted).round(1).to_string(index=False))
    for extract in (False, True)[: 1 + asked.extract if asked.memory else 0]:
        print(f"\nmemory of a collection, without latency{', with extraction' * extract}")
        print(measure_memory(asked.memory, extract).round(1).to_string(index=False))


if __name__ == "__main__":
    main()

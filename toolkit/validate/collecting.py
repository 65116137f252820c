"""How fast pages are collected, beside newspaper3k's own threads, in one run on loopback.

python -m toolkit.validate.collecting --pages 2000
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd
from aiohttp import web

from toolkit.collect.filters import Link
from toolkit.collect.manners import Manners
from toolkit.collect.newspaper3k import download, download_by_ten
from toolkit.collect.web import Wanted, collect_web

HOSTS = 50
_TYPE = {"Content-Type": "text/html; charset=utf-8"}
LATENCY = 0.05
WORDS = [
    "ferry",
    "harbour",
    "council",
    "winter",
    "ice",
    "crew",
    "island",
    "mooring",
    "budget",
    "school",
    "bridge",
    "storm",
    "vote",
    "mayor",
    "inquiry",
    "engine",
    "captain",
    "ticket",
    "fisher",
    "quay",
    "lamp",
    "market",
    "river",
    "power",
    "tariff",
    "strike",
    "museum",
    "trial",
]


def measure_collecting(pages: int, hosts: int = HOSTS, latency: float = LATENCY) -> pd.DataFrame:
    """Pages per second from hosts on loopback (127.0.0.1 and on), each answer after some latency.

    Returns:
        Frame of `way`, `pages`, `seconds`, `pages_per_second`, `peak_mb` (of the process's memory)
        and `of_newspaper3k` (ratio to its faster way).
    """
    ways: dict[str, Callable[[list[str]], int]] = {
        "newspaper3k, ten threads": download_by_ten,
        "newspaper3k, a thread a host": download,
        "toolkit": _collected,
        "toolkit, with extraction": _extracted,
    }
    with _serving(hosts, latency) as port:
        urls = [f"http://127.0.0.{i % hosts + 1}:{port}/news/{i}" for i in range(pages)]
        rows = [(way, *_apart(run, urls)) for way, run in ways.items()]
    table = pd.DataFrame(rows, columns=["way", "pages", "seconds", "peak_mb"])
    table["pages_per_second"] = table["pages"] / table["seconds"]
    table["of_newspaper3k"] = table["pages_per_second"] / table["pages_per_second"].iloc[1]
    return table


def measure_memory(sizes: list[int], hosts: int = HOSTS) -> pd.DataFrame:
    """Peak memory of collections of several sizes: `pages`, `seconds`, `peak_mb`."""
    rows = []
    with _serving(hosts, 0.0) as port:
        for size in sizes:
            urls = [f"http://127.0.0.{i % hosts + 1}:{port}/news/{i}" for i in range(size)]
            rows.append(_apart(_collected, urls))
    return pd.DataFrame(rows, columns=["pages", "seconds", "peak_mb"])


def _collected(urls: list[str]) -> int:
    with tempfile.TemporaryDirectory() as home:
        manners = Manners(delay=0.0, hosts=HOSTS, allow_private=True)
        return collect_web(Wanted([Link(url) for url in urls]), Path(home), manners).new


def _extracted(urls: list[str]) -> int:
    from toolkit.opening import open_corpus

    with tempfile.TemporaryDirectory() as home:
        manners = Manners(delay=0.0, hosts=HOSTS, allow_private=True)
        collect_web(Wanted([Link(url) for url in urls]), Path(home), manners)
        corpus = open_corpus(home)
        return len(corpus) + len(corpus.versions)


def _apart(run: Callable[[list[str]], int], urls: list[str]) -> tuple[int, float, float]:
    """A way in a process of its own: how many pages, seconds and megabytes at most."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_timed, args=(run, urls, theirs))
    process.start()
    theirs.close()
    try:
        made: tuple[int, float, float] = ours.recv()
    except EOFError:
        raise RuntimeError(f"{run.__name__} failed: its traceback is above") from None
    process.join()
    return made


def _timed(run: Callable[[list[str]], int], urls: list[str], out: Connection) -> None:
    start = time.perf_counter()
    done = run(urls)
    out.send((done, time.perf_counter() - start, _peak_mb()))


def _peak_mb() -> float:
    """Most memory that this process has had."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


@contextmanager
def _serving(hosts: int, latency: float) -> Iterator[int]:
    """A server in a process of its own, which takes no time from what is measured."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(hosts, latency, theirs), daemon=True
    )
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(hosts: int, latency: float, out: Connection) -> None:
    asyncio.run(_answer(hosts, latency, out))


async def _answer(hosts: int, latency: float, out: Connection) -> None:
    async def handle(request: web.BaseRequest) -> web.Response:
        if latency:
            await asyncio.sleep(latency)
        if request.path == "/robots.txt":
            return web.Response(status=404)
        return web.Response(body=_page(request.path), headers=_TYPE)

    runner = web.ServerRunner(web.Server(handle, access_log=None))
    await runner.setup()
    port = 0
    for i in range(hosts):
        site = web.TCPSite(runner, f"127.0.0.{i + 1}", port, backlog=512)
        await site.start()
        port = port or runner.addresses[0][1]
    out.send(port)
    await asyncio.Event().wait()


@cache
def _body(number: int) -> str:
    drawn = random.Random(number)
    lines = (" ".join(drawn.choices(WORDS, k=40)).capitalize() + "." for _ in range(12))
    return "".join(f"<p>{line}</p>" for line in lines)


_LINKS = "".join(f'<li><a href="/news/{i}">More of {i}</a></li>' for i in range(60))
_HEAD = f"<script>{json.dumps(list(range(800)))}</script></head><body><ul>{_LINKS}</ul><article>"


def _page(path: str) -> bytes:
    """A page of the weight of a small news page; made quickly, since the server is not measured."""
    body = _body(hash(path) % 500)
    return f"<html><head><title>{path}</title>{_HEAD}<h1>News of {path}</h1>{body}".encode()


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 20000])
    asked = parser.parse_args()
    speed = measure_collecting(asked.pages)
    most = HOSTS / LATENCY
    print(f"{HOSTS} hosts on loopback, {LATENCY * 1000:.0f} ms latency: one request at a time")
    print(f"for each host makes {most:,.0f} pages a second at most, whoever asks")
    print(speed.round(1).to_string(index=False))
    if asked.memory:
        print("\nmemory of a collection, without latency")
        print(measure_memory(asked.memory).round(1).to_string(index=False))


if __name__ == "__main__":
    main()

"""Collecting from real servers on loopback: policy, faults, resuming; each fault is a row."""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from aiohttp import ThreadedResolver, web
from aiohttp.abc import ResolveResult

import toolkit as tk
from tests.annotators import Counter
from tests.collect.servers import Raw, article, page, plain_site, raw_serving, serving
from toolkit.collect import raw_pages
from toolkit.collect.client import retry_after
from toolkit.collect.fetch import FetchError, Response, fetch, open_session
from toolkit.collect.filters import Link
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.raw_pages import store_page
from toolkit.collect.web import CrawlJob, CrawlSummary, collect_web, read_ledger

QUICK = CrawlPolicy(delay=0.0, backoff=0.02, timeout=0.5, tries=4, patience=5, allow_private=True)


def collected(urls: Iterable[str], home: Path, policy: CrawlPolicy = QUICK) -> CrawlSummary:
    return collect_web(CrawlJob([Link(url) for url in urls]), home, policy)


def states(home: Path) -> dict[str, str]:
    """State and reason of each address by its path."""
    rows = read_ledger(home)[["url", "state", "reason"]].fillna("").to_dict("records")
    return {r["url"].split("/", 3)[-1]: f"{r['state']} {r['reason']}".strip() for r in rows}


def test_pages_become_articles_and_a_second_run_fetches_nothing(tmp_path: Path) -> None:
    with serving(plain_site, hosts=3) as server:
        urls = [server.url(f"/n/{i}", i % 3) for i in range(30)]
        assert collected(urls, tmp_path).new == 30
        again = collected(urls, tmp_path)
    assert (again.new, again.requests) == (0, 0)
    corpus = tk.open(tmp_path, Counter())
    assert sorted(corpus.articles["url"]) == sorted(urls)
    assert corpus.articles["fetched_at"].notna().all()
    assert len(corpus.read_dropped) == 0


def test_articles_can_be_made_again_from_raw_alone(tmp_path: Path) -> None:
    with serving(plain_site) as server:
        collected([server.url(f"/{i}") for i in range(5)], tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "raw").rename(tmp_path / "b" / "raw")
    assert len(tk.read(tmp_path / "b" / "raw", Counter())) == 5


def test_articles_are_made_again_without_any_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(plain_site) as server:
        collected([server.url(f"/{i}") for i in range(5)], tmp_path)
    before = tk.open(tmp_path, Counter()).articles
    shutil.rmtree(tmp_path / "articles")

    def forbidden(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    pd.testing.assert_frame_equal(tk.open(tmp_path, Counter()).articles, before)


def test_one_warc_of_a_run_reads_like_single_files(tmp_path: Path) -> None:
    with serving(plain_site) as server:
        wanted = CrawlJob([Link(server.url(f"/{i}")) for i in range(5)])
        collect_web(wanted, tmp_path, QUICK, warc=True)
    assert [p.name for p in (tmp_path / "raw").iterdir()] == ["pages-0001.warc.gz"]
    assert len(tk.open(tmp_path, Counter())) == 5


def test_one_page_is_one_address(tmp_path: Path) -> None:
    with serving(plain_site) as server:
        name = server.url("/ferry")
        same = [name, f"{name}/", f"{name}?utm_source=x&fbclid=3", f"{name}#top"]
        same.append(name.replace("http://", "HTTP://ada:secret@"))
        collected(same, tmp_path)
        assert server.paths() == ["/ferry"]
    assert b"secret" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


def test_one_host_gets_one_request_at_a_time_with_its_delay(tmp_path: Path) -> None:
    with serving(plain_site, hosts=4) as server:
        urls = [server.url(f"/{i}", i % 4) for i in range(16)]
        start = time.monotonic()
        collected(urls, tmp_path, CrawlPolicy(delay=0.1, allow_private=True))
        took = time.monotonic() - start
        for host in range(4):
            at = server.times(host)
            assert min(b - a for a, b in pairwise(at)) >= 0.1
    assert took < 16 * 0.1  # the hosts did not wait for each other


ROBOTS = "User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 0.2\n"


def test_robots_are_honoured_with_their_delay(tmp_path: Path) -> None:
    async def site(request: web.Request) -> web.Response:
        known = request.path == "/robots.txt"
        return web.Response(text=ROBOTS) if known else await plain_site(request)

    paths = ["/a", "/private/x", "/private/open", "/b"]
    with serving(site) as server:
        collected([server.url(p) for p in paths], tmp_path / "kind")
        assert server.paths() == ["/a", "/private/open", "/b"]
        at = server.times()[1:]
        assert min(b - a for a, b in pairwise(at)) >= 0.2
        rude = CrawlPolicy(delay=0, robots=False, allow_private=True)
        assert collected([server.url(p) for p in paths], tmp_path / "rude", rude).new == 4
    assert states(tmp_path / "kind")["private/x"] == "refused robots.txt does not allow it"


@pytest.mark.parametrize(("status", "kept"), [(404, 1), (403, 1), (200, 1), (500, 0), (503, 0)])
def test_robots_that_err_close_a_site_and_missing_ones_do_not(
    status: int, kept: int, tmp_path: Path
) -> None:
    async def site(request: web.Request) -> web.Response:
        bad = request.path == "/robots.txt"
        return web.Response(status=status) if bad else await plain_site(request)

    with serving(site) as server:
        assert collected([server.url("/a")], tmp_path).new == kept
        assert len(server.paths()) == kept


def test_the_agent_says_whom_to_ask(tmp_path: Path) -> None:
    seen: list[str] = []

    async def site(request: web.Request) -> web.Response:
        seen.append(request.headers["User-Agent"])
        return await plain_site(request)

    with serving(site) as server:
        contact = CrawlPolicy(contact="ada@courier.example", allow_private=True)
        collected([server.url("/a")], tmp_path, contact)
    assert set(seen) == {"VoicesInTheNews/0.1 (+ada@courier.example)"}


def heals(times: int, status: int, **headers: str) -> object:
    """A site that errs some times for each page."""
    asked: dict[str, int] = {}

    async def site(request: web.Request) -> web.Response:
        asked[request.path] = asked.get(request.path, 0) + 1
        if request.path == "/robots.txt":
            return web.Response(status=404)
        bad = asked[request.path] <= times
        return web.Response(status=status, headers=headers) if bad else await plain_site(request)

    return site


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again_after_longer_and_longer_pauses(
    status: int, tmp_path: Path
) -> None:
    with serving(heals(2, status)) as server:  # type: ignore[arg-type]
        assert collected([server.url("/a")], tmp_path).new == 1
        at = server.times()[1:]
    first, second = at[1] - at[0], at[2] - at[1]
    assert first >= 0.02
    assert second >= 0.04


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("soon", None),
        ("Wed, 21 Oct 99999999999 07:28:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("9" * 5000, 999_999_999.0),
    ],
)
def test_seconds_of_retry_after(value: str, expected: float | None) -> None:
    assert retry_after(value) == expected


def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with serving(heals(1, 429, **{"Retry-After": "1"})) as server:  # type: ignore[arg-type]
        assert collected([server.url("/a"), server.url("/b")], tmp_path).new == 2
        at = server.times()[1:]
    assert at[1] - at[0] >= 1.0


def test_who_asks_for_too_much_patience_is_left_for_the_next_run(tmp_path: Path) -> None:
    with serving(heals(1, 503, **{"Retry-After": "9999"})) as server:  # type: ignore[arg-type]
        urls = [server.url("/a"), server.url("/b")]
        assert collected(urls, tmp_path).counts == {"later": 2}
        assert collected(urls[:1], tmp_path).requests > 0


async def endless(request: web.Request) -> web.Response:
    """Redirects without end, in a circle, to itself, elsewhere."""
    name = request.path.strip("/")
    if name.isdecimal():
        raise web.HTTPFound(f"/{int(name) + 1}")
    to = {"self": "/self", "one": "/two", "two": "/one", "file": "file:///etc/passwd",
          "moved": "/there?utm_source=x", "slash": "/slash/", "also": "/there"}  # fmt: skip
    if name in to and not request.path.endswith("slash/"):
        raise web.HTTPMovedPermanently(to[name])
    return await plain_site(request)


REDIRECTS = {
    "self": "failed redirects to itself",
    "one": "moved",
    "two": "same leads to an address that is in the list",
    "file": "failed redirect to no page: only http and https: not file",
    "moved": "moved",
    "also": "same leads to an address that is in the list",
    "there": "kept",
    "slash/": "kept",
}


def test_redirects_lead_to_one_address_each_and_end(tmp_path: Path) -> None:
    names = ["self", "one", "file", "moved", "also", "slash", "0"]
    with serving(endless) as server:
        collected([server.url(f"/{n}") for n in names], tmp_path)
        assert server.paths().count("/there") == 1
    found = states(tmp_path)
    assert {n: found[n] for n in REDIRECTS} == REDIRECTS
    assert found["10"] == "failed over 10 redirects"
    assert "11" not in found


async def strange(request: web.Request) -> web.StreamResponse:
    """Pages that are none."""
    name = request.path.strip("/")
    if name == "bomb":
        packed = gzip.compress(b"\0" * 40_000_000)
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})
    if name == "image":
        return web.Response(body=b"\x89PNG", content_type="image/png")
    if name == "empty":
        return page(" \n")
    if name == "gone":
        return web.Response(status=410)
    if name == "hang":
        await asyncio.sleep(9)
    if name == "lie":
        body = article("café").encode("latin-1")
        return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8"})
    return await plain_site(request)


STRANGE = {
    "bomb": "failed too large: over 10,485,760 bytes",
    "image": "failed not a page: image/png",
    "empty": "failed empty answer",
    "gone": "failed answer 410 Gone",
    "hang": "failed too slow: not whole after 1.5 s",
    "lie": "kept",
    "good": "kept",
}


def test_every_fault_is_a_row_and_nothing_else_is_lost(tmp_path: Path) -> None:
    with serving(strange) as server:
        urls = [server.url(f"/{n}") for n in STRANGE]
        collected(urls, tmp_path, replace(QUICK, timeout=1.5))
    assert states(tmp_path) == STRANGE
    titles = set(tk.open(tmp_path, Counter()).articles["title"])
    assert titles == {"Ferry café runs again", "Ferry good runs again"}


def answers(head: str, body: bytes = b"", pause: float = 0.0) -> Raw:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n")
        for i in range(len(body)):
            writer.write(body[i : i + 1])
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


BROKEN = [
    ("HTTP/1.1 200 OK\nContent-Length: 3221225472", b"x", 0.0, "too large: 3,221,225,472 bytes"),
    ("HTTP/1.1 200 OK\nContent-Length: 500", b"<html>", 0.0, "broken answer"),
    ("HTTP/1.1 200 OK\nContent-Length: 50", b"<" * 50, 0.05, "too slow"),
    ("HTTP/1.1 200 OK\nContent-Length: many", b"<html>", 0.0, "broken answer"),
    ("NONSENSE", b"", 0.0, "broken answer"),
    ("HTTP/1.1 404 Gel\xe9scht\nContent-Length: 0", b"", 0.0, "answer 404 Geléscht"),
    ("HTTP/1.1 200 OK\nX: " + "y" * 100_000, b"<html>", 0.0, "broken answer"),
]


@pytest.mark.parametrize(("head", "body", "pause", "reason"), BROKEN)
def test_servers_that_keep_to_no_protocol(
    head: str, body: bytes, pause: float, reason: str, tmp_path: Path
) -> None:
    plain = CrawlPolicy(delay=0, backoff=0.01, timeout=0.5, robots=False, allow_private=True)
    with raw_serving(answers(head, body, pause)) as server:
        collected([server.url("/a")], tmp_path, plain)
    assert states(tmp_path)["a"].startswith(f"failed {reason}")


@pytest.mark.parametrize("away", [1.0, pytest.param(60.0, marks=pytest.mark.long)])
def test_a_server_that_goes_away_is_waited_for(away: float, tmp_path: Path) -> None:
    # by default a host is asked for over a minute: 1 + 2 + 4 + 8 + 16 + 32 seconds
    policy = CrawlPolicy(
        delay=0.02, backoff=CrawlPolicy.backoff * away / 60, tries=7, allow_private=True
    )
    with serving(plain_site) as server:
        urls = [server.url(f"/{i}") for i in range(40)]
        run = subprocess.Popen(command(tmp_path, urls, policy), stdout=subprocess.PIPE)
        while len(server.asked) < 10:
            time.sleep(0.01)
    time.sleep(away)
    with serving(plain_site, port=server.port):
        run.communicate(timeout=30 + 2 * away)
    assert set(states(tmp_path).values()) == {"kept"}
    assert len(states(tmp_path)) == 40


def test_a_server_that_stays_away_leaves_its_pages_for_the_next_run(tmp_path: Path) -> None:
    with serving(plain_site) as server:
        urls = [server.url(f"/{i}") for i in range(3)]
    assert collected(urls, tmp_path).no_network
    assert set(states(tmp_path).values()) == {"later host away: no connection: Connection refused"}
    with serving(plain_site, port=server.port):
        assert collected([], tmp_path).new == 3


def test_pages_are_asked_for_again_only_if_they_changed(tmp_path: Path) -> None:
    async def site(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return page(article(request.path[1:]), headers={"ETag": '"1"'})

    with serving(site) as server:
        collected([server.url("/a")], tmp_path)
        raw = sorted((tmp_path / "raw").rglob("*.gz"))
        again = collect_web(CrawlJob(), tmp_path, QUICK, again=["kept"])
        assert len(server.paths()) == 2
    assert again.counts == {"kept": 1}
    assert sorted((tmp_path / "raw").rglob("*.gz")) == raw


PRIVATE = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "localhost",
           "2130706433", "0x7f.1", "192.168.0.1", "0.0.0.0", "[fe80::1]", "[64:ff9b::7f00:1]"]  # fmt: skip # noqa: E501


def test_private_addresses_are_refused_however_they_are_written(tmp_path: Path) -> None:
    with serving(plain_site) as server:
        urls = [f"http://{host}:{server.port}/{i}" for i, host in enumerate(PRIVATE)]
        collected(urls, tmp_path, CrawlPolicy(delay=0, backoff=0.01))
        assert server.asked == []
    reasons = {v.split(":")[0] for v in states(tmp_path).values()}
    assert reasons == {"refused refused", "refused malformed address"}


def test_a_name_that_points_inside_is_refused_where_the_connection_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name is public when it is asked for first, and private from then on."""
    answers = iter(["151.101.1.164", "127.0.0.1"])

    async def resolve(_: object, host: str, port: int, family: int) -> list[ResolveResult]:
        where = next(answers)
        return [ResolveResult(hostname=host, host=where, port=port, family=2, proto=0, flags=4)]

    async def asked(url: str) -> str:
        first = await ThreadedResolver().resolve("courier.example", 80, socket.AF_INET)
        assert first[0]["host"][:3] == "151"
        async with open_session(CrawlPolicy()) as session:
            with pytest.raises(FetchError) as caught:
                await fetch(session, CrawlPolicy(), url)
            return caught.value.kind

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    with serving(plain_site) as server:
        assert asyncio.run(asked(f"http://courier.example:{server.port}/")) == "forbidden"
        assert server.asked == []


BAD = [
    ("file:///etc/passwd", "only http and https: not file"),
    ("ftp://ada:secret@courier.example/a", "only http and https: not ftp"),
    ("http://", "malformed address"),
    ("http://[::1", "malformed address"),
    ("http://a b.example/x", "malformed address"),
    ("http://courier.example:99999/", "malformed address"),
    ("courier.example/ferry", "malformed address: no http(s)://"),
    ("http://" + "a" * 5000, "malformed address: longer"),
]


@pytest.mark.parametrize(("url", "reason"), BAD)
def test_what_is_no_address_is_a_row_without_secrets(url: str, reason: str, tmp_path: Path) -> None:
    collected([url], tmp_path)
    row = read_ledger(tmp_path).iloc[0]
    assert row["state"] == "refused"
    assert row["reason"].startswith(reason)
    assert "secret" not in row["url"]


def test_internationalized_domains_are_asked_for_in_ascii(tmp_path: Path) -> None:
    from toolkit.collect.address import canonical_address

    assert (
        canonical_address("https://bücher.example/ä").url == "https://xn--bcher-kva.example/%C3%A4"
    )


def command(home: Path, urls: list[str], policy: CrawlPolicy) -> list[str]:
    """The command line of a collection."""
    listed = home.parent / f"{home.name}.txt"
    listed.write_text("\n".join(urls), encoding="utf-8")
    values = ["--delay", policy.delay, "--backoff", policy.backoff, "--hosts", policy.hosts]
    program = [sys.executable, "-m", "toolkit.cli", "collect", str(listed), "--into", str(home)]
    return [*program, *map(str, values), "--allow-private", "--contact", "ada@courier.example"]


def test_no_network_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    quick = CrawlPolicy(backoff=0.01)
    done = subprocess.run(
        command(tmp_path / "c", ["http://courier.invalid/a"], quick), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout.startswith("no network: ")
    assert done.stdout.count("\n") == 1
    assert states(tmp_path / "c")["a"].startswith("later")


def test_a_folder_that_cannot_be_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    run = command(tmp_path / "c", ["http://courier.invalid/a"], QUICK)
    run[run.index("--into") + 1] = str(tmp_path / "file" / "c")
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("toolkit: ")


def limited() -> None:
    """A disk on which no file can be larger than 64 KB."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**16, 2**16))


async def heavy(request: web.Request) -> web.Response:
    """Pages that fill a disk: what is random cannot be packed."""
    filling = os.urandom(200_000).hex() if request.path in ("/5", "/7", "/9") else ""
    return page(article(request.path[1:]) + f"<!-- {filling} -->")


def filled(home: Path, urls: list[str], before: Callable[[], None] | None) -> int:
    """Articles that a collection into a disk without room leaves."""
    run = command(home, urls, QUICK)
    done = subprocess.run(run, capture_output=True, text=True, preexec_fn=before)
    assert done.returncode == 2
    assert f"the disk of {home} is full" in done.stderr
    assert "Traceback" not in done.stderr
    kept = set(read_ledger(home).query("state == 'kept'")["raw"])
    assert all((home / raw).is_file() for raw in kept)
    return len(tk.read(home / "raw", Counter()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_full_disk_is_named_and_what_was_fetched_stays(tmp_path: Path) -> None:
    with serving(heavy) as server:
        urls = [server.url(f"/{i}") for i in range(12)]
        assert 0 < filled(tmp_path / "c", urls, limited) < 12
        assert collected(urls, tmp_path / "c").counts == {"kept": 12}
    assert len(tk.open(tmp_path / "c", Counter())) == 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 500 KB, where this system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_real_full_disk_is_named_and_what_was_fetched_stays(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    with serving(heavy) as server:
        urls = [server.url(f"/{i}") for i in range(12)]
        assert 0 < filled(small_disk / "c", urls, None) < 12


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="who may write everywhere is never refused",
)
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OSError, match=re.escape(str(tmp_path))):
        collected(["http://courier.invalid/a"], tmp_path / "c")
    tmp_path.chmod(0o700)


def _damaged(path: Path) -> None:
    path.write_bytes(b"no ledger at all" * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _of_another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE pages (key TEXT); CREATE TABLE others (key TEXT)")


def _with_odd_states(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE pages SET state = CAST(x'6BFF' AS TEXT)")


@pytest.mark.parametrize("damage", [_damaged, _cut, _of_another, _with_odd_states])
@pytest.mark.parametrize("warc", [False, True])
def test_a_damaged_ledger_is_made_again_from_the_pages(
    damage: Callable[[Path], None], warc: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(plain_site) as server:
        job = CrawlJob([Link(server.url(f"/{i}")) for i in range(5)])
        collect_web(job, tmp_path, QUICK, warc=warc)
        before = read_ledger(tmp_path)
        damage(tmp_path / "log" / "ledger.sqlite")
        again = collect_web(job, tmp_path, QUICK, warc=warc)
    assert (again.counts, again.new, again.requests) == ({"kept": 5}, 0, 0)
    assert "made again from 5 stored pages" in capsys.readouterr().err
    after = read_ledger(tmp_path).sort_values("url", ignore_index=True)
    assert after["fetched_at"].notna().all()
    assert after[["url", "raw", "status"]].equals(before[["url", "raw", "status"]])


def test_a_page_that_cannot_be_stored_ends_no_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def store(home: Path, page: Response, host: str) -> str:
        if page.url.endswith("/bad"):
            raise AttributeError("nobody thought of this")
        return store_page(home, page, host)

    monkeypatch.setattr(raw_pages, "store_page", store)
    with serving(plain_site) as server:
        collected([server.url(f"/{n}") for n in ("a", "bad", "b")], tmp_path)
    kept = dict.fromkeys(("a", "b"), "kept")
    assert states(tmp_path) == {**kept, "bad": "failed cannot be taken: nobody thought of this"}


def test_no_page_is_stored_outside_of_the_folder(tmp_path: Path) -> None:
    page = Response("http://a.example/", 200, "OK", (), b"It rained.", datetime.now(UTC))
    name = store_page(tmp_path / "c", page, "../../../x")
    assert (tmp_path / "c" / name).resolve().is_relative_to(tmp_path / "c" / "raw")


def test_two_collections_do_not_share_a_folder(tmp_path: Path) -> None:
    from toolkit.collect.ledger import Ledger, LedgerLocked

    with Ledger(tmp_path) as ledger:
        ledger.add([])
        with pytest.raises(LedgerLocked, match="another collection"):
            Ledger(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no forkserver and no SIGKILL")
@pytest.mark.parametrize("pages", [100, pytest.param(2000, marks=pytest.mark.long)])
def test_killed_at_random_moments_each_page_is_one_article(pages: int, tmp_path: Path) -> None:
    kills = 20 if pages >= 2000 else 3
    moments = random.Random(4)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([__name__])
    home = tmp_path / "c"
    home.mkdir()
    (home / "corpus.toml").write_text('title = "Killed"\nengine = "fast"\n', encoding="utf-8")
    quick = CrawlPolicy(delay=0.0, hosts=8, allow_private=True)
    with serving(plain_site, hosts=8) as server:
        urls = [server.url(f"/n/{i}", i % 8) for i in range(pages)]
        done = 0
        for _ in range(kills):
            process = forks.Process(target=collected, args=(urls, home, quick))
            process.start()
            aim = len(server.paths()) + moments.randrange(1, pages // kills)
            while len(server.paths()) < aim and process.is_alive():
                time.sleep(0.002)
            process.kill()
            process.join()
            done += process.exitcode == -9
        assert done >= kills - 1
        assert collected(urls, home, quick).counts == {"kept": pages}
        asked = server.paths()
    assert len(asked) - len(set(asked)) <= 8 * kills  # one page in flight a host and kill
    articles = tk.open(home, Counter()).articles
    assert sorted(articles["url"]) == sorted(urls)
    assert len({json.dumps(t) for t in articles["text"]}) == pages

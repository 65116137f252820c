"""Real servers on loopback for tests: each says what it was asked and when."""

from __future__ import annotations

import asyncio
import errno
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from toolkit.benchmarks.local_server import WORDS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A running server.

    Attributes:
        hosts: addresses that it listens on: 127.0.0.1, 127.0.0.2 …
        port: the same for all of them.
        asked: (host, path, seconds) of each request, in order.
    """

    hosts: list[str]
    port: int
    asked: list[tuple[str, str, float]] = field(default_factory=list)

    def url(self, path: str = "/", host: int = 0) -> str:
        return f"http://{self.hosts[host]}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def times(self, host: int = 0) -> list[float]:
        return [at for where, _, at in self.asked if where == self.hosts[host]]


@contextmanager
def serving(handler: Handler, hosts: int = 1, port: int = 0) -> Iterator[Server]:
    """A server that answers every path by one function, robots.txt too."""
    names = [f"127.0.0.{i + 1}" for i in range(hosts)]
    server = Server(names, port)

    async def noted(request: web.Request) -> web.StreamResponse:
        where = (request.host or "").partition(":")[0]
        server.asked.append((where, request.path_qs, time.monotonic()))
        return await handler(request)

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", noted)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        for name in names:
            site = web.TCPSite(runner, name, server.port, reuse_address=True)
            try:
                await site.start()
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    pytest.skip(f"this system has no {name}")
                raise
            server.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        return runner

    with _loop() as run:
        runner = run(start())
        try:
            yield server
        finally:
            run(runner.cleanup())


@contextmanager
def raw_serving(answer: Raw) -> Iterator[Server]:
    """A server that keeps to no protocol: it writes what the function writes."""
    server = Server(["127.0.0.1"], 0)

    async def noted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        server.asked.append(("127.0.0.1", head.split()[1].decode(), time.monotonic()))
        try:
            await answer(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    with _loop() as run:
        listening = run(asyncio.start_server(noted, "127.0.0.1", 0))
        server.port = listening.sockets[0].getsockname()[1]
        try:
            yield server
        finally:
            listening.close()


@contextmanager
def _loop() -> Iterator[Callable[..., object]]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result(20)
    finally:
        left = asyncio.run_coroutine_threadsafe(_cancelled(), loop)
        left.result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancelled() -> None:
    others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def article(name: str) -> str:
    """The HTML of an invented article; no two names give the same words."""
    drawn = random.Random(name)
    lines = (" ".join(drawn.choices(WORDS, k=25)).capitalize() + "." for _ in range(3))
    said = f'"It took us all winter to mend {name}," said Tom Reed, the harbour master of Skarrow.'
    body = "".join(f"<p>{line}</p>" for line in (said, *lines))
    return (
        f"<!doctype html><html><head><title>Ferry {name} runs again</title></head>"
        f"<body><article><h1>Ferry {name} runs again</h1>{body}</article></body></html>"
    )


def page(text: str, **options: object) -> web.Response:
    """An HTML answer."""
    return web.Response(text=text, content_type="text/html", **options)  # type: ignore[arg-type]


async def plain_site(request: web.Request) -> web.Response:
    """Every path is an article; no robots.txt."""
    if request.path == "/robots.txt":
        return web.Response(status=404)
    return page(article(request.path.strip("/").replace("/", "-")))

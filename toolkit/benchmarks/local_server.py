"""A server for many loopback hosts, in its own process, that answers with some latency.

It answers only GET requests, so that it takes little CPU time from the measured program.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection

# fmt: off
WORDS = [
    "ferry", "harbour", "council", "winter", "ice", "crew", "island", "mooring", "budget",
    "school", "bridge", "storm", "vote", "mayor", "inquiry", "engine", "captain", "ticket",
    "fisher", "quay", "lamp", "market", "river", "power", "tariff", "strike", "museum",
    "trial",
]
# fmt: on
_END = b"\r\n\r\n"
_NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def serve_pages(hosts: int, latency: float) -> Iterator[tuple[int, Callable[[], float]]]:
    """Run a server on 127.0.0.1, 127.0.0.2 and so on.

    Args:
        hosts: number of hosts.
        latency: seconds from a request to its answer.

    Yields:
        The port, and a function that returns the CPU seconds of the server.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(hosts, latency, theirs), daemon=True)
    process.start()

    def cpu_seconds() -> float:
        ours.send(None)
        return float(ours.recv())

    try:
        yield int(ours.recv()), cpu_seconds
    finally:
        process.terminate()
        process.join()


def _serve(hosts: int, latency: float, out: Connection) -> None:
    asyncio.run(_listen(hosts, latency, out))


async def _listen(hosts: int, latency: float, out: Connection) -> None:
    loop, port = asyncio.get_running_loop(), 0
    for i in range(hosts):
        where = f"127.0.0.{i + 1}"
        server = await loop.create_server(lambda: _Answering(latency), where, port, backlog=512)
        port = port or server.sockets[0].getsockname()[1]
    out.send(port)
    while True:
        await loop.run_in_executor(None, out.recv)
        out.send(time.process_time())


class _Answering(asyncio.Protocol):
    """One connection."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *heads, self._received = (self._received + data).split(_END)
        for head in heads:
            path = head.split(b" ", 2)[1].decode()
            asyncio.get_running_loop().call_later(self._latency, self._answer, path)

    def _answer(self, path: str) -> None:
        if not self._transport.is_closing():
            self._transport.write(_NONE if path == "/robots.txt" else _response(path))


def _response(path: str) -> bytes:
    body = page(path)
    sent = f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}"
    return f"HTTP/1.1 200 OK\r\n{sent}\r\n\r\n".encode() + body


@cache
def _body(number: int) -> str:
    drawn = random.Random(number)
    lines = (" ".join(drawn.choices(WORDS, k=40)).capitalize() + "." for _ in range(12))
    return "".join(f"<p>{line}</p>" for line in lines)


_LINKS = "".join(f'<li><a href="/news/{i}">More of {i}</a></li>' for i in range(60))
_HEAD = f"<script>{json.dumps(list(range(800)))}</script></head><body><ul>{_LINKS}</ul><article>"


def page(path: str) -> bytes:
    """A page the size of a small news page."""
    body = _body(hash(path) % 500)
    return f"<html><head><title>{path}</title>{_HEAD}<h1>News of {path}</h1>{body}".encode()

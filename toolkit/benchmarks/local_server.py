"""A server for many loopback hosts, in its own process, that answers with some latency.

It answers only GET requests, so that it takes little CPU time from the measured program.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing.connection import Connection

# fmt: off
WORDS = [
    "ferry", "harbour", "council", "winter", "ice", "crew", "island", "mooring", "budget",
    "school", "bridge", "storm", "vote", "mayor", "inquiry", "engine", "captain", "ticket",
    "fisher", "quay", "lamp", "market", "river", "power", "tariff", "strike", "museum",
    "trial",
]
# fmt: on
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
        where, answers = f"127.0.0.{i + 1}", partial(_answer, latency)
        server = await asyncio.start_server(answers, where, port, backlog=512)
        port = port or server.sockets[0].getsockname()[1]
    out.send(port)
    while True:
        await loop.run_in_executor(None, out.recv)
        out.send(time.process_time())


async def _answer(latency: float, reader: StreamReader, writer: StreamWriter) -> None:
    """Answer the requests of one connection until it is closed."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(latency)
            path = head.split(b" ", 2)[1].decode()
            writer.write(_NONE if path == "/robots.txt" else _response(path))
    writer.close()


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

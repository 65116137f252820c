"""One request: bytes and headers as received, within bounds of size and time, or a fault."""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from toolkit.collect.address import PrivateAddressError, is_private
from toolkit.collect.failures import PRIVATE, FetchError, fetch_error
from toolkit.collect.policy import CrawlPolicy

_CHUNK = 2**16
_ERRORS = (aiohttp.ClientError, aiohttp.http.HttpProcessingError, OSError, ValueError)


@dataclass(frozen=True)
class Response:
    """What a server sent.

    Attributes:
        url: that was asked for.
        status: and ``reason``, as in its first line.
        headers: in their order, as sent.
        body: as sent, packed where the server packed it.
        at: when, UTC.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime

    def unpacked(self, most: int) -> bytes:
        """The body without its packing, gzipped files too; as it came where that fails."""
        body = self.body
        for _ in range(2):
            if body[:2] != b"\x1f\x8b":
                break
            try:
                body = zlib.decompressobj(47).decompress(body, most)
            except zlib.error:
                break
        return body

    def header(self, name: str) -> str:
        """A header's first value; empty where it was not sent."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")


class _PublicResolver(AbstractResolver):
    """Resolves names, and refuses what points into a private network.

    The connection is made to the addresses that were checked here, not to a second look-up: a name
    that changes its address in between gains nothing.
    """

    def __init__(self, within: AbstractResolver) -> None:
        self._within = within

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._within.resolve(host, port, family)
        if any(is_private(entry["host"]) for entry in found):
            raise PrivateAddressError(f"{host} is a private address")
        return found

    async def close(self) -> None:
        await self._within.close()


class Fetcher:
    """Asks servers for pages; to be used in an ``async with``.

    Args:
        policy: bounds of a request.
        resolver: in place of the system's, for names.
    """

    def __init__(self, policy: CrawlPolicy, resolver: AbstractResolver | None = None) -> None:
        self._policy = policy
        self.resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        names = self.resolver or aiohttp.ThreadedResolver()
        resolver = names if self._policy.allow_private else _PublicResolver(names)
        connector = aiohttp.TCPConnector(
            limit=0, limit_per_host=2, resolver=resolver, ttl_dns_cache=300, keepalive_timeout=30
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={
                "User-Agent": self._policy.agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(total=None),
            read_bufsize=2**18,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, url: str, headers: Mapping[str, str] | None = None, most: int | None = None
    ) -> Response:
        """What one address gives; redirects are given back, not followed.

        Args:
            url: what is asked for.
            headers: beside those of every request.
            most: bytes, in place of what the manners say.

        Raises:
            Fault: nothing, or nothing usable.
        """
        try:
            async with asyncio.timeout(self._policy.timeout):
                return await self._get(url, headers or {}, most or self._policy.max_bytes)
        except TimeoutError:
            seconds = f"{self._policy.timeout:g}"
            raise FetchError("busy", f"too slow: not whole after {seconds} s") from None
        except FetchError:
            raise
        except (
            aiohttp.ClientError,
            aiohttp.http.HttpProcessingError,
            OSError,
            ValueError,
        ) as error:
            raise fetch_error(error) from None

    async def _get(self, url: str, headers: Mapping[str, str], most: int) -> Response:
        assert self._session is not None
        self._check_literal(url)
        at = datetime.now(UTC)
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            body = await _body(answer, most)
            sent = tuple((n.decode(), v.decode("latin-1")) for n, v in answer.raw_headers)
            return Response(url, answer.status, answer.reason or "", sent, body, at)

    def _check_literal(self, url: str) -> None:
        """Addresses in numbers are never resolved, so they are checked here."""
        host = urlsplit(url).hostname or ""
        try:
            private = is_private(host)
        except ValueError:
            return
        if private and not self._policy.allow_private:
            raise FetchError("forbidden", PRIVATE)


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if (answer.content_length or 0) > most:
        answer.close()
        raise FetchError("too large", f"too large: {answer.content_length:,} bytes declared")
    counted = _Unpacked(answer.headers.get("Content-Encoding", ""), most)
    chunks: list[bytes] = []
    size = 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        size += len(chunk)
        if size > most or counted.over(chunk):
            answer.close()
            raise FetchError("too large", f"too large: over {most:,} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


class _Unpacked:
    """Counts what a packed body unpacks to, without keeping it."""

    def __init__(self, encoding: str, most: int) -> None:
        named = encoding.strip().lower()
        self._left = most
        self._unpack = zlib.decompressobj(47) if named in ("gzip", "x-gzip", "deflate") else None

    def over(self, chunk: bytes) -> bool:
        """Whether the body so far unpacks to more than it may."""
        if self._unpack is None:
            return False
        try:
            while chunk and self._left >= 0:
                self._left -= len(self._unpack.decompress(chunk, _CHUNK))
                chunk = self._unpack.unconsumed_tail
        except zlib.error:
            self._unpack = None  # not packed as it says: kept as it came, and read or dropped later
        return self._left < 0

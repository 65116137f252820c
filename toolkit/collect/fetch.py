"""Send one request within limits of size and time; keep bytes and headers as received."""

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
    """The response of a server.

    Attributes:
        url: requested address.
        status: status code.
        reason: reason in the status line.
        headers: headers as sent, in order.
        body: body as sent, compressed if the server compressed it.
        at: time of the request, UTC.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime

    def decompressed(self, max_bytes: int) -> bytes:
        """The body decompressed, also if it is a gzipped file; unchanged if that fails."""
        body = self.body
        for _ in range(2):
            if body[:2] != b"\x1f\x8b":
                break
            try:
                body = zlib.decompressobj(47).decompress(body, max_bytes)
            except zlib.error:
                break
        return body

    def header(self, name: str) -> str:
        """First value of a header; empty if it was not sent."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")


class _PublicResolver(AbstractResolver):
    """Resolves host names, and refuses those in private networks.

    The connection uses the addresses that were checked here, without a second look-up: a name that
    changes its address in between gains nothing.
    """

    def __init__(self, within: AbstractResolver) -> None:
        self._within = within

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        entries = await self._within.resolve(host, port, family)
        if any(is_private(entry["host"]) for entry in entries):
            raise PrivateAddressError(f"{host} is a private address")
        return entries

    async def close(self) -> None:
        await self._within.close()


class Fetcher:
    """Requests pages; use it in an ``async with``.

    Args:
        policy: limits of a request.
        resolver: resolver of host names, in place of the system's.
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
        self, url: str, headers: Mapping[str, str] | None = None, max_bytes: int | None = None
    ) -> Response:
        """Request one address; redirects are returned, not followed.

        Args:
            url: address to request.
            headers: headers besides those of every request.
            max_bytes: maximal size, in place of that of the policy.

        Raises:
            FetchError: no usable response arrived.
        """
        try:
            async with asyncio.timeout(self._policy.timeout):
                return await self._get(url, headers or {}, max_bytes or self._policy.max_bytes)
        except TimeoutError:
            seconds = f"{self._policy.timeout:g}"
            raise FetchError("busy", f"too slow: not whole after {seconds} s") from None
        except FetchError:
            raise
        except _ERRORS as error:
            raise fetch_error(error) from None

    async def _get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Response:
        assert self._session is not None
        self._check_literal(url)
        at = datetime.now(UTC)
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            body = await _body(response, max_bytes)
            sent = tuple((n.decode(), v.decode("latin-1")) for n, v in response.raw_headers)
            return Response(url, response.status, response.reason or "", sent, body, at)

    def _check_literal(self, url: str) -> None:
        """Refuse private IP addresses, which are never resolved."""
        host = urlsplit(url).hostname or ""
        try:
            private = is_private(host)
        except ValueError:
            return
        if private and not self._policy.allow_private:
            raise FetchError("forbidden", PRIVATE)


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if (response.content_length or 0) > max_bytes:
        response.close()
        raise FetchError("too large", f"too large: {response.content_length:,} bytes declared")
    limit = _DecompressedLimit(response.headers.get("Content-Encoding", ""), max_bytes)
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        size += len(chunk)
        if size > max_bytes or limit.exceeded(chunk):
            response.close()
            raise FetchError("too large", f"too large: over {max_bytes:,} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


class _DecompressedLimit:
    """Counts the decompressed bytes of a body without storing them."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        named = encoding.strip().lower()
        self._left = max_bytes
        self._decompressor = (
            zlib.decompressobj(47) if named in ("gzip", "x-gzip", "deflate") else None
        )

    def exceeded(self, chunk: bytes) -> bool:
        """Whether the body so far is larger than allowed."""
        if self._decompressor is None:
            return False
        try:
            while chunk and self._left >= 0:
                self._left -= len(self._decompressor.decompress(chunk, _CHUNK))
                chunk = self._decompressor.unconsumed_tail
        except zlib.error:
            self._decompressor = None  # not compressed as stated: the body is stored unchanged
        return self._left < 0

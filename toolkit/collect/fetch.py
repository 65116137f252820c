"""Send one request within limits of size and time; keep bytes and headers as received."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import ResolveResult

from toolkit.collect.address import is_private
from toolkit.collect.policy import CrawlPolicy

Kind = Literal["unreachable", "busy", "broken", "too large", "forbidden", "later"]
_PRIVATE = "refused: a private address (--allow-private, if it is meant)"
_CHUNK = 2**16
_COMPRESSED = ("gzip", "x-gzip", "deflate")
_ERRORS = (aiohttp.ClientError, aiohttp.http.HttpProcessingError, OSError, ValueError)


class FetchError(Exception):
    """A page could not be fetched.

    Attributes:
        kind: unreachable (no connection), busy (timeout), broken (invalid response), too large,
            forbidden (a private address, or robots.txt), later (too long a Retry-After).
    """

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


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


class PrivateAddressError(OSError):
    """The address lies in a private network."""


class _PublicResolver(aiohttp.ThreadedResolver):
    """Resolves host names, and refuses those in private networks.

    The connection uses the addresses that were checked here, without a second look-up: a name that
    changes its address in between gains nothing.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        entries = await super().resolve(host, port, family)
        if any(is_private(entry["host"]) for entry in entries):
            raise PrivateAddressError(f"{host} is a private address")
        return entries


def open_session(policy: CrawlPolicy) -> aiohttp.ClientSession:
    """A session for `fetch`; use it in an ``async with``."""
    resolver = aiohttp.ThreadedResolver() if policy.allow_private else _PublicResolver()
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0, limit_per_host=2, resolver=resolver, ttl_dns_cache=300, keepalive_timeout=30
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={
            "User-Agent": policy.agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        },
        timeout=aiohttp.ClientTimeout(total=None),
        read_bufsize=2**18,
    )


async def fetch(
    session: aiohttp.ClientSession,
    policy: CrawlPolicy,
    url: str,
    headers: Mapping[str, str] | None = None,
    max_bytes: int | None = None,
) -> Response:
    """Request one address; redirects are returned, not followed.

    Args:
        session: of `open_session`.
        policy: limits of the request.
        url: address to request.
        headers: headers besides those of every request.
        max_bytes: maximal size, in place of that of the policy.

    Raises:
        FetchError: no usable response arrived.
    """
    if not policy.allow_private and _is_private_literal(url):
        raise FetchError("forbidden", _PRIVATE)
    at = datetime.now(UTC)
    request = session.get(url, headers=headers, allow_redirects=False)
    try:
        async with asyncio.timeout(policy.timeout), request as response:
            body = await _body(response, max_bytes or policy.max_bytes)
            headers_sent = [(_text(n), _text(v)) for n, v in response.raw_headers]
            # aiohttp marks bytes that are not UTF-8 by surrogates, which cannot be stored
            reason = _text((response.reason or "").encode(errors="surrogateescape"))
            return Response(url, response.status, reason, tuple(headers_sent), body, at)
    except TimeoutError:
        reason = f"too slow: not whole after {policy.timeout:g} s"
        raise FetchError("busy", reason) from None
    except _ERRORS as error:
        raise _fetch_error(error) from None


def if_changed(etag: str | None, modified: str | None) -> dict[str, str]:
    """Headers that request a page only if it has changed since a response with these values.

    Example:
        >>> if_changed('"a1"', None)
        {'If-None-Match': '"a1"'}
    """
    named = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {n: v for n, v in named.items() if v and v.isascii() and v.isprintable()}


def _text(sent: bytes) -> str:
    """Bytes of a header as text, one character for each byte."""
    return sent.decode("latin-1")


def _is_private_literal(url: str) -> bool:
    """Whether an address names a private IP address, which is never resolved."""
    try:
        return is_private(urlsplit(url).hostname or "")
    except ValueError:
        return False


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if (response.content_length or 0) > max_bytes:
        raise FetchError("too large", f"too large: {response.content_length:,} bytes declared")
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > max_bytes:
            break
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if len(body) > max_bytes or (encoding in _COMPRESSED and _expands_over(body, max_bytes)):
        raise FetchError("too large", f"too large: over {max_bytes:,} bytes")
    return bytes(body)


def _expands_over(body: bytearray, max_bytes: int) -> bool:
    """Whether a body is too large when decompressed; it is stored unchanged if it is corrupt."""
    try:
        return len(zlib.decompressobj(47).decompress(body, max_bytes + 1)) > max_bytes
    except zlib.error:
        return False


def _fetch_error(error: Exception) -> FetchError:
    """The `FetchError` for an error of the network or of HTTP.

    Example:
        >>> str(_fetch_error(ConnectionResetError(104, "reset")))
        'no connection: Connection reset by peer'
    """
    cause = getattr(error, "os_error", error)
    if isinstance(cause, PrivateAddressError):
        return FetchError("forbidden", _PRIVATE)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchError("unreachable", "no such server, or no network")
    if isinstance(error, aiohttp.ClientSSLError):
        return FetchError("broken", "no safe connection: its certificate is not valid")
    if isinstance(error, ssl.SSLError):
        return FetchError("broken", f"no safe connection: {error.reason}")
    if isinstance(cause, OSError) and not isinstance(cause, aiohttp.ClientError):
        if cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return FetchError("unreachable", "no connection: no way to it, or no network")
        name = os.strerror(cause.errno) if cause.errno else type(cause).__name__
        return FetchError("unreachable", f"no connection: {name}")
    message = " ".join((str(error) or type(error).__name__).split())[:120]
    return FetchError("broken", f"broken answer: {message}")

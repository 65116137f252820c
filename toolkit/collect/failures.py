"""Turn network and HTTP errors into messages for users."""

from __future__ import annotations

import errno
import os
import ssl
from typing import Literal

import aiohttp

from toolkit.collect.address import PrivateAddressError

Kind = Literal["unreachable", "busy", "broken", "too large", "forbidden", "later"]
PRIVATE = "refused: a private address (--allow-private, if it is meant)"


class FetchError(Exception):
    """A page could not be fetched.

    Attributes:
        kind: unreachable (no connection), busy (timeout), broken (invalid response), too large,
            forbidden (a private address, or robots.txt), later (too long a Retry-After).
    """

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def fetch_error(error: Exception) -> FetchError:
    """The `FetchError` for an error of the network or of HTTP.

    Example:
        >>> str(fetch_error(ConnectionResetError(104, "reset")))
        'no connection: Connection reset by peer'
    """
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if isinstance(error.os_error, PrivateAddressError):
            return FetchError("forbidden", PRIVATE)
        return FetchError("unreachable", "no such server, or no network")
    if isinstance(error, aiohttp.ClientConnectorError):
        return _connection_error(error)
    if isinstance(error, ssl.SSLError):
        return FetchError("broken", f"no safe connection: {error.reason}")
    if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError):
        return FetchError("unreachable", f"no connection: {_named(error)}")
    message = " ".join((str(error) or type(error).__name__).split())[:120]
    return FetchError("broken", f"broken answer: {message}")


def _connection_error(error: aiohttp.ClientConnectorError) -> FetchError:
    if isinstance(error.os_error, PrivateAddressError):
        return FetchError("forbidden", PRIVATE)
    if isinstance(error, aiohttp.ClientSSLError):
        return FetchError("broken", "no safe connection: its certificate is not valid")
    if error.os_error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return FetchError("unreachable", "no connection: no way to it, or no network")
    return FetchError("unreachable", f"no connection: {_named(error.os_error)}")


def _named(error: OSError) -> str:
    """Name of a network error, without the address in its message."""
    return os.strerror(error.errno) if error.errno else type(error).__name__

"""Addresses of pages: one canonical form each, without secrets; which of them may be asked for."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from courlan import clean_url

_LONGEST = 4000
_PORTS = {"http": 80, "https": 443}
_SECRET = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*:)?//[^/@\s]*@")


class InvalidAddress(Exception):
    """Not an address of a page; the message says why, without any credentials in it."""


class PrivateAddressError(OSError):
    """An address in a private network, where no page of the news is."""


@dataclass(frozen=True)
class Address:
    """Where a page is.

    Attributes:
        url: what is asked for: http or https, no credentials, no fragment, no tracking parameters.
        key: the same for all addresses of one page: without scheme and closing slash.
        host: the server, in ASCII; with its port where that is unusual.
    """

    url: str
    key: str
    host: str


def canonical_address(given: str) -> Address:
    """The canonical form of an address as people and feeds write it.

    Raises:
        InvalidAddress: it is none, or neither http nor https.

    Example:
        >>> canonical_address("HTTP://ada:pw@Courier.example:80/ferry/?utm_source=x#top")
        Address(url='http://courier.example/ferry/', key='courier.example/ferry', host='courier.example')
    """  # noqa: E501
    text = given.strip()
    if len(text) > _LONGEST:
        raise InvalidAddress("malformed address: longer than 4,000 characters")
    scheme = text.partition(":")[0].lower()
    if scheme not in _PORTS:
        named = scheme if re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) and "://" in text else ""
        raise InvalidAddress(
            f"only http and https: not {named}" if named else "malformed address: no http(s)://"
        )
    try:
        parts = urlsplit(_cleaned(text))
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError as error:
        raise InvalidAddress("malformed address: it cannot be split into its parts") from error
    if not host:
        raise InvalidAddress("malformed address: it names no server")
    shown = f"[{host}]" if ":" in host else host
    where = shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"
    url = urlunsplit((parts.scheme, where, parts.path or "/", parts.query, ""))
    query = f"?{parts.query}" if parts.query else ""
    return Address(url, where + parts.path.rstrip("/") + query, where)


def redirect_target(url: str, given: str) -> Address:
    """Where a page leads, by what it says: a whole address or one that starts at its own.

    Raises:
        InvalidAddress: to none.

    Example:
        >>> redirect_target("https://courier.example/news/1", "/ferry").url
        'https://courier.example/ferry'
    """
    try:
        return canonical_address(urljoin(url, given))
    except ValueError as error:
        raise InvalidAddress("malformed address: it cannot be split into its parts") from error


def absolute_url(url: str, given: str) -> str:
    """An address that a list names, which may start at the list's own; as it is where none can be.

    Example:
        >>> absolute_url("https://courier.example/rss", "/ferry")
        'https://courier.example/ferry'
    """
    try:
        return urljoin(url, given)
    except ValueError:
        return given


def _cleaned(text: str) -> str:
    """Without tracking parameters; the host's own letters, since cleaning lowers paths' never."""
    return str(clean_url(text.replace(" ", "%20")) or text)


def _ascii(host: str) -> str:
    """An internationalized domain as servers know it.

    Raises:
        ValueError: no such domain can be.
    """
    host = host.rstrip(".").lower()
    if ":" in host:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    if re.fullmatch(r"[\d.]+", host):
        return str(ipaddress.IPv4Address(host))
    made = host if host.isascii() else host.encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", made) or ".." in made:
        raise ValueError(host)
    return made


def without_secrets(text: str) -> str:
    """A text with the credentials of the addresses in it left out.

    Example:
        >>> without_secrets("ftp://ada:secret@courier.example/a")
        'ftp://courier.example/a'
    """
    return _SECRET.sub(lambda m: f"{m[1] or ''}//", text)


def is_private(ip: str) -> bool:
    """Whether an IP address lies in a private, loopback, link-local or reserved network.

    Example:
        >>> is_private("127.0.0.1"), is_private("::ffff:10.0.0.1"), is_private("151.101.1.164")
        (True, True, False)
    """
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or _nat64(found)
        if inner is not None:
            return is_private(str(inner))
    return not found.is_global or found.is_multicast or found.is_reserved


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None

"""Canonical addresses of pages, without credentials, and a check for private networks."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from courlan import clean_url

MOST_CHARACTERS = 2000
"""Longest address; no longer text is searched or split."""
_PORTS = {"http": 80, "https": 443}
_SECRET = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{0,30}:)?//[^/@\s]*@")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class InvalidAddress(Exception):
    """The text is not a valid address; the message says why and holds no credentials."""


class Address(NamedTuple):
    """The canonical address of a page.

    Attributes:
        url: http or https address to request, without credentials, fragment and tracking
            parameters.
        key: address without scheme and trailing slash, equal for all addresses of one page.
        host: server in ASCII, with its port if that is not the default.
    """

    url: str
    key: str
    host: str


def canonical_address(address: str) -> Address:
    """The canonical form of an address.

    Raises:
        InvalidAddress: the address is malformed, or neither http nor https.

    Example:
        >>> canonical_address("HTTP://ada:pw@Courier.example:80/ferry/?utm_source=x#top")
        Address(url='http://courier.example/ferry/', key='courier.example/ferry', host='courier.example')
    """  # noqa: E501
    text = cut(address).strip()
    if len(text) > MOST_CHARACTERS:
        raise InvalidAddress(f"malformed address: longer than {MOST_CHARACTERS:,} characters")
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", text.lower())
    if scheme is None:
        raise InvalidAddress("malformed address: no http(s)://")
    if scheme[1] not in _PORTS:
        raise InvalidAddress(f"only http and https: not {scheme[1]}")
    try:
        parts = urlsplit(str(clean_url(text.replace(" ", "%20")) or text))
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError as error:
        raise InvalidAddress("malformed address: it cannot be split into its parts") from error
    if not host:
        raise InvalidAddress("malformed address: it names no server")
    bracketed = f"[{host}]" if ":" in host else host
    server = bracketed if port in (None, _PORTS[parts.scheme]) else f"{bracketed}:{port}"
    url = urlunsplit((parts.scheme, server, parts.path or "/", parts.query, ""))
    query = f"?{parts.query}" if parts.query else ""
    return Address(url, server + parts.path.rstrip("/") + query, server)


def redirect_target(url: str, location: str) -> Address:
    """The address of a redirect.

    Args:
        url: page that redirects.
        location: absolute or relative address.

    Raises:
        InvalidAddress: the address is malformed.

    Example:
        >>> redirect_target("https://courier.example/news/1", "/ferry").url
        'https://courier.example/ferry'
    """
    return canonical_address(absolute_url(url, location))


def absolute_url(base: str, url: str) -> str:
    """Resolve an address relative to another; a malformed one is returned unchanged.

    Example:
        >>> absolute_url("https://courier.example/rss", "/ferry")
        'https://courier.example/ferry'
    """
    try:
        return urljoin(base, cut(url))
    except ValueError:
        return url


def cut(text: str) -> str:
    """A text that can be stored, cut where it is too long to be an address."""
    return storable(text.lstrip()[: MOST_CHARACTERS + 1])


def storable(text: str) -> str:
    """A text without lone surrogates, which UTF-8 does not have.

    Example:
        >>> storable(f"F{chr(0xD800)}erry")
        'F���erry'
    """
    return text.encode(errors="surrogatepass").decode(errors="replace")


def url_parts(url: str) -> SplitResult:
    """The parts of an address; of a malformed one they are empty.

    Example:
        >>> url_parts("https://courier.example/ferry").path, url_parts("http://[courier").path
        ('/ferry', '')
    """
    try:
        return urlsplit(cut(url))
    except ValueError:
        return urlsplit("")


def _ascii(host: str) -> str:
    """A host name in ASCII, internationalized domains encoded with IDNA.

    Raises:
        ValueError: the host name is invalid.
    """
    host = host.rstrip(".").lower()
    if ":" in host:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    if re.fullmatch(r"[\d.]+", host):
        return str(ipaddress.IPv4Address(host))
    encoded = host if host.isascii() else host.encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", encoded) or ".." in encoded:
        raise ValueError(host)
    return encoded


def without_secrets(text: str) -> str:
    """Remove credentials from the addresses in a text, which is cut if it is long.

    Example:
        >>> without_secrets("ftp://ada:secret@courier.example/a")
        'ftp://courier.example/a'
    """
    return _SECRET.sub(lambda m: f"{m[1] or ''}//", cut(text))


def is_private(ip: str) -> bool:
    """Whether an IP address lies in a private, loopback, link-local or reserved network.

    Example:
        >>> is_private("127.0.0.1"), is_private("::ffff:10.0.0.1"), is_private("151.101.1.164")
        (True, True, False)
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        if embedded := address.ipv4_mapped or address.sixtofour or nat64:
            return is_private(str(embedded))
    return not address.is_global or address.is_multicast or address.is_reserved

"""Rules of robots.txt."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from protego import Protego

from toolkit.collect.fetch import Response
from toolkit.collect.policy import PROGRAM

_MOST = 500 * 1024
LONGEST_DELAY = 3600.0


class RobotsRules:
    """The robots.txt rules of one site.

    Args:
        text: its robots.txt; None if it has none or it cannot be read.
        allowed: whether pages may be requested if there is no text.
    """

    def __init__(self, text: str | None, allowed: bool = True) -> None:
        self._parsed = Protego.parse(text) if text is not None else None
        self._allowed = allowed

    def allow(self, url: str) -> bool:
        """Whether a page may be requested.

        Example:
            >>> RobotsRules("User-agent: *\\nDisallow: /private").allow("https://a.example/private/x")
            False
        """
        return self._allowed if self._parsed is None else self._parsed.can_fetch(url, PROGRAM)

    @property
    def delay(self) -> float:
        """Crawl delay of the site, in seconds."""
        seconds = self._parsed.crawl_delay(PROGRAM) if self._parsed is not None else None
        return float(seconds or 0.0)

    @property
    def sitemaps(self) -> list[str]:
        """Addresses of the listed sitemaps."""
        return list(self._parsed.sitemaps) if self._parsed is not None else []


def parse_robots(response: Response) -> RobotsRules:
    """The rules in a response.

    By RFC 9309, a missing file allows all pages, and a server error allows none.
    """
    if response.status == 200:
        return RobotsRules(response.body[:_MOST].decode("utf-8-sig", errors="replace"))
    return RobotsRules(None, allowed=400 <= response.status < 500 and response.status != 429)


def robots_url(url: str) -> str:
    """Address of the robots.txt that applies to a page.

    Example:
        >>> robots_url("https://a.example:8080/news/1?x=2")
        'https://a.example:8080/robots.txt'
    """
    return urljoin(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}", "/robots.txt")

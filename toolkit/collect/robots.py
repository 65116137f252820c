"""robots.txt: what a site asks of programs, once per site and run."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from protego import Protego

from toolkit.collect.fetch import Response
from toolkit.collect.policy import PROGRAM

_MOST = 500 * 1024
LONGEST_DELAY = 3600.0


class RobotsRules:
    """What one site allows.

    Args:
        text: of its robots.txt; null where it has none that can be read.
        allowed: what holds where there is no text.
    """

    def __init__(self, text: str | None, allowed: bool = True) -> None:
        self._parsed = Protego.parse(text) if text is not None else None
        self._allowed = allowed

    def allow(self, url: str) -> bool:
        """Whether a page may be asked for.

        Example:
            >>> RobotsRules("User-agent: *\\nDisallow: /private").allow("https://a.example/private/x")
            False
        """
        return self._allowed if self._parsed is None else self._parsed.can_fetch(url, PROGRAM)

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        asked = self._parsed.crawl_delay(PROGRAM) if self._parsed is not None else None
        return float(asked or 0.0)

    @property
    def sitemaps(self) -> list[str]:
        """Addresses of the sitemaps that it names."""
        return list(self._parsed.sitemaps) if self._parsed is not None else []


def parse_robots(answer: Response) -> RobotsRules:
    """The rules in an answer; by RFC 9309 none where there is no file, all closed where it errs."""
    if answer.status == 200:
        return RobotsRules(answer.body[:_MOST].decode("utf-8-sig", errors="replace"))
    return RobotsRules(None, allowed=400 <= answer.status < 500 and answer.status != 429)


def robots_url(url: str) -> str:
    """Address of the robots.txt that governs a page.

    Example:
        >>> robots_url("https://a.example:8080/news/1?x=2")
        'https://a.example:8080/robots.txt'
    """
    return urljoin(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}", "/robots.txt")

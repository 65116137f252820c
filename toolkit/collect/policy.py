"""Settings of a crawl: delay, retries, limits of size and time, user agent; robots.txt."""

from __future__ import annotations

import random
from dataclasses import dataclass

from protego import Protego

PROGRAM = "VoicesInTheNews/0.1"
LONGEST_DELAY = 3600.0
_MOST_ROBOTS = 500 * 1024


@dataclass(frozen=True)
class CrawlPolicy:
    """How to crawl; the defaults are polite to unknown servers.

    Attributes:
        contact: your mail address or web page; sent in the user agent so that operators of
            servers can reach you.
        delay: seconds between two requests to one host; a longer crawl-delay in robots.txt wins.
        hosts: number of hosts requested at once; each gets one request at a time.
        robots: whether to obey robots.txt.
        tries: maximal number of requests for a page while its server is busy or unreachable.
        backoff: seconds before the second try; doubled before each further one.
        patience: longest Retry-After, in seconds, to wait for; pages with a longer one are
            left for a later run.
        timeout: maximal seconds for a page.
        max_bytes: maximal size of a page, both compressed and decompressed.
        allow_private: whether to request addresses in private networks.
    """

    contact: str | None = None
    delay: float = 1.0
    hosts: int = 64
    robots: bool = True
    tries: int = 7
    backoff: float = 1.0
    patience: float = 300.0
    timeout: float = 30.0
    max_bytes: int = 10 * 2**20
    allow_private: bool = False

    def __post_init__(self) -> None:
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise ValueError("the contact is a mail address or page in plain ASCII characters")
        if self.delay < 0 or self.hosts < 1 or self.tries < 1 or self.timeout <= 0:
            raise ValueError("delay is 0 or more; hosts, tries and timeout are more than 0")

    @property
    def agent(self) -> str:
        """The user agent: program and contact."""
        return f"{PROGRAM} (+{self.contact})" if self.contact else PROGRAM

    def wait(self, attempt: int) -> float:
        """Seconds to wait after a failed try (the first is 0), with some random jitter."""
        return float(self.backoff * 2**attempt * (1 + random.random() / 10))


def parse_robots(status: int, body: bytes) -> Protego:
    """The rules of a robots.txt.

    By RFC 9309, a missing file allows all pages, and a server error allows none.

    Example:
        >>> rules = parse_robots(200, b"User-agent: *\\nDisallow: /private")
        >>> rules.can_fetch("https://a.example/private/x", PROGRAM)
        False
    """
    if status == 200:
        return Protego.parse(body[:_MOST_ROBOTS].decode("utf-8-sig", errors="replace"))
    is_missing = 400 <= status < 500 and status != 429
    return Protego.parse("" if is_missing else "User-agent: *\nDisallow: /")


def crawl_delay(rules: Protego) -> float:
    """Seconds between two requests that robots.txt asks for."""
    return float(rules.crawl_delay(PROGRAM) or 0.0)

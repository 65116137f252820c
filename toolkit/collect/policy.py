"""CrawlPolicy: how often, how much and on whose behalf servers are asked."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PROGRAM = "VoicesInTheNews/0.1"


@dataclass(frozen=True)
class CrawlPolicy:
    """How a collection behaves; the defaults suit servers of strangers.

    Attributes:
        contact: your mail address or page; part of the user agent, so that servers can ask you.
        delay: seconds between two requests to one host; a longer crawl-delay of robots.txt wins.
        hosts: how many hosts at once; each gets one request at a time.
        robots: whether robots.txt is honoured.
        tries: how often a page is asked for when the server is busy or away.
        backoff: seconds before the second try; doubled before each further one.
        patience: seconds that a Retry-After may ask for; what asks for more is left for later.
        timeout: seconds that a page may take in all.
        max_bytes: size that a page may have, as sent and unpacked.
        allow_private: whether addresses in private networks may be asked for.
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
        """The user agent that names the program and whom to ask about it."""
        return f"{PROGRAM} (+{self.contact})" if self.contact else PROGRAM

    def wait(self, attempt: int) -> float:
        """Seconds to wait after a failed try, the first being 0; a little apart from others'."""
        return float(self.backoff * 2**attempt * (1 + random.random() / 10))


class HostThrottle:
    """The door of one host: one request at a time, a delay between two.

    Attributes:
        delay: seconds between the end of one request and the start of the next.
        answered: whether the host has answered anything in this run.
    """

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.answered = False
        self._door = asyncio.Lock()
        self._open_at = 0.0

    async def __aenter__(self) -> None:
        await self._door.acquire()
        try:
            while (left := self._open_at - time.monotonic()) > 0:
                await asyncio.sleep(left)
        except BaseException:
            self._door.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self.hold(self.delay)
        self._door.release()

    def hold(self, seconds: float) -> None:
        """Nobody passes for some seconds: the host asked for it, or is away."""
        self._open_at = max(self._open_at, time.monotonic() + seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait, given in seconds or as a date; null where it does not.

    Example:
        >>> retry_after({"Retry-After": "120"}), retry_after({"Retry-After": "soon"})
        (120.0, None)
    """
    given = headers.get("Retry-After", "").strip()
    if given.isdecimal():
        return float(given[:9])
    try:
        when = parsedate_to_datetime(given)
    except (TypeError, ValueError, IndexError):
        return None
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())

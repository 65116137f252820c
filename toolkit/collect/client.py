"""HTTP client that obeys robots.txt, waits between requests and retries failed ones."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from aiohttp import ClientSession
from protego import Protego

from toolkit.collect.address import InvalidAddress, canonical_address, redirect_target
from toolkit.collect.fetch import FetchError, Response, fetch
from toolkit.collect.policy import LONGEST_DELAY, PROGRAM, CrawlPolicy, crawl_delay, parse_robots

MOST_HOPS = 10
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(eq=False)
class HostThrottle:
    """Allow one request to a host at a time, with a delay between two.

    Attributes:
        delay: seconds between the end of one request and the start of the next.
        answered: whether the host has sent any response in this run.
    """

    delay: float
    answered: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next_request: float = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request may be sent."""
        async with self._lock:
            while (left := self._next_request - time.monotonic()) > 0:
                await asyncio.sleep(left)
            try:
                yield
            finally:
                self.hold(self.delay)

    def hold(self, seconds: float) -> None:
        """Send no request for some seconds: the host asked for a pause, or is unreachable."""
        self._next_request = max(self._next_request, time.monotonic() + seconds)


@dataclass(eq=False)
class PoliteClient:
    """Send requests to many hosts, each with its own throttle and robots.txt rules.

    Attributes:
        policy: limits on requests.
        session: open session that sends each request.
        requests: number of requests, including those for robots.txt.
    """

    policy: CrawlPolicy
    session: ClientSession
    requests: int = 0
    _throttles: dict[str, HostThrottle] = field(default_factory=dict)
    _robots: dict[str, Protego] = field(default_factory=dict)
    _has_silent_host: bool = False

    @property
    def has_network(self) -> bool:
        """Whether any host has answered, or all hosts could be reached."""
        answered = any(throttle.answered for throttle in self._throttles.values())
        return answered or not self._has_silent_host

    async def ask(self, url: str, host: str, **options: Any) -> Response:
        """Request a page; retry after growing pauses while its host is busy or unreachable.

        Args:
            url: its address.
            host: its server.
            options: options of `fetch`.

        Raises:
            FetchError: no response arrived in time, or the host demands too long a pause.
        """
        throttle = self._throttle(host)
        for attempt in range(self.policy.tries):
            is_last = attempt == self.policy.tries - 1
            wait = self.policy.wait(attempt)
            try:
                async with throttle.turn():
                    self.requests += 1
                    response = await fetch(self.session, self.policy, url, **options)
                    throttle.answered = True
                    is_busy = response.status == 429 or response.status >= 500
                    if is_last or not is_busy:
                        return response
                    throttle.hold(self._pause(response, wait))
            except FetchError as error:
                if is_last or not _may_retry(error, attempt, throttle):
                    self._has_silent_host |= error.kind == "unreachable" and not throttle.answered
                    raise
                throttle.hold(wait)
        raise AssertionError("unreachable")

    def _throttle(self, host: str) -> HostThrottle:
        return self._throttles.setdefault(host, HostThrottle(self.policy.delay))

    def _pause(self, response: Response, wait: float) -> float:
        """Seconds to wait for a busy server: its Retry-After, or `wait` if it sent none.

        Raises:
            FetchError: its Retry-After exceeds the policy's patience.
        """
        seconds = retry_after(response.header("Retry-After"))
        if seconds is not None and seconds > self.policy.patience:
            raise FetchError("later", f"asked to come back later: in {seconds:.0f} s")
        return wait if seconds is None else seconds

    async def rules(self, url: str, host: str) -> Protego:
        """The robots.txt rules for a page; their crawl delay applies from then on.

        Raises:
            FetchError: robots.txt could not be requested.
        """
        return await self._site(url, host) if self.policy.robots else Protego.parse("")

    async def _site(self, url: str, host: str) -> Protego:
        home = urljoin(url, "/robots.txt")
        if home not in self._robots:
            try:
                response = await self.document(home, obey=False)
                rules = parse_robots(response.status, response.body)
            except InvalidAddress:
                rules = Protego.parse("")
            self._robots[home] = rules
            if self.policy.robots:
                throttle = self._throttle(host)
                throttle.delay = max(self.policy.delay, min(crawl_delay(rules), LONGEST_DELAY))
                throttle.hold(throttle.delay)  # robots.txt was a request too
        return self._robots[home]

    async def document(self, url: str, obey: bool = True, **options: Any) -> Response:
        """Request a list of pages (feed, sitemap, front page) or a robots.txt; follow redirects.

        Args:
            url: its address.
            obey: whether to obey robots.txt.
            options: options of `fetch`.

        Raises:
            FetchError: it could not be fetched.
            InvalidAddress: its address, or that of a redirect, is invalid, or redirects go on.
        """
        target = canonical_address(url)
        for _ in range(MOST_HOPS):
            if obey:
                await self.check_robots(target.url, target.host)
            response = await self.ask(target.url, target.host, **options)
            if response.status not in REDIRECTS:
                return response
            target = redirect_target(target.url, response.header("Location"))
        raise InvalidAddress(f"over {MOST_HOPS} redirects")

    async def check_robots(self, url: str, host: str) -> None:
        """Check that a page may be requested.

        Raises:
            FetchError: robots.txt forbids it, or could not be requested.
        """
        if not (await self.rules(url, host)).can_fetch(url, PROGRAM):
            raise FetchError("forbidden", "robots.txt does not allow it")

    async def sitemaps(self, url: str) -> list[str]:
        """Sitemaps listed in a site's robots.txt, whether or not its rules are obeyed.

        Raises:
            FetchError: robots.txt could not be requested.
            InvalidAddress: the address is invalid.
        """
        address = canonical_address(url)
        return list((await self._site(address.url, address.host)).sitemaps)


def _may_retry(error: FetchError, attempt: int, throttle: HostThrottle) -> bool:
    """Whether another try may help; a host name that does not resolve gets two tries."""
    if error.kind == "unreachable":
        return throttle.answered or "no network" not in str(error) or attempt < 1
    return error.kind in ("busy", "broken") and attempt < 2


def retry_after(value: str) -> float | None:
    """Seconds to wait by a Retry-After header in seconds or as a date; None without one.

    Example:
        >>> retry_after("120"), retry_after("soon")
        (120.0, None)
    """
    value = value.strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value[:100])
        zoned = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None

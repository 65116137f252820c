"""HTTP client that obeys robots.txt, waits between requests and retries failed ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.collect.address import InvalidAddress, canonical_address, redirect_target
from toolkit.collect.failures import FetchError
from toolkit.collect.fetch import Fetcher, Response
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.robots import LONGEST_DELAY, RobotsRules, parse_robots, robots_url
from toolkit.collect.throttle import HostThrottle, retry_after

MOST_HOPS = 10
REDIRECTS = (301, 302, 303, 307, 308)
_MOST_ROBOTS_HOPS = 5


@dataclass
class RequestCounts:
    """Requests and responses of one run.

    Attributes:
        requests: number of requests, including those for robots.txt.
        answered: number of responses.
        silent: hosts that could not be reached at all.
    """

    requests: int = 0
    answered: int = 0
    silent: set[str] = field(default_factory=set)


class PoliteClient:
    """Send requests to many hosts, each with its own throttle and robots.txt rules.

    Args:
        policy: limits on requests.
        fetcher: open fetcher that sends each request.
    """

    def __init__(self, policy: CrawlPolicy, fetcher: Fetcher) -> None:
        self._policy = policy
        self._fetcher = fetcher
        self._throttles: dict[str, HostThrottle] = {}
        self._robots: dict[str, RobotsRules] = {}
        self.counts = RequestCounts()

    async def ask(
        self,
        url: str,
        host: str,
        headers: dict[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Response:
        """Request a page; retry after growing pauses while its host is busy or unreachable.

        Raises:
            FetchError: no response arrived in time, or the host demands too long a pause.
        """
        throttle = self._throttle(host)
        last = self._policy.tries - 1
        for attempt in range(self._policy.tries):
            wait = self._policy.wait(attempt)
            try:
                async with throttle:
                    response = await self._send(url, throttle, headers, max_bytes)
                    is_busy = response.status == 429 or response.status >= 500
                    if attempt == last or not is_busy:
                        return response
                    throttle.hold(self._pause(response, wait))
            except FetchError as error:
                if attempt == last or not _may_retry(error, attempt, throttle):
                    if error.kind == "unreachable" and not throttle.answered:
                        self.counts.silent.add(host)
                    raise
                throttle.hold(wait)
        raise AssertionError("unreachable")

    async def _send(
        self,
        url: str,
        throttle: HostThrottle,
        headers: dict[str, str] | None,
        max_bytes: int | None,
    ) -> Response:
        self.counts.requests += 1
        response = await self._fetcher.get(url, headers, max_bytes)
        self.counts.answered += 1
        throttle.answered = True
        return response

    def _pause(self, response: Response, wait: float) -> float:
        """Seconds to wait for a busy server: its Retry-After, or `wait` if it sent none.

        Raises:
            FetchError: its Retry-After exceeds the policy's patience.
        """
        seconds = retry_after(dict(response.headers))
        if seconds is not None and seconds > self._policy.patience:
            raise FetchError("later", f"asked to come back later: in {seconds:.0f} s")
        return wait if seconds is None else seconds

    def _throttle(self, host: str) -> HostThrottle:
        return self._throttles.setdefault(host, HostThrottle(self._policy.delay))

    async def rules(self, url: str, host: str) -> RobotsRules:
        """The robots.txt rules for a page; their crawl delay applies from then on.

        Raises:
            FetchError: robots.txt could not be requested.
        """
        return await self._site(url, host) if self._policy.robots else RobotsRules(None)

    async def _site(self, url: str, host: str) -> RobotsRules:
        home = robots_url(url)
        if home not in self._robots:
            rules = await self._read_rules(home, host)
            self._robots[home] = rules
            if self._policy.robots:
                throttle = self._throttle(host)
                throttle.delay = max(self._policy.delay, min(rules.delay, LONGEST_DELAY))
                throttle.hold(throttle.delay)  # robots.txt was a request too
        return self._robots[home]

    async def _read_rules(self, home: str, host: str) -> RobotsRules:
        target, at = home, host
        for _ in range(_MOST_ROBOTS_HOPS):
            response = await self.ask(target, at)
            if response.status not in REDIRECTS:
                return parse_robots(response)
            try:
                address = redirect_target(target, response.header("Location"))
            except InvalidAddress:
                break
            target, at = address.url, address.host
        return RobotsRules(None)

    async def document(self, url: str, headers: dict[str, str], max_bytes: int) -> Response:
        """Request a list of pages (feed, sitemap, front page) and follow its redirects.

        Raises:
            FetchError: the list could not be fetched.
            InvalidAddress: its address, or that of a redirect, is invalid.
        """
        target = canonical_address(url)
        for _ in range(MOST_HOPS):
            if not (await self.rules(target.url, target.host)).allow(target.url):
                raise FetchError("forbidden", "robots.txt does not allow it")
            response = await self.ask(target.url, target.host, headers, max_bytes)
            if response.status not in REDIRECTS:
                return response
            target = redirect_target(target.url, response.header("Location"))
        raise FetchError("broken", f"over {MOST_HOPS} redirects")

    async def sitemaps(self, url: str) -> list[str]:
        """Sitemaps listed in a site's robots.txt, whether or not its rules are obeyed.

        Raises:
            FetchError: robots.txt could not be requested.
            InvalidAddress: the address is invalid.
        """
        address = canonical_address(url)
        return (await self._site(address.url, address.host)).sitemaps


def _may_retry(error: FetchError, attempt: int, throttle: HostThrottle) -> bool:
    """Whether another try may help; a host name that does not resolve gets two tries."""
    if error.kind == "unreachable":
        return throttle.answered or "no network" not in str(error) or attempt < 1
    return error.kind in ("busy", "broken") and attempt < 2

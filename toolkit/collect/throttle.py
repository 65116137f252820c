"""PoliteClient: requests with robots.txt, delays between requests and retries."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.collect.address import InvalidAddress, canonical_address, redirect_target
from toolkit.collect.failures import FetchError
from toolkit.collect.fetch import Fetcher, Response
from toolkit.collect.policy import CrawlPolicy, HostThrottle, retry_after
from toolkit.collect.robots import LONGEST_DELAY, RobotsRules, parse_robots, robots_url

MOST_HOPS = 10
REDIRECTS = (301, 302, 303, 307, 308)
_MOST_ROBOTS_HOPS = 5


@dataclass
class RequestCounts:
    """Counts of one run.

    Attributes:
        requests: number of requests, including those for robots.txt.
        answered: number of answers.
        silent: hosts that could not be reached at all.
    """

    requests: int = 0
    answered: int = 0
    silent: set[str] = field(default_factory=set)


class PoliteClient:
    """Sends requests to many hosts, each with its own throttle and the rules of its robots.txt.

    Args:
        policy: limits on requests.
        fetcher: sends each request; open.
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
        """The answer of a host; retries with longer and longer pauses while it is busy or away.

        Raises:
            Fault: no answer came in time, or the host demands too long a pause.
        """
        throttle = self._throttle(host)
        last = self._policy.tries - 1
        for attempt in range(self._policy.tries):
            wait = self._policy.wait(attempt)
            try:
                async with throttle:
                    answer = await self._once(url, throttle, headers, max_bytes)
                    if attempt == last or not _is_busy(answer.status):
                        return answer
                    throttle.hold(self._pause(answer, wait))
            except FetchError as error:
                if attempt == last or not _may_retry(error, attempt, throttle):
                    if error.kind == "unreachable" and not throttle.answered:
                        self.counts.silent.add(host)
                    raise
                throttle.hold(wait)
        raise AssertionError("unreachable")

    async def _once(
        self,
        url: str,
        throttle: HostThrottle,
        headers: dict[str, str] | None,
        max_bytes: int | None,
    ) -> Response:
        self.counts.requests += 1
        answer = await self._fetcher.get(url, headers, max_bytes)
        self.counts.answered += 1
        throttle.answered = True
        return answer

    def _pause(self, answer: Response, wait: float) -> float:
        """Seconds that a busy server asks for, or else our own.

        Raises:
            Fault: it asks for too many.
        """
        asked = retry_after(dict(answer.headers))
        if asked is not None and asked > self._policy.patience:
            raise FetchError("later", f"asked to come back later: in {asked:.0f} s")
        return wait if asked is None else asked

    def _throttle(self, host: str) -> HostThrottle:
        return self._throttles.setdefault(host, HostThrottle(self._policy.delay))

    async def rules(self, url: str, host: str) -> RobotsRules:
        """What the site of a page allows; its delay holds from then on.

        Raises:
            Fault: it could not be asked.
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
            answer = await self.ask(target, at)
            if answer.status not in REDIRECTS:
                return parse_robots(answer)
            try:
                found = redirect_target(target, answer.header("Location"))
            except InvalidAddress:
                break
            target, at = found.url, found.host
        return RobotsRules(None)

    async def document(self, url: str, headers: dict[str, str], max_bytes: int) -> Response:
        """A list of pages (feed, sitemap, front page), through redirects.

        Raises:
            Fault: it could not be had.
            BadAddress: it has none.
        """
        target = canonical_address(url)
        for _ in range(MOST_HOPS):
            if not (await self.rules(target.url, target.host)).allow(target.url):
                raise FetchError("forbidden", "robots.txt does not allow it")
            answer = await self.ask(target.url, target.host, headers, max_bytes)
            if answer.status not in REDIRECTS:
                return answer
            target = redirect_target(target.url, answer.header("Location"))
        raise FetchError("broken", f"over {MOST_HOPS} redirects")

    async def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that a site's robots.txt names, whether or not its rules are honoured.

        Raises:
            Fault: the site could not be asked.
            BadAddress: the address is none.
        """
        found = canonical_address(url)
        return (await self._site(found.url, found.host)).sitemaps


def _may_retry(error: FetchError, attempt: int, throttle: HostThrottle) -> bool:
    """Whether another try may help; a host name that does not exist is tried twice only."""
    if error.kind == "unreachable":
        return throttle.answered or "no network" not in str(error) or attempt < 1
    return error.kind in ("busy", "broken") and attempt < 2


def _is_busy(status: int) -> bool:
    return status == 429 or status >= 500

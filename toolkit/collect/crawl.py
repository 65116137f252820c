"""The crawl: every address of the ledger asked for once, many hosts at a time, each politely."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from toolkit.collect.address import Address, BadAddress, address, without_secrets
from toolkit.collect.fetch import Fault, Fetcher, Response
from toolkit.collect.keep import Keeper
from toolkit.collect.ledger import Ledger, Row
from toolkit.collect.manners import Gate, Manners, retry_after
from toolkit.collect.robots import LONGEST_DELAY, Rules, rules, where

MOST_HOPS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_NOT_PAGES = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript")
_AWAY = "host away: "


class _Later(Exception):
    """The host cannot be asked any more in this run."""


@dataclass
class Tally:
    """What one run met.

    Attributes:
        requests: sent to servers, those for robots.txt too.
        answered: how many of them were answered.
        silent: hosts that could not be reached at all.
    """

    requests: int = 0
    answered: int = 0
    silent: set[str] = field(default_factory=set)


class Crawl:
    """One run over a ledger.

    Args:
        ledger: whose addresses in the state `todo` are asked for.
        keeper: where pages go.
        manners: how servers are asked.
        fetcher: that asks them; open.
        settled: called with the new state whenever an address has got one.
    """

    def __init__(
        self,
        ledger: Ledger,
        keeper: Keeper,
        manners: Manners,
        fetcher: Fetcher,
        settled: Callable[[str], None] = lambda state: None,
    ) -> None:
        self._ledger = ledger
        self._keeper = keeper
        self._manners = manners
        self._fetcher = fetcher
        self._settled = settled
        self._gates: dict[str, Gate] = {}
        self._robots: dict[str, Rules] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._led_elsewhere = False
        self.tally = Tally()

    async def run(self) -> None:
        """Until nothing is left to do.

        Raises:
            OSError: the disk is full; what was fetched is kept.
        """
        try:
            while True:
                waiting = [h for h in self._ledger.hosts() if h not in self._busy]
                for host in waiting[: self._manners.hosts - len(self._busy)]:
                    self._busy[host] = asyncio.create_task(self._host(host))
                if not self._busy:
                    return
                await self._some_end()
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            self._busy.clear()

    async def _some_end(self) -> None:
        """Until a host is done, or a redirect led to one that nobody is at."""
        done: set[asyncio.Task[None]] = set()
        while not done and not self._led_elsewhere:
            tasks = list(self._busy.values())
            done, _ = await asyncio.wait(tasks, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        self._led_elsewhere = False
        self._busy = {h: t for h, t in self._busy.items() if t not in done}
        for task in done:
            task.result()

    async def _host(self, host: str) -> None:
        """All pages of one host, one after the other."""
        while rows := self._ledger.todo(host):
            for row in rows:
                try:
                    await self._page(row)
                except _Later as reason:
                    self._leave(host, str(reason))
                    return

    def _leave(self, host: str, reason: str) -> None:
        """What is left of a host that is away waits for the next run."""
        while rows := self._ledger.todo(host, 500):
            for row in rows:
                self._settle(row, "later", reason)

    async def _page(self, row: Row) -> None:
        try:
            site = await self._rules(row.url, row.host)
            if not site.allow(row.url):
                return self._settle(row, "refused", "robots.txt does not allow it")
            if site.delay > LONGEST_DELAY:
                return self._settle(row, "refused", "robots.txt asks for over an hour's delay")
            answer = await self.ask(row.url, row.host, _conditions(row))
        except Fault as fault:
            if fault.kind == "unreachable":
                raise _Later(f"{_AWAY}{fault}") from None
            state = "refused" if fault.kind == "forbidden" else "failed"
            return self._settle(row, state, str(fault))
        return await self._answered(row, answer)

    async def _rules(self, url: str, host: str) -> Rules:
        if not self._manners.robots:
            return Rules(None)
        home = where(url)
        if home not in self._robots:
            self._robots[home] = await self._read_rules(home, host)
            delay = self._robots[home].delay
            self.gate(host).delay = max(self._manners.delay, min(delay, LONGEST_DELAY))
        return self._robots[home]

    async def _read_rules(self, home: str, host: str) -> Rules:
        target, at = home, host
        for _ in range(5):
            answer = await self.ask(target, at)
            if answer.status not in _REDIRECTS:
                return rules(answer)
            try:
                found = address(urljoin(target, answer.header("Location")))
            except BadAddress:
                break
            target, at = found.url, found.host
        return Rules(None)

    async def document(self, url: str, headers: dict[str, str], most: int) -> Response:
        """A list of pages (feed, sitemap, front page), through redirects.

        Raises:
            Fault: it could not be had.
        """
        target = address(url)
        for _ in range(MOST_HOPS):
            if not (await self._rules(target.url, target.host)).allow(target.url):
                raise Fault("forbidden", "robots.txt does not allow it")
            answer = await self.ask(target.url, target.host, headers, most)
            if answer.status not in _REDIRECTS:
                return answer
            target = address(urljoin(target.url, answer.header("Location")))
        raise Fault("broken", f"over {MOST_HOPS} redirects")

    async def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that a site's robots.txt names.

        Raises:
            Fault: the site could not be asked.
        """
        found = address(url)
        home = where(found.url)
        if home not in self._robots:
            self._robots[home] = await self._read_rules(home, found.host)
        return self._robots[home].sitemaps

    async def ask(
        self, url: str, host: str, headers: dict[str, str] | None = None, most: int | None = None
    ) -> Response:
        """An answer of a host, asked again with longer and longer pauses while it is busy or away.

        Raises:
            Fault: none came, or none in time.
        """
        gate = self.gate(host)
        last = self._manners.tries - 1
        for attempt in range(self._manners.tries):
            wait = self._manners.wait(attempt)
            try:
                async with gate:
                    self.tally.requests += 1
                    answer = await self._fetcher.get(url, headers, most)
                    self.tally.answered += 1
                    gate.answered = True
                    if not _is_busy(answer.status):
                        return answer
                    asked = retry_after(dict(answer.headers))
                    if asked is not None and asked > self._manners.patience:
                        raise _Later(f"asked to come back later: in {asked:.0f} s")
                    wait = wait if asked is None else asked
                    if attempt == last:
                        return answer
                    gate.hold(wait)
            except Fault as fault:
                if attempt == last or not self._again(fault, attempt, gate):
                    if fault.kind == "unreachable" and not gate.answered:
                        self.tally.silent.add(host)
                    raise
                gate.hold(wait)
        raise AssertionError("unreachable")

    def _again(self, fault: Fault, attempt: int, gate: Gate) -> bool:
        """Whether another try may help: a name that never was is no server that is away."""
        if fault.kind == "unreachable":
            return gate.answered or "no network" not in str(fault) or attempt < 1
        return fault.kind in ("busy", "broken") and attempt < 2

    def gate(self, host: str) -> Gate:
        """The door of a host."""
        return self._gates.setdefault(host, Gate(self._manners.delay))

    async def _answered(self, row: Row, answer: Response) -> None:
        if answer.status in _REDIRECTS:
            return self._follow(row, answer)
        if answer.status == 304 and row.raw:
            return self._settle(row, "kept", None, status=304)
        kind = answer.header("Content-Type").lower().strip()
        if answer.status != 200:
            named = " ".join(f"{answer.status} {answer.reason}".split())[:60]
            return self._settle(row, "failed", f"answer {named}", status=answer.status)
        if kind.startswith(_NOT_PAGES):
            return self._settle(row, "failed", f"not a page: {kind.split(';')[0]}", status=200)
        if not answer.body.strip():
            return self._settle(row, "failed", "empty answer", status=200)
        # beside the loop: packing and files take longer than everything else together
        raw = await asyncio.to_thread(self._keeper.put, answer, row.host)
        return self._settle(
            row,
            "kept",
            None,
            status=answer.status,
            raw=raw,
            etag=answer.header("ETag") or None,
            modified=answer.header("Last-Modified") or None,
            fetched_at=answer.at.isoformat(),
        )

    def _follow(self, row: Row, answer: Response) -> None:
        """A redirect becomes an address of its own, so that no page is fetched twice."""
        try:
            target = address(urljoin(row.url, answer.header("Location")))
        except (BadAddress, ValueError) as error:
            return self._settle(
                row, "failed", f"redirect to no page: {error}", status=answer.status
            )
        if row.hops >= MOST_HOPS:
            return self._settle(row, "failed", f"over {MOST_HOPS} redirects", status=answer.status)
        if target.key == row.key:
            if target.url == row.url:
                return self._settle(row, "failed", "redirects to itself", status=answer.status)
            return self._ledger.set(row.id, url=target.url, host=target.host, hops=row.hops + 1)
        new = self._ledger.add([entry(target, hops=row.hops + 1, found_in=row.url)])
        if new:
            self._settled("todo")
            self._led_elsewhere |= target.host not in self._busy
        where_to = {"moved_to": target.url, "status": answer.status}
        return self._settle(row, "moved" if new else "same", None if new else _KNOWN, **where_to)

    def _settle(self, row: Row, state: str, reason: str | None, **values: object) -> None:
        self._ledger.set(row.id, state=state, reason=reason, **values)
        self._settled(state)


_KNOWN = "leads to an address that is in the list"


def _is_busy(status: int) -> bool:
    return status == 429 or status >= 500


def _conditions(row: Row) -> dict[str, str]:
    """Headers that ask for a page only if it has changed since it was kept."""
    named = {"If-None-Match": row.etag, "If-Modified-Since": row.modified}
    return {name: value for name, value in named.items() if value and row.raw}


def entry(found: Address, **values: object) -> dict[str, object]:
    """An address as a row for the ledger."""
    return {"key": found.key, "url": found.url, "host": found.host, **values}


def entries(given: Iterable[str], **values: object) -> list[dict[str, object]]:
    """Addresses as rows for the ledger; what is none as a row that says why."""
    return [_entry(text, values) for text in given]


def _entry(text: str, values: dict[str, object]) -> dict[str, object]:
    try:
        return entry(address(text), **values)
    except BadAddress as error:
        shown = without_secrets(text.strip())[:300]
        bad = {"key": shown, "url": shown, "host": "", "state": "refused", "reason": str(error)}
        return {**values, **bad}

"""Fetch the addresses of the ledger, many hosts at a time, each host politely."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from toolkit.collect.address import InvalidAddress, redirect_target
from toolkit.collect.client import MOST_HOPS, REDIRECTS, PoliteClient
from toolkit.collect.failures import FetchError
from toolkit.collect.fetch import Response
from toolkit.collect.ledger import Ledger, LedgerRow, ledger_row
from toolkit.collect.raw_pages import PageStore
from toolkit.collect.robots import LONGEST_DELAY

_NOT_PAGES = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript")


class _HostAway(Exception):
    """The host cannot be reached any more in this run."""


class Crawler:
    """One run over a ledger.

    Args:
        ledger: its addresses in the state `todo` are fetched.
        pages: destination of the pages.
        client: sends the requests.
        hosts: number of hosts at a time.
        on_state: called with the new state of each address.
    """

    def __init__(
        self,
        ledger: Ledger,
        pages: PageStore,
        client: PoliteClient,
        hosts: int,
        on_state: Callable[[str], None] = lambda state: None,
    ) -> None:
        self._ledger = ledger
        self._pages = pages
        self._client = client
        self._hosts = hosts
        self._on_state = on_state
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._new_host = False

    async def run(self) -> None:
        """Run until no address is left.

        Raises:
            OSError: the disk is full; what was fetched is kept.
        """
        try:
            while True:
                waiting = [h for h in self._ledger.hosts() if h not in self._busy]
                for host in waiting[: self._hosts - len(self._busy)]:
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
        """Wait until a host is done, or a redirect leads to a host without a task."""
        done: set[asyncio.Task[None]] = set()
        while not done and not self._new_host:
            tasks = list(self._busy.values())
            done, _ = await asyncio.wait(tasks, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        self._new_host = False
        self._busy = {h: t for h, t in self._busy.items() if t not in done}
        for task in done:
            task.result()

    async def _host(self, host: str) -> None:
        """Fetch all pages of one host, one after the other."""
        while rows := self._ledger.todo(host):
            for row in rows:
                try:
                    await self._page(row)
                except _HostAway as reason:
                    self._leave(host, str(reason))
                    return

    def _leave(self, host: str, reason: str) -> None:
        """Leave the other addresses of a host for the next run."""
        while rows := self._ledger.todo(host, 500):
            for row in rows:
                self._settle(row, "later", reason)

    async def _page(self, row: LedgerRow) -> None:
        try:
            site = await self._client.rules(row.url, row.host)
            if not site.allow(row.url):
                return self._settle(row, "refused", "robots.txt does not allow it")
            if site.delay > LONGEST_DELAY:
                return self._settle(row, "refused", "robots.txt asks for over an hour's delay")
            response = await self._client.ask(row.url, row.host, _conditions(row))
        except FetchError as error:
            if error.kind in ("unreachable", "later"):
                raise _HostAway(f"host away: {error}") from None
            state = "refused" if error.kind == "forbidden" else "failed"
            return self._settle(row, state, str(error))
        return self._answered(row, response)

    def _answered(self, row: LedgerRow, response: Response) -> None:
        if response.status in REDIRECTS:
            return self._follow(row, response)
        if response.status == 304 and row.raw:
            return self._settle(row, "kept", None, status=304)
        reason = _no_page(response)
        if reason:
            return self._settle(row, "failed", reason, status=response.status)
        return self._settle(
            row,
            "kept",
            None,
            status=response.status,
            raw=self._pages.put(response, row.host),
            etag=response.header("ETag") or None,
            modified=response.header("Last-Modified") or None,
            fetched_at=response.at.isoformat(),
        )

    def _follow(self, row: LedgerRow, response: Response) -> None:
        """Add the target of a redirect as an address, so that no page is fetched twice."""
        try:
            target = redirect_target(row.url, response.header("Location"))
        except InvalidAddress as error:
            reason = f"redirect to no page: {error}"
            return self._settle(row, "failed", reason, status=response.status)
        if row.hops >= MOST_HOPS:
            return self._settle(
                row, "failed", f"over {MOST_HOPS} redirects", status=response.status
            )
        if target.key == row.key:
            if target.url == row.url:
                return self._settle(row, "failed", "redirects to itself", status=response.status)
            return self._ledger.set(row.id, url=target.url, host=target.host, hops=row.hops + 1)
        new = self._ledger.add([ledger_row(target, hops=row.hops + 1, found_in=row.url)])
        if new:
            self._on_state("todo")
            self._new_host |= target.host not in self._busy
        target_values = {"moved_to": target.url, "status": response.status}
        return self._settle(
            row, "moved" if new else "same", None if new else _KNOWN, **target_values
        )

    def _settle(self, row: LedgerRow, state: str, reason: str | None, **values: object) -> None:
        self._ledger.set(row.id, state=state, reason=reason, **values)
        self._on_state(state)


_KNOWN = "leads to an address that is in the list"


def _no_page(response: Response) -> str | None:
    """The reason why a response is not a page of text; None if it is one."""
    if response.status != 200:
        status = " ".join(f"{response.status} {response.reason}".split())[:60]
        return f"answer {status}"
    content_type = response.header("Content-Type").lower().strip()
    if content_type.startswith(_NOT_PAGES):
        return f"not a page: {content_type.split(';')[0]}"
    return None if response.body.strip() else "empty answer"


def _conditions(row: LedgerRow) -> dict[str, str]:
    """Headers that request a page only if it has changed since it was stored."""
    named = {"If-None-Match": row.etag, "If-Modified-Since": row.modified}
    return {name: value for name, value in named.items() if value and row.raw}

"""Fetch the addresses of the ledger, many hosts at a time, each host politely."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from toolkit.collect.address import InvalidAddress, redirect_target
from toolkit.collect.client import MOST_HOPS, REDIRECTS, PoliteClient
from toolkit.collect.fetch import FetchError, Response, if_changed
from toolkit.collect.ledger import Ledger, LedgerRow, reason_of
from toolkit.collect.policy import LONGEST_DELAY, crawl_delay
from toolkit.collect.raw_pages import StorePage
from toolkit.progress import bar

_NOT_PAGES = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript")
_KNOWN = "leads to an address that is in the list"


@dataclass(eq=False)
class Crawler:
    """One run over a ledger.

    Attributes:
        ledger: its addresses in the state `todo` are fetched.
        store_page: stores a page.
        client: sends the requests.
    """

    ledger: Ledger
    store_page: StorePage
    client: PoliteClient
    _states: Counter[str] = field(default_factory=Counter)
    _busy: set[str] = field(default_factory=set)
    _tasks: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)
    _progress: Any = None

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.client.policy.hosts)

    async def run(self) -> int:
        """Run until no address is left.

        Returns:
            Number of pages that were stored or found unchanged.

        Raises:
            OSError: the disk is full; what was fetched is kept.
        """
        with bar(self.ledger.counts().get("todo", 0), "collecting", "pages") as self._progress:
            try:
                async with self._tasks:
                    for host in self.ledger.hosts():
                        self._start(host)
            except ExceptionGroup as group:
                raise group.exceptions[0] from None
        return self._states["kept"]

    def _start(self, host: str) -> None:
        if host not in self._busy:
            self._busy.add(host)
            self._tasks.create_task(self._host(host))

    async def _host(self, host: str) -> None:
        """Fetch all pages of one host, one after the other."""
        async with self._places:
            while rows := self.ledger.todo(host):
                for row in rows:
                    try:
                        self._settle(row, **await self._fetch(row))
                    except FetchError as error:
                        if error.kind in ("unreachable", "later"):
                            self._leave(host, f"host away: {error}")
                            break
                        state = "refused" if error.kind == "forbidden" else "failed"
                        self._settle(row, state, reason=str(error))
                    except Exception as error:  # one page ends no collection
                        self._settle(row, "failed", reason=reason_of(error))
        self._busy.discard(host)

    def _leave(self, host: str, reason: str) -> None:
        """Leave the other addresses of a host for the next run."""
        while rows := self.ledger.todo(host, 500):
            for row in rows:
                self._settle(row, "later", reason=reason)

    async def _fetch(self, row: LedgerRow) -> dict[str, Any]:
        """The new state of an address and other values of its row, after a request."""
        await self.client.check_robots(row.url, row.host)
        if crawl_delay(await self.client.rules(row.url, row.host)) > LONGEST_DELAY:
            raise FetchError("forbidden", "robots.txt asks for over an hour's delay")
        headers = if_changed(row.etag, row.modified) if row.raw else {}
        response = await self.client.ask(row.url, row.host, headers=headers)
        status = {"status": response.status}
        if response.status in REDIRECTS:
            return self._redirected(row, response)
        if response.status == 304 and row.raw:
            return {"state": "kept", **status}
        if reason := _no_page(response):
            return {"state": "failed", "reason": reason, **status}
        return {
            "state": "kept",
            "raw": self.store_page(response, row.host),
            "etag": response.header("ETag") or None,
            "modified": response.header("Last-Modified") or None,
            "fetched_at": response.at.isoformat(),
            **status,
        }

    def _redirected(self, row: LedgerRow, response: Response) -> dict[str, Any]:
        """Add the target of a redirect as an address, so that no page is fetched twice."""
        failed = {"state": "failed", "status": response.status}
        try:
            target = redirect_target(row.url, response.header("Location"))
        except InvalidAddress as error:
            return {**failed, "reason": f"redirect to no page: {error}"}
        if row.hops >= MOST_HOPS:
            return {**failed, "reason": f"over {MOST_HOPS} redirects"}
        if target.url == row.url:
            return {**failed, "reason": "redirects to itself"}
        if target.key == row.key:
            return {"state": "todo", "hops": row.hops + 1, "url": target.url, "host": target.host}
        moved = {"moved_to": target.url, "status": response.status}
        if not self.ledger.add([{**target._asdict(), "hops": row.hops + 1, "found_in": row.url}]):
            return {"state": "same", "reason": _KNOWN, **moved}
        self._progress.total += 1
        self._start(target.host)
        return {"state": "moved", **moved}

    def _settle(self, row: LedgerRow, state: str, **values: object) -> None:
        self.ledger.set(row.id, **{"state": state, "reason": None, **values})
        if state != "todo":
            self._states[state] += 1
            if not self._progress.disable:
                self._progress.set_postfix(self._states, refresh=False)
            self._progress.update()


def _no_page(response: Response) -> str | None:
    """The reason why a response is not a page of text; None if it is one."""
    if response.status != 200:
        status = " ".join(f"{response.status} {response.reason}".split())[:60]
        return f"answer {status}"
    content_type = response.header("Content-Type").lower().strip()
    if content_type.startswith(_NOT_PAGES):
        return f"not a page: {content_type.split(';')[0]}"
    return None if response.body.strip() else "empty answer"

"""Delay between requests to one host, and the pause that a server demands."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class HostThrottle:
    """Allow one request to a host at a time, with a delay between two.

    Attributes:
        delay: seconds between the end of one request and the start of the next.
        answered: whether the host has sent any response in this run.
    """

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.answered = False
        self._lock = asyncio.Lock()
        self._next_request = 0.0

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            while (left := self._next_request - time.monotonic()) > 0:
                await asyncio.sleep(left)
        except BaseException:
            self._lock.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self.hold(self.delay)
        self._lock.release()

    def hold(self, seconds: float) -> None:
        """Send no request for some seconds: the host asked for a pause, or is unreachable."""
        self._next_request = max(self._next_request, time.monotonic() + seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by a Retry-After header in seconds or as a date; None without one.

    Example:
        >>> retry_after({"Retry-After": "120"}), retry_after({"Retry-After": "soon"})
        (120.0, None)
    """
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    zoned = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())

"""Dates as sources print them, in UTC, with how exact they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from dateutil import parser

Precision = Literal["minute", "day", "unknown"]

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|T\d{2}|\d\s?[ap]\.?m\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}/\d{1,2}/\d{2}(?!\d)")
_WORDS = re.compile(
    r"\b(?:published|updated|posted|modified|on|at|last|first|date)\b:?|[|•·,]|\s-\s", re.I
)
# newspapers of the English-speaking world; an hour wrong at most in summer time, and said so
_ZONES = {
    "GMT": 0, "UTC": 0, "BST": 3600, "CET": 3600, "CEST": 7200, "EST": -18000, "EDT": -14400,
    "ET": -18000, "CST": -21600, "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800,
    "PDT": -25200, "PT": -28800, "IST": 19800, "AEST": 36000, "AEDT": 39600,
}  # fmt: skip


def parse_date(raw: str | None, timezone: str | None = None) -> tuple[datetime | None, Precision]:
    """A printed date in UTC, and its precision.

    A date without a clock time is midnight UTC with precision "day"; a clock time without a zone is
    taken for the zone that is given, else for UTC. What holds no year, or words beside the date, is
    no date.

    Example:
        >>> parse_date("December 23, 2022")
        (datetime.datetime(2022, 12, 23, 0, 0, tzinfo=datetime.timezone.utc), 'day')
        >>> parse_date("Thursday's game")
        (None, 'unknown')
    """
    text = _WORDS.sub(" ", raw or "").strip()
    if not text or len(text) > 80 or not _YEAR.search(text):
        return None, "unknown"
    try:
        found = parser.parse(text, tzinfos=_ZONES, default=datetime(2000, 1, 1))
        exact = bool(_CLOCK.search(text))
        zone = datetime.strptime(timezone, "%z").tzinfo if timezone and exact else UTC
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        return found.astimezone(UTC), "minute" if exact else "day"
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None, "unknown"

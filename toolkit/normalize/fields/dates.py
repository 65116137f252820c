"""Dates as sources print them, in UTC, with how exact they are."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Literal

from dateutil import parser
from htmldate import find_date

Precision = Literal["minute", "day", "unknown"]

_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}|T\d{2}|\d\s?[ap]\.?m\b", re.I)
_YEAR = re.compile(
    r"(?<!\d)(?:19|20|21)\d{2}(?:[01]\d[0-3]\d(?:\d{6})?)?(?!\d)|\d{1,2}/\d{1,2}/\d{2}(?!\d)"
)
_WORDS = re.compile(
    r"\b(?:published|updated|posted|modified|on|at|last|first|date)\b:?|[|•·,]|\s-\s", re.I
)
_DOTTED_CLOCK = re.compile(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)(?=\s?[ap]\.?m\b|\s[A-Z]{2,4}\b)")
_DOTTED_DAY = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:\d{2}|\d{4})(?!\d)")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+|\d{3})?")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? (?:19|20)\d{2}", re.I
)
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(\d{2})[/_-]?(\d{2})(?!\d)")
# a word that is no English name of a month or day: only then is another language tried
_FOREIGN = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_FILLERS = re.compile(
    r"\b(?:uhr|klo|kl|alle ore|ore|às|à|om|um|u|h|г|de|del|den|le|el|il|a las)\b\.?", re.I
)
_LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro",
              "el", "ru", "uk", "tr", "id", "ar", "ja", "zh", "ko"]  # fmt: skip
# newspapers of the English-speaking world; an hour wrong at most in summer time, and said so
_ZONES = {
    "GMT": 0, "UTC": 0, "BST": 3600, "CET": 3600, "CEST": 7200, "EST": -18000, "EDT": -14400,
    "ET": -18000, "CST": -21600, "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800,
    "PDT": -25200, "PT": -28800, "IST": 19800, "AEST": 36000, "AEDT": 39600,
}  # fmt: skip


def parse_date(raw: str | None, timezone: str | None = None) -> tuple[datetime | None, Precision]:
    """A printed date in UTC, and its precision.

    A date without a clock time is midnight UTC with precision "day"; a clock time without a zone is
    taken for the zone that is given, else for UTC. Dates with dots have the day first, those with
    slashes the month, unless that cannot be; seconds since 1970 are a date too. What lacks day,
    month or year, or has words beside the date, is no date.

    Example:
        >>> parse_date("December 23, 2022")
        (datetime.datetime(2022, 12, 23, 0, 0, tzinfo=datetime.timezone.utc), 'day')
        >>> parse_date("Thursday's game")
        (None, 'unknown')
    """
    text = _WORDS.sub(" ", _DOTTED_CLOCK.sub(r"\1:\2", raw or "")).strip()
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC), "minute"
    if not text or len(text) > 80 or not _YEAR.search(text):
        return None, "unknown"
    try:
        found = _whole_date(text)
        exact = bool(_CLOCK.search(text)) or found.time() != time()
        zone = datetime.strptime(timezone, "%z").tzinfo if timezone and exact else UTC
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        return found.astimezone(UTC), "minute" if exact else "day"
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None, "unknown"


def _whole_date(text: str) -> datetime:
    """A date that names its day, month and year, in English or another language of newspapers.

    Raises:
        ValueError: one of them is missing, or the text is no date.
    """
    try:
        return _english_date(text)
    except ValueError:
        foreign = _FOREIGN.search(text) and _DAY.search(text)
        found = _foreign_date(text) if foreign else None
    if found is None:
        raise ValueError(f"no date: {text!r}")
    return found


@lru_cache(maxsize=4096)
def _foreign_date(text: str) -> datetime | None:
    """A date with the words of another language, such as "4. März 2025, 10:15 Uhr"."""
    import dateparser  # slow to load, and most corpora are English

    words = " ".join(_FILLERS.sub(" ", text).split())
    strict = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    found = dateparser.parse(words, languages=_LANGUAGES, settings=strict)
    return found if isinstance(found, datetime) else None


def date_in_markup(tree: object) -> str | None:
    """The day that htmldate finds in what a page's elements are called; null where there is none.

    Args:
        tree: of the page; it is copied.
    """
    try:
        # not its extensive search, which takes years of copyright lines for dates
        found = find_date(deepcopy(tree), original_date=True, extensive_search=False)
    except Exception:  # a date is not worth a page
        return None
    return str(found) if found else None


def date_in_url(url: str | None) -> str | None:
    """The day that an address names, such as /2025/03/04/; null where it names none.

    Example:
        >>> date_in_url("https://courier.example/2025/03/04/ferry"), date_in_url("/news/1")
        ('2025-03-04', None)
    """
    found = _IN_URL.search(url or "")
    if not found:
        return None
    written = "-".join(found.groups())
    try:
        return datetime.strptime(written, "%Y-%m-%d").date().isoformat()
    except ValueError:
        return None


def has_zone(raw: str) -> bool:
    """Whether a date with a clock time names its zone.

    Example:
        >>> has_zone("2025-03-04T10:15:00Z"), has_zone("4 March 2025, 10:15")
        (True, False)
    """
    zones = "|".join(map(re.escape, _ZONES))
    named = rf"(?:Z|[+-]\d{{2}}:?\d{{2}}|\b(?:{zones}))\s*$|\b(?:{zones})\b"
    return bool(_EPOCH.fullmatch(raw.strip()) or re.search(named, raw.strip()))


def _english_date(text: str) -> datetime:
    """A date that names its day, month and year.

    Raises:
        ValueError: one of them is missing, or the text is no date.
    """
    dotted = bool(_DOTTED_DAY.search(text))
    found, other = (
        parser.parse(text, tzinfos=_ZONES, dayfirst=dotted, default=missing)
        for missing in (datetime(2000, 1, 1), datetime(2001, 2, 2))
    )
    if found.date() != other.date():
        raise ValueError(f"no day or month in {text!r}")
    return found


def is_month(raw: str) -> bool:
    """A month and a year: a date line, but no date.

    Example:
        >>> is_month("March 2025"), is_month("4 March 2025")
        (True, False)
    """
    return bool(_MONTH.fullmatch(raw.strip()))


def is_ambiguous(raw: str) -> bool:
    """Whether a date reads as two: the third of April or the fourth of March.

    Example:
        >>> is_ambiguous("03/04/2025"), is_ambiguous("23/04/2025"), is_ambiguous("04/04/2025")
        (True, False, False)
    """
    match = _SLASHED.search(raw)
    if not match:
        return False
    one, other = int(match[1]), int(match[2])
    return one != other and max(one, other) <= 12

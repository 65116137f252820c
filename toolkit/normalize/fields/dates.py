"""Parse printed dates into UTC, with their precision."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Literal

from dateutil import parser
from dateutil.tz import tzoffset

from toolkit.lexicons import lexicon

Precision = Literal["minute", "day", "unknown"]

_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}|T\d{2}|\d\s?[ap]\.?m\b", re.I)
_YEAR = re.compile(
    r"(?<!\d)(?:19|20|21)\d{2}(?:[01]\d[0-3]\d(?:\d{6})?)?(?!\d)|\d{1,2}/\d{1,2}/\d{2}(?!\d)"
)
_WORDS = re.compile(
    r"\b(?:published|updated|posted|modified|on|at|last|first|date)\b:?|[|•·,]|\s-\s", re.I
)
# "10:19h"
_HOUR = re.compile(r"(?<=\d[:.]\d\d)\s?h(?:rs?)?\b")
_DOTTED_CLOCK = re.compile(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)(?=\s?[ap]\.?m\b|\s[A-Z]{2,4}\b)")
_DOTTED_DAY = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}(?!\d)")
_SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+|\d{3})?")
_NAMED = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTH = re.compile(rf"{_NAMED} (?:19|20)\d\d", re.I)
_DAY_IN_LINE = re.compile(
    rf"(?<!\w)(?:{_NAMED}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_NAMED},?\s(?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)(?!\w)",
    re.I,
)
# "BRELLIN, 3 September 2024 (AFP) —"
_DATELINE = re.compile(r"[^\W\d_a-z][^.!?“\"]{0,20}[^!?“\"]{0,60}?\s?[-–—:]\s")
_LABELS = re.compile(
    r"(?=\b(?:(?:first\s)?(?:published|posted|created)|(?:last\s)?(?:updated|modified|reviewed))\b)",
    re.I,
)
_LATER = re.compile(r"(?:last\s)?(?:updated|modified|reviewed)", re.I)
_REST = 8
"""Words that a line with a date may have besides."""
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(\d{2})[/_-]?(\d{2})(?!\d)")
# a word; other languages are tried only for dates that fail to parse as English
_FOREIGN = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_FILLERS = re.compile(
    r"\b(?:uhr|klo|kl|alle ore|ore|às|à|om|um|u|h|г|de|del|den|le|el|il|a las)\b\.?", re.I
)
_LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro",
              "el", "ru", "uk", "tr", "id", "ar", "ja", "zh", "ko"]  # fmt: skip
# some abbreviations ignore summer time, an error of one hour
_ZONES = {zone: float(hours) for zone, hours in lexicon("time_zones")[["zone", "hours"]].to_numpy()}


def parse_date(raw: str | None, timezone: str | None = None) -> tuple[datetime | None, Precision]:
    """Parse a printed date; return it in UTC, with its precision.

    A date without a time of day is midnight UTC with precision "day"; a time of day without a zone
    is taken as local to `timezone`, by default UTC. Dates with dots have the day first, those with
    slashes the month, unless no such date exists. Seconds since 1970 are accepted. A text that
    lacks day, month or year, or has other words, is not a date.

    Example:
        >>> parse_date("December 23, 2022")
        (datetime.datetime(2022, 12, 23, 0, 0, tzinfo=datetime.timezone.utc), 'day')
        >>> parse_date("Thursday's game")
        (None, 'unknown')
    """
    text = _HOUR.sub("", _DOTTED_CLOCK.sub(r"\1:\2", raw or ""))
    text = _WORDS.sub(" ", text).strip()
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC), "minute"
    if not text or len(text) > 80 or not _YEAR.search(text):
        return None, "unknown"
    try:
        date = _full_date(text)
        exact = bool(_CLOCK.search(text)) or date.time() != time()
        zone = datetime.strptime(timezone, "%z").tzinfo if timezone and exact else UTC
        date = date if date.tzinfo else date.replace(tzinfo=zone)
        return date.astimezone(UTC), "minute" if exact else "day"
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None, "unknown"


def _full_date(text: str) -> datetime:
    """Parse a date with day, month and year, in English or another language.

    Raises:
        ValueError: one of them is missing, or the text is not a date.
    """
    try:
        return _english_date(text)
    except ValueError:
        foreign = _FOREIGN.search(text) and _DAY.search(text)
        if date := _foreign_date(text) if foreign else None:
            return date
        raise


@lru_cache(maxsize=4096)
def _foreign_date(text: str) -> datetime | None:
    """Parse a date in another language, such as "4. März 2025, 10:15 Uhr"."""
    import dateparser  # slow to import, and most corpora are English

    words = " ".join(_FILLERS.sub(" ", text).split())
    strict = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    date = dateparser.parse(words, languages=_LANGUAGES, settings=strict)
    return date if isinstance(date, datetime) else None


def date_in_markup(tree: object) -> str | None:
    """The day that htmldate finds in a page's markup; None if it finds none.

    Args:
        tree: tree of the page.
    """
    from htmldate import find_date  # slow to import, and not needed if all files are cached

    try:
        # its extensive search takes years in copyright lines for dates
        day = find_date(tree, original_date=True, extensive_search=False)
    except Exception:  # an error in htmldate must not cost the page
        return None
    return str(day) if day else None


def date_in_line(line: str, later: bool = False) -> str | None:
    """The date of publication in a printed line, such as a byline; None if it has none.

    Args:
        line: one line; sentences have no date of publication.
        later: whether to return a date of change instead.

    Example:
        >>> date_in_line("Updated: Sept. 5, 2024 Published: Sept. 3, 2024 6:00 p.m. ET")
        'Published: Sept. 3, 2024 6:00 p.m. ET'
        >>> date_in_line("By Ada Brook on March 4, 2025"), date_in_line("Updated March 4, 2025")
        ('March 4, 2025', None)
    """
    pieces = [*filter(None, map(str.strip, _LABELS.split(line)))]
    # a date that its label calls one of publication comes first
    pieces.sort(key=lambda piece: not _LABELS.match(piece))
    for piece in (p for p in pieces if bool(_LATER.match(p)) == later):
        if parse_date(piece)[0]:
            return piece
        match = _DAY_IN_LINE.search(piece)
        rest = len(_DAY_IN_LINE.sub("", piece).split())
        if match and rest <= _REST and not piece.endswith((".", "!", "?")):
            return match[0]
    return None


def date_in_dateline(paragraph: str) -> str | None:
    """The date in the dateline of a paragraph; None if it has none.

    Example:
        >>> date_in_dateline("SKARROW, 4 March 2025 (AFP) — The ferry ran.")
        '4 March 2025'
    """
    head = _DATELINE.match(paragraph)
    match = _DAY_IN_LINE.search(head[0]) if head else None
    return match[0] if match else None


def date_in_url(url: str | None) -> str | None:
    """The day in an address, such as /2025/03/04/; None if it has none.

    Example:
        >>> date_in_url("https://courier.example/2025/03/04/ferry"), date_in_url("/news/1")
        ('2025-03-04', None)
    """
    match = _IN_URL.search(url or "")
    if not match:
        return None
    try:
        return datetime.strptime("-".join(match.groups()), "%Y-%m-%d").date().isoformat()
    except ValueError:
        return None


def has_zone(raw: str) -> bool:
    """Whether a date with a time of day states its zone.

    Example:
        >>> has_zone("2025-03-04T10:15:00Z"), has_zone("4 March 2025, 10:15")
        (True, False)
    """
    zones = "|".join(_ZONES)
    named = rf"(?:Z|[+-]\d{{2}}:?\d{{2}}|\b(?:{zones}))\s*$|\b(?:{zones})\b"
    return bool(_EPOCH.fullmatch(raw.strip()) or re.search(named, raw.strip()))


def _english_date(text: str) -> datetime:
    """Parse an English date with day, month and year.

    Raises:
        ValueError: one of them is missing, or the text is not a date.
    """
    dotted = bool(_DOTTED_DAY.search(text))
    # if a part is missing, the two defaults give different dates
    date, other = (
        parser.parse(text, tzinfos=_zone, dayfirst=dotted, default=default)
        for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))
    )
    if date.date() != other.date():
        raise ValueError(f"no day or month in {text!r}")
    return date


def _zone(name: str | None, offset: int | None) -> tzoffset | None:
    """The zone of an abbreviation; an unknown one is none, without dateutil's warning."""
    seconds = _ZONES[name] * 3600 if offset is None and name in _ZONES else offset
    return None if seconds is None else tzoffset(name, seconds)


def is_month(raw: str) -> bool:
    """Whether a text is a month and a year: a date line, but not a full date.

    Example:
        >>> is_month("March 2025"), is_month("4 March 2025")
        (True, False)
    """
    return bool(_MONTH.fullmatch(raw.strip()))


def is_ambiguous(raw: str) -> bool:
    """Whether a date can be read in two ways, as the third of April or the fourth of March.

    Example:
        >>> is_ambiguous("03/04/2025"), is_ambiguous("23/04/2025"), is_ambiguous("04/04/2025")
        (True, False, False)
    """
    match = _SLASHED.search(raw)
    if not match:
        return False
    first, second = int(match[1]), int(match[3])
    return first != second and max(first, second) <= 12


def with_day_first(raw: str) -> str:
    """A date such as 03/04/2025 with its first two numbers swapped, so that the day is read first.

    Example:
        >>> with_day_first("03/04/2025, 10:15")
        '04/03/2025, 10:15'
    """
    return re.sub(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})(?=\2\d)", r"\3\2\1", raw)

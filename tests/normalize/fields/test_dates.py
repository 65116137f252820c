"""Dates as pages and people print them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalize.article_row import article_row
from toolkit.normalize.cleanup import is_date
from toolkit.normalize.fields.dates import parse_date
from toolkit.normalize.text.draft import Draft, Setting

DAY = "2025-03-04"
PRINTED = [
    ("2025-03-04", DAY),
    ("2025/03/04", DAY),
    ("20250304", DAY),
    ("4 March 2025", DAY),
    ("4th March 2025", DAY),
    ("March 4, 2025", DAY),
    ("March 4th, 2025", DAY),
    ("Mar. 4, 2025", DAY),
    ("4-Mar-2025", DAY),
    ("Tuesday, March 4, 2025", DAY),
    ("Tuesday 4 March 2025", DAY),
    ("Published: March 4, 2025", DAY),
    ("Last updated on 4 March 2025", DAY),
    ("04.03.2025", DAY),
    ("4.3.2025", DAY),
    ("23.12.2022", "2022-12-23"),
    ("03/04/2025", DAY),
    ("23/12/2022", "2022-12-23"),
    ("12/23/22", "2022-12-23"),
    ("2025-03-04T10:15:00Z", "2025-03-04 10:15"),
    ("2025-03-04T10:15:00+01:00", "2025-03-04 09:15"),
    ("2025-03-04 10:15:00.123", "2025-03-04 10:15"),
    ("20250304T101500Z", "2025-03-04 10:15"),
    ("Tue, 04 Mar 2025 10:15:00 GMT", "2025-03-04 10:15"),
    ("Tue Mar 04 10:15:00 +0000 2025", "2025-03-04 10:15"),
    ("4 March 2025, 18h05", "2025-03-04 18:05"),
    ("4 March 2025 6.05pm", "2025-03-04 18:05"),
    ("Tue 4 Mar 2025 10.15 EST", "2025-03-04 15:15"),
    ("at 5pm on 4 March 2025", "2025-03-04 17:00"),
    ("March 4, 2025 | 10:15 p.m. ET", "2025-03-05 03:15"),
    ("4 March 2025 at 10:15 BST", "2025-03-04 09:15"),
    ("2025-03-04T00:00:00Z", "2025-03-04 00:00"),
    ("1741083300", "2025-03-04 10:15"),
    ("1741083300000", "2025-03-04 10:15"),
]
NO_DATES = [
    None, "", " ", "Tuesday", "2 hours ago", "yesterday", "March 2025", "2025", "March 4", "10:15",
    "Thursday's game", "30 February 2025", "2025-13-45", "0001-01-01", "9999-12-31T23:59-10:00",
    "In 2025 the ferry ran on 4 March, as the harbour master had promised to the passengers",
    "4 March 2025 and other stories", "page 4 of 2025", "99999999999999", "٤ مارس", "x" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), PRINTED)
def test_a_printed_date_in_utc_with_its_precision(raw: str, expected: str) -> None:
    precision = "minute" if ":" in expected else "day"
    found, exact = parse_date(raw)
    assert found is not None
    assert found.tzinfo is UTC
    written = f"{found:%Y-%m-%d %H:%M}" if precision == "minute" else f"{found:%Y-%m-%d}"
    assert (written, exact) == (expected, precision)


@pytest.mark.parametrize("raw", NO_DATES)
def test_what_lacks_a_day_is_no_date(raw: str | None) -> None:
    assert parse_date(raw) == (None, "unknown")


ZONES = [
    ("2025-03-04 10:15", "+01:00", "2025-03-04 09:15"),
    ("2025-03-04 10:15", None, "2025-03-04 10:15"),
    ("2025-03-04 10:15", "-05:00", "2025-03-04 15:15"),
    ("2025-03-04T10:15:00Z", "+01:00", "2025-03-04 10:15"),
    ("2025-03-04", "+01:00", "2025-03-04 00:00"),
]


@pytest.mark.parametrize(("raw", "zone", "expected"), ZONES)
def test_a_zone_is_for_clocks_that_name_none(raw: str, zone: str | None, expected: str) -> None:
    found, _ = parse_date(raw, zone)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


LINES = [
    ("March 4, 2025", True), ("Updated: 4 March 2025", True), ("March 2025", True),
    ("2025", False), ("1741083300", False), ("By Ada Brook", False),
    ("On 4 March 2025 the ferry ran again.", False),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_line_that_is_a_date_and_nothing_else(line: str, expected: bool) -> None:
    assert is_date(line) == expected


DOUBTS = [
    (None, ["no date"]),
    ("some day", ["no date: 'some day' not understood"]),
    ("March 2025", ["no date: 'March 2025' not understood"]),
    (f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}", ["date in the future"]),
    ("03/04/2025", ["date 03/04/2025 read month first"]),
    ("04/04/2025", []),
    ("13/04/2025", []),
    ("4 March 2025", []),
]


@pytest.mark.parametrize(("raw", "warnings"), DOUBTS)
def test_doubts_about_a_date_are_said(raw: str | None, warnings: list[str]) -> None:
    draft = Draft("A short text.", "test", title="A title", published_raw=raw)
    row = article_row(draft, "a.txt", None, Setting())
    assert row["warnings"] == warnings
    assert row["published_raw"] == raw


@given(st.text(max_size=100))
def test_no_text_raises(text: str) -> None:
    found, precision = parse_date(text, "+01:00")
    assert (found is None) == (precision == "unknown")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)))
def test_a_date_in_iso_is_that_date(moment: datetime) -> None:
    assert parse_date(moment.isoformat() + "Z") == (moment.replace(tzinfo=UTC), "minute")

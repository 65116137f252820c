"""What a page says about itself: authors, sections, standfirsts, outlets, agencies, dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.collect import RawFile
from toolkit.normalize import Setting, normalize
from toolkit.normalize.fields.dates import date_in_url, has_zone, parse_date
from toolkit.normalize.html.labels import section_in_url

S = "The ferry to Skarrow ran again on Tuesday, and “nobody complained”, he said. "
ARTICLE = f"<article><p>{S * 3}</p><p>{S * 2}</p></article>"


def read(body: str = ARTICLE, head: str = "", *, setting: Setting | None = None, tmp: Path) -> dict:
    path = tmp / "page.html"
    path.write_text(f"<html lang=en><head>{head}</head><body>{body}</body></html>", "utf-8")
    (row,), dropped = normalize(RawFile(path, "page.html"), setting)
    assert dropped == []
    return row


def ld(inner: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {inner}}}</script>'


AUTHORS = [
    (ld('"author": [{"name": "ADA BROOK"}, {"name": "TOM MCREED"}]'), "",
     ["Ada Brook", "Tom McReed"]),
    (ld('"author": {"@type": "Organization", "name": "Courier Staff"}'), "", []),
    (ld('"author": {"name": "Dr. Ada Brook"}'), "", ["Ada Brook"]),
    (ld('"author": {"name": "Ada Brook, USA TODAY"}'), "", ["Ada Brook"]),
    ("<meta property='article:author' content='https://n.example/ada'>", "", []),
    ("<meta property='article:author' content='Ada Brook'><meta property='article:author' "
     "content='Tom Reed'>", "", ["Ada Brook", "Tom Reed"]),
    ("", "<h1>Ferry</h1><p class='byline'><a rel=author href=/a>Ada Brook</a></p>", ["Ada Brook"]),
    ("", "<h1>Ferry</h1><span itemprop=author>Ada Brook</span>", ["Ada Brook"]),
    ("", "<h1>Ferry</h1><div>By Ada Brook and Tom Reed</div>", ["Ada Brook", "Tom Reed"]),
    ("", "<h1>Ferry</h1><div class=by>BY ADA BROOK</div>", ["Ada Brook"]),
    ("", "<aside class=related><b class=author>Tom Reed</b><p>Tides</p></aside>", []),
]  # fmt: skip


@pytest.mark.parametrize(("head", "top", "expected"), AUTHORS)
def test_authors_are_people(head: str, top: str, expected: list[str], tmp_path: Path) -> None:
    assert read(top + ARTICLE, head, tmp=tmp_path)["authors"] == expected


def test_authors_of_other_stories_are_not_this_one_s(tmp_path: Path) -> None:
    below = "<section><h2>Tides</h2><p>By Tom Reed</p></section>"
    assert read("<h1>Ferry</h1>" + ARTICLE + below, tmp=tmp_path)["authors"] == []


AGENCIES = [
    (ld('"author": {"@type": "Organization", "name": "Reuters"}'), "", "Reuters", "agency"),
    (ld('"sourceOrganization": {"name": "Agence France-Presse"}'), "", "AFP", "agency"),
    ("<meta name=source content='The Associated Press'>", "", "AP", "agency"),
    ("", "<p>The Associated Press contributed to this report.</p>", "AP", "agency"),
    (ld('"author": {"name": "Ada Brook"}'),
     "<p>The Associated Press contributed to this report.</p>", "AP", "own"),
    ("", "<p>(Reporting by Ada Brook; Editing by Tom Reed)</p>", "Reuters", "agency"),
    (ld('"author": {"name": "Ada Brook"}'), "<p>“The AP is wrong,” he said.</p>", None, "own"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "last", "agency", "origin"), AGENCIES)
def test_agencies(head: str, last: str, agency: str | None, origin: str, tmp_path: Path) -> None:
    body = f"<h1>Ferry</h1><article><p>{S * 3}</p><p>{S * 2}</p>{last}</article>"
    row = read(body, head, tmp=tmp_path)
    assert (row["agency"], row["origin"]) == (agency, origin)


DATELINES = [
    ("SKARROW, N.D., Oct. 3 (UPI) — The ferry ran.", "UPI"),
    ("BRINEMOUTH, Me. (Reuters) - The ferry ran.", "Reuters"),
    ("Port Dresk (AFP) – The ferry ran.", "AFP"),
    ("The Associated Press (AP) reported it.", None),
    ("The chair of the Press Association (PA) - Ann Lund - said so.", None),
]


@pytest.mark.parametrize(("text", "agency"), DATELINES)
def test_datelines(text: str, agency: str | None, tmp_path: Path) -> None:
    assert (
        read(f"<article><p>{text} {S * 3}</p><p>{S}</p></article>", tmp=tmp_path)["agency"]
        == agency
    )


def test_the_outlet_by_its_domain_and_the_corpus_s_own_first(tmp_path: Path) -> None:
    head = "<link rel=canonical href='https://edition.cnn.com/2025/03/04/ferry'>"
    head += "<meta property='og:site_name' content='CNN Intl'>"
    assert read(head=head, tmp=tmp_path)["outlet"] == "CNN"
    own = Setting(outlets={"edition.cnn.com": "CNN International"})
    assert read(head=head, setting=own, tmp=tmp_path)["outlet"] == "CNN International"


def test_section_and_standfirst(tmp_path: Path) -> None:
    top = ("<div><b class=kicker>SPORT</b><h1>Ferry</h1></div>"
           "<p class=standfirst>After two weeks in dock the ship is back.</p>")  # fmt: skip
    row = read(top + ARTICLE, tmp=tmp_path)
    assert row["section"] == "Sport"
    assert row["standfirst"] == "After two weeks in dock the ship is back."
    assert "two weeks in dock" not in row["text"]


PATHS = [
    ("https://c.example/sport/2025/03/rovers", "Sport"),
    ("https://c.example/2025/03/rovers", None),
    ("https://c.example/article/rovers", None),
    ("https://c.example/rovers", None),
    ("https://[broken", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "section"), PATHS)
def test_sections_in_addresses(url: str | None, section: str | None) -> None:
    assert section_in_url(url) == section


FOREIGN = [
    ("4. März 2025", "2025-03-04 00:00", "day"),
    ("4. März 2025, 10:15 Uhr", "2025-03-04 10:15", "minute"),
    ("4 mars 2025", "2025-03-04 00:00", "day"),
    ("4 de marzo de 2025", "2025-03-04 00:00", "day"),
    ("4 marzo 2025", "2025-03-04 00:00", "day"),
    ("4 марта 2025", "2025-03-04 00:00", "day"),
    ("4 maart 2025", "2025-03-04 00:00", "day"),
    ("mars 2025", None, "unknown"),
    ("Die Fähre fährt seit 2025 wieder", None, "unknown"),
]


@pytest.mark.parametrize(("raw", "expected", "precision"), FOREIGN)
def test_dates_in_other_languages(raw: str, expected: str | None, precision: str) -> None:
    found, exact = parse_date(raw)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None, exact) == (expected, precision)


ZONES = [
    ("2025-03-04T10:15:00Z", True), ("2025-03-04T10:15+01:00", True), ("4 March 10:15 GMT", True),
    ("Published at 10:15 EST, March 4", True), ("2025-03-04T10:15", False), ("1741083300", True),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "named"), ZONES)
def test_zones(raw: str, named: bool) -> None:
    assert has_zone(raw) == named


def test_a_clock_without_a_zone_says_so_unless_the_corpus_knows_it(tmp_path: Path) -> None:
    head = "<meta name=date content='2025-03-04T10:15'>"
    unknown = "time zone unknown: read as UTC"
    assert unknown in read(head=head, tmp=tmp_path)["warnings"]
    row = read(head=head, setting=Setting(timezone="+01:00"), tmp=tmp_path)
    assert f"{row['published']:%H:%M}" == "09:15"
    assert unknown not in row["warnings"]
    assert unknown not in read(head=head.replace("10:15", "10:15Z"), tmp=tmp_path)["warnings"]


URLS = [("https://c.example/2025/03/04/ferry", "2025-03-04"), ("/20250304-ferry", "2025-03-04"),
        ("/2025/13/41/ferry", None), ("/news/2025/ferry", None), (None, None)]  # fmt: skip


@pytest.mark.parametrize(("url", "day"), URLS)
def test_days_in_addresses(url: str | None, day: str | None) -> None:
    assert date_in_url(url) == day


def test_an_address_names_the_day_where_nothing_else_does(tmp_path: Path) -> None:
    head = "<link rel=canonical href='https://c.example/2025/03/04/ferry'>"
    row = read(head=head, tmp=tmp_path)
    assert (row["published_raw"], row["published_precision"]) == ("2025-03-04", "day")
    shown = read("<h1>Ferry</h1><p>5 March 2025</p>" + ARTICLE, head, tmp=tmp_path)
    assert shown["published_raw"] == "5 March 2025"

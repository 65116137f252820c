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
    ("", "<h1>Ferry</h1><div class=post__author><span>By</span> <a href=/a>Ada Brook</a>"
     "<i>Reporter</i></div>", ["Ada Brook"]),
    ("", "<h1>Ferry</h1><p>Written by</p><p>Ada Brook</p>", ["Ada Brook"]),
    ("", "<h1>Ferry</h1><p>posted by Ada on March 4, 2025</p>", ["Ada"]),
    ("", "<h1>Ferry</h1><a href='/authors/ada'>Ada Brook</a> and <a href='/authors/tom'>Tom Reed"
     "</a>", ["Ada Brook", "Tom Reed"]),
    ("", "<h1>Ferry</h1><p class=byline>Reviewed by <a href='/authors/tom'>Tom Reed</a></p>", []),
    ("<meta name=citation_author content='Ada Brook'>", "", ["Ada Brook"]),
    ("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' "
     "content='Ada Brook'>", "", ["Ada Brook"]),
    (ld('"author": {"@type": "Person", "name": "ada brook"}'), "", ["Ada Brook"]),
    (ld('"author": {"name": ["Ada Brook", "Tom Reed"]}'), "", ["Ada Brook", "Tom Reed"]),
    (ld('"author": {"name": "Ada Brook"}')
     + "<meta name=author content='Ada Brook, Tom Reed'>", "", ["Ada Brook", "Tom Reed"]),
    (ld('"author": {"@type": "Organization", "name": "Halvern Review"}'),
     "<h1>Ferry</h1><p class=byline>By Ada Brook</p>", ["Ada Brook"]),
    (ld('"author": {"name": "https://halvern.example/ada"}'),
     "<h1>Ferry</h1><p class=byline>By Ada Brook</p>", ["Ada Brook"]),
    (ld('"author": {"@type": "Person", "name": "Halvern Upload"}'),
     "<h1>Ferry</h1><p class=byline>By Ada Brook</p>", ["Ada Brook"]),
    (ld('"author": {"@type": "Person", "name": "adab"}'),
     "<h1>Ferry</h1><p class=byline>By Ada Brook</p>", ["Ada Brook"]),
    (ld('"author": {"@type": "Organization", "name": "The Associated Press"}'), "",
     ["The Associated Press"]),
    (ld('"author": [{"name": "Ada Brook"}, {"name": "AFP"}]'), "", ["Ada Brook"]),
    ("", "<aside class=related><b class=author>Tom Reed</b><p>Tides</p></aside>", []),
]  # fmt: skip


@pytest.mark.parametrize(("head", "top", "expected"), AUTHORS)
def test_authors_are_people(head: str, top: str, expected: list[str], tmp_path: Path) -> None:
    assert read(top + ARTICLE, head, tmp=tmp_path)["authors"] == expected


def test_authors_of_other_stories_are_not_this_one_s(tmp_path: Path) -> None:
    below = "<section><h2>Tides</h2><p>By Tom Reed</p></section>"
    assert read("<h1>Ferry</h1>" + ARTICLE + below, tmp=tmp_path)["authors"] == []


def test_comments_have_no_authors_of_the_article(tmp_path: Path) -> None:
    below = "<section id=comments><div class=comment><b class=author>By Gruff Otter</b></div>"
    assert read("<h1>Ferry</h1>" + ARTICLE + below, tmp=tmp_path)["authors"] == []


def graph(*items: str) -> str:
    return f'<script type="application/ld+json">{{"@graph": [{", ".join(items)}]}}</script>'


STORY = (
    '{"@type": "NewsArticle", "headline": "%s", "datePublished": "%s", "author": %s, "url": "%s"}'
)
OWN = STORY % ("Ferry", "2025-03-04", '{"@id": "#ada"}', "https://c.example/ferry")
PROMOTED = STORY % ("Tides", "2021-01-02", '{"name": "Tom Reed"}', "https://c.example/tides")
ADA = '{"@type": "Person", "@id": "#ada", "name": "Ada Brook"}'


def test_json_ld_of_this_page_with_what_it_refers_to(tmp_path: Path) -> None:
    head = "<link rel=canonical href='https://c.example/ferry'>" + graph(PROMOTED, OWN, ADA)
    row = read("<h1>Ferry</h1>" + ARTICLE, head, tmp=tmp_path)
    found = (row["title"], row["authors"], row["published_raw"])
    assert found == ("Ferry", ["Ada Brook"], "2025-03-04")


def test_json_ld_of_another_story_alone_is_ignored(tmp_path: Path) -> None:
    head = "<link rel=canonical href='https://c.example/ferry'>" + graph(PROMOTED)
    row = read("<h1>Ferry</h1>" + ARTICLE, head, tmp=tmp_path)
    assert (row["title"], row["authors"], row["published"]) == ("Ferry", [], None)


TITLES = [
    *((f"Ferry to Skarrow runs again {mark} Halvern Review", "Halvern Review", "", None)
      for mark in ("|", "-", "–", "—", "·", "•", "::", ":", "»", "~", "│", "<", "⋆")),
    ("Ferry to Skarrow runs again | halvernreview.example", "", "", None),
    ("Ferry to Skarrow - again", "Halvern Review", "", "Ferry to Skarrow - again"),
    ("Halvern Review: Ferry to Skarrow runs again", "Halvern Review", "", None),
    ("Skarrow ferry runs again after two weeks", "", "<h1>Ferry to Skarrow runs again</h1>", None),
    ("Ferry to Skarrow runs again", "", "<h1><i>3 March 2025</i> Ferry to Skarrow runs again</h1>",
     None),
    ("Ferry to Skarrow runs again", "", "<h1>Halvern Review</h1>", None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "site", "top", "expected"), TITLES)
def test_titles_end_without_the_site(
    title: str, site: str, top: str, expected: str | None, tmp_path: Path
) -> None:
    head = f"<title>{title}</title><meta property='og:site_name' content='{site}'>"
    head += "<link rel=canonical href='https://www.halvernreview.example/ferry'>"
    found = read(top + ARTICLE, head, tmp=tmp_path)["title"]
    assert found == (expected or "Ferry to Skarrow runs again")


DATES = [
    ("", "<p>Updated: March 6, 2025 9:10 a.m. ET</p><p>Published: March 4, 2025 6 p.m.</p>"),
    ("", "<p>Updated: March 6, 2025 Published: March 4, 2025 6:00 p.m. ET</p>"),
    ("", "<time itemprop=dateModified datetime=2025-03-06>4 March 2025 | Updated 6 March</time>"),
    ("", "<p>By Ada Brook on March 4, 2025</p>"),
    ("", "<p>| 4 March 2025 at 10:19h</p>"),
    ("", "<p>Ada Brook · 4 March 2025 · 3 min read</p>"),
    ("<meta name=published content='March 4, 2025'>", "<p>6 March 2025</p>"),
    ("<meta name=date content='2025-03-09T08:00Z'>", "<p>Published 4 March 2025</p>"),
    (ld('"datePublished": "2025-03-04", "dateModified": "2025-03-06"'), "<p>6 March 2025</p>"),
    ("", "<p>Updated 4 March 2025</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "top"), DATES)
def test_published_before_updated(head: str, top: str, tmp_path: Path) -> None:
    side = "<aside class=related><time datetime=2024-01-02>2 January 2024</time></aside>"
    row = read(f"{side}<h1>Ferry</h1>{top}{ARTICLE}", head, tmp=tmp_path)
    assert f"{row['published']:%Y-%m-%d}" == "2025-03-04"


def test_a_date_in_a_dateline_and_none_from_the_sidebar(tmp_path: Path) -> None:
    side = "<div class=sidebar><time datetime=2024-01-02>2 January 2024</time></div>"
    assert read(side + "<h1>Ferry</h1>" + ARTICLE, tmp=tmp_path)["published"] is None
    text = f"<article><p>SKARROW, 4 March 2025 (AFP) — {S * 3}</p><p>{S}</p></article>"
    row = read(side + "<h1>Ferry</h1>" + text, tmp=tmp_path)
    assert (row["published_raw"], row["agency"]) == ("4 March 2025", "AFP")


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

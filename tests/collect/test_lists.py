"""Lists of pages: files, feeds with errors, sitemaps of every size, front pages; archives."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp import web

import toolkit as tk
from tests.annotators import Counter
from tests.collect.servers import article, plain_site, serving
from toolkit.collect import discover
from toolkit.collect.address import MOST_CHARACTERS
from toolkit.collect.containers import Document, UnreadablePage, read_warc
from toolkit.collect.fetch import Response
from toolkit.collect.filters import Filter, Link, parse_utc, passes, path, since, title, until
from toolkit.collect.import_files import import_files
from toolkit.collect.lists import (
    MOST_LINKS,
    UnreadableList,
    as_links,
    parse_feed,
    parse_sitemap,
    read_addresses,
)
from toolkit.collect.newspaper3k import FrontPage
from toolkit.collect.policy import CrawlPolicy
from toolkit.collect.raw_pages import warc_record
from toolkit.collect.web import CrawlJob, collect_web, read_ledger

QUICK = CrawlPolicy(delay=0.0, backoff=0.02, timeout=5, tries=2, allow_private=True)
A = "https://courier.example/a"
B = "https://courier.example/b"
LISTS = [
    ("list.txt", f"# notes\n{A}\n\n  {B}  \n"),
    ("list.csv", f"title,URL\nFerry,{A}\nTax,{B}\n"),
    ("list.tsv", f"link\ttitle\n{A}\tFerry\n{B}\tTax\n"),
    ("media-cloud.csv", f"id,indexed_date,language,media_name,publish_date,title,url\n"
                        f"1,2025-03-05,en,courier.example,2025-03-04,Ferry,{A}\n"
                        f"2,2025-03-05,en,courier.example,2025-03-04,Tax,{B}\n"),
    ("gdelt.csv", f"\ufeffURL,MobileURL,Date,Title\n{A},,2025-03-04 10:15:00,Ferry\n"
                  f"{B},,2025-03-04 10:15:00,Tax\n"),
    ("zotero.csv", f'"Key","Item Type","Author","Title","Publication Title","Url","Date"\n'
                   f'"X1","newspaperArticle","Brook, Ada","Ferry","Courier","{A}","2025-03-04"\n'
                   f'"X2","newspaperArticle","","Tax","Courier","{B}","2025"\n'),
    ("newsapi.json", f'{{"articles": [{{"url": "{A}", "title": "Ferry"}}, {{"url": "{B}"}}]}}'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), LISTS)
def test_addresses_from_every_kind_of_list(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [link.url for link in read_addresses(tmp_path / name)] == [A, B]
    assert len(as_links([str(tmp_path / name), A])) == 3


def test_a_table_without_addresses_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,words\nFerry,3\n")
    with pytest.raises(ValueError, match=r"no column of addresses; the columns are title, words"):
        read_addresses(tmp_path / "a.csv")


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# nothing\n")
    with pytest.raises(ValueError, match="the list is empty"):
        tk.collect(tmp_path / "a.txt", into=tmp_path / "c")


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such list: .*addresses\.csv"):
        as_links([str(tmp_path / "addresses.csv")])
    assert as_links(["a" * 5000]) == [Link("a" * 5000)]


LINK = Link(A, "The ferry runs", parse_utc("2025-03-04T23:00:00-05:00"))
FILTERS = [
    (since("2025-03-05"), True),
    (since("2025-03-06"), False),
    (until(date(2025, 3, 4)), False),
    (path("/a*"), True),
    (path("/b*"), False),
    (title("FERRY"), True),
    (title("tax"), False),
    (lambda link: "courier" in link.url, True),
]


@pytest.mark.parametrize(("wanted", "expected"), FILTERS)
def test_filters(wanted: Filter, expected: bool) -> None:
    assert passes(LINK, [wanted]) is expected
    assert passes(LINK, [wanted, lambda link: False]) is False


@pytest.mark.parametrize("make", [lambda: since("March"), lambda: title("(")])
def test_a_filter_that_cannot_be_says_so(make: object) -> None:
    with pytest.raises(ValueError, match="is no"):
        make()  # type: ignore[operator]


RSS = (
    '<rss version="2.0"><channel><title>C</title>'
    "<item><title>Ferry & tax</title><link>/a</link>"
    "<pubDate>Tue, 04 Mar 2025 10:15:00 GMT</pubDate></item>"
    '<item><guid isPermaLink="true">https://courier.example/b</guid></item><item><title>None</title>'
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ferry</title>'
    '<link href="https://courier.example/a"/><updated>2025-03-04T10:15:00Z</updated></entry></feed>'
)


@pytest.mark.parametrize(("feed", "urls"), [(RSS, [A, B]), (ATOM, [A])])
def test_feeds_with_errors_give_what_they_name(feed: str, urls: list[str]) -> None:
    found = parse_feed(feed.encode(), "https://courier.example/rss")
    assert [link.url for link in found] == urls
    assert found[0].published == datetime(2025, 3, 4, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize("data", [b"", b"<html><body>Not found</body></html>", b"\x00\x01"])
def test_what_is_no_feed_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableList):
        parse_feed(data, A)


MALFORMED = "http://[courier"


def test_an_address_that_cannot_be_split_stops_no_list() -> None:
    feed = RSS.replace("<link>/a<", f"<link>{MALFORMED}<").encode()
    assert [link.url for link in parse_feed(feed, A)] == [MALFORMED, B]
    text = f"<urlset><url><loc>{MALFORMED}</loc></url><url><loc>{B}</loc></url></urlset>"
    assert [link.url for link in parse_sitemap(text.encode(), A)[0]] == [MALFORMED, B]
    assert not path("/news/*")(Link(MALFORMED))
    story = "https://courier.example/2025/03/04/the-ferry-to-skarrow-runs-again-at-last"
    front = f'<a href="{MALFORMED}">Bad</a><a href="{story}">The ferry to Skarrow runs</a>'
    found = FrontPage("https://courier.example", front).articles({A: front}, {A: feed.decode()})
    assert story in [link.url for link in found]


NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/a</loc>
<news:news><news:publication_date>2025-03-04T10:15:00Z</news:publication_date>
<news:title>Ferry</news:title></news:news></url><url><loc>https://courier.example/b</loc>"""


def test_a_news_sitemap_that_breaks_off_gives_what_stands_before() -> None:
    first = parse_sitemap(NEWS.encode(), A)[0][0]
    assert first == Link(A, "Ferry", datetime(2025, 3, 4, 10, 15, tzinfo=UTC))


ODD = [
    ("<loc>/a</loc><news:title>Ferry</news:title>", Link(A, "Ferry")),
    ("<loc>/a</loc><lastmod>2025-03-04T10:15:00+99:99</lastmod>", Link(A)),
    ("<loc>/a</loc><lastmod>0001-01-01T00:00:00+14:00</lastmod>", Link(A)),
    (f"<loc>/a{'x' * 9999}</loc>", Link(A + "x" * (MOST_CHARACTERS - 1))),
]


@pytest.mark.parametrize(("entry", "expected"), ODD)
def test_odd_entries_of_a_sitemap_are_read(entry: str, expected: Link) -> None:
    text = f"<urlset><url>{entry}</url></urlset>"
    assert parse_sitemap(text.encode(), A) == ([expected], [])


def test_one_bad_list_or_link_ends_no_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def site(request: web.Request) -> web.Response:
        if request.path in ("/rss", "/sitemap.xml"):
            return web.Response(text=RSS.replace("<link>/a", "<link>/a&#xD800;"))
        return await plain_site(request)

    def fail(*_: object) -> object:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(discover, "parse_sitemap", fail)
    with serving(site) as server:
        job = CrawlJob(
            [Link(server.url("/ferry"), f"a{chr(0xD800)}")],
            [server.url("/rss")],
            [server.url("/sitemap.xml")],
        )
        outcome = collect_web(job, tmp_path, QUICK)
    assert [*outcome.failed_lists.values()] == ["cannot be taken: 'nobody thought of this'"]
    assert outcome.counts["kept"] == 2


@pytest.mark.parametrize("text", ["http://a.example/x\n", "<url><loc>/a</loc></url>"])
def test_a_sitemap_is_read_up_to_the_limit_of_its_standard(text: str) -> None:
    many = text * (MOST_LINKS + 9)
    data = many if text.startswith("http") else f"<urlset>{many}</urlset>"
    assert len(parse_sitemap(data.encode(), A)[0]) == MOST_LINKS + 1


def test_entities_of_a_sitemap_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    text = (
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        "<urlset><url><loc>https://courier.example/&s;</loc></url></urlset>"
    )
    assert not any("secret" in link.url for link in parse_sitemap(text.encode(), A)[0])


async def outlet(request: web.Request) -> web.Response:
    """An outlet with a feed, an index of sitemaps and a front page."""
    base = f"http://{request.host}"
    if request.path == "/robots.txt":
        return web.Response(text=f"Sitemap: {base}/index.xml\n")
    if request.path == "/index.xml":
        inner = "".join(
            f"<sitemap><loc>{base}/{n}</loc><lastmod>{day}</lastmod></sitemap>"
            for n, day in (("old.xml", "2020-01-01"), ("new.xml.gz", "2025-03-04"))
        )
        return web.Response(text=f"<sitemapindex>{inner}</sitemapindex>")
    if request.path == "/new.xml.gz":
        entry = "<url><loc>{}/news/{}</loc><lastmod>2025-03-04</lastmod></url>"
        urls = "".join(entry.format(base, i) for i in range(50_000))
        return web.Response(body=gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    if request.path == "/rss":
        return web.Response(text=RSS.replace("https://courier.example", base))
    if request.path == "/":
        story = f"{base}/2025/03/04/the-ferry-to-skarrow-runs-again-at-last"
        return web.Response(
            text=f'<html><body><a href="{story}">The ferry runs again</a></body></html>',
            content_type="text/html",
        )
    return await plain_site(request)


@pytest.mark.long
def test_a_sitemap_of_fifty_thousand_and_only_the_new_ones(tmp_path: Path) -> None:
    with serving(outlet) as server:
        days = [since("2025-01-01")]
        wanted = CrawlJob(
            sitemaps=[server.url("/")], filters=[*days, path("/news/1234?")], sitemap_filters=days
        )
        outcome = collect_web(wanted, tmp_path, QUICK)
        assert "/old.xml" not in server.paths()
    assert outcome.counts == {"passed over": 49_990, "kept": 10}


def test_feeds_and_fronts_lead_to_pages_and_are_read_again(tmp_path: Path) -> None:
    with serving(outlet) as server:
        lists = CrawlJob(
            feeds=[server.url("/rss"), server.url("/none")], front_pages=[server.url("/")]
        )
        outcome = collect_web(lists, tmp_path, QUICK)
        again = collect_web(lists, tmp_path, QUICK)
    assert outcome.counts["kept"] >= 2
    assert [*outcome.failed_lists.values()] == ["not a feed: neither RSS nor Atom"]
    assert again.new == 0
    rows = read_ledger(tmp_path).set_index("url")
    assert rows.loc[server.url("/a"), "title"] == "Ferry & tax"
    assert any("the-ferry-to-skarrow" in url for url in rows.index)


async def closing(request: web.Request) -> web.Response:
    """A site that wants to be left alone, but for its robots.txt."""
    if request.path == "/robots.txt":
        return web.Response(text="User-agent: *\nCrawl-delay: 0.2\n")
    if request.path == "/later":
        return web.Response(status=503, headers={"Retry-After": "9999"})
    if request.path == "/sitemap.xml":
        base = f"http://{request.host}"
        urls = "".join(f"<url><loc>{base}/{i}</loc></url>" for i in range(3))
        return web.Response(text=f"<urlset>{urls}</urlset>")
    return await plain_site(request)


def test_a_list_that_asks_for_too_much_patience_is_lost_and_said(tmp_path: Path) -> None:
    with serving(closing) as server:
        outcome = collect_web(CrawlJob(feeds=[server.url("/later")]), tmp_path, QUICK)
    assert [*outcome.failed_lists.values()] == ["asked to come back later: in 9999 s"]


def test_the_delay_of_a_site_holds_for_its_sitemaps_too(tmp_path: Path) -> None:
    with serving(closing) as server:
        assert collect_web(CrawlJob(sitemaps=[server.url("/")]), tmp_path, QUICK).new == 3
        at = server.times()
    assert min(b - a for a, b in pairwise(at)) >= 0.2


def archive(*urls: str, at: str = "2025-03-04", lang: str = "en") -> bytes:
    """A WARC file of invented pages."""
    day = datetime.fromisoformat(at).replace(tzinfo=UTC)
    head = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
    html = [article(url).replace("<html>", f'<html lang="{lang}">').encode() for url in urls]
    found = (Response(u, 200, "OK", head, h, day) for u, h in zip(urls, html, strict=True))
    return b"".join(warc_record(page) for page in found)


def test_a_web_archive_is_read_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(A, B))
    corpus = tk.read(tmp_path / "a.warc.gz", Counter())
    assert sorted(corpus.articles["url"]) == [A, B]
    assert corpus.articles["fetched_at"].iloc[0].isoformat() == "2025-03-04T00:00:00+00:00"


def test_an_archive_that_breaks_off_gives_what_stands_before() -> None:
    whole = archive(A, B)
    found = list(read_warc(io.BytesIO(whole[:-40])))
    assert [f.url for f in found if isinstance(f, Document)] == [A]
    assert [f.reason for f in found if isinstance(f, UnreadablePage)] == [
        "WARC broken: it ends within a page"
    ]


def test_an_import_takes_the_pages_that_are_wanted(tmp_path: Path) -> None:
    other = "https://flare.example/x"
    parts = [archive(A, other), archive(B, at="2025-05-01"), archive(A + "/fr", lang="fr")]
    (tmp_path / "news.warc.gz").write_bytes(b"".join(parts))
    (tmp_path / "note.md").write_text("# Tax\n\nThe council raised the tax on moorings again.")
    made = import_files(
        [tmp_path / "news.warc.gz", tmp_path / "note.md"],
        tmp_path / "c",
        domains=["courier.example"],
        until=date(2025, 4, 1),
        language="en",
    )
    dropped = {"another domain": 1, "another day": 1, "another language": 1}
    assert made == {None: 2, **dropped}
    corpus = tk.open(tmp_path / "c", Counter())
    assert set(corpus.articles["url"].dropna()) == {A}
    assert len(corpus) == 2


@pytest.mark.parametrize(
    ("data", "dropped"),
    [
        (b"", {"WARC without pages": 1}),
        (archive(A, MALFORMED, B), {"malformed address": 1}),
        (archive(A, B), {}),
    ],
)
def test_what_is_no_page_in_an_archive_is_counted(
    data: bytes, dropped: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "news.warc.gz").write_bytes(data)
    made = import_files([tmp_path / "news.warc.gz"], tmp_path / "c", domains=[])
    assert {reason.split(":")[0]: n for reason, n in made.items() if reason} == dropped

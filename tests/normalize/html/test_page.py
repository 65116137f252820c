"""Saved pages: the body and no more of it, metadata from wherever it stands."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from toolkit.collect import RawFile
from toolkit.normalize import normalize
from toolkit.normalize.html import newspaper3k
from toolkit.normalize.html.page import read_page
from toolkit.normalize.html.tree import parse_tree
from toolkit.normalize.text.draft import Draft, Unreadable

ONE, TWO, THREE = (
    " ".join([f"{first} of the ferry, and the harbour master said that it was so, as ever."] * 3)
    for first in ("The winter was that", "The spring was that", "The summer was that")
)
BODY = f"{ONE}\n\n{TWO}\n\n{THREE}"
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in (ONE, TWO, THREE))


def page(body: str = f"<article>{PARAGRAPHS}</article>", head: str = "", top: str = "") -> str:
    title = "<title>Ferry runs again – The Courier</title>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{title}{head}</head>'
        f"<body><h1>Ferry runs again</h1>{top}{body}</body></html>"
    )


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def meta(name: str, content: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{escape(content)}">'


LAYOUTS = [
    ("article", f"<article>{PARAGRAPHS}</article>"),
    ("nested", f"<div><div><section><div class='x'>{PARAGRAPHS}</div></section></div></div>"),
    ("main", f"<main id='main'><div class='story-body'>{PARAGRAPHS}</div></main>"),
    ("broken lines", f"<div class='text'>{ONE}<br><br>{TWO}<br><br>{THREE}</div>"),
    ("table", f"<table><tr><td><div>{PARAGRAPHS}</div></td></tr></table>"),
    ("subheads", f"<article><p>{ONE}</p><h2>That winter</h2><p>{TWO}</p><p>{THREE}</p></article>"),
    ("aside", f"<article><p>{ONE}</p><aside><p>Read this too.</p></aside><p>{TWO}</p>"
     f"<p>{THREE}</p></article>"),
    ("caption", f"<article><figure><img src='x'><figcaption>The ferry in dock</figcaption></figure>"
     f"{PARAGRAPHS}</article>"),
    ("script", f"<article>{PARAGRAPHS}<script>var quotes = 'no';</script></article>"),
    ("inline tags", PARAGRAPHS.replace("ferry", "<a href=#><b>ferry</b></a>")),
    ("unclosed", f"<article><p>{ONE}<p>{TWO}<p>{THREE}"),
    ("comments", f"<article><!-- no -->{PARAGRAPHS}<!-- no --></article>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body"), LAYOUTS, ids=[x[0] for x in LAYOUTS])
def test_the_body_of_every_layout(name: str, body: str) -> None:
    draft = read_page(page(body))
    assert draft.text == BODY
    assert draft.title == "Ferry runs again"


BETWEEN_BREAKS = f"<div>{ONE}<br><br>{TWO} <a href='/2'>More.</a><br><br>{THREE}</div>"


def test_text_between_breaks_beside_a_link_is_kept() -> None:
    found = read_page(page(BETWEEN_BREAKS)).text
    assert all(p in found for p in (ONE, TWO, THREE))


def test_without_the_repair_it_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when newspaper3k or lxml mend it themselves: then the repair can go."""
    tree = parse_tree(page(BETWEEN_BREAKS))
    assert all(p in newspaper3k.body_text(tree) for p in (ONE, TWO, THREE))
    monkeypatch.setattr(newspaper3k, "_RepairedParser", newspaper3k.Parser)
    assert TWO not in newspaper3k.body_text(tree)


DATES = [
    ("JSON-LD", ld('{"@type": "NewsArticle", "datePublished": "2025-03-04T10:15:00Z"}'), ""),
    ("JSON-LD in a graph",
     ld('{"@graph": [{"@type": "WebPage"}, {"@type": ["ReportageNewsArticle"], '
        '"datePublished": "2025-03-04T10:15:00Z"}]}'), ""),
    ("JSON-LD in a list", ld('[{"@type": "Article", "datePublished": "2025-03-04T10:15Z"}]'), ""),
    ("broken JSON-LD", ld("{oops") + meta("article:published_time", "2025-03-04T10:15Z"), ""),
    ("deep JSON-LD", ld("[" * 50_000) + meta("date", "2025-03-04T10:15Z"), ""),
    ("meta property", meta("article:published_time", "2025-03-04T10:15:00Z", "property"), ""),
    ("meta name", meta("pubdate", "2025-03-04T10:15:00Z"), ""),
    ("meta itemprop", meta("datePublished", "2025-03-04T10:15:00Z", "itemprop"), ""),
    ("Dublin Core", meta("DC.date.issued", "2025-03-04T10:15:00Z"), ""),
    ("time", "", "<time datetime='2025-03-04T10:15:00Z'>Tuesday</time>"),
    ("words of time", "", "<time>4 March 2025 10:15</time>"),
    ("visible", "", "<div class='x'>4 March 2025, 10:15</div>"),
    ("visible beside others", "", "<p>By Ada Brook | Updated 4 March 2025, 10:15</p>"),
    ("the first that is one", meta("date", "soon") + meta("pubdate", "2025-03-04T10:15Z"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "head", "top"), DATES, ids=[d[0] for d in DATES])
def test_dates(name: str, head: str, top: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(head=head, top=top), encoding="utf-8")
    (row,), dropped = normalize(RawFile(tmp_path / "a.html", "a.html"))
    assert dropped == []
    assert f"{row['published']:%Y-%m-%d %H:%M}" == "2025-03-04 10:15"
    assert row["published_precision"] == "minute"
    assert row["text"] == BODY


def test_no_date_is_none() -> None:
    assert read_page(page(top="<p>Call 0123456789 or 1741083300</p>")).published_raw is None


AUTHORS = [
    (ld('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ada Brook"}}'), "",
     ("Ada Brook",)),
    (ld('{"@type": "NewsArticle", "author": [{"name": "Ada Brook"}, {"name": "Tom Reed"}]}'), "",
     ("Ada Brook", "Tom Reed")),
    (ld('{"@type": "NewsArticle", "author": "Ada Brook"}'), "", ("Ada Brook",)),
    (ld('{"@type": "NewsArticle", "author": null}') + meta("author", "Ada Brook"), "",
     ("Ada Brook",)),
    (meta("author", "Ada Brook"), "", ("Ada Brook",)),
    ("", "<div class='b'>By Ada Brook</div>", ("By Ada Brook",)),
    ("", "<div>BY ADA BROOK | 4 March 2025</div>", ("BY ADA BROOK",)),
]  # fmt: skip


@pytest.mark.parametrize(("head", "top", "expected"), AUTHORS)
def test_bylines(head: str, top: str, expected: tuple[str, ...]) -> None:
    assert read_page(page(head=head, top=top)).byline == expected


TITLES = [
    ("", "Ferry runs again"),
    (meta("og:title", "Ferry runs again | The Courier", "property"), "Ferry runs again"),
    (meta("og:title", "The Courier: Ferry runs again", "property"), "Ferry runs again"),
    (ld('{"@type": "NewsArticle", "headline": "Ferry  runs\\nagain"}'), "Ferry runs again"),
    (ld('{"@type": "NewsArticle", "headline": "It&#146;s off"}'), "It’s off"),
    (meta("og:title", "Boats: an essay – part two", "property"), "Boats: an essay – part two"),
]


@pytest.mark.parametrize(("head", "expected"), TITLES)
def test_titles(head: str, expected: str) -> None:
    made = read_page(page(head=head)).tidied().title
    assert made is not None
    assert made.replace("&#146;", "’") == expected


def test_where_a_page_is_from() -> None:
    head = (
        '<link rel="canonical" href="https://www.courier.example/news/1?utm_source=x#top">'
        + meta("og:site_name", "The Courier", "property")
        + meta("article:section", "News", "property")
    )
    draft = read_page(page(head=head))
    assert (draft.outlet, draft.section, draft.language) == ("The Courier", "News", "en")
    assert draft.url == "https://www.courier.example/news/1?utm_source=x#top"


URLS = [
    ("https://c.example/news/1?utm_source=x#top", "https://c.example/news/1", False),
    ("https://c.example/news?id=7", "https://c.example/news?id=7", False),
    ("https://ada:secret@c.example/news/1", "https://c.example/news/1", False),
    ("https://c.example/", "https://c.example", True),
    ("/news/1", None, True),
    ("javascript:alert(1)", None, True),
    ("https://[broken", None, True),
]


@pytest.mark.parametrize(("url", "canonical", "by_content"), URLS)
def test_the_address_names_the_article_unless_it_is_none(
    url: str, canonical: str | None, by_content: bool, tmp_path: Path
) -> None:
    ids = []
    for i, word in enumerate(("ferry", "boat")):
        text = page(head=f'<link rel="canonical" href="{url}">').replace("ferry", word)
        path = tmp_path / f"{i}.html"
        path.write_text(text, encoding="utf-8")
        (row,), _ = normalize(RawFile(path, path.name))
        assert (row["url"] or "").rstrip("/") == (canonical or "")
        ids.append(row["article_id"])
    assert (ids[0] != ids[1]) == by_content


CHARACTERS = [
    ("It&#146;s &#147;late&#148;", "It’s “late”"),
    ("caf&eacute;&nbsp;noir", "café noir"),
    ("&#x1F6A4; &amp; 2 &lt; 3", "🚤 & 2 < 3"),
    ("so&shy;ft", "soft"),
    ("&#xD800; half", "half"),
]


@pytest.mark.parametrize(("written", "read"), CHARACTERS)
def test_characters_by_number_and_name(written: str, read: str) -> None:
    draft = read_page(page(f"<article><p>{ONE} {written}</p><p>{TWO}</p></article>")).tidied()
    assert draft.text.startswith(f"{ONE} ")
    assert read in draft.text
    assert draft.text.encode()


NO_ARTICLES = [
    "",
    "<html></html>",
    "<html><body><script>var a = 1;</script></body></html>",
    "<!-- nothing -->",
    "<html><body><nav><a href=/>Home</a></nav></body></html>",
    "<!doctype html>",
    "<frameset><frame src='a.html'></frameset>",
]


@pytest.mark.parametrize("html", NO_ARTICLES)
def test_a_page_without_an_article_says_so(html: str) -> None:
    with pytest.raises(Unreadable):
        read_page(html)


def test_a_truncated_page_gives_what_there_is() -> None:
    whole = page()
    draft = read_page(whole[: whole.index("The summer")])
    assert isinstance(draft, Draft)
    assert draft.text == f"{ONE}\n\n{TWO}"

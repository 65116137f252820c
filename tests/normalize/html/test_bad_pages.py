"""Pages that are broken, huge or no article: a row that says why, in time, and no traceback."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from toolkit.collect import RawFile
from toolkit.normalize import normalize

SECONDS = 60
"""Far more than any of these takes on a slow machine: it tells a hang, not a delay."""

S = "The ferry to Skarrow ran again on Tuesday, and “nobody complained”, he said. "
HTML = "<!doctype html><html lang=en><head><title>{}</title></head><body>"
OPEN = HTML.format("Ferry runs again")
ARTICLE = f"<article><p>{S * 3}</p><p>{S * 2}</p><p>It was late.</p></article>"
MB = 2 * 2**20
IMAGE = "<figure><img src='a.jpg'><figcaption>The ferry</figcaption></figure>"

# page, words of the article that it has
ARTICLES = {
    "cut off in a tag": (OPEN + ARTICLE.replace("</p></article>", "")[:-8] + "<p cla", 60),
    "cut off in a word": (OPEN + ARTICLE[:-30], 60),
    "cut off in the head": ("<html><head><title>Ferry</title><script>var a = '<p>", None),
    "nested tables": (OPEN + "<table><tr><td>" * 50 + ARTICLE + "</td></tr></table>" * 50, 68),
    "thousands of nested tables": (OPEN + "<table><tr><td>" * 4000 + ARTICLE, 68),
    "ten thousand nested tags": (OPEN + "<div>" * 10_000 + ARTICLE + "</div>" * 10_000, 68),
    "ten thousand nested inline tags": (OPEN + "<b><i>" * 5_000 + S * 5, 65),
    "never closed": (OPEN + ("<a href=x><b><i>" + S) * 2_000, 26_000),
    "2 MB of script": (f"{OPEN}<script>{'var a=1;' * (MB // 8)}</script>{ARTICLE}", 68),
    "2 MB of picture": (f"{OPEN}<img src='data:image/png;base64,{'A' * MB}'>{ARTICLE}", 68),
    "2 MB of blanks": (OPEN + " " * MB + ARTICLE, 68),
    "2 MB of line breaks": (OPEN + "<div>" + (S + "<br>") * (MB // len(S)), 20_000),
    "2 MB of links": (OPEN + "<li><a href=/1>Ferry runs again</a></li>" * (MB // 42), None),
    "2 MB without a blank": (OPEN + "<p>" + "a" * MB, None),
    "wrong charset": (OPEN.replace("<head>", "<head><meta charset=utf-16>") + ARTICLE, 68),
    "unknown charset": (OPEN.replace("<head>", "<head><meta charset=klingon>") + ARTICLE, 68),
    "frames": ("<html><frameset><frame src=a><noframes>Frames.</noframes></frameset>", None),
    "an address that is none": (
        f"{OPEN}<base href='http://[x'><a href='http://[y'>z</a>{ARTICLE}", 68),
    "a gallery with a text": (OPEN + IMAGE * 30 + ARTICLE, 68),
    "a live blog": (OPEN + "<article>" + "".join(
        f"<div class=post><h3>1{i % 10}:05</h3><p>{S}</p></div>" for i in range(300)), 3_000),
    "two lines": (OPEN + "<article><p>The ferry is back. It sails at six.</p></article>", 8),
}  # fmt: skip


def read(page: str, folder: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    began = time.monotonic()
    made = normalize(RawFile(path, "page.html"))
    path.unlink()
    assert time.monotonic() - began < SECONDS
    return made


@pytest.mark.parametrize("name", list(ARTICLES))
def test_each_ends_as_an_article_or_with_its_reason(name: str, tmp_path: Path) -> None:
    page, words = ARTICLES[name]
    articles, dropped = read(page, tmp_path)
    if words is None:
        (row,) = dropped
        assert articles == []
        assert not str(row["reason"]).startswith("unexpected")
    else:
        (article,) = articles
        assert dropped == []
        assert article["n_words"] >= words  # type: ignore[operator]


NO_ARTICLES = [
    ("soft 404", "Page not found", "<p>Sorry, the page that you asked for does not exist.</p>"),
    ("soft 404", "404 – The Courier", "<p>Try the search, or go to the front page.</p>"),
    ("consent wall", "Before you continue", "<p>We and our partners use cookies to show you what "
     "you may like. Accept all, or manage your choices.</p>"),
    ("script only", "The Courier", "<p>Please enable JavaScript to read this page.</p>"),
    ("script only", "The Courier", "<div id=root></div><noscript>You need to enable JavaScript to "
     "run this app.</noscript>"),
    ("robot check", "Just a moment…", "<p>Checking your browser before you can go on.</p>"),
    ("gallery", "The regatta in pictures", IMAGE * 12),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "title", "body"), NO_ARTICLES)
def test_what_a_page_is_when_it_is_no_article(
    reason: str, title: str, body: str, tmp_path: Path
) -> None:
    articles, dropped = read(f"{HTML.format(title)}<main>{body}</main></body></html>", tmp_path)
    assert articles == []
    assert str(dropped[0]["reason"]).startswith(reason)


NEWS_ABOUT = [
    ("The boy was not found", f"<p>The boy was not found, the police said. {S}</p><p>{S}</p>"),
    (
        "Cookies under fire",
        f"<p>Users must accept cookies, a court ruled. {S * 3}</p><p>{S * 2}</p>",
    ),
    ("Captcha is dead", f"<p>“Are you a robot?” is a question of the past. {S * 4}</p><p>{S}</p>"),
]


@pytest.mark.parametrize(("title", "body"), NEWS_ABOUT)
def test_news_about_such_pages_is_news(title: str, body: str, tmp_path: Path) -> None:
    articles, dropped = read(f"{HTML.format(title)}<article>{body}</article>", tmp_path)
    assert len(articles) == 1, dropped


PAYWALLS = [
    ("", "<p>Subscribe to continue reading.</p>"),
    ("", "<p>Already a subscriber? Log in to read the full story.</p>"),
    ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry runs again", '
     '"isAccessibleForFree": false}</script>', ""),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body"), PAYWALLS)
def test_a_paywall_s_stub_says_so(head: str, body: str, tmp_path: Path) -> None:
    page = f"<html><head>{head}</head><body><article><p>{S * 2}</p><p>{S}</p>{body}</article>"
    (article,), _ = read(page, tmp_path)
    assert any(str(w).startswith("paywall: ") for w in article["warnings"])  # type: ignore[attr-defined]


def test_a_page_that_hides_its_body_is_read_from_json_ld(tmp_path: Path) -> None:
    body = "\\n\\n".join([S * 3, S * 2])
    ld = f'{{"@type": "NewsArticle", "headline": "Ferry", "articleBody": "{body}"}}'
    page = f'<html><body><script type="application/ld+json">{ld}</script><div id=root></div></body>'
    (article,), dropped = read(page, tmp_path)
    assert dropped == []
    assert article["extractor"] == "JSON-LD"
    assert str(article["text"]).split("\n\n") == [(S * 3).strip(), (S * 2).strip()]

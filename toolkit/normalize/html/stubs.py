"""Recognize pages without an article, and articles behind a paywall."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.tree import Node
from toolkit.normalize.text.phrases import phrases

_STUB = 120
"""Words from which a page is an article, whatever else it says."""

_NOTICE = 45
"""Words below which a text may be a notice of the site."""


def why_no_article(tree: Node, title: str | None, paragraphs: Sequence[str]) -> str | None:
    """The reason why a page is not an article; None if it is one.

    Args:
        tree: tree of the whole page.
        title: title of the page.
        paragraphs: extracted paragraphs.
    """
    text = " ".join(paragraphs)
    if len(text.split()) >= _STUB:
        return None
    # "The boy was not found" may be news: the text counts only if it is very short
    notice = f"{title or ''}. {text if len(text.split()) < _NOTICE else ''}"
    if reason := _kind(notice):
        return reason
    if paragraphs:
        return None
    return _kind(" ".join(tree.xpath("string(//body)").split())[:5_000]) or _no_text(tree)


def _kind(text: str) -> str | None:
    notices = phrases("page_notices").items()
    return next((reason for reason, pattern in notices if pattern.search(text)), None)


def _no_text(tree: Node) -> str:
    if len(tree.xpath("//img")) >= 5:
        return "gallery: pictures without an article's text"
    if tree.xpath("count(//script)") and not tree.xpath("//body//p"):
        return "no article text found on the page: it may be made by scripts"
    return "no article text found on the page"


def stub_warning(
    meta: Meta, paragraphs: Sequence[str], following: Sequence[str]
) -> tuple[str, ...]:
    """A warning if a page shows only part of its article: it says that the rest is not free.

    Args:
        meta: metadata of the page.
        paragraphs: extracted paragraphs.
        following: lines of the page after them.
    """
    words = sum(len(p.split()) for p in paragraphs)
    paywall = phrases("page_phrases")["paywall"]
    asks = any(paywall.search(line) for line in (*paragraphs[-3:], *following))
    if words < 2 * _STUB and (asks or not meta.is_free):
        return (f"paywall: {words} words shown, the rest is not on the page",)
    return ()

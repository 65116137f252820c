"""Recognize pages without an article, and articles behind a paywall."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.tree import Node

_STUB = 120
"""Words from which a page is an article, whatever else it says."""

_NOTICE = 45
"""Words below which a text may be a notice of the site."""

_KINDS = (
    ("soft 404: the page says that there is none", re.compile(
        r"\b(?:page|article|story|content|url)\b.{0,40}\b(?:not (?:be )?found|does ?n[o']t exist|"
        r"no longer (?:exists?|available)|(?:has|have) been (?:removed|deleted|moved))|"
        r"^(?:error )?404\b|^(?:page )?not found\b|"
        r"seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada", re.I)),
    ("consent wall: the page asks for cookies and shows no article", re.compile(
        r"\b(?:cookies?|consent|privacy (?:choices|settings|policy)|your data|partners)\b.{0,200}"
        r"\b(?:accept|agree|consent|manage|reject)\b|\b(?:accept|agree|consent)\b.{0,200}"
        r"\b(?:cookies?|privacy|partners)\b|before you continue", re.I | re.S)),
    ("script only: the page shows nothing without JavaScript", re.compile(
        r"(?:enable|requires?|turn on|activate|need).{0,40}\bjavascript\b|\bjavascript\b.{0,40}"
        r"(?:disabled|required|enabled)", re.I)),
    ("robot check: the page lets no program in", re.compile(
        r"are you (?:a )?(?:human|robot)|not a robot|complete the captcha|checking your browser|"
        r"unusual (?:traffic|activity)|access (?:to this page )?(?:has been )?denied|"
        r"just a moment", re.I)),
)  # fmt: skip
_PAYWALL = re.compile(
    r"\b(?:subscribe|sign in|log in|register|become a (?:member|subscriber)|subscription)\b.{0,60}"
    r"\b(?:continue|keep reading|unlock|(?:read|access|view|see) (?:on|more|(?:the|this|our) "
    r"(?:full|rest|whole|complete|article|story|content)))\b|"
    r"\b(?:to (?:continue|keep) reading|already (?:a subscriber|subscribed)|"
    r"(?:for|only|exclusive to) (?:our )?subscribers\b|"
    r"subscribers?[ -]only (?:article|content|story)|"
    r"(?:unlock|read) (?:this|the (?:full|rest)) (?:of )?(?:this |the )?(?:article|story))\b",
    re.I,
)


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
    return next((reason for reason, pattern in _KINDS if pattern.search(text)), None)


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
    asks = any(_PAYWALL.search(line) for line in (*paragraphs[-3:], *following))
    if words < 2 * _STUB and (asks or not meta.is_free):
        return (f"paywall: {words} words shown, the rest is not on the page",)
    return ()

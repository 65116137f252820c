"""Find byline and section of a page by class, rel, itemprop and address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from toolkit.normalize.html.boilerplate import has_boilerplate_name
from toolkit.normalize.html.tree import Node, names

_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|by-?name|writer|reporter)(?:$|[\s_-])", re.I
)
_SECTION = re.compile(
    r"(?:^|[\s_-])(?:section-?(?:label|name|title|heading)?|kicker|eyebrow|rubric|category)(?:$|\s)",
    re.I,
)
_ASIDE = names("aside nav footer li table")
_PATH = names("article articles story stories content index node en www amp post posts p id")
_LABEL = 40
"""Characters above which a text is too long for a section."""


def marked_byline(tree: Node) -> tuple[str, ...]:
    """The text of the first element that is marked as a byline or author.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> marked_byline(parse_tree("<p class=byline>Ada Brook</p><p>It rained.</p>"))
        ('Ada Brook',)
    """
    for node in tree.xpath("//*[@class or @rel or @itemprop]"):
        stated = "author" in (node.get("rel"), node.get("itemprop"))
        if (stated or _AUTHOR.search(node.get("class") or "")) and not _is_elsewhere(node):
            text = " ".join(node.text_content().split())
            if 3 < len(text) < 100:
                return (text,)
    return ()


def _is_elsewhere(node: Node) -> bool:
    """Whether an element is among other stories, comments or links."""
    return any(
        n.tag in _ASIDE or has_boilerplate_name(n.get("class") or "", byline=True)
        for n in node.iterancestors()
    )


def marked_section(tree: Node) -> str | None:
    """The text of an element next to the headline that is marked as its section.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> marked_section(parse_tree("<div><b class=kicker>Sport</b><h1>Rovers win</h1></div>"))
        'Sport'
    """
    heading = next(tree.iter("h1"), None)
    parent = heading.getparent() if heading is not None else None
    for node in () if parent is None else parent.iter("a", "b", "p", "div", "span"):
        text = " ".join(node.text_content().split())
        if _SECTION.search(node.get("class") or "") and 2 < len(text) <= _LABEL:
            return text.capitalize() if text.isupper() else text
    return None


def section_in_url(url: str | None) -> str | None:
    """The first part of an address that is a word, such as "sport" in /sport/2025/03/04/rovers.

    Example:
        >>> section_in_url("https://courier.example/sport/2025/rovers"), section_in_url("/a.html")
        ('Sport', None)
    """
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    parts = [p for p in path.split("/") if p][:-1]
    words = (p for p in parts[:2] if re.fullmatch(r"[a-z]{3,20}", p) and p not in _PATH)
    return next((w.capitalize() for w in words), None)

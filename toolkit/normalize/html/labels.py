"""Tell what an element of a page is by tag, class and id, and its section by class and address."""

from __future__ import annotations

import re
from collections.abc import Container

from toolkit.collect.address import url_parts
from toolkit.normalize.html.tree import Node, names

_SECTION = re.compile(
    r"(?:^|[\s_-])(?:section-?(?:label|name|title|heading)?|kicker|eyebrow|rubric|category)(?:$|\s)",
    re.I,
)
_ELSEWHERE = names("aside nav footer button figure figcaption")
_WHOLE = names("html body main article")
_OTHER_STORIES = re.compile(
    r"(?<![a-z])(?:related|recommend\w*|sidebar|comments?|commentlist|disqus|newsletter|promo|"
    r"trending|popular|most-?read|recirc\w*|read-?(?:more|next)|teasers?|carousel|footer|captions?|"
    r"credits?)(?![a-z])"
)
_PATH = names("article articles story stories content index node en www amp post posts p id")
_LABEL = 40
"""Characters above which a text is too long for a section."""


def is_elsewhere(node: Node, holders: Container[Node] = (), *, aside: bool = False) -> bool:
    """Whether an element is among other stories, comments or links.

    Args:
        node: element of the page.
        holders: elements that hold the article; their own tags and classes are ignored.
        aside: whether asides belong to the article.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<div class=related><time>2025-03-04</time></div>")
        >>> is_elsewhere(next(page.iter("time")))
        True
    """
    return any(
        (n.tag in _ELSEWHERE and not (aside and n.tag == "aside"))
        or _OTHER_STORIES.search(f"{n.get('class') or ''} {n.get('id') or ''}".lower())
        for n in (node, *node.iterancestors())
        if n not in holders and n.tag not in _WHOLE
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
    parts = [p for p in url_parts(url or "").path.split("/") if p][:-1]
    words = (p for p in parts[:2] if re.fullmatch(r"[a-z]{3,20}", p) and p not in _PATH)
    return next((w.capitalize() for w in words), None)

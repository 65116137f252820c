"""Find the headline of a page and remove the site's name from it."""

from __future__ import annotations

import re
from collections.abc import Set

from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.tree import Node

_SITE_IN_TITLE = re.compile(r"\s+[|–—-]\s+([^|–—]{2,50})$")
_CUTS = re.compile(r"\s+[|–—-]\s+|:\s+|\s+»\s+")
_LONGEST = 1_000


def page_title(tree: Node, meta: Meta) -> str | None:
    """The headline of a page, as in its metadata, shortened to the part that the page shows.

    Args:
        tree: tree of the whole page.
        meta: metadata of the page.
    """
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    stated = meta.headline or next((t.text_content() for t in tree.iter("title")), None)
    if not stated:
        return next((h for h in headings if h), None)
    return without_site(stated, meta.site, set(headings) | _lines(tree))


def _lines(tree: Node) -> set[str]:
    """Texts of the headings and title-like elements of a page."""
    nodes = tree.iter("h2", "h3", "h4", "p", "div", "span", "b", "strong", "td", "font")
    return {" ".join(n.text.split()) for n in nodes if n.text and n.text.strip()}


def without_site(title: str, site: str | None, lines: Set[str]) -> str | None:
    """Remove the site's name from a headline, or keep the part that is a line of the page.

    Args:
        title: headline, perhaps with the name of the site.
        site: name of the site.
        lines: headings and other lines of the page.

    Example:
        >>> without_site("Ferry runs again | The Courier", "The Courier", set())
        'Ferry runs again'
    """
    title = " ".join(title.split())[:_LONGEST]
    cuts = [m.span() for m in _CUTS.finditer(title)]
    parts = [title[:a] for a, _ in reversed(cuts)] + [title[b:] for _, b in cuts]
    if title not in lines:
        part = next((p for p in parts if p in lines and len(p) > 0.4 * len(title)), None)
        if part:
            return part
    match = _SITE_IN_TITLE.search(title)
    if match and site and match[1].casefold() in site.casefold():
        title = title[: match.start()]
    return title or None

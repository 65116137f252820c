"""Find the headline of a page and remove the site's name from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from toolkit.collect.address import url_parts
from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.tree import Node
from toolkit.normalize.text.shingles import plain_words

_CUTS = re.compile(r"\s+(?:[|│¦·•∙»«›‹<>~⋆★–—-]|::|//)\s+|\s?:\s+|\s*[│┃]\s*")
_DANGLING = re.compile(r"\s+(?:[|│¦·•»«›‹<>~⋆★–—-]|::)\s*$")
_LONGEST = 1_000
_ALIKE = 0.6
"""Share of the words of the shorter headline from which two headlines are of the same story."""


def page_title(tree: Node, meta: Meta) -> str | None:
    """The headline that a page shows, or else the one in its metadata without the site's name.

    Args:
        tree: tree of the whole page.
        meta: metadata of the page.
    """
    headings = [h for h in (_text(h) for h in tree.iter("h1")) if h]
    stated = meta.headline or next((_text(t) for t in tree.iter("title")), None)
    if not stated:
        return next(iter(headings), None)
    title = without_site(stated, _sites(meta), set(headings) | _lines(tree))
    return _shown(title, headings) or title


def site_in_title(tree: Node, title: str | None) -> tuple[str, ...]:
    """The part of the page's title after the headline, perhaps the site's name; none or one."""
    stated = next((_text(t) for t in tree.iter("title")), "")
    cuts = [*_CUTS.finditer(stated)]
    last = stated[cuts[-1].end() :] if cuts and title else ""
    return (last,) if last and stated.startswith(title or "") and last not in (title or "") else ()


def _text(node: Node) -> str:
    return " ".join(" ".join(node.itertext()).split())


def _sites(meta: Meta) -> list[str]:
    """The names of the site: as stated, and the words of its address."""
    host = url_parts(meta.url or "").hostname or ""
    return [*([meta.site] if meta.site else []), *host.removeprefix("www.").split(".")[:-1], host]


def _shown(title: str | None, headings: Sequence[str]) -> str | None:
    """The heading that says the same as a title in other words, if the page has one."""
    words = set(plain_words(title or "").split())
    alike = [(_overlap(words, set(plain_words(h).split())), h) for h in headings]
    share, heading = max(alike, default=(0.0, ""))
    longer = (title or "") in heading and not heading.startswith(title or "")
    return heading if share >= _ALIKE and title not in headings and not longer else None


def _overlap(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if len(other) > 2 and one else 0.0


def _lines(tree: Node) -> set[str]:
    """Texts of the headings and title-like elements of a page."""
    nodes = tree.iter("h2", "h3", "h4", "p", "div", "span", "b", "strong", "td", "font")
    return {" ".join(n.text.split()) for n in nodes if n.text and n.text.strip()}


def without_site(title: str, sites: Iterable[str], lines: Set[str]) -> str | None:
    """Remove the site's name from a headline, or keep the part that is a line of the page.

    Args:
        title: headline, perhaps with the name of the site.
        sites: names of the site.
        lines: headings and other lines of the page.

    Example:
        >>> without_site("Ferry runs again | The Courier", ["The Courier"], set())
        'Ferry runs again'
    """
    title = " ".join(title.split())[:_LONGEST]
    cuts = [m.span() for m in _CUTS.finditer(title)]
    parts = [title[:a] for a, _ in reversed(cuts)] + [title[b:] for _, b in cuts]
    if title not in lines:
        part = next((p for p in parts if p in lines and len(p) > 0.4 * len(title)), None)
        if part:
            return part
    names = {squeezed for site in sites if (squeezed := _squeezed(site))}
    for start, end in reversed(cuts):
        if _squeezed(title[end:]) in names or _is_part(title[end:], names):
            title = title[:start]
    first = next(iter(_CUTS.finditer(title)), None)
    if first and _squeezed(title[: first.start()]) in names:
        title = title[first.end() :]
    return _DANGLING.sub("", title) or None


def _squeezed(name: str) -> str:
    """Letters and digits of a name without "the"."""
    return re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", name.casefold()))


def _is_part(text: str, names: Set[str]) -> bool:
    """Whether a text of some length is a part of the site's name."""
    squeezed = _squeezed(text)
    return len(text) <= 50 and len(squeezed) > 2 and any(squeezed in name for name in names)

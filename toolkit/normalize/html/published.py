"""Find the date of publication of a page: stated, printed, in a dateline or in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import timedelta

from lxml import etree

from toolkit.normalize.cleanup import is_date
from toolkit.normalize.fields import dates
from toolkit.normalize.html.labels import is_elsewhere
from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.tree import Node

_LATER = re.compile(r"modif|updat|review", re.I)
_SHORTEST = 8
_ONE_DAY = timedelta(hours=24 + 12)
"""Most that a moment in UTC is after the midnight of its day elsewhere."""


def page_date(
    tree: Node, meta: Meta, lines: tuple[Sequence[str], Sequence[str]], paragraphs: Sequence[str]
) -> str | None:
    """The date of publication of a page, as printed.

    The date in JSON-LD or a meta tag, unless the page shows an earlier one next to the headline:
    some systems state when they last built the page.

    Args:
        tree: tree of the whole page.
        meta: metadata of the page.
        lines: short lines at the top of the article, below and above its heading.
        paragraphs: paragraphs of the article.
    """
    stated = next((raw for raw in meta.published if dates.parse_date(raw)[0]), None)
    printed = next((day for line in lines[0] if (day := _printed(line))), None)
    if stated and printed and _is_earlier(printed, stated):
        return printed
    if printed and not stated:
        printed = _with_time(printed, tree)
    above = (day for line in lines[1] if (day := _printed(line)))
    found = stated or printed or next(_times(tree, later=False), None) or next(above, None)
    found = found or dates.date_in_dateline(next(iter(paragraphs), ""))
    if found := found or dates.date_in_url(meta.url):
        return found
    both = (*lines[0], *lines[1])
    changed = next((day for line in both if (day := dates.date_in_line(line, later=True))), None)
    changed = changed or next(_times(tree, later=True), None)
    return changed or dates.date_in_markup(_own_markup(tree))


def _own_markup(tree: Node) -> Node:
    """A copy of a page without its scripts and other stories."""
    tree = deepcopy(tree)
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for node in list(tree.iter("aside", "nav", "footer", "section", "div", "ul", "time")):
        if node.getparent() is not None and is_elsewhere(node):
            node.drop_tree()
    return tree


def _printed(line: str) -> str | None:
    if len(line) < _SHORTEST:
        return None
    return dates.date_in_line(line) or (line if is_date(line) and not _LATER.search(line) else None)


def _is_earlier(one: str, other: str) -> bool:
    """Whether a date is before another, whatever their time zones."""
    (day, _), (than, _) = dates.parse_date(one), dates.parse_date(other)
    return day is not None and than is not None and than - day > _ONE_DAY


def _with_time(printed: str, tree: Node) -> str:
    """A printed date, or the moment of that day in a time tag of the article."""
    day, precision = dates.parse_date(printed)
    moments = (raw for raw in _times(tree, later=False) if dates.parse_date(raw)[1] == "minute")
    near = (m for m in moments if not _is_earlier(m, printed) and not _is_earlier(printed, m))
    return printed if precision == "minute" or day is None else next(near, printed)


def _times(tree: Node, later: bool) -> Iterator[str]:
    """The dates in time tags that belong to the article, those after its heading first.

    Args:
        tree: tree of the whole page.
        later: whether dates of change are meant.
    """
    nodes = list(tree.iter("h1", "time"))
    heading = max((i for i, n in enumerate(nodes) if n.tag == "h1"), default=0)
    for node in nodes[heading:] + nodes[:heading]:
        if node.tag == "time" and not is_elsewhere(node, aside=True):
            text = " ".join(node.text_content().split())
            is_later = bool(_LATER.search(f"{node.get('itemprop')} {node.get('class')}"))
            shown = dates.date_in_line(text, later=later)
            stamp = None if is_later != later or _LATER.search(text) else node.get("datetime")
            yield from (d for d in (stamp, shown) if d and dates.parse_date(d)[0])

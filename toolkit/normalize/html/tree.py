"""Parse a page into a tree of limited depth and size, and reduce it to the elements with text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import lxml.html
from lxml import etree

from toolkit.normalize.text.draft import Unreadable

Node = Any
"""An lxml element; lxml ships no types."""


def names(words: str) -> frozenset[str]:
    """A set of tags or classes from a string separated by spaces.

    Example:
        >>> sorted(names("p div"))
        ['div', 'p']
    """
    return frozenset(words.split())


MAX_DEPTH = 120
"""Elements nested deeper are merged into those above, since the engines are recursive."""

MAX_NODES = 40_000
"""Elements after which a page is cut off; the longest live blogs have some 20,000."""

PARSED_DEPTH = 2_000
"""Depth at which the parser drops elements (libxml2: 2,048)."""

_WRAPPERS = re.compile(
    r"</?(?!p\b|br\b|h[1-6]\b|html|body|head|title|meta|link|script|style)[a-z][^<>]*>", re.I
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_WITHOUT_TEXT = names(
    "script style template svg math iframe object embed canvas audio video map noscript select "
    "textarea input img picture source "
)
_PARAGRAPHS = names("p h1 h2 h3 h4 h5 h6 br")
_FOR_SCREEN_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:s?-only|-text)?|a11y-text|"
    r"assistive-text)(?:$|[\s_-])",
    re.I,
)
_LABEL = 300
"""Characters from which a hidden text is no label."""
_CLIPPED = re.compile(r"clip(?:-path)?\s*:\s*(?:rect|inset)", re.I)
_NEW_TAB = re.compile(r"\W*opens?(?: in)?(?: an?)? (?:new|external) (?:tab|window|site)\W*", re.I)


def parse_tree(html: str) -> Node:
    """Parse a page, scripts included.

    Raises:
        Unreadable: it has no elements.

    Example:
        >>> parse_tree("<p>One<p>Two").xpath("count(//p)")
        2.0
    """
    try:
        tree = _parsed(html)
        # libxml2 silently drops elements that are nested deeper
        return tree if _depth(html, tree) < PARSED_DEPTH else _parsed(_WRAPPERS.sub(" ", html))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"not a page: {error}") from error


def _parsed(html: str) -> Node:
    parser = lxml.html.HTMLParser(huge_tree=True)
    return lxml.html.document_fromstring(_XML_HEAD.sub("", html), parser=parser)


def _depth(html: str, tree: Node) -> int:
    """Depth of the deepest element; 0 for a page with too few tags to exceed the limit."""
    return 0 if html.count("<") < PARSED_DEPTH else max(depth for depth, _ in _depths(tree))


def _depths(tree: Node) -> Iterator[tuple[int, Node]]:
    """Each element, after its depth."""
    depth = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            yield depth, node


def limit(tree: Node) -> list[str]:
    """Cut a tree to the limits of depth and size, in place.

    Returns:
        A warning about each cut.
    """
    return [w for w in (_cut(tree), _flatten(tree)) if w]


def readable_tree(tree: Node) -> Node:
    """A copy of the tree without elements that have no text or a text for screen readers only.

    Text that a page hides until a script shows it stays: it is often the article.

    Example:
        >>> readable_tree(parse_tree("<p>One<script>two</script></p>")).text_content()
        'One'
    """
    tree = deepcopy(tree)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(tree, *_WITHOUT_TEXT, with_tail=False)
    for node in tree.xpath("//*[@style or @class] | //a//*"):
        if node.getparent() is not None and node.tag != "body" and _is_for_screen_readers(node):
            node.drop_tree()
    return tree


def _is_for_screen_readers(node: Node) -> bool:
    hidden = _FOR_SCREEN_READERS.search(node.get("class") or "") or _CLIPPED.search(
        node.get("style") or ""
    )
    if hidden:  # a whole article in such an element waits for a script
        return len(node.text_content()) < _LABEL
    return not len(node) and bool(_NEW_TAB.fullmatch(node.text or ""))


def _cut(tree: Node) -> str | None:
    nodes = list(tree.iter())
    if len(nodes) <= MAX_NODES:
        return None
    for node in reversed(nodes[MAX_NODES:]):
        node.getparent().remove(node)
    return f"page cut after {MAX_NODES:,} of {len(nodes):,} elements"


def _flatten(tree: Node) -> str | None:
    """Drop the tags of elements that are nested too deeply, but not their text or paragraphs."""
    deep = [n for depth, n in _depths(tree) if depth > MAX_DEPTH and n.tag not in _PARAGRAPHS]
    for node in reversed(deep):
        node.drop_tag()
    return f"{len(deep):,} elements nested too deeply: read as text" if deep else None

"""A page as one tree, parsed once: without scripts, bounded in depth and size."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import lxml.html
from lxml import etree

from toolkit.normalize.text.draft import Unreadable

Node = Any
"""An lxml element; lxml ships no types."""


def names(words: str) -> frozenset[str]:
    """Names of tags or classes, one blank between two.

    Example:
        >>> sorted(names("p div"))
        ['div', 'p']
    """
    return frozenset(words.split())


MAX_DEPTH = 120
"""Elements nested deeper give their text to the one above: engines call themselves for each."""

MAX_NODES = 40_000
"""Elements of a page beyond which the rest is cut off; the longest live blogs have some 20,000."""

PARSED_DEPTH = 2_000
"""Depth from which the parser gives up (libxml2: 2,048)."""

_WRAPPERS = re.compile(
    r"</?(?!p\b|br\b|h[1-6]\b|html|body|head|title|meta|link|script|style)[a-z][^<>]*>", re.I
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = names(
    "script style template svg math iframe object embed canvas audio video map dialog noscript "
    "nav footer select textarea button input img picture source "
)
_PARAGRAPHS = names("p h1 h2 h3 h4 h5 h6 br")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def parse_tree(html: str) -> Node:
    """The tree of a page as it stands, scripts and all.

    Raises:
        Unreadable: there is no element in it.

    Example:
        >>> parse_tree("<p>One<p>Two").xpath("count(//p)")
        2.0
    """
    try:
        tree = _parsed(html)
        # libxml2 drops without a word what is nested deeper
        return tree if _depth(html, tree) < PARSED_DEPTH else _parsed(_WRAPPERS.sub(" ", html))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"not a page: {error}") from error


def _parsed(html: str) -> Node:
    parser = lxml.html.HTMLParser(huge_tree=True)
    return lxml.html.document_fromstring(_XML_HEAD.sub("", html), parser=parser)


def _depth(html: str, tree: Node) -> int:
    """How deep a page nests; of one that has too few tags to be deep, 0."""
    if html.count("<") < PARSED_DEPTH:
        return 0
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def readable_tree(tree: Node) -> tuple[Node, list[str]]:
    """A copy of the tree with what a reader can see, within bounds, and warnings where it was cut.

    Example:
        >>> tree, warnings = readable_tree(parse_tree("<p>One<script>two</script></p>"))
        >>> tree.text_content(), warnings
        ('One', [])
    """
    made = deepcopy(tree)
    etree.strip_elements(made, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_elements(made, *_UNSEEN, with_tail=False)
    for node in made.xpath("//*[@style or @hidden]"):
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style") or ""):
            _drop(node)
    return made, [w for w in (_cut(made), _flatten(made)) if w]


def _drop(node: Node) -> None:
    """Take an element out, and leave what follows it; the roots stay."""
    if node.getparent() is not None and node.tag != "body":
        node.drop_tree()


def _cut(tree: Node) -> str | None:
    nodes = list(tree.iter())
    if len(nodes) <= MAX_NODES:
        return None
    for node in reversed(nodes[MAX_NODES:]):
        node.getparent().remove(node)
    return f"page cut after {MAX_NODES:,} of {len(nodes):,} elements"


def _flatten(tree: Node) -> str | None:
    """Take off the tags of what is nested too deeply; its text and its paragraphs stay."""
    deep: list[Node] = []
    depth = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > MAX_DEPTH and node.tag not in _PARAGRAPHS:
            deep.append(node)
    for node in reversed(deep):
        node.drop_tag()
    return f"{len(deep):,} elements nested too deeply: read as text" if deep else None

"""Segments: the paragraphs, headings, items and captions that a page shows, in its order.

A page is a sequence of stretches of text between block-level tags or line breaks. Engines decide
which of them are the article; what they look like is taken from here, never from an engine: no
paragraph is merged with another, no character is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from toolkit.normalize.html.tree import Node, names

SegmentKind = Literal["paragraph", "heading", "item", "quotation", "cell", "caption", "other"]

_INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark "
    "nobr noscript output picture q rp rt ruby s samp small source span strike strong sub sup time "
    "tt u var wbr o:p st1:place "
)
_BLOCKS = names(
    "p div br table ul ol dl blockquote section article aside h1 h2 h3 h4 h5 h6 figure pre "
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong", "em", "i"))
_CLOSED = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_STOP = re.compile(r"[.!…:;,][\"'”’»)\]]*$")
_CROSSHEAD = re.compile(
    r"(?:^|[\s_-])(?:cross-?head(?:ing)?|sub-?head(?:ing|line)?|inter-?title|sub)(?:$|[\s_-])", re.I
)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, eq=False)
class Segment:
    """One stretch of a page's text.

    Attributes:
        text: one line, as the page has it.
        kind: by the nearest tag that says what it is.
        node: the block-level element that it stands in.
        linked: share of its characters that are links, 0 to 1.
        strong: share of its characters in bold or italics, 0 to 1.
    """

    text: str
    kind: SegmentKind
    node: Node
    linked: float = 0.0
    strong: float = 0.0


@dataclass
class _Run:
    """Text collected since the last break."""

    node: Node
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    def add(self, text: str | None, link: bool, strong: bool) -> None:
        if text:
            self.pieces.append((text, link, strong))

    def made(self) -> Segment | None:
        text = _BLANKS.sub(" ", "".join(p for p, _, _ in self.pieces)).strip()
        if not text:
            return None
        size = sum(len(p.strip()) for p, _, _ in self.pieces) or 1
        linked = sum(len(p.strip()) for p, link, _ in self.pieces if link) / size
        strong = sum(len(p.strip()) for p, _, bold in self.pieces if bold) / size
        kind = "heading" if _is_crosshead(self.node, text) else _kind(self.node)
        return Segment(text, kind, self.node, linked, strong)


def segments(tree: Node) -> list[Segment]:
    """The segments of a page.

    Args:
        tree: of the page, bounded in depth (see tree.readable_tree).

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> [s.text for s in segments(parse_tree("<p>One <b>two</b></p>three<br><br>four"))]
        ['One two', 'three', 'four']
    """
    body = next(tree.iter("body"), tree)
    run = _Run(body)
    found = list(_walk(body, run, False, False))
    last = run.made()
    return [*found, last] if last else found


def _walk(node: Node, run: _Run, link: bool, strong: bool) -> Iterator[Segment]:
    """The segments that end within an element; what is open at its end stays in the run."""
    run.add(node.text, link, strong)
    for child in node:
        tag = child.tag
        if not isinstance(tag, str):
            run.add(child.tail, link, strong)
            continue
        if tag == "br":
            yield from _break(run, node, child)
        elif tag in _INLINE or _is_inline(child):
            yield from _walk(child, run, link or tag == "a", strong or tag in _STRONG)
            if tag in ("td", "th"):
                run.add(" ", link, strong)
        else:
            yield from _end(run, child)
            yield from _walk(child, run, link, strong)
            yield from _end(run, _block(node))
        run.add(child.tail, link, strong)


def _is_inline(node: Node) -> bool:
    """Elements that a site made up, and cells of tables, unless there are blocks in them."""
    if "-" not in node.tag and node.tag not in ("td", "th"):
        return False
    row = node.getparent() if node.tag in ("td", "th") else node
    return row is not None and not any(n.tag in _BLOCKS for n in row.iterdescendants())


def _end(run: _Run, node: Node) -> Iterator[Segment]:
    made = run.made()
    if made:
        yield made
    run.pieces.clear()
    run.node = node


def _block(node: Node) -> Node:
    """The block-level element that text after a block stands in."""
    while node.tag in _INLINE and node.getparent() is not None:
        node = node.getparent()
    return node


def _break(run: _Run, node: Node, br: Node) -> Iterator[Segment]:
    """A line break parts paragraphs, unless a sentence runs on after it."""
    before = "".join(p for p, _, _ in run.pieces)
    following = br.getnext()
    after = (br.tail or "").lstrip()
    if not after and following is not None and following.tag != "br":
        after = (following.text or "").lstrip()
    if after[:1].islower() and not _CLOSED.search(before):
        run.add(" ", False, False)
    else:
        yield from _end(run, _block(node))


def _is_crosshead(node: Node, text: str) -> bool:
    """A subhead that is no heading by its tag, but is called one."""
    return (
        len(text) < 100
        and not _STOP.search(text)
        and bool(_CROSSHEAD.search(node.get("class") or ""))
    )


def _kind(node: Node) -> SegmentKind:
    for at in (node, *node.iterancestors()):
        if at.tag in _HEADINGS:
            return "heading"
        if at.tag in ("figcaption", "figure", "caption"):
            return "caption"
        if at.tag in ("li", "dd", "dt"):
            return "item"
        if at.tag == "blockquote":
            return "quotation"
        if at.tag == "tr" and node.tag in ("tr", "td", "th"):
            return "cell"
        if at.tag in ("article", "main", "section", "body"):
            break
    return "paragraph" if node.tag == "p" else "other"

"""Split a page into segments: paragraphs, headings, list items and captions, in order.

A segment is the text between two block-level tags or line breaks. The engines decide which segments
belong to the article, but the text is always that of the segments, so that no engine can merge
paragraphs or change characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from toolkit.normalize.html.tree import Node, names

SegmentKind = Literal["paragraph", "heading", "item", "quotation", "cell", "caption", "other"]
KINDS: tuple[SegmentKind, ...] = get_args(SegmentKind)

_INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark "
    "nobr noscript output picture q rp rt ruby s samp small source span strike strong sub sup time "
    "tt u var wbr o:p st1:place "
)
_BLOCKS = names(
    "p div br table ul ol dl blockquote section article aside h1 h2 h3 h4 h5 h6 figure pre "
)
_KINDS: Mapping[str, SegmentKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "figure", "caption"), "caption"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    "blockquote": "quotation",
}
_STRONG = frozenset(("b", "strong", "em", "i"))
_SEPARATE = names("a cite label output small span time")
"""Inline elements that may be words of their own; others, such as b and sup, stand in words."""
_CLOSED = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_STOP = re.compile(r"[.!…:;,][\"'”’»)\]]*$")
_CROSSHEAD = re.compile(
    r"(?:^|[\s_-])(?:cross-?head(?:ing)?|sub-?head(?:ing|line)?|inter-?title|sub)(?:$|[\s_-])", re.I
)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, eq=False)
class Segment:
    """A paragraph, heading, item, quotation, table cell or caption of a page.

    Attributes:
        text: text in one line.
        kind: kind by the nearest tag that implies one.
        node: block-level element of the segment.
        linked: share of its characters in links, 0 to 1.
        strong: share of its characters in bold or italics, 0 to 1.
    """

    text: str
    kind: SegmentKind
    node: Node
    linked: float = 0.0
    strong: float = 0.0


@dataclass
class _OpenSegment:
    """Text since the end of the last segment."""

    node: Node
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    def add(self, text: str | None, link: bool, strong: bool) -> None:
        if text:
            self.pieces.append((text, link, strong))

    def close(self) -> Segment | None:
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
        tree: tree of limited depth (see tree.readable_tree).

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> [s.text for s in segments(parse_tree("<p>One <b>two</b></p>three<br><br>four"))]
        ['One two', 'three', 'four']
    """
    body = next(tree.iter("body"), tree)
    run = _OpenSegment(body)
    return [*_walk(body, run, False, False), *_end(run, body)]


def _walk(node: Node, run: _OpenSegment, link: bool, strong: bool) -> Iterator[Segment]:
    """The segments that end within an element; text after the last one stays in `run`."""
    run.add(node.text, link, strong)
    for child in node:
        tag = child.tag
        if not isinstance(tag, str):
            run.add(child.tail, link, strong)
            continue
        if tag == "br":
            yield from _break(run, node, child)
        elif tag in _INLINE or _is_inline(child):
            if _is_apart(child):
                run.add(" ", link, strong)
            yield from _walk(child, run, link or tag == "a", strong or tag in _STRONG)
            if tag in ("td", "th"):
                run.add(" ", link, strong)
        else:
            yield from _end(run, child)
            yield from _walk(child, run, link, strong)
            yield from _end(run, _block(node))
        run.add(child.tail, link, strong)


def _is_inline(node: Node) -> bool:
    """Whether a custom element or table cell is inline: it, or its row, contains no blocks."""
    if "-" not in node.tag and node.tag not in ("td", "th"):
        return False
    row = node.getparent() if node.tag in ("td", "th") else node
    return row is not None and not any(n.tag in _BLOCKS for n in row.iterdescendants())


def _is_apart(node: Node) -> bool:
    """Whether an inline element and the one right before it are words of their own.

    A single letter is not: it may be a drop cap.
    """
    before = node.getprevious()
    if before is None or before.tail or not _SEPARATE.issuperset((before.tag, node.tag)):
        return False
    first, second = before.text_content(), node.text_content()
    return min(len(first), len(second)) > 1 and first[-1].isalnum() and second[0].isalnum()


def _end(run: _OpenSegment, node: Node) -> Iterator[Segment]:
    """Yield the open segment, if it has text, and start one in another element."""
    segment = run.close()
    if segment:
        yield segment
    run.pieces.clear()
    run.node = node


def _block(node: Node) -> Node:
    """The block-level element around an inline one."""
    while node.tag in _INLINE and node.getparent() is not None:
        node = node.getparent()
    return node


def _break(run: _OpenSegment, node: Node, br: Node) -> Iterator[Segment]:
    """End the segment at a line break, unless a sentence continues after it."""
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
    """Whether an element is a subhead by its class."""
    return (
        len(text) < 100
        and not _STOP.search(text)
        and bool(_CROSSHEAD.search(node.get("class") or ""))
    )


def _kind(node: Node) -> SegmentKind:
    for element in (node, *node.iterancestors()):
        kind = _KINDS.get(element.tag)
        if kind and not (kind == "heading" and node.tag == "p"):  # a heading that nobody closed
            return kind
        if element.tag == "tr" and node.tag in ("tr", "td", "th"):
            return "cell"
        if element.tag in ("article", "main", "section", "body"):
            break
    return "paragraph" if node.tag == "p" else "other"

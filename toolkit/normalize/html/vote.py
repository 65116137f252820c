"""Decide by a vote of four engines which segments of a page are its article.

An engine votes for a segment if the engine's text has at least half of the segment's shingles of
four words. Paragraphs with votes of the most precise engine and at least one other are the core;
the elements that contain the core are the article's region. Segments between two paragraphs of the
core, in the same element, belong to the body unless they are boilerplate. Outside the region, three
votes of four are needed. The failure of one engine thus loses no paragraph, and an engine that
includes link lists adds none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.normalize.html.boilerplate import in_boilerplate, is_boilerplate, is_notice
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.html.tree import Node, names
from toolkit.normalize.text.shingles import plain_words, shingles

HALF = 0.5
PROSE = 10
"""Words from which a segment can belong to the core."""
MAIN = 0.08
"""Share of the core's characters from which an element belongs to the article's region."""
_SURE = "trafilatura precision"
"""The engine with the best F1; a core paragraph needs its vote and another."""

_THIN = names(
    "p li ul ol dl dd dt blockquote h1 h2 h3 h4 h5 h6 pre table tbody thead tr td th center "
    "address q cite "
)
_QUOTE = re.compile(r"[\"“”„«»]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Characters of languages without spaces between words."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Vote:
    """The votes of the engines on the segments of a page.

    Attributes:
        segments: segments of the page, in order.
        for_it: names of the engines that vote for each segment.
    """

    segments: Sequence[Segment]
    for_it: Sequence[frozenset[str]]

    @cached_property
    def _holder(self) -> list[Node]:
        """The holder of each segment, computed once for each element."""
        known = {s.node: holder(s) for s in {s.node: s for s in self.segments}.values()}
        return [known[s.node] for s in self.segments]

    @cached_property
    def core(self) -> list[int]:
        """Indices of the segments that certainly belong to the body, or else of likely ones."""
        prose = [i for i, s in enumerate(self.segments) if _is_prose(s)]
        sure = [i for i in prose if _SURE in self.for_it[i] and len(self.for_it[i]) >= 2]
        return sure or [i for i in prose if self.for_it[i]] or ([] if self.voters else prose)

    @cached_property
    def holders(self) -> frozenset[Node]:
        """The elements that contain the paragraphs of the core."""
        sizes: Counter[Node] = Counter()
        for i in self.core:
            sizes[self._holder[i]] += len(self.segments[i].text)
        total = sum(sizes.values())
        return frozenset(node for node, size in sizes.items() if size >= MAIN * total)

    @cached_property
    def voters(self) -> int:
        """Number of engines that voted for any segment."""
        return len(frozenset().union(*self.for_it))

    @cached_property
    def span(self) -> tuple[int, int]:
        """Indices of the first and last segment of the core in the region."""
        inside = [i for i in self.core if self._holder[i] in self.holders]
        return (inside[0], inside[-1]) if inside else (0, -1)

    def region(self) -> list[int]:
        """Indices of the segments of the article's region, from its first to last paragraph."""
        first, last = self.span
        return [i for i in range(first, last + 1) if self._is_of_region(i)]

    def _is_of_region(self, i: int) -> bool:
        """Whether a segment is in the region and not boilerplate.

        A quote in an element named like boilerplate counts if half of the engines vote for it.
        """
        segment = self.segments[i]
        quote = 2 * len(self.for_it[i]) >= max(self.voters, 1) and _QUOTE.search(segment.text)
        boilerplate = in_boilerplate(segment, self.holders) and not quote
        return self._place(i) != "outside" and not boilerplate and not is_notice(segment.text)

    def body(self, title: str | None = None) -> list[int]:
        """Indices of the segments of the body, headings included.

        Args:
            title: title of the article; segments that repeat it are left out.
        """
        titles = {plain_words(s.text) for s in self.segments if s.node.tag == "h1"}
        titles |= {plain_words(title)} if title else set()
        numbers = range(len(self.segments)) if self.core else range(0)
        kept = [i for i in numbers if self._is_body(i, titles)]
        return _without_loose_headings(kept, self.segments)

    def _is_body(self, i: int, titles: set[str]) -> bool:
        segment, votes = self.segments[i], len(self.for_it[i])
        first, last = self.span
        if is_boilerplate(segment, self.holders) or plain_words(segment.text) in titles:
            return False
        between, place = first <= i <= last, self._place(i)
        if segment.linked > 0.8:  # a list of links, or an item with nothing but a link
            return votes >= 3 and between and (place == "same" or segment.kind == "item")
        if segment.kind == "cell":
            return votes >= 1 and place != "outside"
        if place == "same":
            return between or votes >= 2
        if place == "near":
            return _is_near_body(segment, votes, _SURE in self.for_it[i], between)
        return _is_prose(segment) and votes >= 3 and _SURE in self.for_it[i]

    def _place(self, i: int) -> str:
        """Place of a segment: "same" element as the core, "near" (inside it) or "outside"."""
        node = self._holder[i]
        if node in self.holders:
            return "same"
        return "near" if any(n in self.holders for n in node.iterancestors()) else "outside"


def _is_near_body(segment: Segment, votes: int, sure: bool, between: bool) -> bool:
    if between and segment.kind == "quotation":
        return True
    return sure and votes >= (3 if between else 2) and segment.kind != "heading"


def _is_prose(segment: Segment) -> bool:
    return (
        segment.linked < HALF
        and segment.kind not in ("caption", "heading")
        and (
            len(_WORD.findall(segment.text)) >= PROSE
            or len(_UNSPACED.findall(segment.text)) >= 2 * PROSE
        )
    )


def _without_loose_headings(kept: Sequence[int], segments: Sequence[Segment]) -> list[int]:
    """Drop headings of segments outside the body, such as "More:" above a list of links."""
    body = set(kept)

    def heads_body(i: int) -> bool:
        below = (j for j in range(i + 1, len(segments)) if segments[j].kind != "caption")
        return next(below, -1) in body

    return [i for i in kept if segments[i].kind != "heading" or heads_body(i)]


def holder(segment: Segment) -> Node:
    """The element that contains a segment and its neighbours: the parent of paragraphs and lists.

    Example:
        >>> from toolkit.normalize.html.segments import segments
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> [holder(s).tag for s in segments(parse_tree("<main><p>One<ul><li>Two</ul></main>"))]
        ['main', 'main']
    """
    node = segment.node
    if node.tag == "div" and not any(isinstance(n.tag, str) and n.tag == "div" for n in node):
        node = node if _has_blocks(node) else node.getparent()
    while _is_thin(node) and node.getparent() is not None:
        node = node.getparent()
    return node


def _is_thin(node: Node) -> bool:
    """Whether an element is part of a paragraph, not the parent of several."""
    if node.tag in ("td", "th"):  # a cell with blocks is a column of the layout
        return not any(True for _ in node.iter("p", "br", "div"))
    return node.tag in _THIN or _is_wrapper(node)


def _is_wrapper(node: Node) -> bool:
    """Whether an element is a div around a single paragraph; some sites wrap each paragraph."""
    if node.tag != "div" or len(node) != 1 or (node.text or "").strip():
        return False
    return (
        node[0].tag in ("p", "div", "h2", "h3", "blockquote") and not (node[0].tail or "").strip()
    )


def _has_blocks(node: Node) -> bool:
    return any(n.tag in ("p", "br", "ul", "ol", "h2", "h3", "blockquote", "table") for n in node)


def take_vote(segments: Sequence[Segment], texts: Mapping[str, str]) -> Vote:
    """Count the votes of the engines on the segments of a page.

    Args:
        segments: segments of the page.
        texts: text that each engine extracted, by name; engines without text have no vote.
    """
    contents = [(shingles(s.text), plain_words(s.text)) for s in segments]
    votes: list[set[str]] = [set() for _ in segments]
    for name, text in texts.items():
        extracted = shingles(text)
        lines = {plain_words(line) for line in text.split("\n")}
        for voters, (parts, words) in zip(votes, contents, strict=True):
            if len(parts & extracted) >= HALF * len(parts) if parts else words in lines and words:
                voters.add(name)
    return Vote(segments, [frozenset(voters) for voters in votes])

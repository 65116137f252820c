"""Find the byline of a page, in its metadata or next to the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import groupby, takewhile
from typing import Any

from toolkit.normalize.cleanup import credits_source, is_end_credit
from toolkit.normalize.fields.bylines import authors, is_partial_credit, named_agencies
from toolkit.normalize.html.body import Body
from toolkit.normalize.html.labels import is_elsewhere
from toolkit.normalize.html.metadata import Meta
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.html.tree import Node

Byline = tuple[str, ...]

_LINE = re.compile(
    r"(?:(?:written|words|text|posted|reported|story|article|published) )?by\b:?\s+[^\W\d_]|"
    r"(?:authors?|contributors?|reporter):\s+\w",
    re.I,
)
_LABEL = re.compile(
    r"(?:(?:written|words|text|posted|reported|story|article) )?by:?|authors?:?", re.I
)
_MARK = re.compile(
    r"(?<![a-z])(?:by-?lines?|authors?|by-?name|writers?|reporters?|contributors?|journalists?)"
    r"(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PROFILE = re.compile(
    r"/(?:authors?|by|profiles?|contributors?|writers?|staff|reporters?|producers?|journalists?|"
    r"columnists?)/[^/]"
)
# words before or in an element that make its names those of others than the authors
_OTHERS = re.compile(
    r"\b(?:review|check|edit(?!or\b)|photo|pictur|illustrat|translat|comment)", re.I
)
_LONG = 300
"""Characters above which an element is more than a byline."""
_NEAR = 4
"""Pieces of text between the names of one byline."""
_WORDS = 12
"""Words of a segment that is no byline."""
_LABEL_LENGTH = 40
_ABOVE, _FAR = 25, 75
"""Segments above the body that are searched for byline and date, and that below a heading."""


def page_byline(tree: Node, meta: Meta, body: Body, head: Byline = ()) -> Byline:
    """The byline of a page as printed.

    Full names of people in JSON-LD come first, then those that the page shows, then those in meta
    tags. A list that has more names than this wins, and so do other names that are both marked and
    printed as byline next to the headline. If nobody is named, the byline is an agency, or else
    any stated text.

    Args:
        tree: visible elements of the page.
        meta: metadata of the page.
        body: body of the page.
        head: bylines at the top of the body.
    """
    lines, above_lines = visible_lines(body)
    printed = _printed(lines) or _printed(above_lines) or head
    beside, above, below = marked_bylines(tree, body)
    shown = beside if authors(beside) else printed
    close = [meta.people, shown, printed, *meta.tagged]
    named = [(line, people) for line in [*close, above, below] if (people := set(authors(line)))]
    if not named:
        stated = [*(line for line in close if line), meta.organizations]
        return next((line for line in stated if named_agencies(line)), stated[0])
    chosen = min(named, key=lambda n: _is_single(n[1]))
    agreed = set(authors(beside)) & set(authors(printed))
    if not _is_single(agreed) and not agreed & chosen[1]:
        return shown
    longer = [(line, people) for line, people in named if line in close and people >= chosen[1]]
    return max([chosen, *longer], key=lambda n: len(n[1]))[0]


def _is_single(people: Set[str]) -> bool:
    """Whether a byline has no name of two words."""
    return not any(" " in name for name in people)


def visible_lines(body: Body) -> tuple[list[str], list[str]]:
    """The short lines at the top of the article that may be byline or date, nearest first.

    Lines below the top and among teasers are ignored: they belong to other stories.

    Returns:
        Those between heading and body, and those above the heading.
    """
    first = _first_long(body)
    holders = frozenset(() if first is None else first.node.iterancestors())
    top = list(takewhile(lambda s: s is not first, body.all)) if first else body.all[:_ABOVE]
    heading = max((i for i, s in enumerate(top) if s.node.tag == "h1"), default=0)
    below, above = top[heading:][-_FAR:], top[:heading][-_ABOVE:]
    start = [s for s in body.kept[:3] if s not in below]
    return _lines([*below, *start], holders), _lines(above, holders)


def _first_long(body: Body) -> Segment | None:
    """The first segment of the body that is too long for a byline, or else the first."""
    long = (s for s in body.kept if len(s.text.split()) > _WORDS)
    return next(long, next(iter(body.kept), None))


def _lines(parts: Iterable[Segment], holders: Set[Node]) -> list[str]:
    own = (s for s in parts if not is_elsewhere(s.node, holders, aside=True))
    lines = _with_labels(s.text for s in own if len(s.text) < 160)
    return [p for line in reversed(lines) for p in re.split(r"\s*[|•·⋅]\s*", line) if p]


def _with_labels(lines: Iterable[str]) -> list[str]:
    """Lines, each "Written by" joined with the name that follows it."""
    joined: list[str] = []
    for line in lines:
        if joined and _LABEL.fullmatch(joined[-1]):
            line = f"{joined.pop()} {line}"
        joined.append(line)
    return joined


def _printed(lines: Sequence[str]) -> Byline:
    """The first of some lines that is a byline."""
    return tuple(line for line in lines if _LINE.match(line) and len(line) < 100)[:1]


def marked_bylines(tree: Node, body: Body) -> list[Byline]:
    """The texts of elements that are marked as authors by class, rel, itemprop or address.

    Returns:
        The first between headline and body, above the headline, and below; each may be empty.

    Example:
        >>> from toolkit.normalize.html.body import read_body
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<h1>Rain</h1><b class=byline>Ada Brook</b><p>It rained for a week.")
        >>> marked_bylines(page, read_body(page, page, "fast"))
        [('Ada Brook',), (), ()]
    """
    texts = [t for t in tree.xpath("//body//text()") if t.strip()]
    first = _first_long(body)
    end = _position(texts, first.node if first else None) or len(texts)
    # the first headings of some pages are those of the site and of promoted stories
    start = max((i for h in tree.iter("h1") if (i := _position(texts, h)) < end), default=0)
    holders = frozenset(() if first is None else first.node.iterancestors())
    return [
        _names_near(texts[start:end], holders, links=True, aside=True),
        _names_near(texts[:start], holders, links=True),
        _names_near(texts[end:], holders),
    ]


def _position(texts: Sequence[Any], node: Node | None) -> int:
    """The position of the first text in an element; 0 if there is none."""
    inside = set() if node is None else set(node.iter())
    return next((i for i, t in enumerate(texts) if t.getparent() in inside), 0)


def _names_near(
    texts: Sequence[Any], holders: Set[Node], *, links: bool = False, aside: bool = False
) -> Byline:
    """The first names in marked elements, and those close to them.

    Args:
        texts: pieces of text of the page, in order.
        holders: elements that hold the article; their own tags and classes are ignored.
        links: whether links to pages of authors are marks, too.
        aside: whether the byline may be in an aside.
    """
    marks: dict[Node, Node | None] = {}
    lines: list[str] = []
    last, position, before = 0, 0, ""
    for mark, run in groupby(texts, lambda text: _mark(_holder(text), marks, links)):
        pieces = [" ".join(piece.split()) for piece in run]
        line = " | ".join(takewhile(lambda piece: piece.count(" ") < _WORDS, pieces))
        its = mark is not None and not _OTHERS.search(before)
        if its and _is_byline(line) and not is_elsewhere(mark, holders, aside=aside):
            if lines and position - last > _NEAR:
                break
            lines.append(line)
            last = position
        position += len(pieces)
        before = pieces[-1][-_LABEL_LENGTH:]
    return tuple(lines)


def _is_byline(line: str) -> bool:
    return bool(authors((line,)) or named_agencies((line,)))


def _holder(text: Any) -> Node:
    """The element that holds a piece of text."""
    node = text.getparent()
    return node.getparent() if text.is_tail else node


def _mark(node: Node | None, marks: dict[Node, Node | None], links: bool) -> Node | None:
    """The outermost element around a node that is marked as author."""
    if node is None or node.tag == "body":
        return None
    if node not in marks:
        above = _mark(node.getparent(), marks, links)
        marks[node] = node if above is None and _is_marked(node, links) else above
    return marks[node]


def _is_marked(node: Node, links: bool) -> bool:
    if "author" in (node.get("rel"), node.get("itemprop")):
        return True
    named = _CAMEL.sub("-", f"{node.get('class') or ''} {node.get('id') or ''}").lower()
    if _MARK.search(named) or (links and _PROFILE.search(node.get("href") or "")):
        return len(node.text_content()) <= _LONG
    return False


def credits_of(body: Body, paragraphs: Sequence[str]) -> list[str]:
    """Credit lines outside of the paragraphs, such as "Additional reporting by …".

    Lines that credit the whole text count right after the body alone.
    """
    lines = (s.text for s in body.all if s.text not in paragraphs)
    partial = [line for line in lines if is_partial_credit([line]) and is_end_credit(line)]
    return [*partial, *(line for line in body.following if credits_source(line))]

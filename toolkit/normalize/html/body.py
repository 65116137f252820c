"""The body of a page: its segments by vote of the engines, and what of its region was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.normalize.html.boilerplate import is_boilerplate
from toolkit.normalize.html.engines import ENGINES, quiet
from toolkit.normalize.html.pull_quotes import repeated_segments
from toolkit.normalize.html.segments import Segment, segments
from toolkit.normalize.html.tree import Node
from toolkit.normalize.html.vote import Vote, take_vote
from toolkit.normalize.text.draft import EngineName

FAST = ("trafilatura",)

LARGE = 1_000_000
"""Characters beyond which no engine is asked: they would take minutes. Books have as many."""
MANY = 8_000
"""Segments beyond which the same holds."""
TOO_LARGE = "page too large for the engines: read by its tags alone"


@dataclass(frozen=True)
class Body:
    """What of a page is its article.

    Attributes:
        all: the segments of the page, in its order.
        kept: the segments that are body, headings included.
        region: all segments of the article's region, kept or not, without repeats of what is kept.
        extractor: "vote", the name of the one engine that was asked, or "tags" where none was.
        warnings: engines that failed, limits that were met.
    """

    all: Sequence[Segment]
    kept: Sequence[Segment]
    region: Sequence[Segment]
    extractor: str
    warnings: tuple[str, ...] = ()


def read_body(tree: Node, engine: EngineName = "vote", title: str | None = None) -> Body:
    """The body of a page.

    Args:
        tree: what a reader of the page can see (tree.readable_tree).
        engine: "vote" of all four, or "fast": trafilatura alone.
        title: of the article; segments that repeat it are left out.

    Returns:
        A body without segments where no engine finds any.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<article><p>The ferry to Skarrow ran again.</p></article>")
        >>> [s.text for s in read_body(page).kept]
        ['The ferry to Skarrow ran again.']
    """
    found = segments(tree)
    large = sum(len(s.text) for s in found) > LARGE or len(found) > MANY
    names = () if large else FAST if engine == "fast" else tuple(ENGINES)
    texts, warnings = _ask(names, tree)
    vote = take_vote(found, texts)
    body = vote.body(title) or _what_there_is(vote)
    again = repeated_segments([found[i] for i in body])
    kept = [found[i] for n, i in enumerate(body) if n not in again]
    chosen = {id(found[i]) for i in body} - {id(s) for s in kept}
    region = [found[i] for i in sorted({*vote.region(), *body}) if id(found[i]) not in chosen]
    extractor = "tags" if large else "vote" if len(names) > 1 else names[0]
    return Body(found, kept, region, extractor, (*warnings, *([TOO_LARGE] if large else [])))


def _ask(names: Sequence[str], tree: Node) -> tuple[dict[str, str], list[str]]:
    """The text of each engine; one that raises is left out, and named."""
    texts, warnings = {}, []
    with quiet():
        for name in names:
            try:
                texts[name] = ENGINES[name](tree)
            except Exception as error:  # whatever an engine trips over, the others go on
                warnings.append(f"engine {name} left out: {type(error).__name__}")
    return texts, warnings


def _what_there_is(vote: Vote) -> list[int]:
    """Of a page too short for a core: what engines agree on, else what its tags say is the article.

    Engines pass over texts of a line or two; an alert of two lines is an article.
    """
    plain = [
        i for i, s in enumerate(vote.segments) if not is_boilerplate(s) and s.kind != "heading"
    ]
    by_engines = [i for i in plain if vote.for_it[i]]
    return by_engines or [i for i in plain if _is_tagged(vote.segments[i])]


def _is_tagged(segment: Segment) -> bool:
    above = (segment.node, *segment.node.iterancestors())
    return segment.linked < 0.5 and any(
        n.tag in ("article", "main") or n.get("itemprop") == "articleBody" for n in above
    )

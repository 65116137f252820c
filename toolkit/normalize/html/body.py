"""Find the body of a page by a vote of extraction engines."""

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
"""Characters above which no engine is run: it would take minutes. Books are this long."""
MANY = 8_000
"""Segments above which no engine is run."""
TOO_LARGE = "page too large for the engines: read by its tags alone"


@dataclass(frozen=True)
class Body:
    """The body of a page.

    Attributes:
        all: all segments of the page, in order.
        kept: segments of the body, headings included.
        region: all segments of the article's region, in the body or not, without pull quotes and
            other repeats.
        extractor: "vote", the name of the engine if only one was run, or "tags" if none was.
        warnings: failed engines and exceeded limits.
    """

    all: Sequence[Segment]
    kept: Sequence[Segment]
    region: Sequence[Segment]
    extractor: str
    warnings: tuple[str, ...] = ()


def read_body(tree: Node, engine: EngineName = "vote", title: str | None = None) -> Body:
    """Find the body of a page.

    Args:
        tree: visible elements of the page (see tree.readable_tree).
        engine: "vote" of all four engines, or "fast" for trafilatura alone.
        title: title of the article; segments that repeat it are left out.

    Returns:
        The body; without segments if no engine finds any.

    Example:
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = parse_tree("<article><p>The ferry to Skarrow ran again.</p></article>")
        >>> [s.text for s in read_body(page).kept]
        ['The ferry to Skarrow ran again.']
    """
    parts = segments(tree)
    large = sum(len(s.text) for s in parts) > LARGE or len(parts) > MANY
    names = () if large else FAST if engine == "fast" else tuple(ENGINES)
    texts, warnings = _run(names, tree)
    vote = take_vote(parts, texts)
    body = vote.body(title) or _short_body(vote)
    repeats = repeated_segments([parts[i] for i in body])
    kept = [i for n, i in enumerate(body) if n not in repeats]
    region = sorted({*vote.region(), *kept} - {body[n] for n in repeats})
    extractor = "tags" if large else "vote" if len(names) > 1 else names[0]
    return Body(
        parts,
        [parts[i] for i in kept],
        [parts[i] for i in region],
        extractor,
        (*warnings, *([TOO_LARGE] if large else [])),
    )


def _run(names: Sequence[str], tree: Node) -> tuple[dict[str, str], list[str]]:
    """The text that each engine finds, and a warning for each engine that raises."""
    texts, warnings = {}, []
    with quiet():
        for name in names:
            try:
                texts[name] = ENGINES[name](tree)
            except Exception as error:  # the other engines still vote
                warnings.append(f"engine {name} left out: {type(error).__name__}")
    return texts, warnings


def _short_body(vote: Vote) -> list[int]:
    """The body of a page without a core: segments of any engine, or else of article tags.

    Engines skip texts of a line or two, but a news alert of two lines is an article.
    """
    plain = [
        i for i, s in enumerate(vote.segments) if not is_boilerplate(s) and s.kind != "heading"
    ]
    by_engines = [i for i in plain if vote.for_it[i]]
    return by_engines or [i for i in plain if _is_tagged(vote.segments[i])]


def _is_tagged(segment: Segment) -> bool:
    nodes = (segment.node, *segment.node.iterancestors())
    return segment.linked < 0.5 and any(
        n.tag in ("article", "main") or n.get("itemprop") == "articleBody" for n in nodes
    )

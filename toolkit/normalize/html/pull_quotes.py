"""Find pull quotes and other repeated segments of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.normalize.html.segments import Segment
from toolkit.normalize.text.shingles import plain_words, shingles

LEAST = 4
"""Words from which a repetition is not a coincidence."""
PARAGRAPH = 8
"""Words from which a repeated paragraph is an error of the page."""
LABEL = 5
"""Words up to which a line that stands there again and again is a label."""
SHARE = 0.8
"""Share of a pull quote's shingles that the body has; pull quotes are often shortened."""
_MOST = 2_000
"""Segments above which repeats are not searched: comparing all pairs would be too slow."""

_CLOSED = re.compile(r"[.!?][\"”’»]*$")
_SIGNED = re.compile(r"\s+[-–—]\s?\S[^.!?]{0,60}$")
_QUOTED = re.compile(r"^\W*[\"'“‘„«]")
_PULLED = re.compile(r"pull|quote|callout|highlight|tweet-this|click-to-tweet", re.I)


def repeated_segments(kept: Sequence[Segment]) -> set[int]:
    """Indices of the segments that repeat another one.

    A pull quote repeats the body, before or after it; it must not count as a second quote. A line
    that stands there three times, such as "Advertisement", is a label; "Yes." may be an answer.

    Example:
        >>> from toolkit.normalize.html.segments import segments
        >>> from toolkit.normalize.html.tree import parse_tree
        >>> page = "<p>“It is a very long way to go,” she said.<blockquote>A very long way to go"
        >>> repeated_segments(segments(parse_tree(page)))
        {1}
    """
    if len(kept) > _MOST:
        return set()
    words = [plain_words(s.text) for s in kept]
    repeats: set[int] = set()
    for i, segment in enumerate(kept):
        size = len(words[i].split())
        others = [w for j, w in enumerate(words) if j != i and j not in repeats]
        # a doubled page has each sentence twice; recipes and tables repeat phrases more often
        doubled = words.count(words[i]) == 2 and bool(_CLOSED.search(segment.text))
        second = size >= PARAGRAPH and doubled and words[i] in words[:i]
        pulled = size >= LEAST and _is_display(segment) and _is_contained(segment, others)
        often = size <= LABEL and words.count(words[i]) > 2
        label = often and not _CLOSED.search(segment.text)
        if second or pulled or label:
            repeats.add(i)
    return repeats


def _is_display(segment: Segment) -> bool:
    """Whether the layout sets a segment apart from the paragraphs around it."""
    parent = segment.node.getparent()
    nodes = [segment.node, *([parent] if parent is not None else [])]
    if segment.kind == "quotation" or any(_PULLED.search(n.get("class") or "") for n in nodes):
        return True
    if segment.kind == "heading" and _QUOTED.search(segment.text):
        return True
    set_apart = segment.kind == "heading" or segment.node.tag in ("aside", "div")
    return (set_apart or segment.strong > 0.9) and len(segment.text.split()) >= PARAGRAPH


def _is_contained(segment: Segment, others: Sequence[str]) -> bool:
    """Whether a longer paragraph has all or most words of a segment, without its attribution."""
    words = plain_words(_SIGNED.sub("", segment.text))
    longer = [other for other in others if len(other) > len(words)]
    if not words or any(words in other for other in longer):
        return bool(words)
    parts = shingles(words)
    return len(parts) >= LEAST and any(
        len(parts & shingles(other)) >= SHARE * len(parts) for other in longer
    )

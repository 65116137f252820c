"""Repeats: pull quotes, and whatever else a page prints a second time for the eye."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.normalize.html.segments import Segment
from toolkit.normalize.text.shingles import plain_words, shingles

LEAST = 4
"""Words from which a repeat is no accident."""
PARAGRAPH = 8
"""Words from which a whole paragraph is not printed twice on purpose."""
SHARE = 0.8
"""Share of a pull quote's shingles that the body holds: desks shorten what they pull."""
_MOST = 2_000
"""Segments beyond which a page is no article with pull quotes, and comparing all costs too much."""

_CLOSED = re.compile(r"[.!?][\"”’»]*$")
_SIGNED = re.compile(r"\s+[-–—]\s?\S[^.!?]{0,60}$")
_QUOTED = re.compile(r"^\W*[\"'“‘„«]")
_PULLED = re.compile(r"pull|quote|callout|highlight|tweet-this|click-to-tweet", re.I)


def repeated_segments(kept: Sequence[Segment]) -> set[int]:
    """Numbers of the segments that repeat another: a pull quote repeats the body.

    It is not a second quote, wherever it stands: before the paragraph that it is from or after it.

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
    found: set[int] = set()
    for i, segment in enumerate(kept):
        size = len(words[i].split())
        others = [w for j, w in enumerate(words) if j != i and j not in found]
        # a recipe or table says the same thing many times; a page that is set twice, twice
        once = words.count(words[i]) == 2 and bool(_CLOSED.search(segment.text))
        twice = size >= PARAGRAPH and once and words[i] in words[:i]
        pulled = size >= LEAST and _is_display(segment) and _stands_in(segment, others)
        if twice or pulled:
            found.add(i)
    return found


def _is_display(segment: Segment) -> bool:
    """Whether a segment is set apart from the paragraphs around it, as a quotation is."""
    parent = segment.node.getparent()
    near = [segment.node, *([parent] if parent is not None else [])]
    if segment.kind == "quotation" or any(_PULLED.search(n.get("class") or "") for n in near):
        return True
    if segment.kind == "heading" and _QUOTED.search(segment.text):
        return True
    set_apart = segment.kind == "heading" or segment.node.tag in ("aside", "div")
    return (set_apart or segment.strong > 0.9) and len(segment.text.split()) >= PARAGRAPH


def _stands_in(segment: Segment, others: Sequence[str]) -> bool:
    """Whether longer paragraphs hold the words of a segment, or nearly all of them."""
    own = plain_words(_SIGNED.sub("", segment.text))
    if not own or any(own in other and len(own) < len(other) for other in others):
        return bool(own)
    parts = shingles(own)
    return len(parts) >= LEAST and any(
        len(parts & shingles(other)) >= SHARE * len(parts) and len(other) > len(own)
        for other in others
    )

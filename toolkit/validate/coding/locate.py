"""Location of copied words in a text, tolerant of changed quotation marks and spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.validate.shared.spans import Span, Spans

_SAME = {
    **dict.fromkeys("'’‘", "['’‘`]"),
    **dict.fromkeys('"“”', '["“”„«»]'),
    **dict.fromkeys("-–—", "[-–—]"),
}


def locate(text: str, parts: Sequence[str], near: int | None = None) -> Spans:
    """The span of each part, one after the other; empty if one of them is not in the text.

    Args:
        text: the text to search.
        parts: passages of it, as somebody copied them.
        near: offset; of several matches the nearest is taken, without it the first.

    Example:
        >>> locate("She said “no”.", ['"no"'])
        ((9, 13),)
    """
    spans: list[Span] = []
    for part in parts:
        after = spans[-1][1] if spans else 0
        places = [m.span() for m in _pattern(part).finditer(text)]
        later = [p for p in places if p[0] >= after]
        if not later:
            return ()
        spans.append(later[0] if near is None else min(places, key=lambda p: abs(p[0] - near)))
    return tuple(spans)


def _pattern(words: str) -> re.Pattern[str]:
    pieces = ["".join(_SAME.get(c, re.escape(c)) for c in piece) for piece in words.split()]
    return re.compile(r"\s+".join(pieces), re.IGNORECASE)

"""Where words stand in a text, whatever became of their quotation marks and spaces on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.validate.shared.standoff import Span, Spans

_SAME = {
    "'": "['’‘`]",
    "’": "['’‘`]",
    "‘": "['’‘`]",
    '"': '["“”„«»]',
    "“": '["“”„«»]',
    "”": '["“”„«»]',
}
_SAME |= {"-": "[-–—]", "–": "[-–—]", "—": "[-–—]"}


def located(text: str, parts: Sequence[str], near: int | None = None) -> Spans:
    """The place of each part, one after the other; none where one of them is not there.

    Args:
        text: to look in.
        parts: stretches of it, as somebody copied them.
        near: where in the text; of several places the nearest is taken, else the first.

    Example:
        >>> located("She said “no”.", ['"no"'])
        ((9, 13),)
    """
    found: list[Span] = []
    for part in parts:
        after = found[-1][1] if found else 0
        places = [m.span() for m in _pattern(part).finditer(text)]
        later = [p for p in places if p[0] >= after]
        if not later:
            return ()
        found.append(later[0] if near is None else min(places, key=lambda p: abs(p[0] - near)))
    return tuple(found)


def _pattern(words: str) -> re.Pattern[str]:
    pieces = ["".join(_SAME.get(c, re.escape(c)) for c in piece) for piece in words.split()]
    return re.compile(r"\s+".join(pieces), re.IGNORECASE)

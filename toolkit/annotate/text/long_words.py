"""Words that no language has: inline pictures, keys, noise. Rules on words would take forever."""

from __future__ import annotations

import re
from typing import Any

_LONG = re.compile(r"\S{400,}")
_FILLER = "xxxxxxx "


def without_long_words(text: str) -> str:
    """A text of the same length with short words without meaning in place of each long one.

    Example:
        >>> text = without_long_words("It rained. " + "A" * 4000)
        >>> text[:30], len(text)
        ('It rained. xxxxxxx xxxxxxx xxx', 4011)
    """
    return _LONG.sub(_filled, text)


def _filled(word: re.Match[str]) -> str:
    size = len(word[0])
    return (_FILLER * (size // len(_FILLER) + 1))[:size]


def restored(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A row of `quotes` or `mentions` with the words of the text at its places."""
    if "segments" in row:
        row["content"] = " … ".join(text[a:b] for a, b in row["segments"])
    places = {"cue": "cue_", "source": "source_", "text": ""}
    for name, prefix in places.items():
        if row.get(name) is not None:
            row[name] = text[row[f"{prefix}start"] : row[f"{prefix}end"]]
    return row

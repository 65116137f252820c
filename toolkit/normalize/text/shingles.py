"""Shingles (runs of four words), the unit in which texts are compared."""

from __future__ import annotations

import re

SHINGLE = 4
_WORD = re.compile(r"\w+")


def shingles(text: str, size: int = SHINGLE) -> frozenset[tuple[str, ...]]:
    """The distinct shingles of a text, case-sensitive.

    Broder, "On the resemblance and containment of documents" (1997).

    Example:
        >>> sorted(shingles("It was late, she said."))
        [('It', 'was', 'late', 'she'), ('was', 'late', 'she', 'said')]
    """
    words = _WORD.findall(text)
    return frozenset(zip(*(words[i:] for i in range(size)), strict=False))


def plain_words(text: str) -> str:
    """The words of a text in lower case, joined by spaces, for comparisons.

    Example:
        >>> plain_words("“It’s on!” she said.")
        'it s on she said'
    """
    return " ".join(_WORD.findall(text.casefold()))

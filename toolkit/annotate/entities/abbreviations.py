"""Abbreviations that an article explains: "the Fair Water League (FWL)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.annotate.entities.aliases import defined
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Found

_SHORT = re.compile(r"(?P<full>(?:[A-Z0-9][\w’'&.-]*,? (?:(?:of|and|the|for|on|in|de) )*){1,8})"
                    r"\((?P<short>[A-Z][A-Za-z0-9&.]{1,7})\)")  # fmt: skip


def abbreviations(text: str) -> dict[str, str]:
    """Full names by the abbreviations that the article sets behind them in parentheses.

    Example:
        >>> abbreviations("The Fair Water League (FWL) won.")
        {'FWL': 'Fair Water League'}
    """
    return {text[slice(*short)]: text[slice(*full)] for short, full in _abbreviated(text)}


def _abbreviated(text: str) -> Iterator[tuple[Span, Span]]:
    """Places of each abbreviation in parentheses and of the name before it."""
    for match in _SHORT.finditer(text):
        words = list(re.finditer(r"\S+", match["full"]))
        large = [w for w in words if w[0][0].isupper() or w[0][0].isdigit()]
        base = match.start("full")
        end = base + len(match["full"].rstrip())
        for word in reversed(large):
            full = Span(base + word.start(), end)
            if defined(match["short"], text[slice(*full)]) and word[0] != "The":
                yield Span(*match.span("short")), full
                break


def abbreviated(document: Document) -> Iterator[Found]:
    """Both parts of each definition of an abbreviation; expansions of capitals used alone."""
    for short, full in _abbreviated(document.text):
        yield Found(short, "organization", "acronym")
        yield Found(full, "organization", "acronym")

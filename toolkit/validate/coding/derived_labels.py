"""Labels derived from the spans of coded quotes: quote type, title flag and parent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from toolkit.annotate.rows import quote_type
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.validate.coding.gold import CodedArticle
from toolkit.validate.shared.quote_matching import characters

Row = dict[str, Any]


def with_derived_labels(text: CodedArticle, quotes: Iterable[Row]) -> CodedArticle:
    """An article with these quotes in reading order, with quote_type, content, in_title, parent.

    Args:
        text: the article; its quotes are replaced.
        quotes: quotes with their `segments`.

    Example:
        >>> text = CodedArticle("a", 'Ada Reed said: "No ferry."', 0)
        >>> with_derived_labels(text, [{"segments": [[15, 26]]}]).quotes[0]["quote_type"]
        'direct'
    """
    marks = outer_quotations(text.text)
    rows = sorted(quotes, key=lambda q: (q["segments"][0][0], -q["segments"][-1][1]))
    places = [characters(row) for row in rows]
    labelled = tuple(
        {
            **row,
            "content": [text.text[a:b] for a, b in row["segments"]],
            "quote_type": quote_type(text.text, [Span(a, b) for a, b in row["segments"]], marks),
            "in_title": row["segments"][0][0] < text.body,
            "parent": _parent(places, number),
            "aliases": row.get("aliases", []),
        }
        for number, row in enumerate(rows)
    )
    return replace(text, quotes=labelled)


def _parent(places: Sequence[frozenset[int]], number: int) -> int | None:
    """Number of the smallest quote that contains a quote."""
    around = [(len(other), i) for i, other in enumerate(places) if places[number] < other]
    return min(around)[1] if around else None

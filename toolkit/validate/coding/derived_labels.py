"""What follows from a coded quote's places: its type, whether it stands in the title or another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from toolkit.annotate.rows import quote_type
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.quotation_marks import outer_quotations
from toolkit.validate.coding.gold import Coded

Row = dict[str, Any]


def finished(text: Coded, quotes: Iterable[Row]) -> Coded:
    """A coded article, its quotes in reading order with quote_type, content, in_title, parent.

    Args:
        text: the article; what was coded in it is replaced.
        quotes: mappings with `segments`.

    Example:
        >>> text = Coded("a", 'Ada Reed said: "No ferry."', 0, (), ())
        >>> finished(text, [{"segments": [[15, 26]]}]).quotes[0]["quote_type"]
        'direct'
    """
    marks = outer_quotations(text.text)
    rows = sorted(quotes, key=lambda q: (q["segments"][0][0], -q["segments"][-1][1]))
    made = tuple(
        {
            **row,
            "content": [text.text[a:b] for a, b in row["segments"]],
            "quote_type": quote_type(text.text, [Span(a, b) for a, b in row["segments"]], marks),
            "in_title": row["segments"][0][0] < text.body,
            "parent": _parent(rows, place),
            "aliases": row.get("aliases", []),
        }
        for place, row in enumerate(rows)
    )
    return replace(text, quotes=made)


def _parent(rows: list[Row], place: int) -> int | None:
    """Number of the smallest quote that a quote stands inside."""
    own = _characters(rows[place])
    around = [(len(c), i) for i, r in enumerate(rows) if i != place and own < (c := _characters(r))]
    return min(around)[1] if around else None


def _characters(row: Row) -> set[int]:
    return {i for a, b in row["segments"] for i in range(a, b)}

"""What every export of passages needs: texts with the title in them, and offsets into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.frames import records
from toolkit.validate.coding.sampling import coding_text

Span = tuple[int, int]
ROLES = ("cue", "source", "reason")


@dataclass(frozen=True)
class Passages:
    """One article as a text, with its title, and its quotes with offsets into it.

    Attributes:
        article: its row as a mapping.
        text: title, a blank line, body.
        quotes: each with its row and its stretches by role: content, cue, source, reason.
    """

    article: dict[str, Any]
    text: str
    quotes: list[tuple[dict[str, Any], dict[str, list[Span]]]]


def passages(articles: pd.DataFrame, quotes: pd.DataFrame) -> Iterator[Passages]:
    """All articles with their quotes, in the order of the frame."""
    by_article = dict(list(quotes.groupby("article_id", sort=False)))
    for _, row in articles.iterrows():
        text, body = coding_text(row)
        own = by_article.get(row["article_id"], quotes.iloc[:0])
        found = [(q, _spans(q, 0 if q["in_title"] else body)) for q in records(own)]
        yield Passages({str(k): v for k, v in row.items()}, text, found)


def _spans(quote: dict[str, Any], shift: int) -> dict[str, list[Span]]:
    made = {"content": [(a + shift, b + shift) for a, b in quote["segments"]]}
    for role in ROLES:
        start, end = quote[f"{role}_start"], quote[f"{role}_end"]
        known = pd.notna(start) and pd.notna(end)
        made[role] = [(int(start) + shift, int(end) + shift)] if known else []
    return made

"""Articles as texts that include the title, with the offsets of their quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.frames import records
from toolkit.validate.coding.sampling import coding_text

Span = tuple[int, int]
ROLES = ("cue", "source", "reason")


class CodedText(NamedTuple):
    """One article as a text with its title, and its quotes with offsets into that text.

    Attributes:
        article: its row as a mapping.
        text: title, a blank line, body.
        quotes: each quote's row, and its spans by role: content, cue, source, reason.
    """

    article: dict[str, Any]
    text: str
    quotes: list[tuple[dict[str, Any], dict[str, list[Span]]]]

    def write(self, folder: Path) -> None:
        """Write the text as ARTICLE_ID.txt."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.article['article_id']}.txt").write_bytes(self.text.encode())


def coded_texts(articles: pd.DataFrame, quotes: pd.DataFrame) -> Iterator[CodedText]:
    """All articles with their quotes, in the order of the frame."""
    by_article = dict(list(quotes.groupby("article_id", sort=False)))
    for article in records(articles):
        text, body_start = coding_text(pd.Series(article))
        rows = records(by_article.get(article["article_id"], quotes.iloc[:0]))
        spans = [_spans(row, 0 if row["in_title"] else body_start) for row in rows]
        yield CodedText(article, text, list(zip(rows, spans, strict=True)))


def _spans(quote: dict[str, Any], shift: int) -> dict[str, list[Span]]:
    spans = {"content": [(a + shift, b + shift) for a, b in quote["segments"]]}
    for role in ROLES:
        start, end = quote[f"{role}_start"], quote[f"{role}_end"]
        known = pd.notna(start) and pd.notna(end)
        spans[role] = [(int(start) + shift, int(end) + shift)] if known else []
    return spans

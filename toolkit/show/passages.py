"""The passages behind a row of a table, with the counted words marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from toolkit.frames import records
from toolkit.show.article import Page, about, marked, mention_mark, quote_marks, styled, title_of

_KEYS = ("quote_id", "article_id", "actor_id", "speaker", "source", "cue", "source_form",
         "source_role", "quote_type", "cue_kind", "anonymity")  # fmt: skip


def show_passages(
    row: Mapping[str, Any] | str,
    articles: Callable[[list[str]], pd.DataFrame],
    mentions: pd.DataFrame,
    quotes: pd.DataFrame,
    most: int = 5,
) -> Page:
    """The paragraphs behind a row, with its words marked.

    Args:
        row: a quote's id, or a row of any table. Its columns that quotes have too (speaker, cue,
            form, …) choose the quotes; a row of `mentions` leads to the mention itself, a row about
            an actor who is not quoted to the actor's mentions.
        articles: returns the articles with the given ids.
        mentions, quotes: frames of a corpus, with or without texts.
        most: at most so many passages; the others are counted.

    Raises:
        KeyError: the row leads to no quote and no mention.
    """
    wanted = {"quote_id": row} if isinstance(row, str) else dict(row)
    behind, is_quote = _behind(wanted, mentions, quotes)
    if behind.empty:
        raise KeyError("Nothing is behind this row: it fits no quote and no mention.")
    rows = records(behind.head(most))
    by_id = {a["article_id"]: a for a in records(articles([r["article_id"] for r in rows]))}
    shown = [
        _passage(by_id[r["article_id"]], r, is_quote) for r in rows if r["article_id"] in by_id
    ]
    rest = len(behind) - len(shown)
    return styled(
        [*shown, *([f"<p class='voices-about'>… and {rest:,} more.</p>"] if rest else [])]
    )


def _behind(
    wanted: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame
) -> tuple[pd.DataFrame, bool]:
    """Rows of quotes that fit, or else of mentions; and whether they are quotes."""
    if {"article_id", "start", "end"} <= wanted.keys():
        return _fitting(mentions, {k: wanted[k] for k in ("article_id", "start", "end")}), False
    known = {k: wanted[k] for k in _KEYS if k in wanted and pd.notna(wanted[k])}
    if not known:
        return quotes.head(0), True
    fitting = _fitting(quotes, known)
    if fitting.empty and "actor_id" in known:
        return _fitting(mentions, {"actor_id": known["actor_id"]}), False
    return fitting, True


def _fitting(rows: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows


def _passage(article: Mapping[str, Any], row: Mapping[str, Any], is_quote: bool) -> str:
    """The paragraphs that hold a row, with its words marked, below a line about the article."""
    text = article["title"] if row["in_title"] else article["text"]
    marks = quote_marks(row) if is_quote else [mention_mark(row)]
    start = text.rfind("\n\n", 0, min(m.start for m in marks))
    start = 0 if start < 0 else start + 2
    end = text.find("\n\n", max(m.end for m in marks))
    shifted = [m._replace(start=m.start - start, end=m.end - start) for m in marks]
    words = marked(text[start : end if end >= 0 else None], shifted)
    return about(article, title_of(article)) + "".join(f"<p>{p}</p>" for p in words.split("\n\n"))

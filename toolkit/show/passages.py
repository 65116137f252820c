"""From a row of a table to the words that it was counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from toolkit.frames import records
from toolkit.show.article import Page, about, marked, marks_of, styled

_KEYS = ("quote_id", "article_id", "actor_id", "speaker", "source", "cue", "source_form",
         "source_role", "quote_type", "cue_kind", "anonymity")  # fmt: skip


def show_passages(
    row: Mapping[str, Any] | str,
    articles: Callable[[list[str]], pd.DataFrame],
    mentions: pd.DataFrame,
    quotes: pd.DataFrame,
    most: int = 5,
) -> Page:
    """The paragraphs behind a row, its words marked.

    Args:
        row: a quote's id, or a row of any table: whatever it says of a quote (speaker, cue, form…)
            must fit; a row of `mentions` leads to the mention itself, a row about an actor who is
            not quoted to its mentions.
        articles: gives the articles of some ids.
        mentions, quotes: frames of a corpus; they may be light.
        most: passages shown; the others are counted.

    Raises:
        KeyError: the row says nothing that leads to a quote or a mention.
    """
    wanted = {"quote_id": row} if isinstance(row, str) else dict(row)
    found, is_quote = _behind(wanted, mentions, quotes)
    if found.empty:
        raise KeyError("Nothing is behind this row: it fits no quote and no mention.")
    rows = records(found.head(most))
    of_id = {a["article_id"]: a for a in records(articles([r["article_id"] for r in rows]))}
    known = [r for r in rows if r["article_id"] in of_id]
    shown = [_passage(of_id[r["article_id"]], r, is_quote) for r in known]
    rest = len(found) - len(shown)
    end = [f"<p class='voices-about'>… and {rest:,} more.</p>"] if rest else []
    return styled("\n".join([*shown, *end]))


def _behind(
    wanted: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame
) -> tuple[pd.DataFrame, bool]:
    """Rows of quotes that fit, or of mentions; and whether they are quotes."""
    if {"article_id", "start", "end"} <= wanted.keys():
        place = {k: wanted[k] for k in ("article_id", "start", "end")}
        return _fitting(mentions, place), False
    said = {k: wanted[k] for k in _KEYS if k in wanted and _known(wanted[k])}
    if not said:
        return quotes.head(0), True
    found = _fitting(quotes, said)
    if len(found) or "actor_id" not in said:
        return found, True
    return _fitting(mentions, {"actor_id": said["actor_id"]}), False


def _known(value: object) -> bool:
    return isinstance(value, str | int | float) and not pd.isna(value)


def _fitting(rows: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows


def _passage(article: Mapping[str, Any], row: Mapping[Any, Any], is_quote: bool) -> str:
    """The paragraphs that a row stands in, its words marked, and where they are from."""
    where = article["title"] if row["in_title"] else article["text"]
    marks = marks_of(row, is_quote)
    first, last = min(m.start for m in marks), max(m.end for m in marks)
    start = where.rfind("\n\n", 0, first) + 2 if "\n\n" in where[:first] else 0
    end = where.find("\n\n", last)
    inside = [m.moved(-start) for m in marks]
    words = marked(where[start : end if end >= 0 else len(where)], inside)
    title = article["title"] if isinstance(article["title"], str) else "(no title)"
    head = f"<p class='voices-about'>{escape(title)} · {escape(about(article))}</p>"
    return head + "".join(f"<p>{p}</p>" for p in words.split("\n\n"))

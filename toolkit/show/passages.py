"""The passages behind a row of a table, with the counted words marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from toolkit.frames import records
from toolkit.show.article import Page, about, marked, mention_mark, quote_marks, styled, title_of

_KEYS = ("article_id", "outlet", "actor_id", "speaker", "source", "cue", "source_form",
         "source_role", "quote_type", "cue_kind", "cue_force", "anonymity")  # fmt: skip
Texts = Callable[[list[str]], pd.DataFrame]
"""Returns the articles with the given ids."""


def show_passages(name: str, rows: pd.DataFrame, articles: Texts, most: int = 5) -> Page:
    """The paragraphs of some rows, the surest first, with their words marked.

    Args:
        name: "quotes", "mentions" or "articles"; of an article, its first paragraph is shown.
        rows: rows of that frame, with or without texts.
        articles: returns the articles with the given ids.
        most: at most so many passages; the others are counted.
    """
    if "confidence" in rows:
        rows = rows.sort_values("confidence", ascending=False, kind="stable")
    shown = records(rows.head(most))
    by_id = {a["article_id"]: a for a in records(articles([r["article_id"] for r in shown]))}
    parts = [_passage(by_id[r["article_id"]], name, r) for r in shown if r["article_id"] in by_id]
    rest = f"… and {len(rows) - len(shown):,} more." if len(rows) > len(shown) else ""
    told = rest or ("" if parts else "The row counts nothing.")
    return styled([*parts, *([f"<p class='voices-about'>{told}</p>"] if told else [])])


def rows_behind(
    row: Mapping[str, Any] | str, mentions: pd.DataFrame, quotes: pd.DataFrame
) -> tuple[str, pd.DataFrame]:
    """The rows to which a row of any table leads, by its columns.

    Args:
        row: a quote's id; a row of `quotes`, `mentions`, `sources`, `actors` or `articles`; or any
            row whose columns quotes have too (speaker, cue, form, …). A row about an actor who is
            not quoted leads to the actor's mentions.
        mentions, quotes: frames of a corpus, with or without texts.

    Returns:
        "quotes" or "mentions", and rows of that frame.

    Raises:
        KeyError: the row leads to no quote and no mention.
    """
    wanted = {"quote_id": row} if isinstance(row, str) else dict(row)
    name = "mentions" if wanted.keys() & {"start", "n_mentions"} else "quotes"
    keys = _keys_of(wanted)
    rows = _fitting({"mentions": mentions, "quotes": quotes}[name], keys)
    if rows.empty and "actor_id" in keys:
        name, rows = "mentions", _fitting(mentions, {"actor_id": keys["actor_id"]})
    if rows.empty:
        raise KeyError("Nothing is behind this row: it fits no quote and no mention.")
    return name, rows


def _keys_of(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row that say what it is about, with their values."""
    if "quote_id" in wanted:
        return {"quote_id": wanted["quote_id"]}
    if "start" in wanted:
        return {k: wanted[k] for k in ("article_id", "in_title", "start", "end") if k in wanted}
    if "n_mentions" in wanted:
        return {"actor_id": wanted["actor_id"], "kind": "name"}
    if "n_quotes" in wanted:
        known = "actor_id" if pd.notna(wanted["actor_id"]) else "speaker"
        return {k: wanted[k] for k in ("article_id", known)}
    return {k: wanted[k] for k in _KEYS if k in wanted and pd.notna(wanted[k])}


def _fitting(rows: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """The rows with these values, whatever the case of a speaker; none if nothing is wanted."""
    for column, value in wanted.items():
        if column == "speaker":
            rows = rows[rows[column].str.casefold() == str(value).casefold()]
        else:
            rows = rows[rows[column] == value]
    return rows if wanted else rows.head(0)


def _passage(article: Mapping[str, Any], name: str, row: Mapping[str, Any]) -> str:
    """The paragraphs that hold a row, with its words marked, below a line about the article."""
    head = about(article, title_of(article))
    if name == "articles":
        return f"{head}<p>{marked(article['text'].split(_BREAK)[0], [])}</p>"
    text = article["title"] if row["in_title"] else article["text"]
    marks = quote_marks(row) if name == "quotes" else [mention_mark(row)]
    start = text.rfind(_BREAK, 0, min(m.start for m in marks))
    start = 0 if start < 0 else start + len(_BREAK)
    end = text.find(_BREAK, max(m.end for m in marks))
    shifted = [m._replace(start=m.start - start, end=m.end - start) for m in marks]
    words = marked(text[start : end if end >= 0 else None], shifted)
    return head + "".join(f"<p>{p}</p>" for p in words.split(_BREAK))


_BREAK = "\n\n"

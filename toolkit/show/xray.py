"""An article with its sources in the margin: who speaks in each paragraph, how and as what."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from toolkit.frames import ANONYMITY_GRADES, records
from toolkit.show.article import Page, about, marked, marks, speaker_of, styled, title_of


def xray_article(article: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame) -> Page:
    """The marked article of `show_article`, with the coding of each quote in the margin.

    Args:
        article: one row of `articles` as a mapping.
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
    """
    title = marked(title_of(article), marks(mentions, quotes, True))
    text = marked(article["text"], marks(mentions, quotes, False))
    in_text = quotes[~quotes["in_title"]]
    paragraphs = enumerate(text.split("\n\n"))
    parts = [
        _row("h3", title, _margin(quotes[quotes["in_title"]])),
        f"<p class='voices-about'>{escape(about(article))}</p>",
        *(_row("p", p, _margin(in_text[in_text["paragraph"] == i])) for i, p in paragraphs),
    ]
    return styled(parts, "voices voices-xray")


def _row(tag: str, text: str, margin: str) -> str:
    return f"<div class='voices-row'><{tag}>{text}</{tag}><aside>{margin}</aside></div>"


def _margin(quotes: pd.DataFrame) -> str:
    """A note on each source, with its quotes below it."""
    notes: dict[str, list[str]] = {}
    for row in records(quotes):
        notes.setdefault(_who(row), []).append(_how(row))
    return "".join(f"<p>{'<br>'.join([who, *how])}</p>" for who, how in notes.items())


def _who(row: Mapping[str, Any]) -> str:
    """The speaker, and the form, role and anonymity of the source."""
    grade = ANONYMITY_GRADES[int(row["anonymity"])] if pd.notna(row["anonymity"]) else None
    what = _join_known([row["source_form"], row["source_role"], grade, _anonymous(row)])
    return f"<b>{escape(speaker_of(row))}</b>" + (f"<br>{what}" if what else "")


def _how(row: Mapping[str, Any]) -> str:
    """The type of one quote, its cue and the force of the cue."""
    cue = f"“{row['cue']}”" if isinstance(row["cue"], str) else "no cue"
    force = None if row["cue_force"] == "neutral" else row["cue_force"]
    return f"<i>{_join_known([row['quote_type'], cue, force])}</i>"


def _anonymous(row: Mapping[str, Any]) -> str | None:
    if not row["anonymous"]:
        return None
    return f"anonymous: {row['reason']}" if isinstance(row["reason"], str) else "anonymous"


def _join_known(words: list[Any]) -> str:
    known = [w.replace("_", " ") for w in words if isinstance(w, str) and w]
    return escape(" · ".join(" ".join(w.split()) for w in known))

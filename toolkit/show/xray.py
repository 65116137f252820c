"""An article with its sources in the margin: beside each paragraph who speaks, how and as what."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd

from toolkit.frames import ANONYMITY_GRADES, records
from toolkit.show.article import Page, about, marked, marks, speaker_of


def xray_article(article: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame) -> Page:
    """The marked article of `show_article`, and in the margin each quote with its coding.

    Args:
        article: one row of `articles` as a mapping.
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
    """
    style = "".join(
        (files("toolkit.show") / name).read_text(encoding="utf-8")
        for name in ("article.css", "xray.css")
    )
    title = article["title"] if isinstance(article["title"], str) else "(no title)"
    parts = [f"<style>{style}</style><article class='voices voices-xray'>"]
    parts.append(_row("h3", marked(title, marks(mentions, quotes, True)), _margin(quotes, None)))
    parts.append(f"<p class='voices-about'>{escape(about(article))}</p>")
    paragraphs = marked(article["text"], marks(mentions, quotes, False)).split("\n\n")
    parts += [_row("p", p, _margin(quotes, i)) for i, p in enumerate(paragraphs)]
    return Page("\n".join([*parts, "</article>"]))


def _row(tag: str, text: str, margin: str) -> str:
    return f"<div class='voices-row'><{tag}>{text}</{tag}><aside>{margin}</aside></div>"


def _margin(quotes: pd.DataFrame, paragraph: int | None) -> str:
    """A note on each source whose quotes begin in a paragraph, or in the title."""
    here = quotes["in_title"] if paragraph is None else quotes["paragraph"].eq(paragraph)
    rows = records(quotes[here & (quotes["in_title"] == (paragraph is None))])
    notes: dict[str, list[str]] = {}
    for row in rows:
        notes.setdefault(_who(row), []).append(_how(row))
    return "".join(f"<p>{'<br>'.join([who, *how])}</p>" for who, how in notes.items())


def _who(row: Mapping[Any, Any]) -> str:
    """The speaker, and the form, role and grade of the source."""
    grade = ANONYMITY_GRADES[int(row["anonymity"])] if pd.notna(row["anonymity"]) else None
    what = _told([row["source_form"], row["source_role"], grade, _anonymous(row)])
    return f"<b>{escape(speaker_of(row))}</b>" + (f"<br>{what}" if what else "")


def _how(row: Mapping[Any, Any]) -> str:
    """The type of one quote, its cue and the force of that."""
    cue = f"“{row['cue']}”" if isinstance(row["cue"], str) else "no cue"
    force = None if row["cue_force"] == "neutral" else row["cue_force"]
    return f"<i>{_told([row['quote_type'], cue, force])}</i>"


def _anonymous(row: Mapping[Any, Any]) -> str | None:
    if not row["anonymous"]:
        return None
    return f"anonymous: {row['reason']}" if isinstance(row["reason"], str) else "anonymous"


def _told(words: list[Any]) -> str:
    known = [w.replace("_", " ") for w in words if isinstance(w, str) and w]
    return escape(" · ".join(" ".join(w.split()) for w in known))

"""An article with its sources in the margin: beside each paragraph who speaks, how and as what."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd

from toolkit.frames import records
from toolkit.show.article import Page, _about, _marked, _marks

GRADES = {4: "name and affiliation", 3: "name alone", 2: "office", 1: "described", 0: "vague"}


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
    parts.append(_row("h3", _marked(title, _marks(mentions, quotes, True)), _margin(quotes, None)))
    parts.append(f"<p class='voices-about'>{escape(_about(article))}</p>")
    paragraphs = _marked(article["text"], _marks(mentions, quotes, False)).split("\n\n")
    parts += [_row("p", p, _margin(quotes, i)) for i, p in enumerate(paragraphs)]
    return Page("\n".join([*parts, "</article>"]))


def _row(tag: str, text: str, margin: str) -> str:
    return f"<div class='voices-row'><{tag}>{text}</{tag}><aside>{margin}</aside></div>"


def _margin(quotes: pd.DataFrame, paragraph: int | None) -> str:
    """The notes on the quotes that begin in a paragraph, or in the title."""
    here = quotes["in_title"] if paragraph is None else quotes["paragraph"].eq(paragraph)
    rows = quotes[here & (quotes["in_title"] == (paragraph is None))]
    return "".join(_note(row) for row in records(rows))


def _note(row: Mapping[Any, Any]) -> str:
    """Speaker; then type, cue and force; then form, role and grade of the source."""
    name = row["speaker"] if isinstance(row["speaker"], str) else "no source"
    cue = f"“{row['cue']}”" if isinstance(row["cue"], str) else "no cue"
    how = [row["quote_type"], cue, "" if row["cue_force"] == "neutral" else row["cue_force"]]
    grade = GRADES[int(row["anonymity"])] if pd.notna(row["anonymity"]) else None
    what = [row["source_form"], row["source_role"], grade, _anonymous(row)]
    lines = [f"<b>{escape(' '.join(name.split()))}</b>", *(_told(words) for words in (how, what))]
    return f"<p>{'<br>'.join(line for line in lines if line)}</p>"


def _anonymous(row: Mapping[Any, Any]) -> str | None:
    if not row["anonymous"]:
        return None
    return f"anonymous: {row['reason']}" if isinstance(row["reason"], str) else "anonymous"


def _told(words: list[Any]) -> str:
    known = [w.replace("_", " ") for w in words if isinstance(w, str) and w]
    return escape(" · ".join(" ".join(w.split()) for w in known))

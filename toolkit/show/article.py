"""An article as marked-up HTML: text from outside is text, whatever it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.frames import records


@dataclass(frozen=True)
class Page:
    """HTML that shows itself in a notebook.

    Attributes:
        html: a fragment with its own style; no script, nothing from outside.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def save(self, path: str | Path) -> Path:
        """Write a page of its own and return where."""
        made = Path(path)
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Article</title>'
        made.write_text(head + self.html, encoding="utf-8")
        return made


@dataclass(frozen=True)
class Mark:
    """A stretch of text with a class, and what to say about it."""

    start: int
    end: int
    css: str
    label: str
    speaker: str = ""
    more: str = ""

    def moved(self, by: int) -> Mark:
        """The same mark so many characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


def show_article(article: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame) -> Page:
    """An article with its actors underlined, its quotes coloured and their speakers named.

    Args:
        article: one row of `articles` as a mapping.
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
    """
    in_title, in_text = (marks(mentions, quotes, there) for there in (True, False))
    title = article["title"] if isinstance(article["title"], str) else "(no title)"
    parts = [
        f"<h3>{marked(title, in_title)}</h3>",
        f"<p class='voices-about'>{escape(about(article))}</p>",
        *(f"<p>{p}</p>" for p in marked(article["text"], in_text).split("\n\n")),
        "<p class='voices-key'><mark class='voices-direct'>direct</mark> "
        "<mark class='voices-indirect'>indirect</mark> <mark class='voices-mixed'>mixed</mark> "
        "<b class='voices-source'>source</b> <i class='voices-cue'>cue</i> "
        "<u class='voices-actor'>actor</u> The Tab key opens the details.</p>",
    ]
    return styled("\n".join(parts))


def styled(html: str) -> Page:
    """A fragment as a page with the one style of articles and passages."""
    style = (files("toolkit.show") / "article.css").read_text(encoding="utf-8")
    return Page(f"<style>{style}</style><article class='voices'>\n{html}</article>")


def about(article: Mapping[str, Any]) -> str:
    """The line below a title: outlet, authors, agency, day."""
    published = article["published"]
    day = f"{published.day} {published:%B %Y}" if pd.notna(published) else "no date"
    names = [article["outlet"], ", ".join(article["authors"]), article["agency"], day]
    return " · ".join(str(n) for n in names if isinstance(n, str) and n)


def marks(mentions: pd.DataFrame, quotes: pd.DataFrame, in_title: bool) -> list[Mark]:
    """The marks of an article's title, or of its text.

    Args:
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
        in_title: those of the title; else those of the text.

    Returns:
        Actors first, then quotes with their sources and cues; offsets as in the frames.

    Example:
        >>> from toolkit.frames import MENTIONS, QUOTES, frame
        >>> marks(frame(MENTIONS), frame(QUOTES), False)
        []
    """
    here = (f[f["in_title"] == in_title] for f in (mentions, quotes))
    named, said = here
    return _of_rows(named, _mention) + _of_rows(said, _quote)


def marks_of(row: Mapping[Any, Any], is_quote: bool) -> list[Mark]:
    """The marks of one row of `quotes` or of `mentions`."""
    return _quote(row) if is_quote else _mention(row)


def _of_rows(rows: pd.DataFrame, of_row: Any) -> list[Mark]:
    return [mark for row in records(rows) for mark in of_row(row)]


def _mention(row: Mapping[Any, Any]) -> list[Mark]:
    how = "" if row["kind"] == "name" else f", by {row['kind']}"
    label = f"{row['actor']} ({row['actor_type']}{how})"
    return [Mark(row["start"], row["end"], "actor", label)]


def _quote(row: Mapping[Any, Any]) -> list[Mark]:
    speaker = speaker_of(row)
    label = f"{speaker}: {row['quote_type']} ({row['rule']}, {row['confidence']:.2f})"
    more = f"{row['quote_type']} quote, found by {row['rule']}, {row['confidence']:.2f}"
    made = [Mark(a, b, row["quote_type"], label, speaker, more) for a, b in row["segments"]]
    for role in ("source", "cue"):
        if pd.notna(row[f"{role}_start"]):
            made.append(Mark(int(row[f"{role}_start"]), int(row[f"{role}_end"]), role, label))
    return made


def speaker_of(row: Mapping[Any, Any]) -> str:
    """The speaker of a quote on one line; a source may be there (“he said”) and lead to nobody.

    Example:
        >>> speaker_of({"speaker": "Ada  Brook"}), speaker_of({"speaker": None})
        ('Ada Brook', 'speaker unknown')
    """
    name = row["speaker"]
    return " ".join(name.split()) if isinstance(name, str) else "speaker unknown"


def _speaker(mark: Mark) -> str:
    """The speaker beside a quote; more of it opens under the pointer, or with the Tab key."""
    more = " ".join(escape(mark.more).split())
    return (
        f"<span class='voices-speaker' tabindex='0'>{escape(mark.speaker)}"
        f"<span class='voices-more'>: {more}</span></span>"
    )


def marked(text: str, marks: list[Mark]) -> str:
    """The text, cut where a mark begins or ends, each piece with the classes of its marks."""
    edges = sorted({0, len(text), *(e for m in marks for e in (m.start, m.end))})
    pieces: list[str] = []
    for start, end in pairwise(edges):
        here = [m for m in marks if m.start <= start and end <= m.end]
        opening = [m for m in here if m.start == start and m.css in ("direct", "indirect", "mixed")]
        pieces += [_speaker(mark) for mark in opening]
        pieces.append(_piece(text[start:end], here))
    return "".join(pieces)


def _piece(text: str, marks: list[Mark]) -> str:
    if not marks:
        return escape(text)
    classes = " ".join(sorted({f"voices-{m.css}" for m in marks}))
    # on one line: the pieces are parted into paragraphs where lines are blank
    labels = escape("; ".join(dict.fromkeys(" ".join(m.label.split()) for m in marks)))
    opening, closing = f"<span class='{classes}' title='{labels}'>", "</span>"
    # a mark may run over paragraphs, an element may not
    return "\n\n".join(f"{opening}{escape(p)}{closing}" if p else "" for p in text.split("\n\n"))

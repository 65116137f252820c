"""One article as HTML: its actors, quotes and speakers marked, or its sources in the margin.

All text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.frames import ANONYMITY_GRADES, records


@dataclass(frozen=True)
class Page:
    """HTML that a notebook displays.

    Attributes:
        html: a fragment with its own style, without scripts and links.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def save(self, path: str | Path) -> Path:
        """Write the HTML as a complete page and return its path."""
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Article</title>'
        Path(path).write_text(head + self.html, encoding="utf-8")
        return Path(path)


class Mark(NamedTuple):
    """A marked stretch of text: its class, its tooltip and, for quotes, the speaker and details."""

    start: int
    end: int
    css: str
    label: str
    speaker: str = ""
    details: str = ""


def show_article(article: Mapping[str, Any], mentions: pd.DataFrame, quotes: pd.DataFrame) -> Page:
    """An article with its actors underlined, its quotes coloured and their speakers named.

    Args:
        article: one row of `articles` as a mapping.
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
    """
    in_title, in_text = (marks(mentions, quotes, title) for title in (True, False))
    parts = [
        f"<h3>{marked(title_of(article), in_title)}</h3>",
        about(article),
        *(f"<p>{p}</p>" for p in marked(article["text"], in_text).split("\n\n")),
        "<p class='voices-key'><mark class='voices-direct'>direct</mark> "
        "<mark class='voices-indirect'>indirect</mark> <mark class='voices-mixed'>mixed</mark> "
        "<b class='voices-source'>source</b> <i class='voices-cue'>cue</i> "
        "<u class='voices-actor'>actor</u> The Tab key opens the details.</p>",
    ]
    return styled(parts)


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
        about(article),
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


def styled(parts: Iterable[str], css: str = "voices") -> Page:
    """Fragments as a page in the style of articles, passages and X-rays."""
    style = (files("toolkit.show") / "article.css").read_text(encoding="utf-8")
    html = "\n".join(parts)
    return Page(f"<style>{style}</style><article class='{css}'>\n{html}</article>")


def title_of(article: Mapping[str, Any]) -> str:
    """The title, or words that say that there is none."""
    return article["title"] if isinstance(article["title"], str) else "(no title)"


def about(article: Mapping[str, Any], *before: str) -> str:
    """The line about an article, as HTML: outlet, authors, agency, day."""
    published = article["published"]
    day = f"{published.day} {published:%B %Y}" if pd.notna(published) else "no date"
    agency = None if article["agency"] in article["authors"] else article["agency"]
    names = [article["outlet"], ", ".join(article["authors"]), agency, day]
    words = " · ".join([*before, *(n for n in names if isinstance(n, str) and n)])
    return f"<p class='voices-about'>{escape(words)}</p>"


def marks(mentions: pd.DataFrame, quotes: pd.DataFrame, in_title: bool) -> list[Mark]:
    """The marks of an article's title, or of its text.

    Args:
        mentions: its rows of `mentions`.
        quotes: its rows of `quotes`.
        in_title: whether the marks of the title are meant; else those of the text.

    Returns:
        Actors first, then quotes with their sources and cues; offsets as in the frames.

    Example:
        >>> from toolkit.frames import MENTIONS, QUOTES, frame
        >>> marks(frame(MENTIONS), frame(QUOTES), False)
        []
    """
    actors = records(mentions[mentions["in_title"] == in_title])
    said = records(quotes[quotes["in_title"] == in_title])
    return [*map(mention_mark, actors), *(mark for row in said for mark in quote_marks(row))]


def mention_mark(row: Mapping[str, Any]) -> Mark:
    """The mark of one row of `mentions`."""
    how = "" if row["kind"] == "name" else f", by {row['kind']}"
    return Mark(row["start"], row["end"], "actor", f"{row['actor']} ({row['actor_type']}{how})")


def quote_marks(row: Mapping[str, Any]) -> list[Mark]:
    """The marks of one row of `quotes`: its segments, its source and its cue."""
    kind, speaker = row["quote_type"], speaker_of(row)
    found = f"{row['rule']}, {row['confidence']:.2f}"
    label, details = f"{speaker}: {kind} ({found})", f"{kind} quote, found by {found}"
    segments = [Mark(a, b, kind, label, speaker, details) for a, b in row["segments"]]
    known = [role for role in ("source", "cue") if pd.notna(row[f"{role}_start"])]
    return segments + [
        Mark(int(row[f"{role}_start"]), int(row[f"{role}_end"]), role, label) for role in known
    ]


def speaker_of(row: Mapping[str, Any]) -> str:
    """The speaker of a quote, on one line.

    Example:
        >>> speaker_of({"speaker": "Ada  Brook"}), speaker_of({"speaker": None})
        ('Ada Brook', 'speaker unknown')
    """
    name = row["speaker"]
    return " ".join(name.split()) if isinstance(name, str) else "speaker unknown"


def _speaker(mark: Mark) -> str:
    """The speaker in front of a quote; details open under the pointer or with the Tab key."""
    details = " ".join(escape(mark.details).split())
    return (
        f"<span class='voices-speaker' tabindex='0'>{escape(mark.speaker)}"
        f"<span class='voices-more'>: {details}</span></span>"
    )


def marked(text: str, marks: list[Mark]) -> str:
    """The text as HTML, cut where marks begin or end, each piece with the classes of its marks."""
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    pieces: list[str] = []
    for start, end in pairwise(edges):
        covering = [m for m in marks if m.start <= start and end <= m.end]
        pieces += [_speaker(m) for m in covering if m.start == start and m.speaker]
        pieces.append(_piece(text[start:end], covering))
    return "".join(pieces)


def _piece(text: str, marks: list[Mark]) -> str:
    if not marks:
        return escape(text)
    classes = " ".join(sorted({f"voices-{m.css}" for m in marks}))
    # on one line, since blank lines separate paragraphs
    labels = escape("; ".join(dict.fromkeys(" ".join(m.label.split()) for m in marks)))
    opening = f"<span class='{classes}' title='{labels}'>"
    # a mark may span paragraphs, an element may not
    return "\n\n".join(f"{opening}{escape(p)}</span>" if p else "" for p in text.split("\n\n"))

"""Draft: what one reader got out of one file or page, before it becomes a row of `articles`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from toolkit.normalize.text.encoding import tidy

EngineName = Literal["vote", "fast"]
Row = dict[str, Any]


class Unreadable(Exception):
    """A source that holds no article; the message says why, for `dropped`."""


@dataclass(frozen=True)
class Draft:
    """An article as its source gave it: strings as they stood, nothing resolved.

    Attributes:
        text: paragraphs parted by one blank line.
        standfirst: the sentence between headline and body.
        byline: the byline as it stood, names and agencies together.
        credit: lines at head or end that credit an agency or a desk.
        published_raw: the date as it stood.
        extractor: the reader that made this.
        fetched_at: when the page was fetched, ISO 8601, where an archive says so.
        extra: what a database export says and no column of `articles` holds, as JSON.
    """

    text: str
    extractor: str
    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    published_raw: str | None = None
    section: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    fetched_at: str | None = None
    extra: str | None = None
    warnings: tuple[str, ...] = ()

    def tidied(self) -> Draft:
        """With the same blanks and line breaks everywhere, and no character that is none.

        Pages and records name characters (&#146;, \\ud800) that their files do not hold.
        """
        paragraphs = (_line(p) for p in tidy(self.text).split("\n"))
        lines: dict[str, Any] = {
            name: _line(tidy(value)) or None
            for name in _LINES
            if (value := getattr(self, name)) is not None
        }
        lists: dict[str, Any] = {
            n: tuple(_line(tidy(v)) for v in getattr(self, n)) for n in ("byline", "credit")
        }
        return replace(self, text="\n\n".join(p for p in paragraphs if p), **lines, **lists)


_LINES = ("title", "standfirst", "published_raw", "section", "language", "outlet", "url")


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Setting:
    """What a corpus's ``corpus.toml`` says about its articles.

    Attributes:
        outlets: name of an outlet by its domain or folder.
        agencies: name of further news agencies by each form in which they are credited.
        language: the language where a text is too short to tell.
        timezone: offset of dates that name no zone, "+01:00"; UTC where it is not given.
        engine: what finds the body of pages: "vote" of four engines, or "fast": trafilatura alone.
    """

    outlets: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    timezone: str | None = None
    engine: EngineName = "vote"

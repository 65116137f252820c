"""Result of a reader, before it becomes a row of `articles`, and settings of a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NoReturn

from toolkit.collect.files import TooLarge
from toolkit.normalize.text.encoding import Binary, tidy
from toolkit.storage.files import is_full_disk

EngineName = Literal["vote", "fast"]
Row = dict[str, Any]


class Unreadable(Exception):
    """The source holds no article; the message is its reason in `dropped`."""

    def refuse(self) -> NoReturn:
        """Raise this error: the `Reader` of a document that is known to hold no article."""
        raise self


def why_not(error: Exception, suffix: str) -> str:
    """The reason in `dropped` for an error of a reader.

    Raises:
        MemoryError, OSError: the error itself where the machine lacks memory or room on its disk:
            that is not the file's fault.

    Example:
        >>> why_not(ValueError("no tables"), "docx"), why_not(Unreadable("empty"), "txt")
        ('not a readable .docx file: no tables', 'empty')
    """
    if isinstance(error, MemoryError) or is_full_disk(error):
        raise error
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, Binary):
        return "binary: the file is not text"
    if isinstance(error, TooLarge):
        return "over 64 MB: split it into smaller files"
    if isinstance(error, RecursionError):
        return "nested too deeply to be an article"
    if isinstance(error, OSError):
        return f"cannot be opened: {error.strerror or error}"
    said = " ".join(str(error).split()) or type(error).__name__
    return f"not a readable .{suffix} file: {said}"[:300]


@dataclass(frozen=True)
class Draft:
    """An article with its fields as printed in the source.

    Attributes:
        text: paragraphs separated by one blank line.
        standfirst: sentence between headline and body.
        byline: byline as printed, names and agencies together.
        credit: lines at the head or end that credit an agency or a desk.
        published_raw: date as printed.
        extractor: reader or engine that found the text.
        fetched_at: time when the page was fetched, ISO 8601, if an archive states it.
        heads: names in the head that can be those of the outlet, if other evidence supports it.
        extra: JSON of fields of a database export that have no column in `articles`.
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
    heads: tuple[str, ...] = ()
    extra: str | None = None
    warnings: tuple[str, ...] = ()

    def tidied(self) -> Draft:
        """A copy with uniform spaces and line breaks, and without invalid characters.

        Character references (&#146;) and escapes (\\ud800) can yield such characters even in a
        tidied file.
        """
        paragraphs = (_line(p) for p in tidy(self.text).split("\n"))
        lines: dict[str, Any] = {
            name: _line(tidy(value)) or None
            for name in _LINES
            if (value := getattr(self, name)) is not None
        }
        lists: dict[str, Any] = {
            name: tuple(filter(None, (_line(tidy(value)) for value in getattr(self, name))))
            for name in ("byline", "credit", "heads")
        }
        return replace(self, text="\n\n".join(p for p in paragraphs if p), **lines, **lists)


Reader = Callable[[], Draft]
"""Reads one article; raises Unreadable, or any error of a library that meets a broken document."""


def as_json(fields: Mapping[str, str]) -> str | None:
    """Fields as `Draft.extra` has them; None if there are none."""
    return json.dumps(dict(fields), ensure_ascii=False) if fields else None


_LINES = ("title", "standfirst", "published_raw", "section", "language", "outlet", "url")


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Setting:
    """Settings in ``corpus.toml`` for reading articles.

    Attributes:
        outlets: name of each outlet, by domain, folder or other spelling.
        agencies: names of further news agencies, by each form in which they are credited.
        language: language of texts that are too short to detect it.
        timezone: offset of dates without a time zone, such as "+01:00"; UTC by default.
        engine: extraction of pages: "vote" of several engines, or "fast" for trafilatura alone.
    """

    outlets: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    timezone: str | None = None
    engine: EngineName = "vote"

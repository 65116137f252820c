"""Clipping: one article of an export, with its strings unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field


class UnreadableExport(ValueError):
    """An export that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Clipping:
    """One article of an export.

    Attributes:
        text: paragraphs separated by one blank line.
        source: kind of export: nexis, factiva, proquest, sheet, pdf, document.
        fields: row of a sheet, whose column names are not known beforehand.
        extra: further fields of the export.
    """

    text: str
    source: str
    title: str | None = None
    byline: str | None = None
    published_raw: str | None = None
    outlet: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


def split_after(lines: Iterable[str], is_last: Callable[[str], bool]) -> Iterator[list[str]]:
    """Split lines into documents by their last lines; lines after the last document are dropped.

    Example:
        >>> list(split_after(["One", "End", "Two", "End", "3"], lambda line: line == "End"))
        [['One', 'End'], ['Two', 'End']]
    """
    document: list[str] = []
    for line in lines:
        document.append(line)
        if is_last(line):
            yield document
            document = []

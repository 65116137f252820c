"""Clipping: one article as a database's export gives it, strings as they stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class UnreadableExport(ValueError):
    """An export that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Clipping:
    """One article of an export.

    Attributes:
        text: paragraphs parted by one blank line.
        source: the export that it came from: nexis, factiva, proquest, sheet, pdf, document.
        fields: a sheet's row as it is, where names are not known beforehand.
        extra: what the export says beside.
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

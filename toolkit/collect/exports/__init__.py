"""Read the articles in exports of press databases and in office files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.collect.exports.clipping import Clipping, UnreadableExport
from toolkit.collect.exports.factiva import (
    factiva_html,
    factiva_lines,
    is_factiva,
    is_factiva_html,
)
from toolkit.collect.exports.nexis import is_nexis, is_old_nexis, nexis_lines, old_nexis_text
from toolkit.collect.exports.office import docx_lines, is_cut, rtf_lines, xls_rows, xlsx_rows
from toolkit.collect.exports.proquest import is_proquest, proquest_text

__all__ = ["BINARY", "Clipping", "UnreadableExport", "clippings", "clippings_in_text", "is_cut"]

BINARY = ("docx", "rtf", "pdf", "xls", "xlsx")
"""Suffixes of files that `clippings` reads."""


def clippings(suffix: str, data: bytes) -> Iterator[Clipping]:
    """The articles in an office file: several in the export of a database, one in other files.

    Args:
        suffix: one of BINARY.
        data: the file.

    Raises:
        UnreadableExport: the file cannot be read, or holds no text; the message says what to do.
    """
    if suffix == "pdf":
        from toolkit.collect.exports.pdf import read_pdf  # slow to load, rarely needed

        return read_pdf(data)
    if suffix in ("xls", "xlsx"):
        return xls_rows(data) if suffix == "xls" else xlsx_rows(data)
    return _of_lines(docx_lines(data) if suffix == "docx" else rtf_lines(data))


def _of_lines(lines: list[str]) -> Iterator[Clipping]:
    if is_nexis(lines):
        return nexis_lines(lines)
    if is_factiva(lines):
        return factiva_lines(lines)
    return iter([Clipping("\n\n".join(line for line in lines if line), source="document")])


def clippings_in_text(suffix: str, text: str) -> Callable[[], Iterator[Clipping]] | None:
    """A reader for an export in text or HTML; null for other files.

    Example:
        >>> clippings_in_text("txt", "A title\\n\\nA text.") is None
        True
    """
    if suffix in ("html", "htm"):
        return (lambda: factiva_html(text)) if is_factiva_html(text) else None
    if is_old_nexis(text):
        return lambda: old_nexis_text(text)
    lines = [line.strip() for line in text.split("\n")]
    if is_nexis(lines):
        return lambda: nexis_lines(lines)
    return (lambda: proquest_text(text)) if is_proquest(text) else None

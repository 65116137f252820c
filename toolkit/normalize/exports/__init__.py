"""Read the articles in exports of press databases and in office files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from toolkit.normalize.exports.factiva import (
    factiva_html,
    factiva_lines,
    is_factiva,
    is_factiva_html,
)
from toolkit.normalize.exports.nexis import is_nexis, is_old_nexis, nexis_lines, old_nexis_text
from toolkit.normalize.exports.office import docx_lines, rtf_lines, xls_rows, xlsx_rows
from toolkit.normalize.exports.proquest import is_proquest, proquest_text
from toolkit.normalize.formats.records import read_sheet
from toolkit.normalize.formats.saved_text import read_saved
from toolkit.normalize.text.draft import Draft, EngineName, Reader, Unreadable
from toolkit.normalize.text.encoding import tidy

OFFICE = ("docx", "rtf", "pdf", "xls", "xlsx")
"""Suffixes of files that `read_office` reads."""


def read_office(suffix: str, data: bytes, engine: EngineName) -> Iterator[Reader]:
    """Readers of the articles in an office file: several in an export, one in other files.

    Args:
        suffix: one of OFFICE.
        data: the file.
        engine: extraction of pages in a spreadsheet.

    Raises:
        Unreadable: the file cannot be read; the message says what to do.
    """
    if suffix in ("xls", "xlsx"):
        return read_sheet(xls_rows(data) if suffix == "xls" else xlsx_rows(data), engine)
    if suffix == "pdf":
        from toolkit.normalize.exports.pdf import read_pdf  # slow to load, rarely needed

        return _readers([read_pdf(data)])
    lines = docx_lines(data) if suffix == "docx" else rtf_lines(data)
    if is_nexis(lines):
        return _readers(nexis_lines(lines))
    if is_factiva(lines):
        return _readers(factiva_lines(lines))
    text = tidy("\n\n".join(line for line in lines if line))
    return iter([partial(read_saved, text, markdown=False)])


def read_export(suffix: str, text: str) -> Iterator[Reader] | None:
    """Readers of the articles in an export in text or HTML; None for other files.

    Example:
        >>> read_export("txt", "A title\\n\\nA text.") is None
        True
    """
    if suffix in ("html", "htm"):
        return _readers(factiva_html(text)) if is_factiva_html(text) else None
    if is_old_nexis(text):
        return _readers(old_nexis_text(text))
    lines = [line.strip() for line in text.split("\n")]
    if is_nexis(lines):
        return _readers(nexis_lines(lines))
    return _readers(proquest_text(text)) if is_proquest(text) else None


def _readers(drafts: Iterable[Draft]) -> Iterator[Reader]:
    for number, draft in enumerate(drafts, 1):
        yield partial(_with_text, draft, number)


def _with_text(draft: Draft, number: int) -> Draft:
    if not draft.text.strip():
        said = "".join(f": {warning}" for warning in draft.warnings)
        raise Unreadable(f"article {number} of the export has no text{said}")
    return draft

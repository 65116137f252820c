"""Read Word and RTF files as lines."""

from __future__ import annotations

import io
import re
import zipfile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from striprtf.striprtf import rtf_to_text

from toolkit.collect.exports.clipping import UnreadableExport


def docx_lines(data: bytes) -> list[str]:
    """The paragraphs of a Word file in order, including those in tables.

    Raises:
        UnreadableExport: it is not a Word file.
    """
    try:
        document = Document(io.BytesIO(data))
        paragraphs = document.element.body.iter(_PARAGRAPH)
        return ["".join(_pieces(p)).replace("\xa0", " ").strip() for p in paragraphs]
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableExport(f"not a Word file (.docx): {error}"[:200]) from error


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH = f"{_WORD}p"
_BREAKS = {f"{_WORD}br": "\n", f"{_WORD}tab": "\t", f"{_WORD}cr": "\n"}


def _pieces(paragraph: object) -> list[str]:
    nodes = paragraph.iter()  # type: ignore[attr-defined]
    return [n.text or "" if n.tag == f"{_WORD}t" else _BREAKS.get(n.tag, "") for n in nodes]


def rtf_lines(data: bytes) -> list[str]:
    """The lines of an RTF file.

    Raises:
        UnreadableExport: it is not an RTF file.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableExport("not an RTF file: it does not begin as one")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # the library may raise any error
        raise UnreadableExport(f"RTF broken: {error}"[:200]) from error
    return [line.replace("\xa0", " ").strip() for line in text.splitlines()]


def is_cut(data: bytes) -> bool:
    """Whether an RTF file ends before its groups do, as an interrupted download does.

    Example:
        >>> is_cut(rb"{\\rtf1 Ended {\\b here.}}"), is_cut(rb"{\\rtf1 Ended {\\b he")
        (False, True)
    """
    bare = _ESCAPED.sub(b"", data)
    return bare.count(b"{") > bare.count(b"}")


_ESCAPED = re.compile(rb"\\[\\{}]")

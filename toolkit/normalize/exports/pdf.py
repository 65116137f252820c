"""Read press clippings in PDF column by column."""

from __future__ import annotations

import io
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Any

import pdfplumber
from pdfplumber.utils.clustering import cluster_objects

from toolkit.normalize.text.draft import Draft, Unreadable

_LARGE = 1.3
_MOST_PAGES = 500
Word = dict[str, Any]


def read_pdf(data: bytes) -> Draft:
    """The article of a PDF; the largest letters on its first page are the headline.

    Raises:
        Unreadable: it is broken, is locked, or holds only images of pages.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            pages = [_words(page) for page in opened.pages[:_MOST_PAGES]]
    except MemoryError:
        raise
    except Exception as error:  # the library may raise any error
        locked = "PDFPasswordIncorrect" in repr(error)
        said = "locked by a password: save it without one" if locked else "broken: print it anew"
        raise Unreadable(f"PDF {said}") from error
    words = [word for page in pages for word in page]
    if not words:
        raise Unreadable("PDF without text: it holds pictures of pages; read them by OCR first")
    size = median(word["size"] for word in words)
    large = [w for w in pages[0] if w["size"] > _LARGE * size]
    biggest = max((w["size"] for w in large), default=0)
    title = " ".join(map(_text, _lines([w for w in large if w["size"] > 0.9 * biggest])))
    body = [[w for w in page if w["size"] <= _LARGE * size] for page in pages]
    return Draft("\n\n".join(_paragraphs(body)), "pdf", title=title or None)


def _words(page: Any) -> list[Word]:
    return list(page.extract_words(extra_attrs=["size"], use_text_flow=False, x_tolerance=1.5))


def _paragraphs(pages: list[list[Word]]) -> list[str]:
    """Paragraphs by column; a paragraph continues if its column ends without a full stop."""
    paragraphs: list[str] = []
    for column in (c for page in pages for c in _columns(page)):
        for i, paragraph in enumerate(_in_column(column)):
            if i == 0 and paragraphs and paragraphs[-1][-1] not in ".?!\"”’'":
                paragraphs[-1] = _joined(paragraphs[-1], paragraph)
            else:
                paragraphs.append(paragraph)
    return paragraphs


def _columns(words: list[Word]) -> list[list[Word]]:
    """Words by column; columns are separated by empty strips over the full height of the page."""
    if not words:
        return []
    edges: list[tuple[float, float]] = []
    for left, right in sorted((w["x0"], w["x1"]) for w in words):
        if edges and left <= edges[-1][1] + 0.6 * median(w["size"] for w in words):
            edges[-1] = (edges[-1][0], max(edges[-1][1], right))
        else:
            edges.append((left, right))
    return [[w for w in words if left <= w["x0"] <= right] for left, right in edges]


def _lines(words: list[Word]) -> list[list[Word]]:
    tolerance = 0.4 * min((word["size"] for word in words), default=0)
    lines = cluster_objects(words, itemgetter("bottom"), tolerance)
    return [sorted(line, key=itemgetter("x0")) for line in lines]


def _in_column(words: list[Word]) -> list[str]:
    """Paragraphs of a column; each starts after a gap, or with an indented line."""
    lines = _lines(words)
    left = min(line[0]["x0"] for line in lines)
    steps = [b[0]["top"] - a[0]["top"] for a, b in pairwise(lines)]
    usual = median(steps) if steps else 0
    paragraphs = [_text(lines[0])]
    for step, line in zip(steps, lines[1:], strict=True):
        indented = line[0]["x0"] - left > 0.5 * line[0]["size"]
        if step > 1.4 * usual or indented:
            paragraphs.append(_text(line))
        else:
            paragraphs[-1] = _joined(paragraphs[-1], _text(line))
    return paragraphs


def _text(line: list[Word]) -> str:
    return " ".join(str(word["text"]) for word in line)


def _joined(start: str, rest: str) -> str:
    """Join two lines, and a word that is hyphenated between them."""
    if start.endswith("-") and rest[:1].islower():
        return start[:-1] + rest
    return f"{start} {rest}"

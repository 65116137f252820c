"""Distinguish subheads from headings that belong to the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.normalize.text.blocks import Block

_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_ITEM = re.compile(r"^(?:\d{1,2}[.):]\s|#\d{1,2}\s|Q[.:]\s|Question\s)\S")
_CLOSED = re.compile(r"[.?!][\"'”’»)\]]*$")
_ITEMS = 5
_EACH = 4
"""Paragraphs per heading up to which an article of five headings or more is a list."""
_SENTENCE = 7
"""Words from which a heading with a sentence's final mark is a sentence."""


def is_line(text: str) -> bool:
    """Whether a text is a line, not a sentence: short, and without a final mark."""
    return len(text) <= 160 and not _SENTENCE_END.search(text)


def is_list(blocks: Sequence[Block]) -> bool:
    """Whether an article is a list, whose headings are items and not subheads."""
    headings = sum(b.kind == "heading" for b in blocks)
    return headings >= _ITEMS and _EACH * headings >= len(blocks) - headings


def subheads_of(blocks: Sequence[Block]) -> set[int]:
    """Indices of headings that are labels, and of single bold lines.

    Several bold lines in a row are a list.
    """
    headings = {
        i for i, b in enumerate(blocks) if b.kind == "heading" and not reads_as_text(b.text)
    }
    strong = [b.kind == "paragraph" and b.strong and is_line(b.text) for b in blocks]
    around = [False, *strong, False]
    alone = {i for i, bold in enumerate(strong) if bold and not (around[i] or around[i + 2])}
    return headings | alone


def reads_as_text(heading: str) -> bool:
    """Whether a heading is text and not a label: a sentence, a question, a numbered item.

    Example:
        >>> reads_as_text("Close to the minister"), reads_as_text("2. Ask before you board")
        (False, True)
    """
    return bool(_ITEM.match(heading)) or (
        len(heading.split()) >= _SENTENCE and bool(_CLOSED.search(heading))
    )

"""Subheads: labels between paragraphs, told apart from headings that are text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.normalize.text.blocks import Block

_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_ITEM = re.compile(r"^(?:\d{1,2}[.):]\s|#\d{1,2}\s|Q[.:]\s|Question\s)\S")
_CLOSED = re.compile(r"[.?!][\"'”’»)\]]*$")
_ITEMS = 5
_EACH = 4
"""Paragraphs under each heading up to which five headings and more make a list."""
_SENTENCE = 7
"""Words from which a heading that closes like a sentence is one."""


def is_line(text: str) -> bool:
    """A line rather than a sentence: short, and not closed like one."""
    return len(text) <= 160 and not _SENTENCE_END.search(text)


def is_list(blocks: Sequence[Block]) -> bool:
    """Whether an article is a list of things, whose headings are its items and not its subheads."""
    headings = sum(b.kind == "heading" for b in blocks)
    return headings >= _ITEMS and _EACH * headings >= len(blocks) - headings


def subheads_of(blocks: Sequence[Block]) -> set[int]:
    """Numbers of the headings that are labels, and of strong lines that stand alone.

    Several strong lines in a row are a list.
    """
    headings = {
        i for i, b in enumerate(blocks) if b.kind == "heading" and not reads_as_text(b.text)
    }
    strong = [b.kind == "paragraph" and b.strong and is_line(b.text) for b in blocks]
    around = [False, *strong, False]
    alone = {i for i, here in enumerate(strong) if here and not (around[i] or around[i + 2])}
    return headings | alone


def reads_as_text(heading: str) -> bool:
    """Whether a heading is text and no label: a sentence, a question, a numbered item.

    Example:
        >>> reads_as_text("Close to the minister"), reads_as_text("2. Ask before you board")
        (False, True)
    """
    return bool(_ITEM.match(heading)) or (
        len(heading.split()) >= _SENTENCE and bool(_CLOSED.search(heading))
    )

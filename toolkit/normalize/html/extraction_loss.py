"""Report the paragraphs of a page's article that are missing from its text.

A dropped paragraph may drop a voice, which nobody would notice. The warnings of each page state
how many paragraphs and quotation marks its text lacks, and quote the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.normalize.cleanup import is_caption, is_offer
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.text.shingles import plain_words

_MARK = re.compile(r"[\"“”„«»]")
_SHOWN = 5


@dataclass(frozen=True)
class Loss:
    """Paragraphs missing from the text of a page.

    Attributes:
        paragraphs: number of paragraphs that the article is expected to have.
        marks: number of quotation marks in them.
        lost: paragraphs that are not in the text.
    """

    paragraphs: int
    marks: int
    lost: tuple[str, ...] = ()

    @property
    def lost_marks(self) -> int:
        """Quotation marks in the lost paragraphs."""
        return sum(map(quotation_marks, self.lost))

    def warnings(self) -> list[str]:
        """Warning for `articles.warnings`, which measure.extraction_loss reads; empty if none lost.

        Example:
            >>> Loss(9, 4, ("“Go,” she said.",)).warnings()
            ['loss: 1 of 9 paragraphs, 2 of 4 quotation marks not in the text: “Go,” she said.']
        """
        if not self.lost:
            return []
        figures = f"{len(self.lost)} of {self.paragraphs} paragraphs, "
        marks = f"{self.lost_marks} of {self.marks} quotation marks not in the text: "
        more = [f"{len(self.lost) - _SHOWN} more"] if len(self.lost) > _SHOWN else []
        return [f"loss: {figures}{marks}{' | '.join([*map(_short, self.lost[:_SHOWN]), *more])}"]


def find_loss(expected: Sequence[Segment], paragraphs: Sequence[str]) -> Loss:
    """Find the paragraphs of an article that are missing from its text.

    Headings, captions, table cells and lists of links do not count as paragraphs.

    Args:
        expected: segments that are in the body or likely to be (see Body.expected).
        paragraphs: final paragraphs of the text.
    """
    text = f" {plain_words(' '.join(paragraphs))} "
    lines = [s.text for s in expected if _is_text(s)]
    lost = tuple(t for t in lines if plain_words(t) and f" {plain_words(t)} " not in text)
    return Loss(len(lines), sum(map(quotation_marks, lines)), lost)


def _is_text(segment: Segment) -> bool:
    is_prose = segment.kind not in ("heading", "caption", "cell") and segment.linked < 0.5
    return is_prose and not (is_caption(segment.text) or is_offer(segment.text))


def quotation_marks(text: str) -> int:
    """Number of double quotation marks of any form; single ones are often apostrophes.

    Example:
        >>> quotation_marks("“It’s „late“,” she said.")
        4
    """
    return len(_MARK.findall(text))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77].rstrip() + "…"

"""The loss report: what of a page's article region is missing from the text.

A dropped paragraph is a voice lost, and nobody misses what is not there. So each page's row says
how many paragraphs and quotation marks of the region its text lacks, and which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.normalize.cleanup import is_caption
from toolkit.normalize.html.segments import Segment
from toolkit.normalize.text.shingles import plain_words

_MARK = re.compile(r"[\"“”„«»]")
_SHOWN = 5


@dataclass(frozen=True)
class Loss:
    """What a page's text lacks.

    Attributes:
        paragraphs: of the article's region.
        marks: quotation marks in them.
        lost: the paragraphs that are not in the text.
    """

    paragraphs: int
    marks: int
    lost: tuple[str, ...] = ()

    @property
    def lost_marks(self) -> int:
        """Quotation marks in the lost paragraphs."""
        return sum(map(quotation_marks, self.lost))

    def warnings(self) -> list[str]:
        """As it stands in `articles.warnings`, where measure.loss reads it; none if none is lost.

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


def find_loss(region: Sequence[Segment], paragraphs: Sequence[str]) -> Loss:
    """What of an article's region is missing from its paragraphs.

    Headings, captions and lists of links are no paragraphs of the region.

    Args:
        region: segments of the article's region.
        paragraphs: of the text, in the end.
    """
    text = f" {plain_words(' '.join(paragraphs))} "
    own = [s.text for s in region if _is_text(s) and not is_caption(s.text)]
    lost = tuple(t for t in own if plain_words(t) and f" {plain_words(t)} " not in text)
    return Loss(len(own), sum(map(quotation_marks, own)), lost)


def _is_text(segment: Segment) -> bool:
    return segment.kind not in ("heading", "caption", "cell") and segment.linked < 0.5


def quotation_marks(text: str) -> int:
    """Double quotation marks of any form; single ones are apostrophes too often.

    Example:
        >>> quotation_marks("“It’s „late“,” she said.")
        4
    """
    return len(_MARK.findall(text))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77].rstrip() + "…"

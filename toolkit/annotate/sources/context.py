"""What stands beside a quote in its paragraph: the reporter's words about source and occasion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?][\"”’]?\s+(?=[A-Z\"“‘])"
)


def beside(text: str, attribution: Attribution) -> list[Span]:
    """The stretches of the quote's paragraph outside its content."""
    anchor = attribution.cue or attribution.source or attribution.content[0]
    start = text.rfind("\n", 0, anchor.start) + 1
    end = text.find("\n", anchor.end)
    return list(_gaps(Span(start, end if end >= 0 else len(text)), attribution.content))


def _gaps(area: Span, content: tuple[Span, ...]) -> Iterator[Span]:
    at = area.start
    for part in sorted(content):
        if part.end <= at or part.start >= area.end:
            continue
        if part.start > at:
            yield Span(at, part.start)
        at = max(at, part.end)
    if at < area.end:
        yield Span(at, area.end)


def clause(text: str, attribution: Attribution) -> Span | None:
    """The sentence of cue or source, without the content; None where there is neither.

    Example:
        >>> text = '"It rained," Ada told reporters. He left.'
        >>> found = Attribution((Span(0, 12),), Span(17, 21), Span(13, 16), "tagger", 1.0)
        >>> text[slice(*clause(text, found))]
        ' Ada told reporters. '
    """
    anchor = attribution.cue or attribution.source
    if anchor is None:
        return None
    around = [gap for gap in beside(text, attribution) if anchor.within(gap)]
    if not around:
        return anchor
    gap = around[0]
    breaks = [m.end() for m in _SENTENCE.finditer(text, *gap)]
    start = max([b for b in breaks if b <= anchor.start], default=gap.start)
    end = min([b for b in breaks if b >= anchor.end], default=gap.end)
    return Span(start, end)

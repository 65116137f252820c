"""The extent of quotes: whole quotations, over paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.quotation_marks import Quotation, quotations


class Outer:
    """The outermost quotations of a text, in order, found by place: no search is through all."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self._all = sorted(quotations, key=lambda q: q.start)
        self._starts = [q.start for q in self._all]
        self._chains: dict[int, list[Span]] = defaultdict(list)
        for quotation in self._all:
            self._chains[quotation.chain].append(Span(quotation.start, quotation.end))

    def __iter__(self) -> Iterator[Quotation]:
        return iter(self._all)

    def overlapping(self, chars: Span) -> list[Quotation]:
        """The quotations that share a character with a stretch."""
        first = max(0, bisect_right(self._starts, chars.start) - 1)
        last = bisect_left(self._starts, chars.end)
        return [q for q in self._all[first:last] if q.end > chars.start]

    def chain(self, quotation: Quotation) -> list[Span]:
        """All paragraphs of a quotation that may run over several."""
        return self._chains[quotation.chain]

    def holds(self, chars: Span | None) -> bool:
        """Whether a stretch stands inside a quotation."""
        return chars is not None and any(
            chars.within(Span(q.start, q.end)) for q in self.overlapping(chars)
        )


def outer_quotations(text: str, laid_out: list[Attribution]) -> Outer:
    """The outermost quotations of a text, without those that are turns of a transcript."""
    taken = [part for turn in laid_out for part in turn.content]
    outer = (q for q in quotations(text) if q.depth == 0)
    return Outer(q for q in outer if not any(Span(q.start, q.end).overlaps(t) for t in taken))


def whole(found: Sequence[Attribution], outer: Outer) -> list[Attribution]:
    """Attributions whose content is grown to whole quotations, over paragraphs.

    A paragraph of a longer quotation stays with the attribution that has a cue of its own for it:
    closing marks are forgotten, and the next speaker's quotation then looks like more of the same.
    """
    owners = _owners(found, outer)

    def foreign(start: int, mine: int) -> bool:
        return bool(owners[start] - {mine})

    return [
        replace(a, content=_grown(a, outer, partial(foreign, mine=n))) for n, a in enumerate(found)
    ]


def _owners(found: Sequence[Attribution], outer: Outer) -> defaultdict[int, set[int]]:
    """Where quotations begin: the numbers of the attributions that have a cue beside them."""
    owners: defaultdict[int, set[int]] = defaultdict(set)
    for n, one in enumerate(found):
        for quotation in (q for segment in one.content for q in outer.overlapping(segment)):
            if one.cue and not told_inside(one, Span(quotation.start, quotation.end)):
                owners[quotation.start].add(n)
    return owners


def _grown(
    attribution: Attribution, outer: Outer, foreign: Callable[[int], bool]
) -> tuple[Span, ...]:
    """The content of an attribution, grown to the quotations that it overlaps, over paragraphs.

    Args:
        foreign: whether the quotation that begins there has another attribution's cue beside it.
    """
    cue, segments = attribution.cue, []
    for segment in attribution.content:
        for quotation in outer.overlapping(segment):
            marks = Span(quotation.start, quotation.end)
            if not (cue and cue.within(marks)):
                segment = Span(min(segment.start, marks.start), max(segment.end, marks.end))
        segments.append(segment)
    full = [q for s in segments for q in outer.overlapping(s) if Span(q.start, q.end).within(s)]
    parts = (part for q in full for part in outer.chain(q) if not foreign(part.start))
    return merged([*segments, *parts])


def merged(segments: list[Span]) -> tuple[Span, ...]:
    """Stretches in order, those that overlap as one."""
    out: list[Span] = []
    for segment in sorted(segments):
        if out and segment.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, segment.end))
        else:
            out.append(segment)
    return tuple(out)


def told_inside(attribution: Attribution, marks: Span) -> bool:
    """Whether an attribution is part of what a quotation says: its cue stands inside."""
    return attribution.cue is not None and attribution.cue.within(marks)

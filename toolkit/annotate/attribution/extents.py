"""The extent of quotes: whole quotations, over paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span, hull
from toolkit.annotate.text.quotation_marks import Quotation, quotations


class OuterQuotations:
    """The outermost quotations of a text in order, searched by position."""

    def __init__(self, outermost: Iterable[Quotation]) -> None:
        ordered = sorted(outermost, key=lambda q: q.start)
        self._spans = [Span(q.start, q.end) for q in ordered]
        self._starts = [q.start for q in ordered]
        chains: dict[int, list[Span]] = defaultdict(list)
        for quotation, span in zip(ordered, self._spans, strict=True):
            chains[quotation.chain].append(span)
        self._chains = {q.start: chains[q.chain] for q in ordered}

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def overlapping(self, chars: Span) -> list[Span]:
        """The quotations that share a character with a stretch."""
        first = max(0, bisect_right(self._starts, chars.start) - 1)
        last = bisect_left(self._starts, chars.end)
        return [q for q in self._spans[first:last] if q.end > chars.start]

    def paragraphs(self, quotation: Span) -> list[Span]:
        """All paragraphs of a quotation, which may run over several."""
        return self._chains[quotation.start]

    def hold(self, chars: Span) -> bool:
        """Whether a stretch lies inside a quotation."""
        return any(chars.within(q) for q in self.overlapping(chars))


def quotations_outside_turns(text: str, turns: list[Attribution]) -> OuterQuotations:
    """The outermost quotations of a text, without those in turns of a transcript."""
    taken = [part for turn in turns for part in turn.content]
    outer = (q for q in quotations(text) if q.depth == 0)
    return OuterQuotations(
        q for q in outer if not any(Span(q.start, q.end).overlaps(t) for t in taken)
    )


def expand_to_quotations(
    attributions: Sequence[Attribution], outer: OuterQuotations, text: str
) -> list[Attribution]:
    """Expand each content to the whole quotations that it overlaps, over paragraphs.

    A paragraph of a longer quotation stays with the attribution that has a cue of its own for it:
    where a closing mark is missing, the next speaker's quotation looks like more of the same. A
    quotation with several cues is one of several quotations only of the nearest: in "“I know,” he
    said. “Do it,” she replied." the second is hers alone.
    """
    owners: dict[int, set[int]] = defaultdict(set)
    for number, attribution in enumerate(attributions):
        for quotation in _overlapped(attribution, outer):
            if attribution.cue and not cue_inside(attribution, quotation):
                owners[quotation.start].add(number)
    expanded = [
        replace(a, content=_expanded(a, {n}, outer, owners)) for n, a in enumerate(attributions)
    ]
    quotations = {q.start: q for q in outer}
    nearest = {
        start: min(numbers, key=lambda n: _distance(attributions[n], quotations[start], text))
        for start, numbers in owners.items()
        if len(numbers) > 1
    }
    return [_without_others(a, n, nearest) for n, a in enumerate(expanded)]


def _distance(attribution: Attribution, quotation: Span, text: str) -> tuple[bool, int]:
    """Whether a sentence ends between cue and quotation, and the characters between them."""
    cue = attribution.cue or quotation
    between = text[min(cue.end, quotation.end) : max(cue.start, quotation.start)]
    return bool(re.search(r"[.!?]", between)), len(between)


def _without_others(attribution: Attribution, number: int, nearest: dict[int, int]) -> Attribution:
    """An attribution without the quotations that a nearer cue has, if it has another one."""
    own = tuple(p for p in attribution.content if nearest.get(p.start, number) == number)
    return replace(attribution, content=own) if own else attribution


def _overlapped(attribution: Attribution, outer: OuterQuotations) -> Iterator[Span]:
    return (q for segment in attribution.content for q in outer.overlapping(segment))


def _expanded(
    attribution: Attribution, own: set[int], outer: OuterQuotations, owners: dict[int, set[int]]
) -> tuple[Span, ...]:
    segments = []
    for segment in attribution.content:
        marks = [q for q in outer.overlapping(segment) if not cue_inside(attribution, q)]
        segments.append(hull([segment, *marks]))
    quoted = [q for segment in segments for q in outer.overlapping(segment) if q.within(segment)]
    parts = (part for q in quoted for part in outer.paragraphs(q))
    return merged([*segments, *(p for p in parts if owners.get(p.start, own) <= own)])


def merged(segments: list[Span]) -> tuple[Span, ...]:
    """Stretches in order, overlapping ones joined."""
    out: list[Span] = []
    for segment in sorted(segments):
        if out and segment.start < out[-1].end:
            out[-1] = hull([out[-1], segment])
        else:
            out.append(segment)
    return tuple(out)


def cue_inside(attribution: Attribution, quotation: Span) -> bool:
    """Whether the cue lies inside a quotation: the attribution is part of what is quoted."""
    return attribution.cue is not None and attribution.cue.within(quotation)

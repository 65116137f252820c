"""The extent of quotes: whole quotations, over paragraphs, and what carries on without a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.documents import Chars
from toolkit.annotate.quotation import Quotation, quotations

_SPEECH = re.compile(r"[.!?…,][”’\"'»]{0,2}$")


class Outer:
    """The outermost quotations of a text, in order, found by place: no search is through all."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self._all = sorted(quotations, key=lambda q: q.start)
        self._starts = [q.start for q in self._all]
        self._chains: dict[int, list[Chars]] = defaultdict(list)
        for quotation in self._all:
            self._chains[quotation.chain].append(Chars(quotation.start, quotation.end))

    def __iter__(self) -> Iterator[Quotation]:
        return iter(self._all)

    def overlapping(self, chars: Chars) -> list[Quotation]:
        """The quotations that share a character with a stretch."""
        first = max(0, bisect_right(self._starts, chars.start) - 1)
        last = bisect_left(self._starts, chars.end)
        return [q for q in self._all[first:last] if q.end > chars.start]

    def chain(self, quotation: Quotation) -> list[Chars]:
        """All paragraphs of a quotation that may run over several."""
        return self._chains[quotation.chain]

    def holds(self, chars: Chars | None) -> bool:
        """Whether a stretch stands inside a quotation."""
        return chars is not None and any(
            chars.within(Chars(q.start, q.end)) for q in self.overlapping(chars)
        )


def outer_quotations(text: str, laid_out: list[Attribution]) -> Outer:
    """The outermost quotations of a text, without those that are turns of a transcript."""
    taken = [turn.content[0] for turn in laid_out]
    outer = (q for q in quotations(text) if q.depth == 0)
    return Outer(q for q in outer if not any(Chars(q.start, q.end).overlaps(t) for t in taken))


def grown(attribution: Attribution, outer: Outer) -> tuple[Chars, ...]:
    """The content of an attribution, grown to the quotations that it overlaps, over paragraphs."""
    cue, segments = attribution.cue, []
    for segment in attribution.content:
        for quotation in outer.overlapping(segment):
            marks = Chars(quotation.start, quotation.end)
            if not (cue and cue.within(marks)):
                segment = Chars(min(segment.start, marks.start), max(segment.end, marks.end))
        segments.append(segment)
    whole = [q for s in segments for q in outer.overlapping(s) if Chars(q.start, q.end).within(s)]
    return _merged([*segments, *(part for q in whole for part in outer.chain(q))])


def _merged(segments: list[Chars]) -> tuple[Chars, ...]:
    merged: list[Chars] = []
    for segment in sorted(segments):
        if merged and segment.start < merged[-1].end:
            merged[-1] = Chars(merged[-1].start, max(merged[-1].end, segment.end))
        else:
            merged.append(segment)
    return tuple(merged)


def continued(found: list[Attribution], outer: Outer, text: str) -> list[Attribution]:
    """Give a quotation without a cue to the quote that it carries on, or let it stand alone.

    It belongs to the quote before it where it continues the paragraph or opens the next.
    """
    found = list(found)
    told = (i for i, a in enumerate(found) if not outer.holds(a.cue))
    waiting = sorted(((_ends(found[i]), i) for i in told), reverse=True)
    last, last_end = -1, -1
    for marks in _free(found, outer, text):
        while waiting and waiting[-1][0] <= marks.start:
            end, i = waiting.pop()
            last, last_end = (i, end) if end >= last_end else (last, last_end)
        if last >= 0 and _carries_on(text, found[last], marks):
            found[last] = replace(found[last], content=_merged([*found[last].content, marks]))
            last_end = marks.end
        else:
            found.append(Attribution((marks,), None, None, "unattributed", 0.4))
    return found


def _free(found: list[Attribution], outer: Outer, text: str) -> list[Chars]:
    """Quotations that are speech and no attribution's content; what is told inside them is not."""
    contents = [(segment, a) for a in found for segment in a.content]
    taken = {
        Chars(q.start, q.end)
        for segment, a in contents
        for q in outer.overlapping(segment)
        if not _inside(a, Chars(q.start, q.end))
    }
    marks = (Chars(q.start, q.end) for q in outer)
    return [m for m in marks if m not in taken and _is_speech(text, m)]


def _inside(attribution: Attribution, marks: Chars) -> bool:
    """Whether an attribution is part of what a quotation says."""
    return attribution.cue is not None and attribution.cue.within(marks)


def _is_speech(text: str, marks: Chars) -> bool:
    """A quotation that opens a sentence and closes one: no scare quote, nickname or title."""
    before = text[max(0, marks.start - 3) : marks.start]
    opens = not before.strip() or bool(re.search(r"[.!?:”\"]\s*$|\n\s*$", before))
    inner = text[marks.start : marks.end]
    return (
        opens
        and len(inner.split()) >= 4
        and bool(_SPEECH.search(inner) or "\n" in text[marks.end : marks.end + 1])
    )


def _ends(attribution: Attribution) -> int:
    """Where the last of an attribution's parts ends."""
    parts = (*attribution.content, attribution.cue, attribution.source)
    return max(part.end for part in parts if part)


def _carries_on(text: str, last: Attribution, marks: Chars) -> bool:
    gap = text[_ends(last) : marks.start]
    quoted = text[last.content[-1].start] in "“\"‘'«"
    return (
        quoted
        and gap.count("\n\n") <= 1
        and not re.search(r"[.!?]\s+\S", gap.strip())
        and len(gap) < 200
    )

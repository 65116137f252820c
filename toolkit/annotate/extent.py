"""The extent of quotes: whole quotations, over paragraphs, and what carries on without a cue."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.documents import Chars
from toolkit.annotate.quotation import Quotation, quotations

_SPEECH = re.compile(r"[.!?…,][”’\"'»]{0,2}$")


def outer_quotations(text: str, laid_out: list[Attribution]) -> list[Quotation]:
    """The outermost quotations of a text, without those that are turns of a transcript."""
    taken = [turn.content[0] for turn in laid_out]
    outer = (q for q in quotations(text) if q.depth == 0)
    return [q for q in outer if not any(Chars(q.start, q.end).overlaps(t) for t in taken)]


def grown(attribution: Attribution, outer: list[Quotation]) -> tuple[Chars, ...]:
    """The content of an attribution, grown to the quotations that it overlaps, over paragraphs."""
    segments = list(attribution.content)
    for quotation in outer:
        marks = Chars(quotation.start, quotation.end)
        if attribution.cue and attribution.cue.within(marks):
            continue
        for i, segment in enumerate(segments):
            if segment.overlaps(marks):
                segments[i] = Chars(min(segment.start, marks.start), max(segment.end, marks.end))
    chains = {q.chain for q in outer for s in segments if Chars(q.start, q.end).within(s)}
    segments += [Chars(q.start, q.end) for q in outer if q.chain in chains]
    return _merged(segments)


def _merged(segments: list[Chars]) -> tuple[Chars, ...]:
    merged: list[Chars] = []
    for segment in sorted(segments):
        if merged and segment.start < merged[-1].end:
            merged[-1] = Chars(merged[-1].start, max(merged[-1].end, segment.end))
        else:
            merged.append(segment)
    return tuple(merged)


def continued(found: list[Attribution], outer: list[Quotation], text: str) -> list[Attribution]:
    """Give a quotation without a cue to the quote that it carries on, or let it stand alone.

    It belongs to the quote before it where it continues the paragraph or opens the next.
    """
    found = sorted(found, key=lambda a: a.content[-1].end)
    for quotation in outer:
        marks = Chars(quotation.start, quotation.end)
        taken = any(s.overlaps(marks) for a in found if not _inside(a, marks) for s in a.content)
        if taken or not _is_speech(text, marks):
            continue
        before = [a for a in found if _ends(a) <= marks.start and a.rule != "unattributed"]
        before = [a for a in before if not any(_inside(a, Chars(q.start, q.end)) for q in outer)]
        last = max(before, key=_ends, default=None)
        if last is not None and _carries_on(text, last, marks):
            found[found.index(last)] = replace(last, content=_merged([*last.content, marks]))
        else:
            found.append(Attribution((marks,), None, None, "unattributed", 0.4))
    return found


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

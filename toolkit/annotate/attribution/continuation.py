"""Quotations without a cue of their own: whom do they belong to?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from toolkit.annotate.attribution.extents import Outer, merged, told_inside
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_FEWEST_WORDS = 4
_LONGEST_HEADING = 12
_SPEECH = re.compile(r"[.!?…,][”’\"'»]{0,2}$")


Told = Callable[[Span], Attribution | None]


def continued(
    found: list[Attribution], outer: Outer, text: str, told: Told = lambda marks: None
) -> list[Attribution]:
    """Give a quotation that no attribution holds to the one it belongs to, or let it stand alone.

    It belongs to the quote before it where it continues the paragraph or opens the next.

    Args:
        found: attributions of a text.
        outer: its quotations.
        text: the text.
        told: what says whose a quotation is, where source and cue stand beside it.
    """
    found = list(found)
    outside = (i for i, a in enumerate(found) if not outer.holds(a.cue))
    waiting = sorted(((_ends(found[i]), i) for i in outside), reverse=True)
    last, last_end = -1, -1
    for marks in _free(found, outer, text):
        while waiting and waiting[-1][0] <= marks.start:
            end, i = waiting.pop()
            last, last_end = (i, end) if end >= last_end else (last, last_end)
        if (own := told(marks)) is not None:
            found.append(own)
            last, last_end = len(found) - 1, _ends(own)
        elif last >= 0 and _carries_on(text, found[last], marks):
            found[last] = replace(found[last], content=merged([*found[last].content, marks]))
            last_end = marks.end
        else:
            found.append(Attribution((marks,), None, None, "unattributed", 0.1))
    return found


def _free(found: list[Attribution], outer: Outer, text: str) -> list[Span]:
    """Quotations that are speech and no attribution's content; what is told inside them is not."""
    contents = [(segment, a) for a in found for segment in a.content]
    taken = {
        Span(q.start, q.end)
        for segment, a in contents
        for q in outer.overlapping(segment)
        if not told_inside(a, Span(q.start, q.end))
    }
    marks = (Span(q.start, q.end) for q in outer)
    return [m for m in marks if m not in taken and _is_speech(text, m)]


def _is_speech(text: str, marks: Span) -> bool:
    """A quotation that opens a sentence and closes one: no scare quote, nickname or title."""
    before = text[max(0, marks.start - 3) : marks.start]
    opens = not before.strip() or bool(re.search(r"[.!?:”\"]\s*$|\n\s*$", before))
    inner = text[marks.start : marks.end]
    return (
        opens
        and len(inner.split()) >= _FEWEST_WORDS
        and not _is_heading(text, marks)
        and bool(_SPEECH.search(inner) or "\n" in text[marks.end : marks.end + 1])
    )


def _is_heading(text: str, marks: Span) -> bool:
    """A line of its own in title case: 'All Bets Are Off.'"""
    before = text[max(0, marks.start - 2) : marks.start]
    alone = (not before or before.endswith("\n")) and text[marks.end : marks.end + 1] in ("", "\n")
    words = [w for w in re.findall(r"[^\W\d_]+", text[slice(*marks)]) if len(w) > 3]
    return alone and len(words) < _LONGEST_HEADING and all(w[0].isupper() for w in words)


def _ends(attribution: Attribution) -> int:
    """Where the last of an attribution's parts ends."""
    parts = (*attribution.content, attribution.cue, attribution.source)
    return max(part.end for part in parts if part)


def _carries_on(text: str, last: Attribution, marks: Span) -> bool:
    gap = text[_ends(last) : marks.start]
    quoted = text[last.content[-1].start] in "“\"‘'«"
    return (
        quoted
        and gap.count("\n\n") <= 1
        and not re.search(r"[.!?]\s+\S", gap.strip())
        and len(gap) < 200
    )

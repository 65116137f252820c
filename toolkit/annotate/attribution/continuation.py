"""Quotations without a cue of their own: which speaker they belong to."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.annotate.attribution.extents import OuterQuotations, cue_inside, merged
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span, hull
from toolkit.annotate.text.quotation_marks import OPENING_MARKS

_FEWEST_WORDS = 4
_LONGEST_HEADING = 12
_SPEECH = re.compile(r"[.!?…,][”’\"'»]{0,2}$")


def assign_quotations(
    attributions: list[Attribution], outer: OuterQuotations, text: str
) -> list[Attribution]:
    """Add each free quotation to the attribution it continues, or as one without a speaker.

    It belongs to the quote before it where it continues the paragraph or opens the next.

    Args:
        attributions: of a text.
        outer: its quotations.
        text: the text.
    """
    complete = list(attributions)
    outside = (i for i, a in enumerate(complete) if not (a.cue and outer.hold(a.cue)))
    waiting = sorted(((_end(complete[i]), i) for i in outside), reverse=True)
    last, last_end = -1, -1
    for quotation in _free(attributions, outer, text):
        while waiting and waiting[-1][0] <= quotation.start:
            end, i = waiting.pop()
            last, last_end = (i, end) if end >= last_end else (last, last_end)
        if last >= 0 and _continues(text, complete[last], quotation):
            content = merged([*complete[last].content, quotation])
            complete[last] = replace(complete[last], content=content)
            last_end = quotation.end
        else:
            complete.append(Attribution((quotation,), None, None, "unattributed", 0.1))
    return complete


def _free(attributions: list[Attribution], outer: OuterQuotations, text: str) -> list[Span]:
    """Quotations that are speech and not yet content, except of attributions inside them."""
    taken = {
        quotation
        for attribution in attributions
        for segment in attribution.content
        for quotation in outer.overlapping(segment)
        if not cue_inside(attribution, quotation)
    }
    return [q for q in outer if q not in taken and _is_speech(text, q)]


def _is_speech(text: str, marks: Span) -> bool:
    """Whether a quotation opens and closes a sentence: no scare quote, nickname or title."""
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
    """Whether a quotation is a line of its own in title case: 'All Bets Are Off.'"""
    before = text[max(0, marks.start - 2) : marks.start]
    alone = (not before or before.endswith("\n")) and text[marks.end : marks.end + 1] in ("", "\n")
    words = [w for w in re.findall(r"[^\W\d_]+", text[slice(*marks)]) if len(w) > 3]
    return alone and len(words) < _LONGEST_HEADING and all(w[0].isupper() for w in words)


def _end(attribution: Attribution) -> int:
    """The end of the last part of an attribution."""
    return hull((*attribution.content, attribution.cue, attribution.source)).end


def _continues(text: str, last: Attribution, quotation: Span) -> bool:
    """Whether no more than a paragraph break stands between a direct quote and a quotation."""
    between = text[_end(last) : quotation.start]
    return (
        text[last.content[-1].start] in OPENING_MARKS
        and between.count("\n\n") <= 1
        and not re.search(r"[.!?]\s+\S", between.strip())
        and len(between) < 200
    )

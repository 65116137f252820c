"""Which attributions of a model are quotes, and which are acts: "signed", "agreed", "declined"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.annotate.tagger.decoding import Candidate
from toolkit.training.texts import LabelledText, Source
from toolkit.validate.shared.matching import jaccard
from toolkit.validate.shared.quote_matching import Span

SAME = 0.3
"""Least share of the characters of a coded and a found content for them to be the same quote."""


def with_acts(given: LabelledText, candidates: Sequence[Candidate]) -> LabelledText:
    """A text in which quotes were coded, with cues that report and cues that do not.

    Args:
        given: the text.
        candidates: what a model that was not trained on it takes for attributions.
    """
    quotes = given.codings[0]
    cues: dict[Span, bool] = {cue: True for quote in quotes for cue in quote.cue}
    acts: list[Span] = []
    for found in candidates:
        content = _places(*found.content)
        is_quote = any(jaccard(content, _places(*quote.content)) >= SAME for quote in quotes)
        cue = (found.cue.start, found.cue.end) if found.cue else None
        if not is_quote:
            acts += [(part.start, part.end) for part in (found.cue, *found.content) if part]
        if cue and not any(_places(cue) & _places(known) for known in cues):
            cues[cue] = is_quote
    labelled = (Source(chars, reports=reports) for chars, reports in cues.items())
    return replace(given, acts=tuple(acts), sources=(*given.sources, *labelled))


def _places(*spans: Span) -> set[int]:
    """Offsets of all characters of some spans."""
    return {place for start, end in spans for place in range(start, end)}

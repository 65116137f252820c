"""Edges of a source: without the time of a live blog, within one sentence."""

from __future__ import annotations

import re

from toolkit.annotate.text.document import Span
from toolkit.annotate.text.sentences import sentences

_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?\s?[–—:-]*\s+(?=[A-Z])")


def beside_cue(text: str, source: Span, cue: Span | None) -> Span:
    """The part of a source that stands in its cue's sentence, without a time before it.

    Args:
        text: of the article.
        source: as the tagger found it.
        cue: of the same attribution.

    Example:
        >>> text = "16.20 — Ada Brook said"
        >>> text[slice(*beside_cue(text, Span(0, 17), Span(18, 22)))]
        'Ada Brook'
    """
    parts = sentences(text[slice(*source)])
    if len(parts) > 1 and cue is not None:
        part = parts[-1] if source.start < cue.start else parts[0]
        words = text[source.start + part.start : source.start + part.end].rstrip()
        start = source.start + part.start
        source = Span(start, start + len(words))
    clock = _CLOCK.match(text, *source)
    return Span(clock.end(), source.end) if clock else source

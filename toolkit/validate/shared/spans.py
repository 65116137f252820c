"""Character spans of attributions, and articles annotated with them."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """Source, cue and content of one attribution; source and cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article.

    Attributes:
        name: file name without suffix.
        text: the text that the spans refer to.
        codings: one list of attributions for each annotator.
        discarded: spans that the annotators marked as not part of the article.
    """

    name: str
    text: str
    codings: tuple[tuple[AttributionSpans, ...], ...]
    discarded: Spans

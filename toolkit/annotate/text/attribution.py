"""Attributions as an engine finds them."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.annotate.text.document import Span


@dataclass(frozen=True)
class Attribution:
    """One source, one cue and the content that it governs, as places in the text.

    Attributes:
        content: one stretch or several, in order.
        cue: the attributing words; None for a quote that continues an earlier one.
        source: the source phrase beside the cue; None where there is none.
        rule: the rule or model that found it.
        confidence: 0 to 1.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    confidence: float

"""Attribution: what an engine finds, before speakers, forms and roles are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from toolkit.annotate.text.document import Document, Span


@dataclass(frozen=True)
class Attribution:
    """One source, one cue, the content that it governs; places in the text.

    Attributes:
        content: stretches in order, at least one.
        cue: the attributing words; None for a quote that carries on an earlier one.
        source: the source phrase beside the cue; None where there is none.
        rule: the rule or model that found it.
        confidence: 0 to 1.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    confidence: float


class Engine(Protocol):
    """Whatever finds attributions in a parsed text: the rules, the trained tagger, a user's own.

    Attributes:
        version: names it in what is kept; changes when its answers change.
        needs_syntax: whether it reads the parse; without, annotation is twice as fast.
    """

    version: str
    needs_syntax: bool

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""

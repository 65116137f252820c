"""Attributions as an engine finds them, and the protocol of engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from toolkit.annotate.text.document import Span

if TYPE_CHECKING:
    from toolkit.annotate.tagger.reading import Reading


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


class Engine(Protocol):
    """Finds attributions in a text: the toolkit's, or one of your own.

    Attributes:
        version: part of the version of stored annotations; changes when the results change.
    """

    version: str

    def __call__(self, reading: Reading) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""

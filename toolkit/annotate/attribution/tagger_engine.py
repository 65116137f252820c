"""Attribution by the trained tagger, completed by rules.

The tagger finds cue, source and content. Rules expand quotations over paragraphs, attribute
quotations without a cue to the speaker before, and read transcripts and signed quotes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from toolkit.annotate.attribution.according_to import correct_according_to
from toolkit.annotate.attribution.continuation import assign_quotations
from toolkit.annotate.attribution.extents import expand_to_quotations, quotations_outside_turns
from toolkit.annotate.attribution.interviews import merge_turns, turns
from toolkit.annotate.attribution.nested import nested_attributions
from toolkit.annotate.attribution.reported import LEAST as REPORTS
from toolkit.annotate.tagger.reading import Reading
from toolkit.annotate.tagger.tagger import Tagger
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.quotation_marks import OPENING_MARKS
from toolkit.annotate.text.sentences import sentences

DOUBTFUL = 0.2
"""Least confidence of an attribution whose cue reports something."""

_ENDS_QUOTED = re.compile(r"[,.?!…][\"”’'»]{1,2}\s*$")
_IN_NUMBER = re.compile(r"\d[.,]\d")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?\s?[–—:-]*\s+(?=[A-Z])")
_BUNDLED = Path(str(files("toolkit.models")))


@cache
def tagger(model: Path | None = None) -> Tagger:
    """A model, loaded once when it is first used; the bundled one unless given."""
    return Tagger(model or _BUNDLED / "tagger.onnx", _BUNDLED / "tokenizer.json")


@cache
def model_version(model: Path | None = None) -> str:
    """Hash of a model; of the bundled one unless given."""
    digest = hashlib.sha256()
    for path in (model or _BUNDLED / "tagger.onnx", _BUNDLED / "tokenizer.json"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


class TaggerEngine:
    """Attributions by the trained model: deterministic, the same alone or among others."""

    def __init__(self, model: Path | None = None) -> None:
        self.model = model
        self.version = f"tagger.{model_version(model)}"

    def __call__(self, reading: Reading) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""
        text = reading.text
        spoken = turns(text)
        outer = quotations_outside_turns(text, spoken)
        attributions = merge_turns(expand_to_quotations(_sure(reading), outer, text), spoken)
        attributions = assign_quotations(attributions, outer, text)
        read = tagger(self.model)
        nested = nested_attributions(text, attributions, lambda inner: _sure(read(inner)))
        return in_order([*attributions, *nested])


def in_order(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions in the order of their first characters, outer ones first."""
    return sorted(attributions, key=lambda a: (a.content[0].start, -a.content[-1].end))


def _sure(reading: Reading) -> list[Attribution]:
    """The attributions that the model is sure enough of, their edges corrected."""
    text = reading.text
    return [
        _unquoted_rest_removed(correct_according_to(found, text), text)
        for one in reading.attributions
        if _is_sure(found := _on_word_edges(one, text), reading)
    ]


def _is_sure(found: Attribution, reading: Reading) -> bool:
    """Whether the model is sure enough: of the attribution, or at least that its cue reports."""
    if found.confidence >= reading.least:
        return True
    labels = reading.source_labels(found.cue) if found.cue else None
    return found.confidence >= DOUBTFUL and labels is not None and labels.reports >= REPORTS


def _unquoted_rest_removed(found: Attribution, text: str) -> Attribution:
    """Content without what follows source and cue unquoted: "“It rained,” she said of her trip"."""
    first, *rest = found.content
    beside = [p.start for p in (found.source, found.cue) if p and p.start >= first.end]
    if not rest or not beside or not _ENDS_QUOTED.search(text, first.start, min(beside)):
        return found
    kept = [part for part in rest if text[part.start] in OPENING_MARKS]
    return replace(found, content=(first, *kept))


def _on_word_edges(found: Attribution, text: str) -> Attribution:
    """An attribution of whole words and numbers: the tagger reads pieces of them."""
    cue = found.cue and _whole_words(text, found.cue)
    source = found.source and _source(text, _whole_words(text, found.source), cue)
    content = tuple(_whole_words(text, part) for part in found.content)
    return replace(found, content=content, cue=cue, source=source)


def _source(text: str, source: Span, cue: Span | None) -> Span:
    """The part of a source in its cue's sentence, without a time before it: "16.20 — Ada"."""
    parts = sentences(text[slice(*source)])
    if len(parts) > 1 and cue is not None:
        part = parts[-1] if source.start < cue.start else parts[0]
        start = source.start + part.start
        words = text[start : source.start + part.end].rstrip()
        source = Span(start, start + len(words))
    clock = _CLOCK.match(text, *source)
    return Span(clock.end(), source.end) if clock else source


def _whole_words(text: str, chars: Span) -> Span:
    start, end = chars
    while start > 0 and _is_inside_word(text, start):
        start -= 1
    while end < len(text) and _is_inside_word(text, end):
        end += 1
    return Span(start, end)


def _is_inside_word(text: str, at: int) -> bool:
    """Whether no word begins or ends at a place; "2.3" is one word."""
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    return bool(_IN_NUMBER.search(text, max(0, at - 2), at + 2))

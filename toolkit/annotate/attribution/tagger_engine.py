"""Attribution by the trained tagger, with rules where rules are better and only there.

The tagger finds cue, source and content. Rules give a quotation its whole extent, over paragraphs
too, hand quotations without a cue to the speaker before, and read transcripts and signed quotes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from toolkit.annotate.attribution.according_to import mended
from toolkit.annotate.attribution.continuation import continued
from toolkit.annotate.attribution.extents import outer_quotations, whole
from toolkit.annotate.attribution.interviews import turns, with_turns
from toolkit.annotate.attribution.nested import nested
from toolkit.annotate.attribution.rule_engine import beside
from toolkit.annotate.attribution.source_edges import beside_cue
from toolkit.annotate.tagger.tagger import Attribution as Tagged
from toolkit.annotate.tagger.tagger import Tagger
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Document, Span

LEAST_KNOWN = 0.3
"""Confidence to ask for where there is a source and the lexicon knows the cue; chosen on dev."""

_OPENING = "\"“'‘«`"
_ENDS_QUOTED = re.compile(r"[,.?!…][\"”’'»]{1,2}\s*$")
_IN_NUMBER = re.compile(r"\d[.,]\d")
_MODEL, _TOKENIZER = "tagger.onnx", "tokenizer.json"


def has_model() -> bool:
    """Whether the trained model is there; a checkout without it annotates by rule."""
    return (files("toolkit.models") / _MODEL).is_file()


@cache
def tagger() -> Tagger:
    """The model, loaded once when it is first used."""
    folder = Path(str(files("toolkit.models")))
    return Tagger(folder / _MODEL, folder / _TOKENIZER)


@cache
def model_version() -> str:
    """Hash of the model; "none" where there is none."""
    if not has_model():
        return "none"
    digest = hashlib.sha256()
    for name in (_MODEL, _TOKENIZER):
        digest.update((files("toolkit.models") / name).read_bytes())
    return digest.hexdigest()[:8]


class TaggerEngine:
    """Attributions by the trained model: deterministic, the same alone or among others."""

    needs_syntax = False

    def __init__(self) -> None:
        self.version = f"tagger.{model_version()}"

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions of a text, in the order of their first characters."""
        text = document.text
        laid_out = turns(text)
        outer = outer_quotations(text, laid_out)
        full = list(with_turns(whole(_tagged(text), outer), laid_out))
        found = continued(full, outer, text, partial(beside, text, outer))
        found += nested(text, found, _tagged)
        return sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end))


def _tagged(text: str) -> list[Attribution]:
    read = (_attribution(found, text) for found in tagger()(text))
    return [_quoted_alone(mended(a, text), text) for a in read if _is_sure(a, text)]


def _is_sure(found: Attribution, text: str) -> bool:
    """Whether to believe the tagger: sooner where the lexicon knows the cue."""
    known = found.source and found.cue and is_cue(text[slice(*found.cue)])
    return found.confidence >= (LEAST_KNOWN if known else tagger().options.least_confidence)


def _quoted_alone(found: Attribution, text: str) -> Attribution:
    """ "“It rained,” she said of her trip": what follows source and cue unquoted is no content."""
    first, *rest = found.content
    beside = [p.start for p in (found.source, found.cue) if p and p.start >= first.end]
    if not rest or not beside or not _ENDS_QUOTED.search(text, first.start, min(beside)):
        return found
    kept = [part for part in rest if text[part.start] in _OPENING]
    return replace(found, content=(first, *kept))


def _attribution(found: Tagged, text: str) -> Attribution:
    source = max(found.source, key=lambda s: s[1] - s[0], default=None)
    cue = _words(text, found.cue[0][0], found.cue[-1][1]) if found.cue else None
    content = tuple(_words(text, *span) for span in found.content)
    spoken = beside_cue(text, _words(text, *source), cue) if source else None
    return Attribution(content, cue, spoken, "tagger", found.confidence)


def _words(text: str, start: int, end: int) -> Span:
    """A stretch of whole words and numbers: the model reads pieces of them."""
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return Span(start, end)


def _joined(text: str, at: int) -> bool:
    """Whether no word begins or ends at a place; "2.3" is one word."""
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    return bool(_IN_NUMBER.search(text, max(0, at - 2), at + 2))

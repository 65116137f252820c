""" "According to": where its source ends and how far its content reaches."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

_NAME_AND_MORE = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]*\s)+)(?=(?P<more>(?:the|a|an|its|his|her|their|this|that)\s))"
)
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)[.!?…][\"”’')\]]*\s+(?=\W?[A-Z])|\n+"
)


def mended(found: Attribution, text: str) -> Attribution:
    """An attribution by "according to" with a source and content that stand in its sentence."""
    if found.source is None or found.cue is None:
        return found
    if not text[slice(*found.cue)].lower().startswith("according"):
        return found
    return _in_sentence(_named_alone(found, text), text, found.cue)


def _named_alone(found: Attribution, text: str) -> Attribution:
    """ "According to Kirby the group is …": what follows the name without a comma is content."""
    assert found.source is not None
    name = _NAME_AND_MORE.match(text[slice(*found.source)])
    first = found.content[0]
    if not name or len(text[found.source.end : first.start]) > 2 or first < found.source:
        return found
    source = Span(found.source.start, found.source.start + name.end("name") - 1)
    start = found.source.start + name.start("more")
    return replace(found, source=source, content=(Span(start, first.end), *found.content[1:]))


def _in_sentence(found: Attribution, text: str, cue: Span) -> Attribution:
    """Content outside quotation marks reaches no further than the sentence of the cue."""
    sentence = _sentence(text, cue)
    parts = [
        part if text[part.start] in "\"“'‘«" else _common(part, sentence) for part in found.content
    ]
    return replace(found, content=tuple(p for p in parts if p)) if any(parts) else found


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None


def _sentence(text: str, around: Span, reach: int = 600) -> Span:
    """The sentence of a stretch; no more than so many characters to each side."""
    left, right = max(0, around.start - reach), min(len(text), around.end + reach)
    ends = [m.end() for m in _SENTENCE.finditer(text, left, around.start + 2)]
    after = _SENTENCE.search(text, around.end, right)
    return Span(ends[-1] if ends else left, after.start() + 1 if after else right)

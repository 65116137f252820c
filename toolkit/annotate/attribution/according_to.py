""" "According to": where its source ends and how far its content reaches."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.quotation_marks import OPENING_MARKS
from toolkit.annotate.text.sentences import sentence_at

_NAME_AND_MORE = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]*\s)+)(?=(?P<more>(?:the|a|an|its|his|her|their|this|that)\s))"
)
_REACH = 600
"""Characters to each side of the cue in which its sentence is searched."""


def correct_according_to(found: Attribution, text: str) -> Attribution:
    """An attribution by "according to" with source and content cut to its sentence."""
    if found.source is None or found.cue is None:
        return found
    if not text[slice(*found.cue)].lower().startswith("according"):
        return found
    return _in_sentence(_split_source(found, found.source, text), text, found.cue)


def _split_source(found: Attribution, source: Span, text: str) -> Attribution:
    """Move what follows the name to the content: "According to Kirby the group is …"."""
    name = _NAME_AND_MORE.match(text[slice(*source)])
    first = found.content[0]
    if not name or len(text[source.end : first.start]) > 2 or first < source:
        return found
    content = Span(source.start + name.start("more"), first.end)
    source = Span(source.start, source.start + name.end("name") - 1)
    return replace(found, source=source, content=(content, *found.content[1:]))


def _in_sentence(found: Attribution, text: str, cue: Span) -> Attribution:
    """Cut content outside quotation marks to the sentence of the cue."""
    area = Span(max(0, cue.start - _REACH), min(len(text), cue.end + _REACH))
    start, end = sentence_at(text, area, cue.start)
    parts = [
        part
        if text[part.start] in OPENING_MARKS
        else Span(max(part.start, start), min(part.end, end))
        for part in found.content
    ]
    kept = tuple(part for part in parts if part.start < part.end)
    return replace(found, content=kept) if kept else found

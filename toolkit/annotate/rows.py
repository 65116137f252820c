"""Rows of `quotes` and `mentions` from attributions and actors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from toolkit.annotate.attribution.reported import reported_cue
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.profile import Profile, source_columns
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import core
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention

Row = dict[str, Any]
_THAT = re.compile(r"that\s+(?=\S)", re.I)
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def mention_row(actor: Actor, name: Mention) -> Row:
    """The row of `mentions` of one mention of an actor."""
    return {
        "actor_id": actor.actor_id,
        "actor": actor.name,
        "actor_type": actor.actor_type,
        "text": name.text,
        "start": name.chars.start,
        "end": name.chars.end,
        "kind": name.kind,
        "in_title": name.paragraph < 0,
        "paragraph": name.paragraph,
        "rule": name.rule,
        "confidence": name.confidence,
        "merged_from": None,
    }


def quote_row(
    document: Document,
    attribution: Attribution,
    speaker: Speaker,
    quotations: list[Span],
    profile: Profile | None = None,
    reports: float = 1.0,
) -> Row:
    """The row of `quotes` of an attribution, without its ids.

    Args:
        document: the article or its title.
        attribution: of an engine.
        speaker: of the attribution.
        quotations: the outermost of the text.
        profile: of the source.
        reports: the chance that the cue reports something.
    """
    text = document.text
    content, source = without_that(text, attribution.content), attribution.source
    cue = attribution.cue
    cue = Span(cue.start, cue.start + core(text[slice(*cue)])) if cue else None
    form = quote_type(text, content, quotations)
    form = "direct" if attribution.rule == "turn" else form
    kind, force = reported_cue(text, attribution, form != "indirect", reports)
    segments = [text[a:b] for a, b in content]
    return {
        "quote_type": form,
        "content": " … ".join(segments),
        "segments": [[a, b] for a, b in content],
        "cue": text[slice(*cue)] if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "cue_kind": kind,
        "cue_force": force if cue else None,
        "source": text[slice(*source)] if source else None,
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "speaker": speaker.name,
        "actor_id": speaker.actor.actor_id if speaker.actor else None,
        "on_behalf_of": speaker.behalf.name if speaker.behalf else None,
        "on_behalf_id": speaker.behalf.actor_id if speaker.behalf else None,
        **source_columns(text, attribution, speaker, profile),
        "parent_id": None,
        "n_words": sum(len(_WORD.findall(s)) for s in segments),
        "in_title": False,
        "paragraph": document.paragraph_of(content[0].start),
        "position": content[0].start / max(1, len(text)),
        "rule": attribution.rule,
        "confidence": attribution.confidence,
    }


def quote_type(text: str, content: Iterable[Span], quotations: list[Span]) -> str:
    """direct (at least nine words in ten in quotation marks), indirect (none) or mixed."""
    inside = total = 0
    for segment in content:
        near = [q for q in quotations if q.overlaps(segment)]
        for word in _WORD.finditer(text, segment.start, segment.end):
            total += 1
            inside += any(q.start <= word.start() < q.end for q in near)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.9 * total else "mixed"


def without_that(text: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Content without a leading "that"."""
    first = content[0]
    that = _THAT.match(text, *first)
    return (Span(that.end(), first.end), *content[1:]) if that else content


def identified(quotes: list[Row]) -> list[Row]:
    """Quotes with their place as ``quote_id`` and the smallest quote around them as parent."""
    for mark, in_title in (("t", True), ("", False)):
        _nest([q for q in quotes if q["in_title"] is in_title], mark)
    return list({q["quote_id"]: q for q in reversed(quotes)}.values())[::-1]


def _nest(quotes: list[Row], mark: str) -> None:
    """Give each quote its id and its parent, from left to right: only open quotes can be around."""
    still_open: list[tuple[str, list[Span]]] = []
    spans = [(quote, [Span(*s) for s in quote["segments"]]) for quote in quotes]
    for quote, content in sorted(spans, key=lambda pair: (pair[1][0].start, -pair[1][-1].end)):
        quote["quote_id"] = f"{mark}{content[0].start}-{content[-1].end}"
        still_open = [(i, outer) for i, outer in still_open if outer[-1].end > content[0].start]
        around = [(i, outer) for i, outer in still_open if _holds(outer, content)]
        if around:
            quote["parent_id"] = min(around, key=lambda pair: sum(b - a for a, b in pair[1]))[0]
        still_open.append((quote["quote_id"], content))


def _holds(outer: list[Span], inner: list[Span]) -> bool:
    return outer != inner and all(any(s.within(o) for o in outer) for s in inner)

"""From attributions and actors to the rows of `quotes` and `mentions`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from toolkit.annotate.attribution.reported import reported_cue
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.sources.profile import agreeing, profile
from toolkit.annotate.sources.speakers import Speakers
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.cues import core
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention

Row = dict[str, Any]
_THAT = re.compile(r"that\s+(?=\S)", re.I)
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def mention_row(actor: Actor, name: Mention) -> Row:
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
    document: Document, attribution: Attribution, speakers: Speakers, marks: list[Span]
) -> Row:
    text = document.text
    source, cue = attribution.source, attribution.cue
    content = without_that(text, attribution.content)
    words = text[source.start : source.end] if source else None
    cue = Span(cue.start, cue.start + core(text[slice(*cue)])) if cue else None
    cue_words = text[slice(*cue)] if cue else None
    speaker = speakers.of(
        text, source, max(e for c in (*content, cue, source) if c for e in c), content
    )
    about = profile(text, attribution, speaker)
    form = quote_type(text, content, marks)
    kind, force = reported_cue(text, attribution, quoted=form != "indirect")
    said = [text[a:b] for a, b in content]
    return {
        "quote_type": form,
        "content": " … ".join(said),
        "segments": [[a, b] for a, b in content],
        "cue": cue_words,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "cue_kind": kind,
        "cue_force": force if cue else None,
        "source": words,
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "speaker": speaker.name,
        "actor_id": speaker.actor.actor_id if speaker.actor else None,
        "on_behalf_of": speaker.behalf.name if speaker.behalf else None,
        "on_behalf_id": speaker.behalf.actor_id if speaker.behalf else None,
        **about.row(),
        "parent_id": None,
        "n_words": sum(len(_WORD.findall(s)) for s in said),
        "in_title": False,
        "paragraph": document.paragraph_of(content[0].start),
        "position": content[0].start / max(1, len(text)),
        "rule": attribution.rule,
        "confidence": attribution.confidence,
    }


def quote_type(text: str, content: Iterable[Span], marks: list[Span]) -> str:
    """direct (at least nine words in ten in quotation marks), indirect (none) or mixed."""
    inside = total = 0
    for segment in content:
        near = [m for m in marks if m.overlaps(segment)]
        for word in _WORD.finditer(text, segment.start, segment.end):
            total += 1
            inside += any(m.start <= word.start() < m.end for m in near)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.9 * total else "mixed"


def without_that(text: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Content without the "that" which only joins it to its cue."""
    first = content[0]
    that = _THAT.match(text, *first)
    return (Span(that.end(), first.end), *content[1:]) if that else content


def identified(quotes: list[Row]) -> list[Row]:
    """Quotes with their place as ``quote_id``, and that of the smallest quote around them.

    Their sources are the same throughout the article: see `agreeing`.
    """
    quotes = agreeing(quotes)
    for mark, in_title in (("t", True), ("", False)):
        _nest([q for q in quotes if q["in_title"] is in_title], mark)
    return list({q["quote_id"]: q for q in reversed(quotes)}.values())[::-1]


def _nest(quotes: list[Row], mark: str) -> None:
    """Give each quote its id and its parent, from left to right: only open quotes can be around."""
    open_: list[tuple[str, list[Span]]] = []
    spans = [(quote, [Span(*s) for s in quote["segments"]]) for quote in quotes]
    for quote, own in sorted(spans, key=lambda pair: (pair[1][0].start, -pair[1][-1].end)):
        quote["quote_id"] = f"{mark}{own[0].start}-{own[-1].end}"
        open_ = [one for one in open_ if one[1][-1].end > own[0].start]
        around = [one for one in open_ if _holds(one[1], own)]
        if around:
            quote["parent_id"] = min(around, key=lambda one: sum(b - a for a, b in one[1]))[0]
        open_.append((quote["quote_id"], own))


def _holds(outer: list[Span], inner: list[Span]) -> bool:
    return outer != inner and all(any(s.within(o) for o in outer) for s in inner)

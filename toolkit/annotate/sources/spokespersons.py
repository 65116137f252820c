"""For whom somebody speaks: "a spokesman for the union", "White House spokesman John Kirby"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.document import Span

_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|press secretary|representative|communications director"
    r"|press officer|media officer)s?\b", re.I
)  # fmt: skip
Mentions = Sequence[tuple[Span, Actor]]


def behalf(text: str, source: Span, actor: Actor | None, mentions: Mentions) -> Actor | None:
    """For whom a spokesperson speaks: named in the source, or in what describes the actor.

    Args:
        text: of the article.
        source: the source phrase.
        actor: the actor that it resolves to.
        mentions: all names of the article, in the order of the text.
    """
    areas = [source] if _FOR.search(text[slice(*source)]) else []
    if actor is not None and actor.actor_type == "person":
        areas += [m.chars for m in actor.others if _FOR.search(m.text) and m.kind != "pronoun"]
    for area in areas:
        others = [a for a in _within(area, mentions) if a is not actor]
        bodies = [a for a in others if a.actor_type != "person"]
        if others:
            return (bodies or others)[0]
    return None


def _within(area: Span, mentions: Mentions) -> list[Actor]:
    first = bisect_left(mentions, area.start, key=lambda m: m[0].start)
    return [a for c, a in mentions[first : first + 5] if c.start < area.end]

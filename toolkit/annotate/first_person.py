"""First person: "I" and "we" inside a quotation stand for whoever speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.rows import Row
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention

_ONE = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b(?!\.)")
_SEVERAL = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves)\b")


def first_person(
    document: Document, quotes: Iterable[Row], actors: Sequence[Actor], marks: Sequence[Span]
) -> Iterator[tuple[Actor, Mention]]:
    """Each first-person pronoun inside quotation marks with the actor who says it.

    "I" is the person that speaks, "we" the organization; of a person's "we" the text does not say
    who is meant.

    Args:
        document: the article.
        quotes: its rows of `quotes`, with actor_id and segments.
        actors: of the article.
        marks: stretches inside quotation marks.
    """
    by_id = {actor.actor_id: actor for actor in actors}
    taken: set[int] = set()
    short_first = sorted(quotes, key=lambda q: sum(b - a for a, b in q["segments"]))
    for quote in short_first:
        actor = by_id.get(quote["actor_id"] or "")
        if actor is None:
            continue
        pattern = _ONE if actor.actor_type == "person" else _SEVERAL
        for start, end in quote["segments"]:
            for match in pattern.finditer(document.text, start, end):
                chars = Span(*match.span())
                if chars.start not in taken and any(chars.within(m) for m in marks):
                    taken.add(chars.start)
                    yield actor, _mention(document, actor, chars, quote["confidence"])


def _mention(document: Document, actor: Actor, chars: Span, confidence: float) -> Mention:
    words, place = document.text[slice(*chars)], document.paragraph_of(chars.start)
    return Mention(words, chars, actor.actor_type, place, "pronoun", "first person", confidence)

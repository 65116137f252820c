"""First person: "I" and "we" inside a quotation refer to its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.rows import Row
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.quotation_marks import outer_quotations

_SINGULAR = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b(?!\.)")
_PLURAL = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves)\b")


def first_person(
    document: Document, quotes: Iterable[Row], actors: Sequence[Actor]
) -> Iterator[tuple[Actor, Mention]]:
    """First-person pronouns inside quotation marks, with the actor who speaks.

    "I" is the person who speaks, "we" the organization; whom a person means by "we" the text does
    not say.

    Args:
        document: the article.
        quotes: its rows of `quotes`, with actor_id and segments.
        actors: of the article.
    """
    text = document.text
    quotations = outer_quotations(text)
    by_id = {actor.actor_id: actor for actor in actors}
    taken: set[int] = set()
    short_first = sorted(quotes, key=lambda q: sum(b - a for a, b in q["segments"]))
    for quote in short_first:
        actor = by_id.get(quote["actor_id"] or "")
        if actor is None:
            continue
        pattern = _SINGULAR if actor.actor_type == "person" else _PLURAL
        for match in (m for a, b in quote["segments"] for m in pattern.finditer(text, a, b)):
            chars = Span(*match.span())
            if chars.start not in taken and any(chars.within(q) for q in quotations):
                taken.add(chars.start)
                yield actor, Mention(
                    match[0], chars, actor.actor_type, document.paragraph_of(chars.start),
                    "pronoun", "first person", quote["confidence"],
                )  # fmt: skip

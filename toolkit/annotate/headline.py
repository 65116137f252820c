"""Mentions and quotes in headlines, with the actors and speakers of the body.

Title case makes every noun look like a name, so a title has no actors but those of the body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.rows import Row, quote_row
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.quotation_marks import outer_quotations

TITLE = {"in_title": True, "paragraph": -1, "position": 0.0}
_FEWEST_WORDS = 3
_LEAST_SHARED = 0.8
_SOURCE = ("source_form", "source_role", "role_confidence", "anonymity", "anonymous")
_SPEAKER = ("speaker", "actor_id", *_SOURCE)


def title_actors(title: str, actors: Sequence[Actor]) -> list[Actor]:
    """The body's actors that a title names, with their mentions there."""
    names: dict[int, list[Mention]] = defaultdict(list)
    taken: list[Span] = []
    forms = sorted(_forms(actors).items(), key=lambda f: (-len(f[0]), f[0]))
    for form, i in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", title):
            chars = Span(*match.span())
            if not any(chars.overlaps(t) for t in taken):
                taken.append(chars)
                name = Mention(form, chars, actors[i].actor_type, -1, rule="named in the body")
                names[i].append(name)
    return [replace(actors[i], mentions=tuple(found), others=()) for i, found in names.items()]


def _forms(actors: Sequence[Actor]) -> dict[str, int]:
    """Number of the actor by each form of its name, unambiguous surnames included."""
    forms = {m.text: i for i, actor in enumerate(actors) for m in actor.mentions}
    people = [(a.name.split()[-1], i) for i, a in enumerate(actors) if a.actor_type == "person"]
    for surname, i in people:
        if [s for s, _ in people].count(surname) == 1:
            forms.setdefault(surname, i)
    return forms


def title_quotations(document: Document, rows: list[Row]) -> list[Row]:
    """Quotations of a title outside its quotes, too long for a nickname, as quotes."""
    taken = [Span(*segment) for row in rows for segment in row["segments"]]
    quotations = outer_quotations(document.text)
    free = [q for q in quotations if not any(q.overlaps(t) for t in taken)]
    return [
        quote_row(document, Attribution((q,), None, None, "headline", 0.5), Speaker(), quotations)
        for q in free
        if len(document.text[slice(*q)].split()) >= _FEWEST_WORDS
    ]


def with_body_speaker(row: Row, body: list[Row]) -> Row:
    """A headline's quote with the speaker that the body gives to the same words.

    An actor has the form and role in the headline that it has in the body.
    """
    if row["source"] is not None:
        same = next((q for q in body if row["actor_id"] and q["actor_id"] == row["actor_id"]), None)
        return {**row, **{name: same[name] for name in _SOURCE}} if same else row
    words = _words(row["content"])
    least = _LEAST_SHARED * len(words)
    same = next((q for q in body if words and len(words & _words(q["content"])) >= least), None)
    return {**row, **{name: same[name] for name in _SPEAKER}} if same else row


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))

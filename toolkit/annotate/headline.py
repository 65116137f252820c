"""Mentions and quotes in headlines, with the actors and speakers of the body.

Title case makes every noun look like a name, so a title has no actors but those of the body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.rows import Row
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.quotation_marks import outer_quotations

TITLE = {"in_title": True, "paragraph": -1, "position": 0.0}
_FEWEST_WORDS = 3
_AFTER = re.compile(r"\s*(?::|\s[–—-]\s)\s*(?P<source>[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,4})\W*$")
_BEFORE = re.compile(r"\W*(?P<source>[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,4}):\s*")
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


def title_attributions(title: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations of a title that are no quote yet, if they are too long for a nickname.

    Their source is what a colon or a dash divides from them: "‘Budget is dead’: minister".

    Args:
        title: of the article.
        found: attributions in it.
    """
    taken = [part for attribution in found for part in attribution.content]
    free = [q for q in outer_quotations(title) if not any(q.overlaps(t) for t in taken)]
    return [
        Attribution((q,), None, _beside(title, q), "headline", 0.5)
        for q in free
        if len(title[slice(*q)].split()) >= _FEWEST_WORDS
    ]


def _beside(title: str, quotation: Span) -> Span | None:
    after = _AFTER.match(title, quotation.end)
    beside = after or _BEFORE.fullmatch(title, 0, quotation.start)
    return Span(*beside.span("source")) if beside else None


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

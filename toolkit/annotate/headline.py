"""Headlines: the actors and quotes of a title, told by those of the body.

Title case makes every noun look like a name, so a title has no actors but the body's.
"""

from __future__ import annotations

import re
from collections import defaultdict

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.rows import Row, mention_row, quote_row
from toolkit.annotate.sources.speakers import Speakers
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Document, Span, is_stop_word
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.quotation_marks import outer_quotations

TITLE = {"in_title": True, "paragraph": -1, "position": 0.0}
_FEWEST_WORDS = 3
_SAME = 0.8
_SPEAKER = ("speaker", "actor_id", "source_form", "source_role", "anonymity", "anonymous")


def in_title(title: str, found: list[Actor]) -> list[Row]:
    """Mentions in the title, of the body's actors alone: title case invents names."""
    rows: list[Row] = []
    taken: list[Span] = []
    forms = sorted(_forms(found).items(), key=lambda f: (-len(f[0]), f[0]))
    forms = [(form, i) for form, i in forms if not is_stop_word(form)]
    for form, i in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", title):
            chars = Span(*match.span())
            if not any(chars.overlaps(t) for t in taken):
                taken.append(chars)
                name = Mention(form, chars, found[i].actor_type, -1, rule="named in the body")
                rows.append(mention_row(found[i], name))
    return rows


def _forms(found: list[Actor]) -> dict[str, int]:
    """Number of the actor by each form of its name; a surname where one person alone has it."""
    forms = {m.text: i for i, actor in enumerate(found) for m in actor.mentions}
    people = [(a.name.split()[-1], i) for i, a in enumerate(found) if a.actor_type == "person"]
    for surname, i in people:
        if [s for s, _ in people].count(surname) == 1:
            forms.setdefault(surname, i)
    return forms


def title_actors(title: str, found: list[Actor]) -> list[Actor]:
    """The body's actors with their mentions in the title."""
    names: dict[int, list[Mention]] = defaultdict(list)
    ids = {actor.actor_id: i for i, actor in enumerate(found)}
    for row in in_title(title, found):
        chars = Span(row["start"], row["end"])
        names[ids[row["actor_id"]]].append(Mention(row["text"], chars, row["actor_type"], 0))
    return [Actor(found[i].name, found[i].actor_type, tuple(m)) for i, m in names.items()]


def headline_quotations(document: Document, rows: list[Row]) -> list[Row]:
    """Quotations of a title that no attribution took: words too many for a nickname."""
    taken = [Span(*s) for row in rows for s in row["segments"]]
    marks = outer_quotations(document.text)
    free = [m for m in marks if not any(m.overlaps(t) for t in taken)]
    long = [m for m in free if len(document.text[slice(*m)].split()) >= _FEWEST_WORDS]
    nobody = Speakers([])
    return [
        quote_row(document, Attribution((m,), None, None, "headline", 0.5), nobody, marks)
        for m in long
    ]


def with_body_speaker(row: Row, body: list[Row]) -> Row:
    """A headline's quote with the speaker that the body gives to the same words."""
    if row["source"] is not None:
        return row
    words = _words(row["content"])
    same = [q for q in body if words and len(words & _words(q["content"])) >= _SAME * len(words)]
    return {**row, **{name: same[0][name] for name in _SPEAKER}} if same else row


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))

"""A stretch of an article that refers to an actor: as it is found, and as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from toolkit.annotate.text.document import Span


@dataclass(frozen=True)
class Name:
    """A mention as it stands, before and after it is given to an actor.

    Attributes:
        text: the words.
        chars: where they stand.
        actor_type: person, organization or place.
        paragraph: its number, from 0; -1 in the title.
        kind: name, title, description or pronoun.
        rule: what found it, or gave it to its actor.
        confidence: 0 to 1.
    """

    text: str
    chars: Span
    actor_type: str
    paragraph: int
    kind: str = "name"
    rule: str = "entity"
    confidence: float = 1.0


class Found(NamedTuple):
    """A name that was gleaned: where, as what, by which rule."""

    chars: Span
    actor_type: str
    rule: str

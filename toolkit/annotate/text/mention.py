"""Mentions: stretches of an article that refer to an actor."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.annotate.text.document import Span


@dataclass(frozen=True)
class Mention:
    """A stretch of text that refers to an actor, before and after it is assigned to one.

    Attributes:
        text: the words.
        chars: their place.
        actor_type: person, organization or place.
        paragraph: its number, from 0; -1 in the title.
        kind: name, title, description or pronoun.
        rule: what found it, or assigned it to its actor.
        confidence: 0 to 1.
    """

    text: str
    chars: Span
    actor_type: str
    paragraph: int
    kind: str = "name"
    rule: str = "entity"
    confidence: float = 1.0

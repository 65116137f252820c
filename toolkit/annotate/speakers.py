"""From the source beside the cue to the speaker: an actor, or the words that describe one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.annotate.actors import Actor
from toolkit.annotate.documents import Chars

_PRONOUN = re.compile(r"^(?:he|she|him|her|they|it|who|we|i)$", re.I)
_DETERMINER = re.compile(r"^(?:the|a|an|his|her|their|its|one|another|that|this)\s+", re.I)
_PERSONAL = {"he", "she", "him", "her", "i", "who"}
_ACTING = {"organization", "place", "person"}


@dataclass(frozen=True)
class Speaker:
    """Who a quote is attributed to: a name or description, and the actor if it is named."""

    name: str | None
    actor: Actor | None


class Speakers:
    """Finds the speaker of each source of one article, in reading order."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._mentions = sorted(
            ((m.chars, a) for a in actors for m in a.mentions), key=lambda x: x[0]
        )
        self._last: Speaker | None = None
        self._last_end = 0

    def of(self, text: str, source: Chars | None, end: int) -> Speaker:
        """The speaker of a source; of the last source where there is none.

        Args:
            text: the article's text.
            source: the source phrase.
            end: where the quote ends; names inside it do not speak next.
        """
        speaker = self._speaker(text, source)
        self._last, self._last_end = speaker, max(end, self._last_end)
        return speaker

    def _speaker(self, text: str, source: Chars | None) -> Speaker:
        if source is None:
            return self._last or Speaker(None, None)
        words = text[source.start : source.end]
        actor = self._named(source, words)
        if actor is None and _PRONOUN.match(words):
            return self._antecedent(words.lower(), source)
        return Speaker(actor.name if actor else _described(words), actor)

    def _named(self, source: Chars, words: str) -> Actor | None:
        """The person that the source names, else what stands as its head."""
        inside = [(c, a) for c, a in self._mentions if c.within(source)]
        person = next((a for c, a in reversed(inside) if a.actor_type == "person"), None)
        if person is not None and not _possessive(words, source, inside, person):
            return person
        head = _head_end(words) + source.start
        return next((a for c, a in inside if c.end == head and a.actor_type in _ACTING), None)

    def _antecedent(self, pronoun: str, source: Chars) -> Speaker:
        """The last speaker, unless someone was named since then; else who was named last."""
        wanted = "person" if pronoun in _PERSONAL else "organization"
        since = [
            actor
            for chars, actor in self._mentions
            if self._last_end <= chars.start < source.start and actor.actor_type == wanted
        ]
        if since:
            return Speaker(since[-1].name, since[-1])
        return self._last or Speaker(None, None)


def _possessive(
    words: str, source: Chars, inside: list[tuple[Chars, Actor]], person: Actor
) -> bool:
    """Whether the person only owns or commands the source ("Trump's lawyer", "aide to Trump")."""
    chars = next(c for c, a in reversed(inside) if a is person)
    after = words[chars.end - source.start :]
    before = words[: chars.start - source.start]
    return bool(re.match(r"['’]s?\s+\w", after)) or bool(
        re.search(r"\b(?:for|to|of|with|by|about|against|from)\s+(?:\w+\.?\s+){0,3}$", before)
    )


def _head_end(words: str) -> int:
    """Where the head of a noun phrase ends: before a comma, a preposition or a clause."""
    match = re.search(r",|\s\(|\s(?:of|for|from|in|at|on|with|to|by|who|which|that)\s", words)
    end = match.start() if match else len(words)
    return len(words[:end].rstrip())


def _described(words: str) -> str:
    head = re.split(r",|\s\(|\swho\s|\swhich\s", words, maxsplit=1)[0]
    return _DETERMINER.sub("", head).strip()

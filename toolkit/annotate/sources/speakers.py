"""The speaker of each quote, from the source beside its cue: an actor, or a describing phrase.

A spokesperson is the speaker, on behalf of somebody ("John Kirby" of "White House"), with or
without a name ("a spokesman for the union").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.annotate.coreference.references import LEAST, References, reference_kind
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.entities.mention_index import MentionIndex
from toolkit.annotate.sources.named_source import by_shorthand, named_in, represented
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span, hull
from toolkit.annotate.text.noun_phrases import describing_phrase
from toolkit.annotate.text.quotation_marks import outer_quotations

_SEVERAL = ("one", "another", "others", "some", "the other")
_PHRASE = re.compile(
    r"\b(?:the|a|an|some|many|several|most|two|three|four|five|six|her|his|their|its)"
    r" (?P<words>(?:[\w-]+ ){0,2}[\w-]+),? $", re.I
)  # fmt: skip
_PAPER = re.compile(
    r"^(?:the|that|this)\s(?:e-?mail|statement|note|message|tweet|post|release)$", re.I
)
_NEAR = 4
"""Most characters between a name and the relative pronoun after it."""


@dataclass(frozen=True)
class Speaker:
    """Who a quote is attributed to.

    Attributes:
        name: of the actor, or the describing phrase.
        actor: the actor, if it is named.
        behalf: the actor for whom it speaks.
    """

    name: str | None = None
    actor: Actor | None = None
    behalf: Actor | None = None


def unnamed_sources(
    text: str, attributions: Iterable[Attribution], actors: Sequence[Actor]
) -> list[Span]:
    """Sources that neither name an actor nor are a pronoun, in reading order."""
    names = MentionIndex(actors, text)
    sources = {a.source for a in attributions if a.source}
    return sorted(
        s
        for s in sources
        if reference_kind(text[slice(*s)]) == "phrase"
        and named_in(s, text[slice(*s)], names.inside(s)) is None
    )


def resolve_speakers(
    text: str, attributions: Sequence[Attribution], actors: Sequence[Actor], references: References
) -> list[Speaker]:
    """The speaker of each attribution of an article.

    Args:
        text: of the article.
        attributions: in reading order.
        actors: of the article, with their titles and descriptions.
        references: of the article.
    """
    resolver = _Speakers(text, actors, references)
    return [resolver.next(attribution) for attribution in attributions]


class _Speakers:
    """An article, and the speaker of the quote before the one that is resolved."""

    def __init__(self, text: str, actors: Sequence[Actor], references: References) -> None:
        self.text = text
        self.actors = actors
        self.names = MentionIndex(actors, text)
        self.references = references
        self.quotations = outer_quotations(text)
        self.last = Speaker()
        self.last_content: Sequence[Span] = ()
        self.last_end = 0
        self.content: Sequence[Span] = ()

    def next(self, attribution: Attribution) -> Speaker:
        """The speaker of the next attribution."""
        source, self.content = attribution.source, attribution.content
        speaker = self.last if source is None else self._speaker(source)
        # a source quoted within a quotation does not speak next
        if not (source and any(source.within(part) for part in self.last_content)):
            self.last, self.last_content = speaker, attribution.content
            end = hull((*attribution.content, attribution.cue, source)).end
            self.last_end = max(end, self.last_end)
        return speaker

    def _speaker(self, source: Span) -> Speaker:
        words = self.text[slice(*source)]
        plain = words.lower().strip(" ,")
        kind = reference_kind(words)
        if _PAPER.match(plain) or (plain in _SEVERAL and not self.last.actor):
            return self.last
        if kind == "first":
            quoted = any(source.within(q) for q in self.quotations)
            return self.last if quoted else Speaker()
        if kind == "who":
            return self._relative(source)
        if kind != "phrase":
            return self.last if self._goes_on(source, kind) else self._referent(source, kind) or self.last
        actor = by_shorthand(words, self.names)
        actor = actor or named_in(source, words, self.names.inside(source))
        behalf = represented(self.text, source, actor, self.names)
        if actor:
            return Speaker(actor.name, actor, behalf)
        return self._referent(source, kind, LEAST) or Speaker(
            describing_phrase(words), None, behalf
        )

    def _goes_on(self, source: Span, kind: str) -> bool:
        """Whether the last speaker goes on: nobody else was named since, outside quotations."""
        last, since = self.last.actor, self.names.between(self.last_end, source.start)
        person = kind in ("he", "she")
        may = self.last.name is not None
        if last is not None:
            gender = {"he": "m", "she": "f"}.get(kind, "")
            may = (last.actor_type == "person") == person and last.gender in ("", gender)
        return may and not any(
            (a.actor_type == "person") == person and a is not last
            for c, a in since
            if not any(c.within(q) for q in (*self.quotations, *self.content))
        )

    def _relative(self, source: Span) -> Speaker:
        """The name or noun phrase before "who" or "that": "some officials who"."""
        near = [a for c, a in self.names.all if 0 < source.start - c.end <= _NEAR]
        if near:
            return _named(near[-1])
        phrase = _PHRASE.search(self.text, max(0, source.start - 60), source.start)
        return Speaker(describing_phrase(phrase["words"])) if phrase else self.last

    def _referent(self, source: Span, kind: str, least: float = 0.0) -> Speaker | None:
        """The actor, or the unnamed source before, that a mention refers to."""
        target, chance = self.references(source, kind).best()
        if target is None or chance < least:
            return None
        if isinstance(target, int):
            return _named(self.actors[target])
        return Speaker(describing_phrase(self.text[slice(*target)]))


def _named(actor: Actor) -> Speaker:
    return Speaker(actor.name, actor)

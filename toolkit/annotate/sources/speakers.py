"""The speaker of each quote, from the source beside its cue: an actor, or a describing phrase.

A spokesperson is the speaker, on behalf of somebody ("John Kirby" of "White House"), with or
without a name ("a spokesman for the union").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.entities.mention_index import MentionIndex
from toolkit.annotate.sources.named_source import (
    by_shorthand,
    described_elsewhere,
    named_in,
    represented,
)
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span, hull
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.noun_phrases import describing_phrase, head_noun, head_words
from toolkit.annotate.text.quotation_marks import outer_quotations

_SINGULAR = {"he": "m", "him": "m", "she": "f", "her": "f"}
_PLURAL = ("they", "them", "both", "we")
_SEVERAL = ("one", "another", "others", "some", "the other")
_BOTH = re.compile(r"both (?:men|women|people)$|(?:the two|the pair)$")
_PHRASE = re.compile(
    r"\b(?:the|a|an|some|many|several|most|two|three|four|five|his|her|their|its)"
    r" (?P<words>(?:[\w-]+ ){0,2}[\w-]+),? $", re.I
)  # fmt: skip
_RELATIVE = ("who", "which", "that", "whom")
_FIRST = ("i", "me", "we", "us")
_PRONOUNS = (*_SINGULAR, *_PLURAL, *_RELATIVE, *_FIRST, "it")
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


def resolve_speakers(
    text: str, attributions: Iterable[Attribution], actors: Sequence[Actor]
) -> list[Speaker]:
    """The speaker of each attribution of an article.

    Args:
        text: of the article.
        attributions: in reading order.
        actors: of the article, with their mentions by pronoun and description.
    """
    references = {
        (m.chars.start, m.kind): (m, actor)
        for actor in actors
        for m in actor.others
        if m.kind in ("pronoun", "description")
    }
    context = _Context(text, MentionIndex(actors, text), references, outer_quotations(text))
    speakers = []
    for attribution in attributions:
        context = replace(context, content=attribution.content)
        speakers.append(context.speaker(attribution.source))
        context = context.after(attribution, speakers[-1])
    return speakers


@dataclass(frozen=True)
class _Context:
    """An article, and the quotes before the one whose source is resolved.

    Attributes:
        text: of the article.
        names: of its actors.
        references: descriptions and pronouns with their actors, by first character and kind.
        quotations: the outermost.
        content: of the quote; names inside it are not whom "she" stands for.
        last: the speaker before.
        last_end: where the quotes before end; names inside them do not speak next.
        last_content: of the quote before.
        described: the first unnamed speaker by each noun.
    """

    text: str
    names: MentionIndex
    references: Mapping[tuple[int, str], tuple[Mention, Actor]]
    quotations: Sequence[Span]
    content: Sequence[Span] = ()
    last: Speaker | None = None
    last_end: int = 0
    last_content: Sequence[Span] = ()
    described: Mapping[str, Speaker] = field(default_factory=dict)

    def after(self, attribution: Attribution, speaker: Speaker) -> _Context:
        """The context of the next attribution."""
        context = self
        noun = head_noun(speaker.name).lower() if speaker.name and speaker.actor is None else None
        if noun and noun not in self.described:
            context = replace(self, described={**self.described, noun: speaker})
        source = attribution.source
        # a source quoted within a quotation does not speak next
        if source and any(source.within(part) for part in self.last_content):
            return context
        end = hull((*attribution.content, attribution.cue, source)).end
        end = max(end, self.last_end)
        return replace(context, last=speaker, last_end=end, last_content=attribution.content)

    def speaker(self, source: Span | None) -> Speaker:
        """The speaker of a source; the last speaker where there is none."""
        if source is None:
            return self._again()
        words = self.text[slice(*source)]
        plain = words.lower().strip(" ,")
        inside = self.names.inside(source)
        if len(words) > 1 and words.isupper() and inside:
            plain = words
        if _BOTH.match(plain):
            pair = self._pair(source) or self.names.pair_before(source.start)
            return _named(pair) if pair else self._unnamed(words, None)
        if self.last and (_PAPER.match(plain) or (plain in _SEVERAL and not self.last.actor)):
            return self.last
        if plain in _PRONOUNS:
            return self._pronoun(plain, source)
        actor = named_in(source, words, inside) or self._called(source, words.rstrip(" ,"))
        if actor is None or self._only_begins_turns(actor):
            actor = by_shorthand(self.text, words, self.names) or actor
        behalf = represented(self.text, source, actor, self.names)
        return Speaker(actor.name, actor, behalf) if actor else self._unnamed(words, behalf)

    def _only_begins_turns(self, actor: Actor) -> bool:
        """Whether a name stands before colons alone, as initials in an interview do."""
        return all(self.text[m.chars.end : m.chars.end + 1] == ":" for m in actor.mentions)

    def _unnamed(self, words: str, behalf: Actor | None) -> Speaker:
        """The describing phrase; for "the official", the fuller phrase that came before."""
        phrase = describing_phrase(words)
        if words.lower().startswith("the ") and " " not in phrase:
            return self.described.get(head_noun(phrase).lower()) or Speaker(phrase, None, behalf)
        return Speaker(phrase, None, behalf)

    def _called(self, source: Span, words: str) -> Actor | None:
        """The actor described by this phrase, here or before a name elsewhere."""
        mention, actor = self.references.get((source.start, "description"), (None, None))
        if mention and len(mention.text.split()) >= len(head_words(words).split()):
            return actor
        return described_elsewhere(self.text, words, self.names.all)

    def _pronoun(self, plain: str, source: Span) -> Speaker:
        if plain in _RELATIVE:
            return self._relative(source)
        _, actor = self.references.get((source.start, "pronoun"), (None, None))
        if plain in _FIRST:
            quoted = any(source.within(q) for q in self.quotations)
            return self._again() if quoted else Speaker()
        if self._is_another(source):
            return _named(actor) if actor and self.last and actor != self.last.actor else Speaker()
        if plain in _SINGULAR:
            return self._he_or_she(_SINGULAR[plain], source, actor)
        if plain in _PLURAL and (pair := self._pair(source)):
            return _named(pair)
        if self.last and not self._since(source, ("organization", "place")):
            return self.last
        return self._body(source, actor)

    def _is_another(self, source: Span) -> bool:
        """Whether a source stands in a quotation that the last speaker says: "They say it is"."""
        said = [part for part in self.last_content if source.within(part)]
        return bool(said) and any(source.within(q) for q in self.quotations)

    def _relative(self, source: Span) -> Speaker:
        """The name or noun phrase before "who" or "that": "some officials who"."""
        near = [a for c, a in self.names.all if 0 < source.start - c.end <= _NEAR]
        if near:
            return _named(near[-1])
        phrase = _PHRASE.search(self.text, max(0, source.start - 60), source.start)
        return Speaker(describing_phrase(phrase["words"])) if phrase else self._again()

    def _he_or_she(self, gender: str, source: Span, actor: Actor | None) -> Speaker:
        """The last speaker, unless another person was named since outside quotations."""
        last = self.last
        may_go_on = last is not None and (
            last.actor is None
            or (last.actor.actor_type == "person" and last.actor.gender in ("", gender))
        )
        since = [a for a in self._since(source, ("person",)) if a.gender in ("", gender)]
        if last and may_go_on and (last.actor or actor is None) and not since:
            return last
        if actor is not None:
            return _named(actor)
        return _named(since[-1]) if since else self._again()

    def _body(self, source: Span, actor: Actor | None) -> Speaker:
        """The first organization named since the last quote: "it", "they"."""
        since = self._since(source, ("organization", "place"))
        if actor is None and since:
            actor = next((a for a in since if a.actor_type == "organization"), since[0])
        return _named(actor) if actor else self._again()

    def _pair(self, source: Span) -> Actor | None:
        """The first of two people named together since the last quote."""
        return self.names.pair(self.last_end, source.start)

    def _since(self, source: Span, kinds: tuple[str, ...]) -> list[Actor]:
        """Actors named between the last quote and a source, outside quotation marks."""
        return [
            a
            for c, a in self.names.between(self.last_end, source.start)
            if a.actor_type in kinds
            and not any(c.within(q) for q in (*self.quotations, *self.content))
        ]

    def _again(self) -> Speaker:
        return self.last or Speaker()


def _named(actor: Actor) -> Speaker:
    return Speaker(actor.name, actor)

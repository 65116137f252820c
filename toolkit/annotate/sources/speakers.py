"""From the source beside the cue to the speaker: an actor, or the words that describe one.

A person who speaks for somebody is the speaker; for whom is kept beside it ("John Kirby" on behalf
of "White House"), also where the person has no name ("a spokesman for the union").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.entities.mention_index import MentionIndex
from toolkit.annotate.sources.initials import ANSWER, meant
from toolkit.annotate.sources.named_source import called, named_in
from toolkit.annotate.sources.spokespersons import behalf
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import describing_phrase, head_noun, head_words
from toolkit.annotate.text.quotation_marks import outer_quotations

_SINGULAR = {"he": "m", "him": "m", "she": "f", "her": "f"}
_NEUTER = ("it",)
_PLURAL = ("they", "them", "both", "we")
_SEVERAL = ("one", "another", "others", "some", "the other")
_BOTH = re.compile(r"both (?:men|women|people)$|(?:the two|the pair)$")
_PHRASE = re.compile(
    r"\b(?:the|a|an|some|many|several|most|two|three|four|five|his|her|their|its)"
    r" (?P<words>(?:[\w-]+ ){0,2}[\w-]+),? $", re.I
)  # fmt: skip
_RELATIVE = ("who", "which", "that", "whom")
_FIRST = ("i", "me", "we", "us")
_PAPER = re.compile(
    r"^(?:the|that|this)\s(?:e-?mail|statement|note|message|tweet|post|release)$", re.I
)
_NEAR = 4
"""Characters between a relative pronoun and the name that it follows."""


@dataclass(frozen=True)
class Speaker:
    """Who a quote is attributed to.

    Attributes:
        name: the actor's, or the describing phrase.
        actor: the actor, if it is named.
        behalf: the actor for whom it speaks.
    """

    name: str | None
    actor: Actor | None
    behalf: Actor | None = None


class Speakers:
    """Finds the speaker of each source of one article, in reading order.

    Args:
        actors: of the article, with their mentions by pronoun and description.
        text: of the article.
    """

    def __init__(self, actors: Sequence[Actor], text: str = "") -> None:
        self._text = text
        self._names = MentionIndex(actors, text)
        self._others = {
            (m.chars.start, m.kind): (m, a)
            for a in actors
            for m in a.others
            if m.kind in ("pronoun", "description")
        }
        self._quoted = outer_quotations(text)
        self._content: Sequence[Span] = ()
        self._outer: Sequence[Span] = ()
        self._described: dict[str, Speaker] = {}
        self._last: Speaker | None = None
        self._last_end = 0

    def of(self, text: str, source: Span | None, end: int, content: Sequence[Span] = ()) -> Speaker:
        """The speaker of a source; of the last source where there is none.

        Args:
            text: the article's text.
            source: the source phrase.
            end: where the quote ends; names inside it do not speak next.
            content: what is attributed; names inside it are not who "she" is.
        """
        self._content = content
        speaker = self._speaker(text, source)
        # who is quoted within a quotation does not speak next
        if source is None or not any(source.within(c) for c in self._outer):
            self._last, self._last_end = speaker, max(end, self._last_end)
            self._outer = content
        return speaker

    def _speaker(self, text: str, source: Span | None) -> Speaker:
        if source is None:
            return self._last or Speaker(None, None)
        words = text[slice(*source)]
        plain = words.lower().strip(" ,")
        if len(words) > 1 and words.isupper() and self._names.inside(source):
            plain = words
        if _BOTH.match(plain):
            pair = self._pair(source) or self._names.pair_before(source.start)
            return Speaker(pair.name, pair) if pair else self._unnamed(words, None)
        if plain in _SEVERAL and self._last and self._last.actor is None:
            return self._last
        if plain in (*_SINGULAR, *_NEUTER, *_PLURAL, *_RELATIVE, *_FIRST):
            return self._pronoun(plain, source)
        if _PAPER.match(plain) and self._last:
            return self._last
        actor = named_in(source, words, self._names.inside(source)) or self._called(text, source)
        actor = actor or meant(words, self._named_before(source, words))
        for_whom = behalf(text, source, actor, self._names.all)
        if actor:
            return Speaker(actor.name, actor, for_whom)
        return self._unnamed(words, for_whom)

    def _named_before(self, source: Span, words: str) -> list[Actor]:
        """Actors as they are named before a source; initials may stand before the name."""
        names = self._names.between(0, source.start) if words in ANSWER else self._names.all
        return [actor for _, actor in names]

    def _unnamed(self, words: str, for_whom: Actor | None) -> Speaker:
        """The describing phrase; of "the official", the fuller one that came before."""
        phrase = describing_phrase(words)
        noun = head_noun(phrase).lower()
        if words.lower().startswith("the ") and " " not in phrase and noun in self._described:
            return self._described[noun]
        speaker = Speaker(phrase, None, for_whom)
        self._described.setdefault(noun, speaker)
        return speaker

    def _called(self, text: str, source: Span) -> Actor | None:
        """The actor that the article calls by this phrase, here or before a name elsewhere."""
        found = self._others.get((source.start, "description"))
        words = text[slice(*source)].rstrip(" ,")
        if found and len(found[0].text.split()) >= len(head_words(words).split()):
            return found[1]
        return called(text, words, self._names.all)

    # -------------------------------------------------------------------------- by pronoun

    def _pronoun(self, plain: str, source: Span) -> Speaker:
        if plain in _RELATIVE:
            return self._relative(source)
        resolved = self._others.get((source.start, "pronoun"))
        actor = resolved[1] if resolved else None
        if plain in _SINGULAR:
            return self._he_or_she(_SINGULAR[plain], source, actor)
        if plain in _FIRST:
            told = any(source.within(q) for q in self._quoted)
            return self._again() if told else Speaker(None, None)
        if plain in _PLURAL and (pair := self._pair(source)):
            return Speaker(pair.name, pair)
        if self._last and not self._since(source, ("organization", "place")):
            return self._last
        return self._body(source, actor)

    def _relative(self, source: Span) -> Speaker:
        """ "who" and "that": the name before them, else the noun phrase ("some officials who")."""
        near = [a for c, a in self._names.all if 0 < source.start - c.end <= _NEAR]
        if near:
            return Speaker(near[-1].name, near[-1])
        phrase = _PHRASE.search(self._text, max(0, source.start - 60), source.start)
        return Speaker(describing_phrase(phrase["words"]), None) if phrase else self._again()

    def _he_or_she(self, gender: str, source: Span, actor: Actor | None) -> Speaker:
        """The last speaker, unless somebody else was named since then outside of quotations."""
        last = self._last
        may_go_on = last is not None and (
            last.actor is None
            or (last.actor.actor_type == "person" and last.actor.gender in ("", gender))
        )
        since = [a for a in self._since(source, ("person",)) if a.gender in ("", gender)]
        if last and may_go_on and (last.actor or actor is None) and not since:
            return last
        if actor is not None:
            return Speaker(actor.name, actor)
        return Speaker(since[-1].name, since[-1]) if since else self._again()

    def _body(self, source: Span, actor: Actor | None) -> Speaker:
        """ "it" and "they": the organization that was named last, the first of its sentence."""
        since = self._since(source, ("organization", "place"))
        if actor is None and since:
            actor = next((a for a in since if a.actor_type == "organization"), since[0])
        return Speaker(actor.name, actor) if actor else self._again()

    def _pair(self, source: Span) -> Actor | None:
        """The first of two people named together since the last quote."""
        return self._names.pair(self._last_end, source.start)

    def _since(self, source: Span, kinds: tuple[str, ...]) -> list[Actor]:
        """Actors named between the last quote and a source, outside of quotation marks."""
        return [
            a
            for c, a in self._names.between(self._last_end, source.start)
            if a.actor_type in kinds
            and not any(c.within(q) for q in (*self._quoted, *self._content))
        ]

    def _again(self) -> Speaker:
        return self._last or Speaker(None, None)

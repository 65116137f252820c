"""Coreference: which actor a pronoun or a description stands for, within one article.

Salience after Lappin & Leass 1994, "An algorithm for pronominal anaphora resolution", as far as it
goes without a parse: each mention lends its actor weight, more where it opens its sentence, speaks
or acts, less where it owns something or stands inside a quotation, half as much with each sentence
that follows. Gender is what the article says (honorifics, kinship words, a pronoun that can mean
but one person), never what a first name suggests.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.annotate.coreference.appositions import described
from toolkit.annotate.coreference.descriptions import (
    Description,
    descriptions,
    is_trading,
    suits,
)
from toolkit.annotate.coreference.gender import PRONOUN, told_genders
from toolkit.annotate.coreference.salience import SUBJECT_AFTER, State, sure, weight
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import generic
from toolkit.annotate.text.mention import Name
from toolkit.annotate.text.quotation_marks import quotations
from toolkit.annotate.text.sentences import sentences

# "it is clear that", "it took years to": no one is meant
_PLEONASTIC = re.compile(
    r"it(?:['’]s| is| was| would be| will be| may be| has been| seems| appears| remains| took)\b"
    r"(?: not| also| now| still| very| more| so)*(?: an?)? [\w-]+(?: \w+)?"
    r" (?:that|to|for|whether|how|why|if|when|who)\b"
    r"|it (?:rain|snow)(?:s|ed)\b|it(?:['’]s| is| was) (?:\d|not (?:clear|known))",
    re.I,
)
_OPENING = re.compile(
    r"(?:In|At|On|After|Before|During|Despite|With|Since|While|When|As|For|Unlike|From|Upon|By|Asked"
    r"|[A-Z][a-z]+ing|Following)\b"
)
_LEAST = 30
_SURE = 0.65
"""How sure a pronoun's actor must be before the pronoun tells the actor's gender."""


@dataclass(frozen=True)
class Reference:
    """A mention by pronoun or description, and the number of the actor that it stands for."""

    mention: Name
    actor: int


class Reader:
    """Reads an article once and resolves what it can."""

    def __init__(self, document: Document, actors: Sequence[Actor]) -> None:
        self.text = document.text
        self.document = document
        self.actors = actors
        self.quoted = [Span(q.start, q.end) for q in quotations(self.text) if q.depth == 0]
        self.sentences = sentences(self.text)
        self._starts = [s.start for s in self.sentences]
        self._quotes = [q.start for q in self.quoted]
        self.names = sorted((m.chars, i) for i, a in enumerate(actors) for m in a.mentions)
        self.descriptions = descriptions(self.text, actors)

    def sentence(self, place: int) -> int:
        """Number of the sentence that a character stands in."""
        return max(0, bisect_right(self._starts, place) - 1)

    def in_quote(self, place: int) -> bool:
        """Whether a character stands inside quotation marks."""
        i = bisect_right(self._quotes, place) - 1
        return i >= 0 and place < self.quoted[i].end

    def references(self) -> tuple[list[Reference], dict[int, str]]:
        """Pronouns and descriptions that stand for an actor, in reading order; genders by actor."""
        people = {i for i, a in enumerate(self.actors) if a.actor_type == "person"}
        bodies = set(range(len(self.actors))) - people
        genders = told_genders(self, people)
        state = State(self.actors, genders)
        found: list[Reference] = []
        for chars, what in self._events():
            number = self.sentence(chars.start)
            if isinstance(what, int):
                state.add(what, number, self._weight(chars), self.in_quote(chars.start))
                continue
            made = (
                self._pronoun(chars, what, state, people, bodies)
                if isinstance(what, str)
                else self._description(chars, what, state)
            )
            if made:
                found.append(made)
                state.add(made.actor, number, self._weight(chars), self.in_quote(chars.start))
        return found, state.genders

    def _events(self) -> list[tuple[Span, int | str | Description]]:
        """Names, pronouns and descriptions in reading order."""
        events: list[tuple[Span, int | str | Description]] = list(self.names)
        taken = {c.start for c, _ in self.names}
        for match in PRONOUN.finditer(self.text):
            if not match[0].isupper() and match.start() not in taken:
                events.append((Span(*match.span()), str(match.lastgroup)))
        free = (d for d in self.descriptions if not self._holds_name(d.chars))
        events += [(d.chars, d) for d in free]
        return sorted(events, key=lambda e: e[0])

    def _holds_name(self, chars: Span) -> bool:
        """Whether a name stands in a phrase: "the Brook group" is named there."""
        place = bisect_right(self.names, (chars, -1), key=lambda n: (n[0], -1))
        return any(c.overlaps(chars) for c, _ in self.names[max(0, place - 1) : place + 2])

    def _weight(self, chars: Span) -> float:
        sentence = self.sentences[self.sentence(chars.start)]
        return weight(
            self.text[sentence.start : chars.start], self.text[chars.end : chars.end + 40]
        )

    # -------------------------------------------------------------------------- pronouns

    def _pronoun(
        self, chars: Span, gender: str, state: State, people: set[int], bodies: set[int]
    ) -> Reference | None:
        if gender == "n":
            return self._neuter(chars, state, bodies)
        among = {i for i in people if state.genders.get(i, gender) == gender}
        among -= self._speaking(chars) if self.in_quote(chars.start) else set()
        opening = self._opening(chars, among)
        if opening is not None:
            return self._reference(chars, opening, "pronoun", "opening clause", 0.8)
        quoted = self.in_quote(chars.start)
        ranked = state.ranked(self.sentence(chars.start), among, quoted)
        if not ranked:
            return self._cataphor(chars, among)
        best, actor = ranked[0]
        if best < _LEAST:
            return None
        if sure(ranked) >= _SURE and not quoted:
            state.genders.setdefault(actor, gender)
        return self._reference(chars, actor, "pronoun", "salience", sure(ranked))

    def _neuter(self, chars: Span, state: State, bodies: set[int]) -> Reference | None:
        """ "it" and "its", where an organization or place is the one thing to mean."""
        word = self.text[slice(*chars)].lower()
        after = self.text[chars.start : chars.end + 40]
        if word == "it" and (
            _PLEONASTIC.match(after)
            or not SUBJECT_AFTER.match(self.text[chars.end : chars.end + 40])
        ):
            return None
        number = self.sentence(chars.start)
        near = {a for a, n, *_ in state.weights[-12:] if number - n <= 1 and a in bodies}
        ranked = state.ranked(number, near)
        if not ranked or ranked[0][0] < 2 * _LEAST:
            return None
        return self._reference(chars, ranked[0][1], "pronoun", "salience", 0.8 * sure(ranked))

    def _opening(self, chars: Span, among: set[int]) -> int | None:
        """ "Discussing his plans, Brook said": the subject behind an opening clause."""
        sentence = self.sentences[self.sentence(chars.start)]
        before = self.text[sentence.start : chars.start]
        if len(before.split()) > 6 or not _OPENING.match(before) or self.in_quote(chars.start):
            return None
        comma = self.text.find(",", chars.end, sentence.end)
        after = [(c, a) for c, a in self.names if comma >= 0 and comma < c.start < comma + 60]
        if not after or after[0][1] not in among or after[0][0].start >= sentence.end:
            return None
        return after[0][1]

    def _cataphor(self, chars: Span, among: set[int]) -> Reference | None:
        """A pronoun before the name: the one person that the next sentence names."""
        end = self.sentences[min(self.sentence(chars.start) + 1, len(self.sentences) - 1)].end
        following = {a for c, a in self.names if chars.end < c.start < end and a in among}
        if len(following) != 1:
            return None
        return self._reference(chars, following.pop(), "pronoun", "named after", 0.6)

    def _speaking(self, chars: Span) -> set[int]:
        """People who speak beside the quotation that a pronoun stands in: not "he" therein."""
        quote = self.quoted[bisect_right(self._quotes, chars.start) - 1]
        near = [(c, a) for c, a in self.names if quote.start - 60 < c.start < quote.end + 60]
        speaking = set()
        for name, actor in near:
            between = self.text[min(name.end, quote.end) : max(name.start, quote.start)]
            outside = not name.within(quote)
            after = self.text[name.end : name.end + 20].split(" ")
            cue = (after[1:2] or [""])[0].strip(",.:") if name.start < quote.start else between
            if outside and "\n" not in between and cue and is_cue(cue.strip(" ,.")):
                speaking.add(actor)
        return speaking

    # -------------------------------------------------------------------------- descriptions

    def _description(self, chars: Span, what: Description, state: State) -> Reference | None:
        if len(what.actors) == 1:
            return self._reference(chars, what.actors[0], "description", what.rule, what.confidence)
        among = set(what.actors) or {i for i, a in enumerate(self.actors) if suits(what.noun, a)}
        ranked = state.ranked(self.sentence(chars.start), among)
        if generic().get(what.noun) == "company":
            ranked.sort(key=lambda r: r[0] * (1 + is_trading(self.actors[r[1]])), reverse=True)
        if ranked and ranked[0][0] >= _LEAST:
            return self._reference(
                chars, ranked[0][1], "description", what.rule, 0.8 * sure(ranked)
            )
        seen = Counter(a for a, *_ in state.weights if a in among).most_common(1)
        if generic().get(what.noun) in ("country", "place") and seen:
            return self._reference(chars, seen[0][0], "description", "named most", 0.5)
        return None

    def _reference(
        self, chars: Span, actor: int, kind: str, rule: str, confidence: float
    ) -> Reference:
        paragraph = self.document.paragraph_of(chars.start)
        kinds = self.actors[actor].actor_type
        words = self.text[slice(*chars)]
        return Reference(
            Name(words, chars, kinds, paragraph, kind, rule, round(confidence, 2)), actor
        )


def resolved(document: Document, actors: Sequence[Actor]) -> list[Actor]:
    """Actors with their mentions by title, description and pronoun in `others`.

    Example:
        >>> from toolkit.annotate.text.document import parse
        >>> from toolkit.annotate.entities.actors import actors
        >>> note = parse("Barbara Miller arrived on Friday. She said the ferry was late.")
        >>> [[m.text for m in a.others] for a in resolved(note, actors(note)) if a.others]
        [['She']]
    """
    others: dict[int, list[Name]] = defaultdict(list)
    references, genders = Reader(document, actors).references()
    for reference in references:
        others[reference.actor].append(reference.mention)
    for number, mention in described(document, actors):
        others[number].append(mention)
    ordered = {i: tuple(sorted(ms, key=lambda m: m.chars)) for i, ms in others.items()}
    return [
        replace(a, others=ordered.get(i, ()), gender=genders.get(i, ""))
        for i, a in enumerate(actors)
    ]

"""Coreference: which actor a pronoun or a description stands for, within one article.

Salience after Lappin & Leass 1994, "An algorithm for pronominal anaphora resolution", as far as it
goes without a parse: each mention adds to the salience of its actor, more where it opens its
sentence, speaks or acts, less where it owns something or stands inside a quotation, half as much
with each sentence that follows. Gender is what the article gives (honorifics, kinship words, a
pronoun that can mean only one person), never what a first name suggests.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.annotate.coreference.appositions import titles_and_appositions
from toolkit.annotate.coreference.article import Article
from toolkit.annotate.coreference.descriptions import Description, descriptions, is_trading, suits
from toolkit.annotate.coreference.gender import PRONOUN, stated_genders
from toolkit.annotate.coreference.salience import SUBJECT_AFTER, Salience, certainty, weight
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import generic
from toolkit.annotate.text.mention import Mention

# "it is clear that", "it took years to": no actor is meant
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
"""Salience below which an actor is not meant."""
_SURE = 0.65
"""Certainty from which a pronoun gives its actor's gender."""


class Resolver:
    """Resolves the pronouns and descriptions of one article, from left to right."""

    def __init__(self, document: Document, actors: Sequence[Actor]) -> None:
        self.document = document
        self.article = Article(document, actors)
        self.text = document.text
        self.actors = actors
        self.genders = stated_genders(self.article)
        self.salience = Salience()

    def references(self) -> Iterator[tuple[int, Mention]]:
        """Pronouns and descriptions in reading order, with the number of the actor."""
        for chars, candidate in self._candidates():
            if isinstance(candidate, int):
                self._add(candidate, chars)
                continue
            if isinstance(candidate, str):
                reference = self._pronoun(chars, candidate)
            else:
                reference = self._description(candidate)
            if reference:
                self._add(reference[0], chars)
                yield reference

    def _candidates(self) -> list[tuple[Span, int | str | Description]]:
        """Names, pronouns (by gender) and descriptions in reading order."""
        names = self.article.names
        starts = {chars.start for chars, _ in names}
        candidates: list[tuple[Span, int | str | Description]] = list(names)
        for match in PRONOUN.finditer(self.text):
            if not match[0].isupper() and match.start() not in starts:
                candidates.append((Span(*match.span()), str(match.lastgroup)))
        # "the Brook group" is a mention by name
        for phrase in descriptions(self.text, self.actors):
            if not any(chars.overlaps(phrase.chars) for chars, _ in names):
                candidates.append((phrase.chars, phrase))
        return sorted(candidates, key=lambda c: c[0])

    def _add(self, actor: int, chars: Span) -> None:
        sentence = self.article.sentence(chars.start)
        before = self.text[sentence.start : chars.start]
        lends = weight(before, self.text[chars.end : chars.end + 40])
        number = self.article.sentence_number(chars.start)
        quoted = self.article.quotation(chars.start) is not None
        self.salience.add(actor, number, lends, quoted)

    # -------------------------------------------------------------------------- pronouns

    def _pronoun(self, chars: Span, gender: str) -> tuple[int, Mention] | None:
        if gender == "n":
            return self._neuter(chars)
        quoted = self.article.quotation(chars.start) is not None
        among = {i for i in self.article.people if self.genders.get(i, gender) == gender}
        among -= self._speaking(chars)
        subject = self._subject_after_opening(chars)
        if subject in among:
            return self._reference(chars, subject, "pronoun", "opening clause", 0.8)
        ranked = self._ranked(chars, among, quoted)
        if not ranked:
            return self._cataphor(chars, among)
        best, actor = ranked[0]
        if best < _LEAST:
            return None
        if certainty(ranked) >= _SURE and not quoted:
            self.genders.setdefault(actor, gender)
        return self._reference(chars, actor, "pronoun", "salience", certainty(ranked))

    def _ranked(
        self, chars: Span, among: set[int], quoted: bool = False
    ) -> list[tuple[float, int]]:
        return self.salience.ranked(self.article.sentence_number(chars.start), among, quoted)

    def _neuter(self, chars: Span) -> tuple[int, Mention] | None:
        """ "it" and "its", where an organization or place is the only possible antecedent."""
        expletive = _PLEONASTIC.match(self.text, chars.start, chars.end + 40)
        subject = SUBJECT_AFTER.match(self.text, chars.end, chars.end + 40)
        if self.text[slice(*chars)].lower() == "it" and (expletive or not subject):
            return None
        number = self.article.sentence_number(chars.start)
        recent = {a for a, n, *_ in self.salience.mentions[-12:] if number - n <= 1}
        ranked = self._ranked(chars, recent - self.article.people)
        if not ranked or ranked[0][0] < 2 * _LEAST:
            return None
        return self._reference(chars, ranked[0][1], "pronoun", "salience", 0.8 * certainty(ranked))

    def _subject_after_opening(self, chars: Span) -> int:
        """The subject after an opening clause: "Discussing his plans, Brook said"; or -1."""
        sentence = self.article.sentence(chars.start)
        before = self.text[sentence.start : chars.start]
        comma = self.text.find(",", chars.end, sentence.end)
        quoted = self.article.quotation(chars.start)
        if comma < 0 or quoted or len(before.split()) > 6 or not _OPENING.match(before):
            return -1
        end = min(comma + 60, sentence.end)
        return next((a for c, a in self.article.names if comma < c.start < end), -1)

    def _cataphor(self, chars: Span, among: set[int]) -> tuple[int, Mention] | None:
        """A pronoun before the name: the only person that the next sentence names."""
        end = self.article.sentence(chars.start, 1).end
        named = {a for c, a in self.article.names if chars.end < c.start < end and a in among}
        if len(named) != 1:
            return None
        return self._reference(chars, named.pop(), "pronoun", "named after", 0.6)

    def _speaking(self, chars: Span) -> set[int]:
        """People who speak beside the quotation of a pronoun: they are not the "he" in it."""
        quote = self.article.quotation(chars.start)
        if quote is None:
            return set()
        speaking = set()
        for name, actor in self.article.names:
            near = quote.start - 60 < name.start < quote.end + 60 and not name.within(quote)
            between = self.text[min(name.end, quote.end) : max(name.start, quote.start)]
            after = self.text[name.end : name.end + 20].split(" ")
            cue = "".join(after[1:2]) if name.start < quote.start else between
            if near and "\n" not in between and cue and is_cue(cue.strip(" ,.:")):
                speaking.add(actor)
        return speaking

    # -------------------------------------------------------------------------- descriptions

    def _description(self, phrase: Description) -> tuple[int, Mention] | None:
        chars, kind = phrase.chars, generic().get(phrase.noun)
        if len(phrase.actors) == 1:
            return self._reference(
                chars, phrase.actors[0], "description", phrase.rule, phrase.confidence
            )
        among = set(phrase.actors) or {
            i for i, actor in enumerate(self.actors) if suits(phrase.noun, actor)
        }
        ranked = self._ranked(chars, among)
        if kind == "company":
            ranked.sort(key=lambda r: r[0] * (1 + is_trading(self.actors[r[1]])), reverse=True)
        if ranked and ranked[0][0] >= _LEAST:
            sure = 0.8 * certainty(ranked)
            return self._reference(chars, ranked[0][1], "description", phrase.rule, sure)
        counts = Counter(a for a, *_ in self.salience.mentions if a in among).most_common(1)
        if kind in ("country", "place") and counts:
            return self._reference(chars, counts[0][0], "description", "named most", 0.5)
        return None

    def _reference(
        self, chars: Span, actor: int, kind: str, rule: str, confidence: float
    ) -> tuple[int, Mention]:
        paragraph = self.document.paragraph_of(chars.start)
        actor_type, words = self.actors[actor].actor_type, self.text[slice(*chars)]
        return actor, Mention(words, chars, actor_type, paragraph, kind, rule, round(confidence, 2))


def resolve(document: Document, actors: Sequence[Actor]) -> list[Actor]:
    """Actors with their mentions by title, description and pronoun in `others`."""
    others: dict[int, list[Mention]] = defaultdict(list)
    resolver = Resolver(document, actors)
    for number, mention in (*resolver.references(), *titles_and_appositions(document, actors)):
        others[number].append(mention)
    return [
        replace(
            actor,
            others=tuple(sorted(others[number], key=lambda m: m.chars)),
            gender=resolver.genders.get(number, ""),
        )
        for number, actor in enumerate(actors)
    ]

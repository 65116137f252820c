"""Coreference: whom a pronoun, a description, or a quote without a source refers to.

The reader ranks the names before a mention, the next few after it, and the unnamed sources before
it; nobody is an answer, too (mention ranking after Denis & Baldridge 2008, "Specialized models and
ranking for coreference resolution").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from toolkit.annotate.coreference.appositions import titles_and_appositions
from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.tagger.reading import Reading
from toolkit.annotate.tagger.windows import SIZE
from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.mention import Mention

LEAST = 0.5
"""Least chance for a pronoun or a description to be a mention of an actor."""
SURE = 0.65
"""Least chance for a pronoun to tell the gender of its actor."""
BEFORE, AFTER = 40, 5
"""Names before and after a mention that it may refer to."""
PHRASES = 10
"""Unnamed sources before a mention that it may refer to."""

_KINDS = {
    "he": ("he", "him", "his", "himself"),
    "she": ("she", "her", "hers", "herself"),
    "they": ("they", "them", "their", "theirs", "both"),
    "it": ("it", "its", "itself"),
    "who": ("who", "which", "that", "whom", "whose"),
    "first": ("i", "me", "my", "we", "us", "our"),
}
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_GENDERS = {"he": "m", "she": "f"}
_RESOLVED = "|".join(word for kind in ("he", "she", "they", "it") for word in _KINDS[kind])
_PRONOUN = re.compile(rf"\b(?:{_RESOLVED})\b", re.I)


# "it rained", "it is clear that", "it took years to": nobody is meant
_PLEONASTIC = re.compile(
    r"it(?:['’]s| is| was| would be| will be| has been| seems| appears| remains| took)\b"
    r"(?: not| also| now| still| very| so)*(?: an?)? [\w-]+(?: \w+)?"
    r" (?:that|to|for|whether|how|why|if|when|who)\b|it (?:rain|snow)(?:s|ed)\b",
    re.I,
)


@dataclass(frozen=True)
class Reference:
    """Whom a mention refers to: the chance of each actor and of each unnamed source."""

    actors: dict[int, float]
    phrases: dict[Span, float]

    def best(self) -> tuple[int | Span | None, float]:
        """The likeliest actor (by number) or unnamed source (by place), and its chance."""
        every: dict[int | Span, float] = {**self.actors, **self.phrases}
        if not every:
            return None, 0.0
        best = max(every, key=lambda key: every[key])
        return best, every[best]


@dataclass
class References:
    """The references of one article, resolved from left to right when they are asked for.

    Attributes:
        reading: of the article.
        actors: that it names.
        phrases: places of its unnamed sources.
    """

    reading: Reading
    actors: Sequence[Actor]
    phrases: Sequence[Span] = ()
    _resolved: dict[Span, Reference] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = sorted((m.chars, i) for i, a in enumerate(self.actors) for m in a.mentions)
        self._starts = [chars.start for chars, _ in self._names]
        self._genders = {i: a.gender for i, a in enumerate(self.actors) if a.gender}
        self.phrases = sorted(self.phrases)
        for phrase in self.phrases:  # from left to right, so that none waits for another
            self(phrase, "phrase")

    def __call__(self, chars: Span, kind: str) -> Reference:
        """Whom a mention refers to.

        Args:
            chars: its place.
            kind: of tagger.heads.REFERENCES.
        """
        if chars not in self._resolved:
            found = self._resolved[chars] = self._resolve(chars, kind)
            target, chance = found.best()
            if kind in _GENDERS and isinstance(target, int) and chance >= SURE:
                self._genders.setdefault(target, _GENDERS[kind])
        return self._resolved[chars]

    def _resolve(self, chars: Span, kind: str) -> Reference:
        at = bisect_left(self._starts, chars.start)
        near = self._names[max(0, at - BEFORE) : at + AFTER]
        names = [n for n in near if self._may_be(chars, kind, *n)]
        phrases = [p for p in self.phrases if p.end <= chars.start][-PHRASES:]
        phrases = [p for p in phrases if self.reading.apart(p, chars) < SIZE]
        candidates = [(c, self.actors[i].actor_type) for c, i in names]
        candidates += [(p, "phrase") for p in phrases]
        chances = self.reading.links(chars, kind, candidates)[1:].tolist()
        actors: dict[int, float] = defaultdict(float)
        others: dict[Span, float] = defaultdict(float)
        for (_, i), chance in zip(names, chances, strict=False):
            actors[i] += chance
        for phrase, chance in zip(phrases, chances[len(names) :], strict=True):
            target, _ = self(phrase, "phrase").best() if self._is_actor(phrase) else (phrase, 0)
            if isinstance(target, int):
                actors[target] += chance
            else:
                others[phrase] += chance
        return Reference(dict(actors), dict(others))

    def _may_be(self, chars: Span, kind: str, name: Span, actor: int) -> bool:
        """Whether a name is within the reach in which the model was trained; "he" is a person."""
        person = self.actors[actor].actor_type == "person"
        gender, known = _GENDERS.get(kind), self._genders.get(actor, "")
        fits = person and known in ("", gender) if gender else kind != "it" or not person
        return fits and not name.overlaps(chars) and self.reading.apart(name, chars) < SIZE

    def _is_actor(self, phrase: Span) -> bool:
        target, chance = self(phrase, "phrase").best()
        return isinstance(target, int) and chance >= LEAST


def with_references(
    document: Document, actors: Sequence[Actor], references: References
) -> list[Actor]:
    """Actors with their mentions by title, description and pronoun in `others`."""
    others: dict[int, list[Mention]] = defaultdict(list)
    for number, mention in titles_and_appositions(document, actors):
        others[number].append(mention)
    taken = [m.chars for actor in actors for m in actor.mentions]
    taken += [m.chars for found in others.values() for m in found]
    starts = {c.start for c in taken}
    for chars, kind in _mentions(document.text):
        if chars.start in starts:
            continue
        target, chance = references(chars, kind).best()
        if isinstance(target, int) and chance >= LEAST:
            words, paragraph = document.text[slice(*chars)], document.paragraph_of(chars.start)
            what = "description" if kind == "phrase" else "pronoun"
            others[target].append(
                Mention(
                    words,
                    chars,
                    actors[target].actor_type,
                    paragraph,
                    what,
                    "reference",
                    round(chance, 2),
                )  # fmt: skip
            )
    return [
        replace(actor, others=tuple(sorted(others[number], key=lambda m: m.chars)))
        for number, actor in enumerate(actors)
    ]


def _mentions(text: str) -> Iterator[tuple[Span, str]]:
    """Pronouns, and phrases such as "the company", with their kind."""
    for match in _PRONOUN.finditer(text):
        if not match[0].isupper() and not _PLEONASTIC.match(text, match.start()):
            yield Span(*match.span()), KIND_OF[match[0].lower()]
    for match in _definite().finditer(text):
        yield Span(*match.span()), "phrase"


@cache
def _definite() -> re.Pattern[str]:
    nouns = {noun.lower() for noun in gazetteer.designators() if noun.isalpha()}
    nouns |= {*gazetteer.roles(), *gazetteer.generic(), *gazetteer.gendered()}
    return re.compile(
        rf"\b(?:[Tt]he|[Tt]his) (?:(?!(?:the|an?|this|that) )[\w-]+ ){{0,2}}"
        rf"(?i:{gazetteer.alternatives(nouns)})"
        # "the company of", "the bank manager": more is said than the noun
        r"\b(?! [A-Z]|-| (?:of|for|who|that|which|in)\b| [a-z]+(?:er|or|ist|man)\b)"
    )


def reference_kind(words: str) -> str:
    """The kind of a referring phrase, of tagger.heads.REFERENCES."""
    return KIND_OF.get(words.lower().strip(" ,"), "phrase")

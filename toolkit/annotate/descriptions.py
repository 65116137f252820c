"""Descriptions: titles beside a name, and the phrases that stand for an actor without it.

"White House spokesman John Kirby", "Ada Brook, the harbour master": kept as evidence of what the
article calls an actor. "the spokesman", "the 61-year-old", "the company": resolved to the actor
whom the article calls so, or whose kind the noun names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from toolkit.annotate.actors import Actor
from toolkit.annotate.documents import Chars, Document
from toolkit.annotate.entries import (
    alternatives,
    designators,
    entries,
    gendered,
    honorifics,
    public_bodies,
    roles,
)
from toolkit.annotate.mention import Name
from toolkit.lexicons import lexicon

_WORDS = re.compile(r"[\w’'&.-]+")
_AGE = re.compile(r", (\d\d),|^ \((\d\d)\)")
_AGED = re.compile(
    r"\b[Tt]he (\d\d)-year-old\b"
    r"(?=[,.;:]| (?:was|is|has|had|said|says|told|who|will|would|did|and|also|[a-z]+ed)\b)"
)
_OFFICE = re.compile(
    r"(?P<lead>(?:[A-Z][\w’'.-]+ )*?(?P<role>[A-Z][\w-]+)) (?:of|for) (?:the )?"
    r"[A-Z][\w-]+(?:(?:,| and)? [A-Z][\w-]+)* $"
)
_APPOSITION = re.compile(
    r", (?!who|which|that|whose|where|when|but|and|or)(?P<words>(?:an?|the|its|his|her|their|one of|\w+['’]s|[a-z]+)\b[^,.;:()\n“”\"]{2,90}?)(?=[,.;)]|\n|$)"
    r"|, (?P<plain>[A-Z]?[^,.;:()\n“”\"]{2,70}?)(?=,)"
)
_LONGEST = 7
_VERBS = frozenset(
    [
        "met",
        "saw",
        "took",
        "made",
        "gave",
        "left",
        "hit",
        "put",
        "won",
        "lost",
        "sent",
        "brought",
        "sought",
        "beat",
        "led",
    ]
)
_CONNECTS = frozenset(("of", "for", "and", "to", "&"))


class Description(NamedTuple):
    """A phrase that may stand for an actor.

    Attributes:
        chars: its place.
        noun: its head, in lower case.
        actors: numbers of those whom the article calls so; none where the noun's kind decides.
        rule, confidence: how it was told.
    """

    chars: Chars
    noun: str
    actors: tuple[int, ...]
    rule: str
    confidence: float


@cache
def generic() -> dict[str, str]:
    """Nouns for kinds of actors ("company", "country"), with the kind."""
    rows = lexicon("generic")
    return dict(zip(rows["noun"], rows["kind"], strict=True))


def described(document: Document, actors: Sequence[Actor]) -> Iterator[tuple[int, Name]]:
    """Titles before and descriptions behind each name, with the number of the actor."""
    text = document.text
    taken = {n.chars.start for a in actors for n in a.mentions}
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            for chars, kind in _beside(text, name, actor.actor_type, taken):
                words, place = text[slice(*chars)], document.paragraph_of(chars.start)
                yield (
                    number,
                    Name(words, chars, actor.actor_type, place, kind, "beside the name", 0.9),
                )


def _beside(text: str, name: Name, actor_type: str, taken: set[int]) -> Iterator[tuple[Chars, str]]:
    if actor_type == "person" and (title := _title(text, name.chars.start)):
        yield title, "title"
    if actor_type == "person" and (before := _apposed_before(text, name.chars.start)):
        yield before, "description"
    if apposition := _apposition(text, name.chars.end, actor_type):
        yield apposition, "description"


_BEFORE = re.compile(
    r"(?P<words>(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-Z]\w+['’]s) [^,.;:“”\"\n]{3,60}), $"
)


def _apposed_before(text: str, start: int) -> Chars | None:
    """ "Its harbour master, Ada Brook": the words before the comma, if a role is their head."""
    base = max(0, start - 75)
    match = _BEFORE.search(text, base, start)
    if not match:
        return None
    head = re.split(r" (?:of|for|at|in|with|to) ", match["words"])[0].split()[-1]
    return Chars(*match.span("words")) if _role(head) else None


def _title(text: str, end: int) -> Chars | None:
    """The role that stands directly before a name, with the words that belong to it."""
    line = text[max(0, end - 90, text.rfind("\n", 0, end) + 1) : end]
    if not line.endswith(" "):
        return None
    office = _OFFICE.search(line)
    if office and _role(office["role"]):
        return Chars(end - len(line) + office.start(), end - 1)
    words = list(_WORDS.finditer(line))
    if not words or words[-1].end() != len(line) - 1 or _role(words[-1][0]) is None:
        return None
    if words[-1][0].endswith(".") and words[-1][0] not in honorifics():
        return None
    first = len(words) - 1
    while first > 0 and len(words) - first < _LONGEST:
        word, gap = words[first - 1], line[words[first - 1].end() : words[first].start()]
        if gap != " " or not _in_title(word[0], words, first):
            break
        first -= 1
    while line[words[first].start()].islower() and words[first][0].lower() in _CONNECTS:
        first += 1
    base = end - len(line)
    return Chars(base + words[first].start(), base + words[-1].end())


def _in_title(word: str, words: list[re.Match[str]], first: int) -> bool:
    if word.lower() in _CONNECTS:
        return words[first][0][0].isupper() and first > 1 and words[first - 2][0][0].isupper()
    if word.lower() in STOP_WORDS or word.endswith((".", "ed", "ing", "ly")) or word in _VERBS:
        return False
    if word.islower() and words[first][0][0].isupper():
        return False
    if first > 1 and words[first - 2][0].lower() == "to":
        return False
    return not _is_saying(word)


def _is_saying(word: str) -> bool:
    from toolkit.annotate.cues import is_cue

    return word.islower() and is_cue(word) and word not in roles()


def _role(word: str) -> str | None:
    plain = word.lower().rstrip(".").removesuffix("'s").removesuffix("’s")
    return plain if plain in roles() or plain in gendered() or word in _shortened() else None


@cache
def _shortened() -> frozenset[str]:
    return frozenset(lexicon("honorifics").query("form.str.len() > 3")["form"])


def _apposition(text: str, end: int, actor_type: str) -> Chars | None:
    """ "Ada Brook, the harbour master, said": the words between the commas, if they hold a role."""
    match = _APPOSITION.match(text, end)
    if not match:
        return None
    group = "words" if match["words"] else "plain"
    nouns = re.split(r" (?:of|for|at|in|with|who|on|from|to) ", match[group])[0].split()
    if match[group].startswith(("a ", "an ")) and text[match.end() : match.end() + 4] != " and":
        return Chars(*match.span(group))
    role = nouns and (
        _role(nouns[-1]) or (actor_type != "person" and nouns[-1].lower() in generic())
    )
    return Chars(*match.span(group)) if role else None


# ------------------------------------------------------------------------------ without the name


def descriptions(text: str, actors: Sequence[Actor]) -> list[Description]:
    """Definite phrases that may stand for an actor of the article, in reading order."""
    called = _called(text, actors)
    years = ages(text, actors)
    found = []
    for match in _definite().finditer(text):
        noun, lead = match["noun"].lower(), (match["lead"] or "").lower().split()
        chars = Chars(match.start(), match.end())
        bearers = tuple({n for n, words in called.get(noun, ()) if set(lead) - _AGES <= words})
        if bearers:
            sure = 0.8 if len(bearers) == 1 else 0.5
            found.append(Description(chars, noun, bearers, "called so", sure))
        elif noun in generic() and not lead:
            found.append(Description(chars, noun, (), "kind", 0.6))
    for match in _AGED.finditer(text):
        if match[1] in years:
            found.append(
                Description(Chars(*match.span()), "year-old", (years[match[1]],), "age", 0.95)
            )
    return sorted(found, key=lambda d: d.chars)


@cache
def _definite() -> re.Pattern[str]:
    nouns = {*roles(), *generic(), *gendered(), *(n.lower() for n in designators() if n.isalpha())}
    return re.compile(
        rf"\b(?:[Tt]he|[Tt]his) (?P<lead>(?:[\w-]+ ){{0,2}})(?P<noun>(?i:{alternatives(sorted(nouns))}))"
        r"\b(?! [A-Z]|-|(?: [a-z]+)?['’]s (?:of|who)| of\b| for\b| who\b| that\b| which\b| in\b| [a-z]+(?:er|or|ist|man)\b)"
    )


_AGES = frozenset(("former", "late", "veteran", "young", "old", "new", "then"))


def _called(text: str, actors: Sequence[Actor]) -> dict[str, list[tuple[int, set[str]]]]:
    """By each noun, the numbers of the actors whom the article calls so, and with which words."""
    found: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            for chars, _ in _beside(text, name, actor.actor_type, set()):
                head = re.split(r" (?:of|for|at|in|with|who|on|from|to) ", text[slice(*chars)])[0]
                if role := _role(head.split()[-1]):
                    found[role].append((number, set(text[slice(*chars)].lower().split())))
            kind = re.search(
                r"[Tt]he (\w+), $", text[max(0, name.chars.start - 25) : name.chars.start]
            )
            if kind and kind[1] in generic():
                found[kind[1]].append((number, set()))
        words = actor.name.lower().split()
        if actor.actor_type != "person" and len(words) > 1:
            found[words[-1]].append((number, set(words)))
    return found


def ages(text: str, actors: Sequence[Actor]) -> dict[str, int]:
    """Numbers of the actors by their age, where one alone has it: "Ada Brook, 61, said"."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            after = _AGE.match(text[name.chars.end : name.chars.end + 6])
            before = re.search(
                r"(\d\d)-year-old (?:[a-z]+ ){0,2}$",
                text[max(0, name.chars.start - 40) : name.chars.start],
            )
            for match in filter(None, (after, before)):
                found[next(g for g in match.groups() if g)].add(number)
    return {age: next(iter(who)) for age, who in found.items() if len(who) == 1}


def suits(noun: str, actor: Actor) -> bool:
    """Whether a noun for a kind ("company", "country") can mean an actor."""
    kind = generic().get(noun)
    words = actor.name.lower().split()
    if actor.actor_type == "person":
        return False
    if noun in words:
        return True
    if kind == "country":
        return actor.entry is not None and actor.name in entries() and actor.actor_type == "place"
    if kind == "place":
        return actor.actor_type == "place" and actor.entry is None
    if kind == "company":
        return actor.actor_type == "organization" and words[-1].capitalize() not in public_bodies()
    return kind == "organization" and actor.actor_type == "organization"

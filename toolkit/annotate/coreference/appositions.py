"""Titles: what an article calls an actor, beside its name.

"White House spokesman John Kirby", "Ada Brook, the harbour master": kept as evidence, with their
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Document, Span, is_stop_word
from toolkit.annotate.text.gazetteer import gendered, generic, honorifics, roles
from toolkit.annotate.text.mention import Name
from toolkit.lexicons import lexicon

_WORDS = re.compile(r"[\w’'&.-]+")
_OFFICE = re.compile(
    r"(?P<lead>(?:[A-Z][\w’'.-]+ )*?(?P<role>[A-Z][\w-]+)) (?:of|for) (?:the )?"
    r"[A-Z][\w-]+(?:(?:,| and)? [A-Z][\w-]+)* $"
)
_APPOSITION = re.compile(
    r", (?!who|which|that|whose|where|when|but|and|or)"
    r"(?P<words>(?:an?|the|its|his|her|their|one of|\w+['’]s|[a-z]+)\b[^,.;:()\n“”\"]{2,90}?)"
    r"(?=[,.;)]|\n|$)"
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


def described(document: Document, actors: Sequence[Actor]) -> Iterator[tuple[int, Name]]:
    """Titles before and descriptions behind each name, with the number of the actor."""
    text = document.text
    for number, actor in enumerate(actors):
        for name in actor.mentions:
            for chars, kind in beside(text, name, actor.actor_type):
                words, place = text[slice(*chars)], document.paragraph_of(chars.start)
                yield (
                    number,
                    Name(words, chars, actor.actor_type, place, kind, "beside the name", 0.9),
                )


def beside(text: str, name: Name, actor_type: str) -> Iterator[tuple[Span, str]]:
    """Places of the titles and descriptions beside a name, with their kind."""
    if actor_type == "person" and (title := _title(text, name.chars.start)):
        yield title, "title"
    if actor_type == "person" and (before := _apposed_before(text, name.chars.start)):
        yield before, "description"
    if apposition := _apposition(text, name.chars.end, actor_type):
        yield apposition, "description"


_BEFORE = re.compile(
    r"(?P<words>(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-Z]\w+['’]s) [^,.;:“”\"\n]{3,60}), $"
)


def _apposed_before(text: str, start: int) -> Span | None:
    """ "Its harbour master, Ada Brook": the words before the comma, if a role is their head."""
    base = max(0, start - 75)
    match = _BEFORE.search(text, base, start)
    if not match:
        return None
    start, last = match.span("words")
    # "the company said its finance director, Ada Brook": what follows the cue
    start += max(
        (w.end() + 1 for w in _WORDS.finditer(match["words"]) if _is_saying(w[0])), default=0
    )
    nouns = re.split(r" (?:of|for|at|in|with|to) ", text[start:last])[0].split()
    return Span(start, last) if nouns and role_of(nouns[-1]) else None


def _title(text: str, end: int) -> Span | None:
    """The role that stands directly before a name, with the words that belong to it."""
    line = text[max(0, end - 90, text.rfind("\n", 0, end) + 1) : end]
    if not line.endswith(" "):
        return None
    office = _OFFICE.search(line)
    if office and role_of(office["role"]):
        return Span(end - len(line) + office.start(), end - 1)
    words = list(_WORDS.finditer(line))
    if not words or words[-1].end() != len(line) - 1 or role_of(words[-1][0]) is None:
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
    return Span(base + words[first].start(), base + words[-1].end())


def _in_title(word: str, words: list[re.Match[str]], first: int) -> bool:
    if word.lower() in _CONNECTS:
        return words[first][0][0].isupper() and first > 1 and words[first - 2][0][0].isupper()
    if is_stop_word(word) or word.endswith((".", "ed", "ing", "ly")) or word in _VERBS:
        return False
    if word.islower() and words[first][0][0].isupper():
        return False
    if first > 1 and words[first - 2][0].lower() == "to":
        return False
    return not _is_saying(word)


def _is_saying(word: str) -> bool:
    return word.islower() and is_cue(word) and word not in roles()


def role_of(word: str) -> str | None:
    """The noun of a word that says what somebody does or is; None if it does not."""
    plain = word.lower().rstrip(".").removesuffix("'s").removesuffix("’s")
    return plain if plain in roles() or plain in gendered() or word in _shortened() else None


@cache
def _shortened() -> frozenset[str]:
    return frozenset(lexicon("honorifics").query("form.str.len() > 3")["form"])


def _apposition(text: str, end: int, actor_type: str) -> Span | None:
    """ "Ada Brook, the harbour master, said": the words between the commas, if they hold a role."""
    match = _APPOSITION.match(text, end)
    if not match:
        return None
    group = "words" if match["words"] else "plain"
    nouns = re.split(r" (?:of|for|at|in|with|who|on|from|to) ", match[group])[0].split()
    if match[group].startswith(("a ", "an ")) and text[match.end() : match.end() + 4] != " and":
        return Span(*match.span(group))
    role = nouns and (
        role_of(nouns[-1]) or (actor_type != "person" and nouns[-1].lower() in generic())
    )
    return Span(*match.span(group)) if role else None

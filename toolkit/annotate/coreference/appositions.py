"""Find the titles and appositions beside the names of actors.

"White House spokesman John Kirby", "Ada Brook, the harbour master": kept as mentions, with their
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from toolkit.annotate.entities.actors import Actor
from toolkit.annotate.text.cues import is_cue
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import gendered, generic, honorifics, roles
from toolkit.annotate.text.mention import Mention
from toolkit.annotate.text.noun_phrases import head_noun, plain

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
"""Words of a title."""
_VERBS = frozenset((
    "beat", "brought", "gave", "hit", "led", "left", "lost", "made", "met", "put", "saw", "sent",
    "sought", "took", "won",
))  # fmt: skip
_FUNCTION_WORDS = """
    a about after all also an and another any as at be before both but by can each for from had
    has have he her here his how i if in into is it its just many more most my no nor not now of
    on one only or other our over own said same says several she so some such than that the
    their them then there these they this those though to today too two under until up was we
    were what when where which while who whom why will with would you your
"""
_CONNECTS = frozenset(("of", "for", "and", "to", "&"))


_BEFORE = re.compile(
    r"(?P<words>(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-Z]\w+['’]s) [^,.;:“”\"\n]{3,60}), $"
)


def titles_and_appositions(
    document: Document, actors: Sequence[Actor]
) -> Iterator[tuple[int, Mention]]:
    """Titles before and appositions beside each name, with the number of the actor."""
    for number, actor in enumerate(actors):
        for chars, kind in beside_names(document.text, actor):
            words, paragraph = document.text[slice(*chars)], document.paragraph_of(chars.start)
            mention = Mention(
                words, chars, actor.actor_type, paragraph, kind, "beside the name", 0.9
            )
            yield number, mention


def beside_names(text: str, actor: Actor) -> Iterator[tuple[Span, str]]:
    """Places of the titles and appositions beside the names of an actor, with their kind."""
    for name in actor.mentions:
        if actor.actor_type == "person" and (title := _title(text, name.chars.start)):
            yield title, "title"
        if actor.actor_type == "person" and (before := _apposed_before(text, name.chars.start)):
            yield before, "description"
        if apposition := _apposition(text, name.chars.end, actor.actor_type):
            yield apposition, "description"


def _apposed_before(text: str, start: int) -> Span | None:
    """ "Its harbour master, Ada Brook": the words before the comma, if a role is their head."""
    match = _BEFORE.search(text, max(0, start - 75), start)
    if not match:
        return None
    start, end = match.span("words")
    # "the company said its finance director, Ada Brook": what follows the cue
    cues = [w.end() + 1 for w in _WORDS.finditer(match["words"]) if _is_saying(w[0])]
    start += max(cues, default=0)
    return Span(start, end) if role_of(head_noun(text[start:end])) else None


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


@cache
def _function_words() -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS.split())


def _in_title(word: str, words: list[re.Match[str]], first: int) -> bool:
    if word.lower() in _CONNECTS:
        return words[first][0][0].isupper() and first > 1 and words[first - 2][0][0].isupper()
    if (
        word.lower() in _function_words()
        or word.endswith((".", "ed", "ing", "ly"))
        or word in _VERBS
    ):
        return False
    if word.islower() and words[first][0][0].isupper():
        return False
    if first > 1 and words[first - 2][0].lower() == "to":
        return False
    return not _is_saying(word)


def _is_saying(word: str) -> bool:
    return word.islower() and is_cue(word) and word not in roles()


def role_of(word: str) -> str | None:
    """The noun of a word that tells what somebody does or is; None if it does not."""
    noun = plain(word.rstrip("."))
    return noun if noun in roles() or noun in gendered() or word in _abbreviated_roles() else None


@cache
def _abbreviated_roles() -> frozenset[str]:
    return frozenset(form for form in honorifics() if len(form) > 3)


def _apposition(text: str, end: int, actor_type: str) -> Span | None:
    """ "Ada Brook, the harbour master, said": the words between the commas, if they hold a role."""
    match = _APPOSITION.match(text, end)
    if not match:
        return None
    group = "words" if match["words"] else "plain"
    phrase, noun = match[group], head_noun(match[group])
    indefinite = phrase.startswith(("a ", "an ")) and not text.startswith(" and", match.end())
    kind = actor_type != "person" and noun.lower() in generic()
    return Span(*match.span(group)) if indefinite or kind or role_of(noun) else None

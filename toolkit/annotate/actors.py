"""Actors of one article: named people, organizations and places, each under one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.annotate.documents import Chars, Document

_TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_HONORIFIC = re.compile(
    r"^(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Rev|Gen|Sen|Rep|Gov|Capt|Lt|Col|Sgt)\.?\s+"
)
_LEFT = re.compile(r"^(?:the|The|a|an|The late)(?:\s+|$)|^[\s\"'“”‘’(,.:;–—-]+")
_RIGHT = re.compile(r"(?:['’]s?|[\s\"“”)(,.:;!?–—-]+)$")
_WORDS = re.compile(r"[^\W\d_]")
_PARTICLES = {
    "de",
    "van",
    "von",
    "der",
    "den",
    "la",
    "le",
    "al",
    "el",
    "bin",
    "ibn",
    "da",
    "dos",
    "del",
}


@dataclass(frozen=True)
class Name:
    """A named mention as it stands, before it is given to an actor."""

    text: str
    chars: Chars
    actor_type: str
    paragraph: int


@dataclass(frozen=True)
class Actor:
    """One actor of an article and all its named mentions."""

    name: str
    actor_type: str
    mentions: tuple[Name, ...]

    @property
    def actor_id(self) -> str:
        """The same for the same name and type in any article."""
        slug = re.sub(r"[^\w]+", "-", self.name.casefold()).strip("-")
        return f"{self.actor_type}:{slug}"


def actors(document: Document) -> list[Actor]:
    """The actors that an article names, in the order of their first mention.

    A surname goes to the one full name that ends in it, a short form of an organization to the one
    name that begins with it, and each name keeps the type that most of its mentions have.
    """
    names = list(_names(document))
    names += _missed(document, names)
    types = _types(names)
    by_text: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        by_text[name.text].append(name)
    full = _full_names(by_text, types)
    grouped: dict[str, list[Name]] = defaultdict(list)
    for text, mentions in by_text.items():
        grouped[full[text]] += mentions
    made = [Actor(n, types[n], tuple(sorted(m, key=lambda x: x.chars))) for n, m in grouped.items()]
    return sorted(made, key=lambda actor: actor.mentions[0].chars)


def _names(document: Document) -> Iterator[Name]:
    for paragraph in document.paragraphs:
        for entity in paragraph.doc.ents:
            kind = _TYPES.get(entity.label_)
            if not kind or kind == "group":
                continue
            chars = bare(document.text, paragraph.chars(entity))
            if chars and _WORDS.search(text := document.text[chars.start : chars.end]):
                if text[0].islower() and not _is_particle(text):
                    continue
                yield Name(text, chars, kind, paragraph.number)


def _missed(document: Document, names: list[Name]) -> Iterator[Name]:
    """Names that the entity tagger missed, of people and organizations that it found elsewhere."""
    known = {n.text: n.actor_type for n in names if n.actor_type != "place"}
    for full, kind in list(known.items()):
        if kind == "person" and " " in full and len(full.split()[-1]) > 3:
            known.setdefault(full.split()[-1], kind)
    if not known:
        return
    longest = sorted(known, key=lambda k: (-len(k), k))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    taken = {i for n in names for i in range(*n.chars)}
    for paragraph in document.paragraphs:
        for match in pattern.finditer(paragraph.doc.text):
            chars = Chars(paragraph.start + match.start(), paragraph.start + match.end())
            if not taken.intersection(range(*chars)):
                yield Name(match[0], chars, known[match[0]], paragraph.number)


def _is_particle(text: str) -> bool:
    return re.split(r"[\s-]", text)[0].lower() in _PARTICLES


def bare(text: str, chars: Chars) -> Chars | None:
    """A name without article, honorific, possessive, stray marks; None if nothing is left."""
    start, end = chars
    while True:
        piece = text[start:end]
        left = _LEFT.match(piece) or _HONORIFIC.match(piece)
        if left and left.end():
            start += left.end()
            continue
        right = _RIGHT.search(piece)
        if right and not re.search(r"\b(?:[A-Z]\.)+$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St)\.$", piece):
            end -= len(right[0])
            continue
        return Chars(start, end) if end > start else None


def _types(names: Iterable[Name]) -> dict[str, str]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.text][name.actor_type] += 1
    return {text: count.most_common(1)[0][0] for text, count in votes.items()}


def _full_names(by_text: dict[str, list[Name]], types: dict[str, str]) -> dict[str, str]:
    """For each form of a name the full one that it stands for (itself where there is none)."""
    longer = sorted(by_text, key=lambda t: (-len(t.split()), by_text[t][0].chars))
    full: dict[str, str] = {}
    for text in longer:
        candidates = [f for f in full if full[f] == f and _stands_for(text, f, types)]
        before = [c for c in candidates if by_text[c][0].chars < by_text[text][0].chars]
        chosen = candidates if len(candidates) == 1 else before[:1] if len(before) == 1 else []
        full[text] = chosen[0] if chosen else text
        if chosen:
            types[text] = types[chosen[0]]
    return full


def _stands_for(short: str, full: str, types: dict[str, str]) -> bool:
    a, b = short.split(), full.split()
    if len(a) >= len(b):
        return _acronym(short, full) and types[full] == "organization"
    if types[full] == "person":
        return a == b[-len(a) :] or (len(a) == 1 and a[0] == b[0] and types[short] == "person")
    if types[full] == "organization":
        return _acronym(short, full) or (a == b[: len(a)] and types[short] != "place")
    return False


def _acronym(short: str, full: str) -> bool:
    letters = re.sub(r"\W", "", short)
    initials = "".join(w[0] for w in full.split() if w[0].isupper())
    return len(letters) > 1 and letters.isupper() and letters == initials

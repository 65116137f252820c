"""Recognize the names of people, organizations and places in an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.annotate.entities import patterns
from toolkit.annotate.entities.abbreviations import abbreviated
from toolkit.annotate.entities.boundaries import split_names, trim
from toolkit.annotate.entities.entity_types import infer_types
from toolkit.annotate.entities.person_names import person
from toolkit.annotate.entities.repeated_names import named_elsewhere
from toolkit.annotate.text.document import Document, Span
from toolkit.annotate.text.gazetteer import (
    PARTICLES,
    demonyms,
    designators,
    entries,
    honorifics,
    newspapers,
)
from toolkit.annotate.text.mention import Candidate, Mention

_LABELS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_EVENTS = frozenset(("EVENT", "LAW", "LANGUAGE"))
_LETTER = re.compile(r"[^\W\d_]")
_NO_ACTOR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|"
    r"September|October|November|December|Christmas|Easter|Ramadan|Thanksgiving|God|Internet|"
    r"State|Government|Education|Bible|Islam|Quran|Earth|Moon|Mars|Sun|Emeritus|Breaking|Update|"
    r"Photo|Image|CEO|CFO|COO|IPO|PhD|GDP|TV|PC|AI|HIV|AIDS|Covid(?:-19)?|COVID(?:-19)?|Brexit|"
    r"North|South|East|West|Western|Eastern|Northern|Southern)"
)
# aircraft, vehicles, software, diseases: "A380", "MH370", "F-16"
_MODEL = re.compile(
    r"(?!(?:ABC|BBC|CBS|CNN|FOX|ITV|NBC|PBS|[KW][A-Z]{2,3})\d)"  # stations
    r"(?:[A-Z]{2,}-?\d{1,4}[A-Z]?|[A-Z]-?\d{2,4}[A-Z]?)s?"
)
_NOT_BEFORE = re.compile(r"[@#]$|\b[RDI]-$")
_ALONE = frozenset(("Parliament", "Treasury", "Senate", "Congress"))
# where, or by whom, the article was written
_DATELINE = re.compile(
    r"(?m:^)[A-Z][A-Z.'’-]+(?:[ ,]+[A-Z][\w.'’-]*){0,5}\s*(?:\([A-Z][^)\n]{1,30}\))?\s*[—–-]+\s"
)


_FINDERS = (
    patterns.listed,
    abbreviated,
    patterns.titled,
    patterns.paired,
    patterns.designated,
    patterns.papers,
    patterns.located,
)


def find_names(document: Document) -> list[Mention]:
    """Mentions by name in reading order; none lies in another.

    The entity tagger's spans, trimmed and split, then what it missed: entries of the gazetteer,
    institutions, people after titles, abbreviations, gaps in lists, and whatever is named elsewhere
    in the article. Where names overlap, the longest counts.
    """
    text = document.text
    headlines, events = title_case_paragraphs(text), list(_events(document))
    tagged = list(_tagged(document))
    names = [n for n in tagged if not any(n.chars.within(h) for h in headlines)] or tagged
    for find in _FINDERS:
        names += _kept(find(document), document, [*events, *headlines])
    names = _longest(names)
    names += _kept(patterns.completed(document, {n.chars: n.actor_type for n in names}), document)
    names = _with_institutions(_longest(names), document)
    forms = _forms(names, infer_types(names, text))
    names += _kept(named_elsewhere(document, forms), document, events)
    names = _with_institutions(_longest(names), document)
    datelines = [Span(*match.span()) for match in _DATELINE.finditer(text)]
    return [
        replace(n, rule="dateline") if any(n.chars.within(d) for d in datelines) else n
        for n in names
    ]


def _tagged(document: Document) -> Iterator[Mention]:
    """The entity tagger's spans as names, trimmed and split."""
    text = document.text
    spans = []
    for paragraph in document.paragraphs:
        for entity in paragraph.doc.ents:
            kind = _LABELS.get(entity.label_)
            chars = trim(text, paragraph.chars(entity), kind == "person")
            if kind and chars and not _NOT_BEFORE.search(text[: chars.start][-3:]):
                spans.append((chars, kind, paragraph.number))
    known = {text[slice(*chars)] for chars, _, _ in spans}
    for span, kind, number in spans:
        for chars in split_names(text, span, kind, known):
            name = Mention(text[slice(*chars)], chars, kind, number)
            if is_actor(name.text, kind):
                yield name


def _events(document: Document) -> Iterator[Span]:
    """Events and laws: "the Vietnam War" does not name Vietnam."""
    for paragraph in document.paragraphs:
        for entity in paragraph.doc.ents:
            chars = paragraph.chars(entity)
            words = document.text[slice(*chars)].strip("'\"“”‘’ ")
            if entity.label_ in _EVENTS or (words and _designates_nothing(words)):
                yield chars


def title_case_paragraphs(text: str) -> list[Span]:
    """Paragraphs in title case, as headlines are: their capitals tell no names.

    Example:
        >>> title_case_paragraphs("Brook Council Raises Tax\\n\\nThe council raised it.")
        [Span(start=0, end=24)]
    """
    return [Span(*m.span()) for m in re.finditer(r"[^\n]+", text) if _is_title_case(m[0])]


def _is_title_case(line: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
    large = sum(w[0].isupper() for w in words)
    prose = "," in line or line.isupper()
    return len(words) > 2 and large > 0.75 * len(words) and not prose


def is_actor(words: str, kind: str) -> bool:
    """Whether words can name an actor: no demonym, month, title, or words in lower case.

    Example:
        >>> is_actor("Ada Brook", "person"), is_actor("Monday", "person")
        (True, False)
    """
    if kind == "group" and words not in entries():
        return False
    if not _LETTER.search(words) or _NO_ACTOR.fullmatch(words) or words in demonyms():
        return False
    if _designates_nothing(words) or (_MODEL.fullmatch(words) and words not in entries()):
        return False
    generic = designators().get(words)
    if words in honorifics() or (generic and words not in _ALONE and words not in entries()):
        return words in newspapers()
    return not words[0].islower() or re.split(r"[\s-]", words)[0] in PARTICLES


def _designates_nothing(words: str) -> bool:
    """ "the Brook Treaty", "Storm Ada", "Operation Brook": events and papers, no actors."""
    first, last = words.split()[0], words.split()[-1]
    storm = first in ("Storm", "Hurricane", "Typhoon", "Cyclone", "Operation") and first != words
    return storm or (first != last and designators().get(last) == "none")


def _kept(
    found: Iterable[Candidate], document: Document, closed: Iterable[Span] = ()
) -> Iterator[Mention]:
    text = document.text
    for chars, kind, rule in found:
        words = text[slice(*chars)]
        # "told The Namibian" names a newspaper
        newspaper = rule == "large article" and words in demonyms()
        surname = rule == "named elsewhere" and kind == "person"
        fits = newspaper or surname or is_actor(words, kind)
        if fits and not any(chars.within(c) for c in closed):
            yield Mention(words, chars, kind, document.paragraph_of(chars.start), rule=rule)


def _with_institutions(found: list[Mention], document: Document) -> list[Mention]:
    owners = {n.chars.end: (n.chars.start, n.actor_type) for n in found}
    return _longest([*found, *_kept(patterns.institutional(document, owners), document)])


def _forms(found: Iterable[Mention], kinds: dict[str, str]) -> dict[str, str]:
    """Type by name, with the surnames and first names of people who are named in full."""
    known = {n.text: kinds[n.text] for n in found}
    for full, kind in list(known.items()):
        words = person(full).words
        if kind == "person" and len(words) > 1:
            for word in (words[-1], words[0]):
                if len(word) > 2 and word[0].isupper() and word not in entries():
                    known.setdefault(word, kind)
    shouted = {n.upper(): kind for n, kind in known.items() if len(n) > 4}
    return shouted | known


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """The longest of overlapping names, or the first of equal length, in reading order."""
    chosen: list[Mention] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda n: n.chars.start - n.chars.end):
        place = range(*name.chars)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append(name)
    return sorted(chosen, key=lambda n: n.chars)

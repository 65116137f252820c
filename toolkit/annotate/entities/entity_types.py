"""The type of each name of an article: person, organization or place.

The entity tagger judges each mention alone and errs on short names. Here all mentions of a name are
judged together, by its words, by their contexts, and by longer names that contain it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from toolkit.annotate.entities.person_names import person
from toolkit.annotate.text import gazetteer
from toolkit.annotate.text.mention import Mention

_TYPES = ("person", "organization", "place")
_TAGGER = 4
"""What the entity tagger's word weighs, shared among the types that it gave."""
_WEIGHTS = {
    # evidence, the type that it speaks for, how much
    "designator: organization": ("organization", 6),
    "designator: place": ("place", 6),
    "institution": ("organization", 6),
    "honorific": ("person", 5),
    "role": ("person", 4),
    "apposition": ("person", 3),
    "who": ("person", 3),
    "article": ("person", -4),
    "letters": ("organization", 4),
    "in": ("place", 2),
    "to": ("place", 1),
    "province": ("place", 3),
    "demonym": ("place", 4),
    "public body": ("place", 2),
}
_BEFORE = {
    "article": re.compile(r"\b[Tt]he $"),
    "in": re.compile(r"\b(?:[Ii]n|near|across|outside|throughout|(?:province|town|city) of) $"),
    "to": re.compile(r"\b(?:from|to|at|around|between|toward|towards) $"),
}
_AFTER = {
    "who": re.compile(r",? who\b|, \d\d,|,? (?:his|her) (?!own)"),
    "province": re.compile(r" (?:province|district|county|city|village|town|region)\b"),
}
_APPOSED = re.compile(r", (?:an? |the |[\w’'-]+ ){1,4}?(\w+)(?: (?:of|for|at|with|in)\b|,|\.)")
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O['’])\w*[a-z][A-Z]")


def infer_types(found: Iterable[Mention], text: str) -> dict[str, str]:
    """The one type of each form of a name.

    Args:
        found: all names of an article.
        text: of the article.
    """
    tagged: dict[str, Counter[str]] = defaultdict(Counter)
    evidence: dict[str, set[str]] = defaultdict(set)
    forms = {n.text for n in found}
    for name in found:
        key = _key(name.text, forms)
        tagged[key][name.actor_type] += 1
        evidence[key] |= set(_around(name, text))
    for form in tagged:
        evidence[form] |= set(_within(form, forms, text))
    kinds = {form: _kind(form, tagged[form], evidence[form]) for form in tagged}
    kinds |= _by_surname(kinds)
    return {form: kinds[_key(form, forms)] for form in forms}


def _key(form: str, forms: set[str]) -> str:
    """A name in capitals is judged with the same name in small letters."""
    return form.title() if form.isupper() and form.title() in forms else form


def _kind(form: str, tagged: Counter[str], evidence: set[str]) -> str:
    entry = gazetteer.find_entry(form)
    ambiguous = form in gazetteer.ambiguous()
    if form in gazetteer.governments() and not ambiguous:
        return "place"
    if entry and (not ambiguous or tagged[entry.actor_type] > 0):
        return entry.actor_type
    votes = {kind: _TAGGER * tagged[kind] / tagged.total() for kind in _TYPES}
    for kind, weight in (_WEIGHTS[e] for e in evidence):
        votes[kind] += weight
    return max(votes, key=votes.__getitem__)


def _within(form: str, forms: set[str], text: str) -> Iterator[str]:
    """What the words of a name say, and the names and demonyms made with it."""
    words = form.split()
    if any(c.isdigit() or c == "&" for c in form) or _CAMEL.match(form):
        yield "letters"
    if len(words) > 1:
        if kind := _designated(words):
            yield f"designator: {kind}"
        if gazetteer.institutions().search(form):
            yield "institution"
        return
    # a name with a demonym of its own: "Kerovia", "the Kerovian hills"
    stem = form.rstrip("aeiouy")
    if len(stem) > 2 and re.search(rf"\b{re.escape(stem)}(?:ian|ean|an|ese|ish)\b", text):
        yield "demonym"
    if any(f.startswith(f"{form} ") and f.split()[-1] in gazetteer.public_bodies() for f in forms):
        yield "public body"


def _designated(words: list[str]) -> str | None:
    """The type that the last word gives, or the first before "of": "University of Brook"."""
    first = gazetteer.designators().get(words[0]) if words[1] in ("of", "for") else None
    kind = first or gazetteer.designators().get(words[-1])
    return kind if kind != "none" else None


def _around(name: Mention, text: str) -> Iterator[str]:
    """What the context of one mention says."""
    start, end = name.chars
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if name.rule in ("institution", "acronym"):
        yield "institution"
    lead = before.split(" ")[-2].rstrip(".") if before.endswith(" ") else ""
    if {lead, f"{lead}."} & gazetteer.honorifics().keys():
        yield "honorific"
    elif lead.lower() in gazetteer.roles():
        yield "role"
    if (role := _APPOSED.match(after)) and role[1].lower() in gazetteer.roles():
        yield "apposition"
    yield from (evidence for evidence, pattern in _BEFORE.items() if pattern.search(before))
    yield from (evidence for evidence, pattern in _AFTER.items() if pattern.match(after))


def _by_surname(kinds: dict[str, str]) -> dict[str, str]:
    """Full names that end in a word which alone names a person are a person's names, too."""
    surnames = {f for f, kind in kinds.items() if kind == "person" and " " not in f}
    surnames -= gazetteer.designators().keys()
    people = {}
    for form in kinds.keys() - gazetteer.entries().keys():
        words = person(form).words
        large = all(w[0].isupper() for w in words)
        if large and 1 < len(words) < 4 and words[-1] in surnames:
            people[form] = "person"
    return people

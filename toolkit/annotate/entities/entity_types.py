"""Types: what each name of an article names, a person, an organization or a place.

The entity tagger judges each mention alone and errs on short names; all mentions of a name are
judged together here, by its words, by what stands around them, and by longer names with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from toolkit.annotate.entities.person_names import person
from toolkit.annotate.text.gazetteer import (
    cautious,
    designators,
    entries,
    governments,
    honorifics,
    institutions,
    public_bodies,
    roles,
)
from toolkit.annotate.text.mention import Name

_ORDER = ("person", "organization", "place")
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
_WHO = re.compile(r",? who\b|, \d\d,|,? (?:his|her) (?!own)")
_APPOSED = re.compile(r", (?:an? |the |[\w’'-]+ ){1,4}?(\w+)(?: (?:of|for|at|with|in)\b|,|\.)")
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O['’])\w*[a-z][A-Z]")
_IN = re.compile(r"\b(?:[Ii]n|near|across|outside|throughout|(?:province|town|city) of) $")
_TO = re.compile(r"\b(?:from|to|at|around|between|toward|towards) $")
_PROVINCE = re.compile(r" (?:province|district|county|city|village|town|region)\b")


def types(found: Iterable[Name], text: str) -> dict[str, str]:
    """The one type of each name.

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
    entry = entries().get(form) or entries().get(form.title())
    if form in governments() and form not in cautious():
        return "place"
    if entry and (form not in cautious() or tagged[entry.actor_type] > 0):
        return entry.actor_type
    votes = {kind: _TAGGER * tagged[kind] / tagged.total() for kind in _ORDER}
    for kind, weight in (_WEIGHTS[e] for e in evidence):
        votes[kind] += weight
    return max(_ORDER, key=lambda kind: (votes[kind], -_ORDER.index(kind)))


def _within(form: str, forms: set[str], text: str) -> Iterator[str]:
    """What the words of a name say, and the names and demonyms made with it."""
    words = form.split()
    if any(c.isdigit() or c == "&" for c in form) or _CAMEL.match(form):
        yield "letters"
    if len(words) > 1:
        if kind := _designated(words):
            yield f"designator: {kind}"
        if institutions().search(form):
            yield "institution"
        return
    # a name with a demonym of its own: "Kerovia", "the Kerovian hills"
    stem = form.rstrip("aeiouy")
    if len(stem) > 2 and re.search(rf"\b{re.escape(stem)}(?:ian|ean|an|ese|ish)\b", text):
        yield "demonym"
    if any(f.startswith(f"{form} ") and f.split()[-1] in public_bodies() for f in forms):
        yield "public body"


def _designated(words: list[str]) -> str | None:
    """The type that the last word gives, or the first before "of": "University of Brook"."""
    first = designators().get(words[0]) if words[1] in ("of", "for") else None
    kind = first or designators().get(words[-1])
    return kind if kind != "none" else None


def _around(name: Name, text: str) -> Iterator[str]:
    """What stands beside one mention."""
    start, end = name.chars
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if name.rule in ("institution", "acronym"):
        yield "institution"
    lead = before.rstrip().split(" ")[-1].rstrip(".") if before.endswith(" ") else ""
    if lead in honorifics() or f"{lead}." in honorifics():
        yield "honorific"
    elif lead.lower() in roles():
        yield "role"
    if (role := _APPOSED.match(after)) and role[1].lower() in roles():
        yield "apposition"
    if _WHO.match(after):
        yield "who"
    if re.search(r"\b[Tt]he $", before):
        yield "article"
    if _IN.search(before):
        yield "in"
    elif _TO.search(before):
        yield "to"
    if _PROVINCE.match(after):
        yield "province"


def _by_surname(kinds: dict[str, str]) -> dict[str, str]:
    """Full names that the tagger took for something else: their surname alone is a person's."""
    surnames = {f for f, kind in kinds.items() if kind == "person" and " " not in f}
    full = {}
    for form, kind in kinds.items():
        words = person(form).words
        plain = form not in entries() and 1 < len(words) < 4 and words[-1] not in designators()
        large = all(w[0].isupper() for w in words)
        if kind != "person" and plain and large and words[-1] in surnames:
            full[form] = "person"
    return full

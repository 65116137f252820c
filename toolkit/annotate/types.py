"""Types: what each name of an article names, a person, an organization or a place.

The entity tagger judges each mention alone and errs on short names; all mentions of a name are
judged together here, by its words, by what stands around them, and by longer names with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from toolkit.annotate.aliases import person
from toolkit.annotate.entries import (
    cautious,
    designators,
    entries,
    governments,
    honorifics,
    institutions,
    roles,
)
from toolkit.annotate.mention import Name

_ORDER = ("person", "organization", "place")
_PERSONAL = re.compile(r",? who\b|, \d\d,|,? (?:his|her) (?!own)")
_APPOSED = re.compile(r", (?:an? |the |[\w’'-]+ ){1,4}?(\w+)(?: (?:of|for|at|with|in)\b|,|\.)")
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|La|Le|Van|O['’])\w*[a-z][A-Z]")


def types(found: Iterable[Name], text: str) -> dict[str, str]:
    """The one type of each name.

    Args:
        found: all names of an article.
        text: of the article.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in found:
        votes[name.text] += _votes(name, text)
    kinds = {form: _kind(form, count) for form, count in votes.items()}
    return kinds | _by_surname(kinds)


def _kind(form: str, count: Counter[str]) -> str:
    entry = entries().get(form) or entries().get(form.title())
    if form in governments() and form not in cautious():
        return "place"
    if entry and (form not in cautious() or count[entry.actor_type] > 0):
        return entry.actor_type
    return max(_ORDER, key=lambda kind: (count[kind], -_ORDER.index(kind)))


def _votes(name: Name, text: str) -> Counter[str]:
    """Two for whoever found it, more for what only one type has."""
    votes: Counter[str] = Counter({name.actor_type: 2})
    start, end = name.chars
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    words = name.text.split()
    if len(words) > 1 and (kind := _designated(words)):
        votes[kind] += 5
    if name.rule in ("institution", "acronym") or (len(words) > 1 and institutions().search(name.text)):
        votes["organization"] += 6
    lead = before.rstrip().split(" ")[-1].rstrip(".")
    if before.endswith(" ") and (lead in honorifics() or f"{lead}." in honorifics()):
        votes["person"] += 5
    elif before.endswith(" ") and lead.lower() in roles():
        votes["person"] += 2
    if (role := _APPOSED.match(after)) and role[1].lower() in roles():
        votes["person"] += 2
    if _PERSONAL.match(after):
        votes["person"] += 3
    if re.search(r"\b[Tt]he $", before):
        votes["organization"] += 1
        votes["person"] -= 2
    if re.search(r"\b(?:in|near|across|outside|throughout|toward|province of|town of|city of) $", before):
        votes["place"] += 1
    if re.match(r" (?:province|district|county|city|village|town|region)\b", after):
        votes["place"] += 3
    if any(c.isdigit() for c in name.text) or _CAMEL.match(words[0]):
        votes["organization"] += 2
    return votes


def _designated(words: list[str]) -> str | None:
    """The type that the last word gives, or the first before "of": "University of Brook"."""
    first = designators().get(words[0]) if words[1] in ("of", "for") else None
    return first or designators().get(words[-1])


def _by_surname(kinds: dict[str, str]) -> dict[str, str]:
    """Full names that the tagger took for something else: their surname alone is a person's."""
    surnames = {f for f, kind in kinds.items() if kind == "person" and " " not in f}
    full = {}
    for form, kind in kinds.items():
        words = person(form).words
        plain = form not in entries() and 1 < len(words) < 4 and words[-1] not in designators()
        if kind != "person" and plain and words[-1] in surnames and all(w[0].isupper() for w in words):
            full[form] = "person"
    return full

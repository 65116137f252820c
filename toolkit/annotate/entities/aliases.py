"""Aliases: which names of one article are names of one actor, and on what evidence.

A name stands for another where its words say so: a surname, a short form, an acronym, one form of
a lexicon entry for the next. Names that merely look alike stay apart, except for one typing error
in a long word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

from toolkit.annotate.entities.abbreviations import acronym, in_order
from toolkit.annotate.entities.person_names import Evidence, person, same_person
from toolkit.annotate.text.gazetteer import (
    SMALL_WORDS,
    demonyms,
    designators,
    entries,
    public_bodies,
)

_LEGAL = re.compile(
    r",?\s+(?:Inc|Corp|Co|Ltd|LLC|LLP|PLC|plc|AG|GmbH|SA|NV|Corporation|Limited)\.?$"
)
_PARTS = frozenset((
    "School", "Department", "College", "Faculty", "Hospital", "Committee", "Subcommittee",
    "Office", "Library", "Press", "Museum", "Medical", "Law", "Center", "Centre", "Club", "Church",
    "Police",
))  # fmt: skip
"""Words that name a part of an organization: "Brook University School of Law"."""
_SHORTEST_MISSPELLED = 7
"""Fewest letters of a word in which one typing error is accepted."""


def stands_for(short: str, full: str, actor_type: str) -> Evidence | None:
    """Whether one name is a shorter or other form of a second one.

    Args:
        short, full: two different names.
        actor_type: of the second.

    Example:
        >>> stands_for("Brook", "Ada Brook", "person")
        Evidence(rule='surname', confidence=0.95)
        >>> stands_for("Reed", "Ada Brook", "person") is None
        True
    """
    if short.casefold() == full.casefold():
        return Evidence("same name", 1.0)
    if actor_type == "person":
        return same_person(person(short), person(full)) or _misspelling(short, full)
    if actor_type == "organization":
        return _same_organization(short, full)
    return None


def _same_organization(short: str, full: str) -> Evidence | None:
    evidence = acronym(short, full) or _short_form(short, full)
    a, b = without_country(short), without_country(full)
    one_country = a == short or b == full or short.split()[0] == full.split()[0]
    if evidence or (a, b) == (short, full) or not one_country:
        return evidence
    # "the Afghan Taliban" and "the Taliban"; but two countries' navies are two
    return Evidence("without its country", 0.85) if a == b else acronym(a, b)


def _misspelling(short: str, full: str) -> Evidence | None:
    """One typing error in a long word: "Bornsten" for "Ada Bornstein"; both must begin alike."""
    a, b = short.split(), full.split()
    b = b[-1:] if len(a) == 1 else b
    if len(a) != len(b):
        return None
    one, other = " ".join(a), " ".join(b)
    similar = (
        min(len(one), len(other)) >= _SHORTEST_MISSPELLED
        and one[:2] == other[:2]
        and one[0].isupper()
        # one more letter at the end makes another word: "Republican", "Republicans"
        and not (one.startswith(other) or other.startswith(one))
        and all(len(x) >= 6 <= len(y) for x, y in zip(a, b, strict=True) if x != y)
        and DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1
    )
    return Evidence("spelling", 0.7) if similar else None


def _short_form(short: str, full: str) -> Evidence | None:
    """ "Brook" for "Brook Media", "Security Council" for "UN Security Council"."""
    a, b = _words(short), _words(full)
    if not a or len(a) >= len(b):
        if _LEGAL.sub("", short) == _LEGAL.sub("", full):
            return Evidence("legal form", 1.0)
        return _misspelling(short, full) if len(b) == len(a) else None
    if b[-1].islower() or (short in entries() and full not in entries()):
        return None
    complete = a[-1] in designators()
    if a == b[: len(a)]:
        part = complete and any(w in _PARTS for w in b[len(a) :])
        inside = full[len(short) :].lstrip().startswith(("of ", "for ")) and not complete
        called_after = len(a) == 1 and b[-1] in public_bodies()
        return None if part or inside or called_after else Evidence("short form", 0.85)
    team = len(a) == 1 and len(short) > 4 and short.endswith("s") and len(b) < 4
    if a == b[-len(a) :] and (complete or len(a) > 1 or team):
        return Evidence("short form", 0.85)
    if len(a) > 1 and complete and in_order(a, b):
        return Evidence("short form", 0.7)
    return None


def _words(name: str) -> list[str]:
    return [w for w in name.replace(",", "").split() if w.lower() not in SMALL_WORDS]


def without_country(name: str) -> str:
    """A name without the country before it: "CDC" of "Chinese CDC".

    Example:
        >>> without_country("Afghan Taliban")
        'Taliban'
    """
    first, _, rest = name.partition(" ")
    return rest if rest and (first in demonyms() or first in entries()) else name


def best_candidates(candidates: Iterable[tuple[str, Evidence]]) -> list[tuple[str, Evidence]]:
    """The candidates with the surest evidence; a surname goes before a short form."""
    found = list(candidates)
    if any(e.rule == "surname" for _, e in found):
        found = [c for c in found if c[1].rule != "short form"]
    best = max((e.confidence for _, e in found), default=0)
    return [c for c in found if c[1].confidence >= best - 0.1]

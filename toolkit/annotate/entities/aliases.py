"""Aliases: which names of one article are names of one actor, and on what evidence.

A name stands for another where its words say so: a surname, a short form, an acronym, one form of
a lexicon entry for the next. Names that merely look alike stay apart, but for a slip of the pen in
a long word. Acronyms after Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation
definitions in biomedical text", extended to initials in another order ("Italian Episcopal
Conference (CEI)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

from toolkit.annotate.entities.person_names import Evidence, person, same_person
from toolkit.annotate.text.gazetteer import demonyms, designators, entries, public_bodies

_SMALL = frozenset(
    [
        "of",
        "and",
        "the",
        "for",
        "in",
        "on",
        "to",
        "de",
        "des",
        "du",
        "la",
        "le",
        "y",
        "e",
        "&",
        "und",
    ]
)
_LEGAL = re.compile(
    r",?\s+(?:Inc|Corp|Co|Ltd|LLC|LLP|PLC|plc|AG|GmbH|SA|NV|Corporation|Limited)\.?$"
)
_PARTS = frozenset(
    [
        "School",
        "Department",
        "College",
        "Faculty",
        "Hospital",
        "Committee",
        "Subcommittee",
        "Office",
        "Library",
        "Press",
        "Museum",
        "Medical",
        "Law",
        "Center",
        "Centre",
        "Club",
        "Church",
        "Police",
    ]
)
_SLIP = 7
"""Letters that a word needs at least before one slip in it is forgiven."""


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
        return same_person(person(short), person(full)) or _slip(short, full)
    if actor_type == "organization":
        return _same_organization(short, full)
    return None


def _same_organization(short: str, full: str) -> Evidence | None:
    found = _acronym(short, full) or _short_form(short, full)
    a, b = without_country(short), without_country(full)
    if found or (a == short and b == full):
        return found
    if a == b:
        # "the Afghan Taliban" and "the Taliban"; but two countries' navies are two
        return Evidence("without its country", 0.85) if short in (a, b) or full in (a, b) else None
    return (
        _acronym(a, b) if a == short or b == full or short.split()[0] == full.split()[0] else None
    )


def _slip(short: str, full: str) -> Evidence | None:
    """One slip in a long word: "Bornsten" for "Ada Bornstein"; both must begin alike."""
    a, b = short.split(), full.split()
    if len(a) == len(b):
        one, other = short, full
    elif len(a) == 1:
        one, other = a[-1], b[-1]
    else:
        return None
    alike = one[:2] == other[:2] and min(len(one), len(other)) >= _SLIP and one[0].isupper()
    if alike and DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1:
        # one more letter at the end makes another word ("Republican", "Republicans"), no slip
        longer = one.startswith(other) or other.startswith(one)
        changed = [(x, y) for x, y in zip(a[-len(b) :], b[-len(a) :], strict=True) if x != y]
        long = all(min(len(x), len(y)) >= _SLIP - 1 for x, y in changed)
        return None if longer or not long else Evidence("spelling", 0.7)
    return None


def _short_form(short: str, full: str) -> Evidence | None:
    """ "Brook" for "Brook Media", "Security Council" for "UN Security Council"."""
    a, b = _words(short), _words(full)
    if not a or len(a) >= len(b):
        if _LEGAL.sub("", short) == _LEGAL.sub("", full):
            return Evidence("legal form", 1.0)
        return _slip(short, full) if len(b) == len(a) else None
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
    if len(a) > 1 and complete and _in_order(a, b):
        return Evidence("short form", 0.7)
    return None


def _words(name: str) -> list[str]:
    return [w for w in name.replace(",", "").split() if w.lower() not in _SMALL]


def _in_order(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def _acronym(short: str, full: str) -> Evidence | None:
    """Initials: of all words, of the large ones, or the same letters in another order."""
    letters = re.sub(r"[^\w]", "", short)
    if len(letters) < 2 or not letters.isupper() or full.isupper() or " " in short:
        return None
    words = [w for part in full.split() for w in part.split("-") if w]
    large = "".join(w[0] for w in words if w[0].isupper() or w[0].isdigit())
    every = "".join(w[0].upper() for w in words)
    if letters in (large, every):
        return Evidence("acronym", 0.95)
    # "CDC" of "Centers for Disease Control and Prevention": the last word goes unsaid
    if len(letters) > 2 and large[:-1] == letters:
        return Evidence("acronym", 0.75)
    return None


def without_country(name: str) -> str:
    """A name without the country before it: "CDC" of "Chinese CDC".

    Example:
        >>> without_country("Afghan Taliban")
        'Taliban'
    """
    first, _, rest = name.partition(" ")
    return rest if rest and (first in demonyms() or first in entries()) else name


def defined(short: str, full: str) -> bool:
    """Whether letters in parentheses abbreviate the name before them.

    Example:
        >>> defined("CEI", "Italian Episcopal Conference"), defined("AP", "Hanoi")
        (True, False)
    """
    letters = re.sub(r"[^\w]", "", short).casefold()
    words = [w for w in re.split(r"[\s-]", full) if w]
    initials = [w[0].casefold() for w in words if w.lower() not in _SMALL]
    if len(letters) < 2 or len(initials) < 2:
        return False
    every = [w[0].casefold() for w in words]
    ends = letters[0] == initials[0] and letters[-1] == initials[-1]
    return sorted(letters) == sorted(initials) or (ends and _in_order(list(letters), every))


def initials_of(name: str) -> str | None:
    """The abbreviation of an organization's name of three words and more.

    Example:
        >>> initials_of("Fair Water League")
        'FWL'
    """
    large = [w[0] for w in re.split(r"[\s-]", name) if w[:1].isupper()]
    return "".join(large) if len(large) > 2 and not name.isupper() else None


def unique(candidates: Iterable[tuple[str, Evidence]]) -> list[tuple[str, Evidence]]:
    """The candidates with the surest evidence; a surname goes before what is called after it."""
    found = list(candidates)
    if any(e.rule == "surname" for _, e in found):
        found = [c for c in found if c[1].rule != "short form"]
    best = max((e.confidence for _, e in found), default=0)
    return [c for c in found if c[1].confidence >= best - 0.1]

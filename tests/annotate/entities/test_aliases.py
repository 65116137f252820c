"""Aliases: which names stand for one another, and which must not."""

from __future__ import annotations

import pytest

from toolkit.annotate.entities.abbreviations import abbreviates
from toolkit.annotate.entities.aliases import stands_for
from toolkit.annotate.entities.person_names import person

SAME = [
    ("Brook", "Ada Brook", "person", "surname"),
    ("Ada", "Ada Brook", "person", "first name"),
    ("Ada J. Brook", "Ada Brook", "person", "full name"),
    ("Ada Brook Jr.", "Ada Brook", "person", "full name"),
    ("Pat Brook", "Patricia Brook", "person", "short first name"),
    ("J.K. Brook", "J. K. Brook", "person", "full name"),
    ("J. Brook", "Jane Brook", "person", "initial"),
    ("Bob Reed", 'Robert "Bob" Reed', "person", "full name"),
    ("Van der Berg", "Ludwig van der Berg", "person", "surname"),
    ("Al-Bashir", "Omar al-Bashir", "person", "surname"),
    ("Holt", "Ines Reed-Holt", "person", "part of a double name"),
    ("Ada Holt", "Ada Reed Holt", "person", "full name"),
    ("Wasserman", "Ada Wassermann", "person", None),
    ("Bernsten", "Ada Bernstein", "person", "spelling"),
    ("FWL", "Fair Water League", "organization", "acronym"),
    ("Brook", "Brook Media", "organization", "short form"),
    ("Security Council", "UN Security Council", "organization", "short form"),
    ("Brook Motors", "Brook Motors Inc.", "organization", "short form"),
    ("Untied Water League", "United Water League", "organization", "spelling"),
    ("water league", "Water League", "organization", "same name"),
    ("Mariners", "Brook Mariners", "organization", "short form"),
]
APART = [
    ("Ada Brook", "Tom Brook", "person"),
    ("George W. Brook", "George H.W. Brook", "person"),
    ("Reed", "Ada Brook", "person"),
    ("Reeds", "Ada Reed", "person"),
    ("Miller", "Ada Mueller", "person"),
    ("Brook", "Brook Council", "organization"),
    ("Brook University", "Brook University School of Law", "organization"),
    ("Brook", "Brook campaign", "organization"),
    ("Malaysian navy", "Indonesian navy", "organization"),
    ("Brook", "Brook Bay", "place"),
    ("ADA", "ANN DORA ALLEN", "organization"),
    ("Republican", "Republicans", "organization"),
]


@pytest.mark.parametrize(("short", "full", "kind", "rule"), [s for s in SAME if s[3]])
def test_stands_for(short: str, full: str, kind: str, rule: str) -> None:
    evidence = stands_for(short, full, kind)
    assert evidence is not None
    assert evidence.rule == rule
    assert 0.5 < evidence.confidence <= 1


@pytest.mark.parametrize(("short", "full", "kind"), APART)
def test_no_merge_without_evidence(short: str, full: str, kind: str) -> None:
    assert stands_for(short, full, kind) is None


DEFINED = [
    ("FWL", "Fair Water League", True),
    ("LWF", "Fair Water League", True),
    ("AP", "Boston", False),
    ("HPA", "Harbour Press Agency BOSTON", False),
    ("B5R", "Brook 5 Reed", True),
]


@pytest.mark.parametrize(("short", "full", "expected"), DEFINED)
def test_abbreviates(short: str, full: str, expected: bool) -> None:
    assert abbreviates(short, full) is expected


def test_any_string_has_parts_of_a_name() -> None:
    for name in ("", " ", "X", "Jr.", "J. K.", "習近平", "'“”", "al-Reed"):
        assert isinstance(person(name).words, tuple)

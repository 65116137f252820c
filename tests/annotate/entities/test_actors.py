"""Actors of one article, and the boundaries of names."""

from __future__ import annotations

import pytest

from toolkit.annotate.entities.actors import find_actors
from toolkit.annotate.entities.boundaries import trim
from toolkit.annotate.text.document import Span, parse

TRIMMED = [
    ("the White House", "White House"),
    ("Putin's", "Putin"),
    ("Mr. Brown", "Brown"),
    ("the U.S.", "U.S."),
    ("Acme Inc.", "Acme Inc."),
    ("“Brown”", "Brown"),
    ("the", None),
    ("Dr. Jane Roe,", "Jane Roe"),
    ("workers’", "workers"),
]


@pytest.mark.parametrize(("text", "expected"), TRIMMED)
def test_trim(text: str, expected: str | None) -> None:
    chars = trim(text, Span(0, len(text)))
    assert (chars and text[slice(*chars)]) == expected


def names(text: str) -> dict[str, int]:
    return {a.name: len(a.mentions) for a in find_actors(parse(text))}


def test_surname_goes_to_the_full_name() -> None:
    text = "Barbara Miller spoke in Chicago on Friday. Miller then left the city."
    assert names(text)["Barbara Miller"] == 2


def test_two_people_with_one_surname_stay_apart() -> None:
    text = "Bill Clinton met Hillary Clinton in New York on Friday."
    assert {"Bill Clinton", "Hillary Clinton"} <= names(text).keys()


def test_mr_and_mrs_with_one_surname_are_two_people() -> None:
    text = "Tom Vale lost his shop. Mr Vale said it was old. Mrs Vale said: “It was all we had.”"
    assert names(text) == {"Tom Vale": 2, "Mrs Vale": 1}


def test_a_couple_that_is_named_in_full_is_two_people() -> None:
    text = (
        "Bill Clinton met Hillary Clinton in New York on Friday. Mrs. Clinton spoke in Boston. "
        "Mr. Clinton left for Chicago."
    )
    assert {n for n in names(text) if "Clinton" in n} == {"Bill Clinton", "Hillary Clinton"}


def test_acronym_goes_to_its_expansion() -> None:
    text = (
        "The World Health Organization met in Geneva on Monday. "
        "The WHO said in Geneva that the vaccine was safe."
    )
    assert names(text)["World Health Organization"] == 2


def test_offsets_slice_to_the_name() -> None:
    text = "Barbara Miller's lawyer met Mr. Jones in Chicago.\n\nThe Pentagon was silent."
    for actor in find_actors(parse(text)):
        for mention in actor.mentions:
            assert text[slice(*mention.chars)] == mention.text


def test_each_name_has_one_actor() -> None:
    text = "Chicago sued Chicago. Barbara Miller of Chicago met Barbara Miller."
    found = find_actors(parse(text))
    assert len({a.name for a in found}) == len(found)

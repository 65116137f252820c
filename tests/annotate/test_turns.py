"""Speech laid out rather than told: transcripts, vox pops, signed quotations."""

from __future__ import annotations

import pytest

from toolkit.annotate.attribution import Attribution
from toolkit.annotate.documents import Chars
from toolkit.annotate.turns import turns, with_turns

CASES = [
    ("REED: Will you come?\n\nHOLT: No, I will not.",
     [("REED", "Will you come?"), ("HOLT", "No, I will not.")]),
    ("“It was cold.” — Ann Reed", [("Ann Reed", "“It was cold.”")]),
    ('"It was cold."--Ann Reed, a nurse', [("Ann Reed, a nurse", '"It was cold."')]),
    ('Ann Reed: "It was cold."', [("Ann Reed", '"It was cold."')]),
    ("CORRECTION: An earlier version had a wrong name.", []),
    ("Ann Reed said it was cold.", []),
    ("The plan has two parts: a bridge and a road.", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_turns(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[slice(*a.source or (0, 0))], text[slice(*a.content[0])]) for a in turns(text)]
    assert found == expected


def test_what_ran_across_turns_gives_way_and_what_is_told_inside_one_stays() -> None:
    text = "REED: He said the door was shut.\n\nHOLT: No."
    laid_out = turns(text)
    door = text.index("the door")
    inside = Attribution((Chars(door, door + 17),), Chars(9, 13), Chars(6, 8), "tagger", 0.9)
    across = Attribution((Chars(6, len(text)),), Chars(4, 5), Chars(0, 4), "tagger", 0.9)
    assert list(with_turns([inside, across], laid_out)) == [*laid_out, inside]

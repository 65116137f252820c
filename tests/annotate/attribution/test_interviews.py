"""Turns of transcripts, interviews, vox pops and letters."""

from __future__ import annotations

import pytest

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.attribution.interviews import merge_turns, turns
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

CASES = [
    ("REED: Will you come?\n\nHOLT: No, I will not.",
     [("REED", "Will you come?"), ("HOLT", "No, I will not.")]),
    ("“It was cold.” — Ann Reed", [("Ann Reed", "“It was cold.”")]),
    ('"It was cold."--Ann Reed, a nurse', [("Ann Reed, a nurse", '"It was cold."')]),
    ('Ann Reed: "It was cold."', [("Ann Reed", '"It was cold."')]),
    ("CORRECTION: An earlier version had a wrong name.", []),
    ("Ann Reed said it was cold.", []),
    ("The plan has two parts: a bridge and a road.", []),
    ("“It was cold.”\xa0― Ann Reed\xa0", [("Ann Reed", "“It was cold.”")]),
    ("Q. Was it cold?\n\nA. It was.", [("Q", "Was it cold?"), ("A", "It was.")]),
    ("Reed: It was cold.\n\nHolt: Yes.\n\nReed: Very.\n\nHolt: Quite.",
     [("Reed", "It was cold."), ("Holt", "Yes."), ("Reed", "Very."), ("Holt", "Quite.")]),
    ("AT STAKE: The bridge.\n\nTHE COST: A lot.", []),
    ("Warning: It is cold.\n\nAdvice: Stay in.", []),
    ("Dear editor,\n\nThe bins are late.\n\n— Ann Reed", [("Ann Reed", "The bins are late.")]),
    ("Dear editor: The bins are late. Sincerely, Ann Reed", [("Ann Reed", "The bins are late.")]),
    ("Dear editor, nobody signed this.\n\nThe end.", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_turns(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[slice(*a.source or (0, 0))], text[slice(*a.content[0])]) for a in turns(text)]
    assert found == expected


GOES_ON = [
    ("HOLT: Why?\n\nREED: It was cold.\n\nIt snowed, too.\n\nHOLT: I see?", ["It snowed, too."]),
    ('"HOLT: Why?\n\n"REED: Cold.\n\n"It snowed."\n\n"HOLT: I see?', ['"It snowed."']),
    ("HOLT: Why?\n\nREED: It was cold.\n\n(CROSSTALK)\n\nHOLT: I see?", []),
    ("HOLT: Why?\n\nREED: It was cold.\n\nHe left the room.", []),
    ("HOLT: Why?\n\nREED: Cold.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nHOLT: I see?", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "more"), GOES_ON)
def test_turn_over_several_paragraphs(text: str, more: list[str]) -> None:
    (reed,) = (a for a in turns(text) if a.source and text[slice(*a.source)] == "REED")
    assert [text[slice(*part)] for part in reed.content[1:]] == more


def test_attributions_inside_one_turn_are_kept_and_those_across_turns_dropped() -> None:
    text = "REED: He said the door was shut.\n\nHOLT: Was it?"
    spoken = turns(text)
    door = text.index("the door")
    inside = Attribution((Span(door, door + 17),), Span(9, 13), Span(6, 8), "tagger", 0.9)
    across = Attribution((Span(6, len(text)),), Span(4, 5), Span(0, 4), "tagger", 0.9)
    assert merge_turns([inside, across], spoken) == [*spoken, inside]


def test_turns_are_direct_quotes() -> None:
    (note,) = Pipeline()([Text(None, "Q. Was it a long winter?\n\nA. It was a very long one.")])
    assert [q["quote_type"] for q in note.quotes] == ["direct", "direct"]

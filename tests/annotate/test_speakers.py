"""From source to speaker, through the whole annotator."""

from __future__ import annotations

import pytest

from toolkit.annotate import Pipeline, Text

CASES = [
    ("Barbara Miller arrived. “We are ready to leave,” Miller said.", "Barbara Miller"),
    ("Barbara Miller arrived. “We are ready to leave,” she said.", "Barbara Miller"),
    (
        "“We are ready to leave,” said a spokesman for Barbara Miller.",
        "spokesman for Barbara Miller",
    ),
    ("Barbara Miller's lawyer said the case was closed.", "Barbara Miller's lawyer"),
    ("The Pentagon said the ship had left.", "Pentagon"),
    ("The foreign ministry denied that the ship had left.", "foreign ministry"),
    ("Officials said the ship had left.", "Officials"),
    ("Judge Barbara Miller of Chicago said the case was closed.", "Barbara Miller"),
]


@pytest.mark.parametrize(("text", "speaker"), CASES)
def test_speaker(text: str, speaker: str) -> None:
    (note,) = Pipeline()([Text(None, text)])
    assert [q["speaker"] for q in note.quotes] == [speaker]

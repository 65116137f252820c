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
    ("Barbara Miller and Thomas Reed of Boston said the case was closed.", "Barbara Miller"),
    ("The group behind the ferry, Brook Lines, said the ship had left.", "Brook Lines"),
    (
        "Brook Ferries Ltd was founded in Boston. The Sailors’ Union met on Tuesday. "
        "The company said its finance director, Thomas Reed, would leave.",
        "Brook Ferries Ltd",
    ),
    ("16.20 — Barbara Miller said the ship had left.", "Barbara Miller"),
    (
        "Carla N. Nolan met Thomas Reed in Boston on Friday. CNN said the ship had left.",
        "CNN",
    ),
    ("It was a hard day. Barbara Miller said the ship had left.", "Barbara Miller"),
    ("Farmers in Barbara said the ship had left.", "Farmers in Barbara"),
]


def test_who_speaks_in_a_quotation_is_not_who_says_the_quotation() -> None:
    text = "Barbara Miller met us in Boston. “They say that the ferry is safe,” Miller said."
    (note,) = Pipeline()([Text(None, text)])
    inner = [q["speaker"] for q in note.quotes if q["rule"] == "nested"]
    assert inner == [None]


def test_an_honorific_tells_a_couple_apart() -> None:
    text = (
        "Tom Vale, 61, and his wife, Nora Vale, lost the house. Mr Vale said the river came fast. "
        "Mrs Vale said she had saved only the cat."
    )
    (note,) = Pipeline()([Text(None, text)])
    assert [q["speaker"] for q in note.quotes] == ["Tom Vale", "Nora Vale"]


@pytest.mark.parametrize(
    "title",
    ["‘Budget is dead’: minister", "Minister: ‘Budget is dead’", "‘Budget is dead’ – minister"],
)
def test_a_headline_names_its_speaker_beside_a_colon_or_dash(title: str) -> None:
    (note,) = Pipeline()([Text(title, "The draft was withdrawn in Boston on Monday.")])
    assert [(q["speaker"] or "").lower() for q in note.quotes] == ["minister"]


@pytest.mark.parametrize(("text", "speaker"), CASES)
def test_speaker(text: str, speaker: str) -> None:
    (note,) = Pipeline()([Text(None, text)])
    assert [q["speaker"] for q in note.quotes] == [speaker]


TURNS = [
    (
        "question and answer",
        "Barbara Miller runs the ferry. Miller spoke to us in Boston.\n\n"
        "Q. Was it a long winter?\n\nA. It was a very long one.",
        ["Q", "Barbara Miller"],
    ),
    (
        "question and answer, the one who answers introduced among others",
        "Barbara Miller took over from Thomas Reed. Miller runs the ferry. Miller lives in Boston."
        "\n\nQ. Whom do you admire?\n\nA. Thomas Reed, always.\n\nQ. Whom else do you admire?\n\n"
        "A. Nobody. Thomas Reed built it, and Reed kept it.",
        ["Q", "Barbara Miller", "Q", "Barbara Miller"],
    ),
    (
        "initials",
        "Barbara Miller and Thomas Reed run the ferry.\n\nBM: Was it a long winter?\n\n"
        "TR: It was a very long one.\n\nBM: We thought so, too.",
        ["Barbara Miller", "Thomas Reed", "Barbara Miller"],
    ),
    (
        "two paragraphs after the name",
        "Barbara Miller arrived in Boston on Friday.\n\nThe ferry was late, and it rained.\n\n"
        "“We are ready to leave,” she said.",
        ["Barbara Miller"],
    ),
    (
        "two who alternate",
        "“We are ready to leave,” Mr. Thomas Reed said.\n\n“We are not ready,” Mrs. Barbara Miller "
        "said.\n\n“We have waited for years,” he said.\n\n“You can wait for another,” she said.",
        ["Thomas Reed", "Barbara Miller", "Thomas Reed", "Barbara Miller"],
    ),
    (
        "a name inside the quotation does not speak",
        "“The case is closed,” Barbara Miller said in Boston.\n\n“We told Thomas Reed that it was "
        "over long ago,” she said.",
        ["Barbara Miller", "Barbara Miller"],
    ),
    (
        "the statement",
        "The Pentagon said the ship had left.\n\n“The crew is safe and well,” the statement said.",
        ["Pentagon", "Pentagon"],
    ),
]


@pytest.mark.parametrize(("name", "text", "speakers"), TURNS, ids=[t[0] for t in TURNS])
def test_speakers_over_paragraphs(name: str, text: str, speakers: list[str]) -> None:
    (note,) = Pipeline()([Text(None, text)])
    assert [q["speaker"] for q in note.quotes] == speakers


BEHALF = [
    ("White House spokesman Thomas Reed said the ship had left.", "Thomas Reed", "White House"),
    ("A spokeswoman for the Pentagon said the ship had left.", None, "Pentagon"),
    ("Thomas Reed, a spokesman for the Pentagon, said the ship had left.", "Thomas Reed",
     "Pentagon"),
    ("Thomas Reed said the ship had left the Pentagon.", "Thomas Reed", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "behalf"), BEHALF)
def test_on_whose_behalf(text: str, speaker: str | None, behalf: str | None) -> None:
    (note,) = Pipeline()([Text(None, text)])
    (quote,) = note.quotes
    assert quote["on_behalf_of"] == behalf
    assert (quote["on_behalf_id"] is None) == (behalf is None)
    if speaker:
        assert quote["speaker"] == speaker
    else:
        assert quote["actor_id"] is None

"""Coreference: who "he", "the company" and "the 61-year-old" are, and what stays unresolved."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.annotate import Pipeline, Text


def mentions(text: str) -> list[dict[str, Any]]:
    return next(Pipeline()([Text(None, text)])).mentions


def others(text: str, kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in mentions(text):
        if row["kind"] == kind:
            found.setdefault(row["actor"], []).append(row["text"])
    return found


PRONOUNS = [
    ("the only person", "Barbara Miller arrived on Friday. She was late.",
     {"Barbara Miller": ["She"]}),
    ("the subject goes before the object",
     "Barbara Miller met Thomas Reed in Boston on Friday. She was late.",
     {"Barbara Miller": ["She"]}),
    ("a gender that the article gives",
     "Mr. Thomas Reed met Mrs. Barbara Miller in Boston on Friday. She was late, and he was not.",
     {"Barbara Miller": ["She"], "Thomas Reed": ["he"]}),
    ("kinship says a gender",
     "Thomas Reed saw Barbara Miller, the mother of two, in Boston. He waved at her.",
     {"Thomas Reed": ["He"], "Barbara Miller": ["her"]}),
    ("an opening clause", "In her speech on Friday, Barbara Miller praised Boston.",
     {"Barbara Miller": ["her"]}),
    ("the weather", "Barbara Miller arrived in Boston. It rained.", {}),
    ("nobody is named", "She said it rained. He did not.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), PRONOUNS, ids=[p[0] for p in PRONOUNS])
def test_pronouns(name: str, text: str, expected: dict[str, list[str]]) -> None:
    assert others(text, "pronoun") == expected


DESCRIPTIONS = [
    ("called so", "Thomas Reed, a lawyer from Boston, arrived on Friday. The lawyer was late.",
     "Thomas Reed", "The lawyer"),
    ("the last word of the name", "The Boston City Council met on Friday. The council voted.",
     "Boston City Council", "The council"),
    ("the kind", "Microsoft opened an office in Boston on Friday. The company hired many.",
     "Microsoft", "The company"),
    ("a country", "France voted on Friday. The country was calm.", "France", "The country"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "actor", "phrase"), DESCRIPTIONS, ids=[d[0] for d in DESCRIPTIONS]
)
def test_descriptions(name: str, text: str, actor: str, phrase: str) -> None:
    assert phrase in others(text, "description")[actor]


TITLES = [
    ("White House security spokesman Thomas Reed arrived in Boston.",
     "White House security spokesman"),
    ("The company met lawyer Barbara Miller in Boston on Friday.", "lawyer"),
    ("Secretary of State Barbara Miller arrived in Boston on Friday.", "Secretary of State"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_titles_are_kept_with_their_place(text: str, title: str) -> None:
    (note,) = Pipeline()([Text(None, text)])
    rows = [m for m in note.mentions if m["kind"] == "title"]
    assert [r["text"] for r in rows] == [title]
    assert all(text[r["start"] : r["end"]] == r["text"] for r in rows)


def test_a_title_is_not_taken_over_the_end_of_a_sentence() -> None:
    assert others("She was a friend. Barbara Miller left Boston.", "title") == {}


def test_i_is_the_speaker() -> None:
    text = "“I am ready, and my bag is packed,” Barbara Miller said in Boston. I was there."
    (note,) = Pipeline()([Text(None, text)])
    rows = [m for m in note.mentions if m["rule"] == "first person"]
    assert [(m["text"], m["actor"]) for m in rows] == [
        ("I", "Barbara Miller"),
        ("my", "Barbara Miller"),
    ]


def test_every_reference_has_a_rule_and_a_confidence() -> None:
    text = "Barbara Miller, 61, a lawyer, met Microsoft in Boston. She said the company was late."
    for row in mentions(text):
        assert row["rule"]
        assert 0 < row["confidence"] <= 1
        assert text[row["start"] : row["end"]] == row["text"]

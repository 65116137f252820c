"""Form, role, anonymity and channel of sources."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.attribution.tagger_engine import tagger
from toolkit.annotate.sources.channel import channel
from toolkit.annotate.sources.profile import source_columns, source_profiles
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import head


def whole(text: str) -> Span:
    return Span(0, len(text))


PHRASES = [
    ("Ada Brook, a professor of law at the university", "named_person", "expert"),
    ("a spokeswoman for the health ministry", "unnamed_person", "official"),
    ("a police spokesman", "unnamed_person", "justice"),
    ("two residents of the valley", "unnamed_group", "citizen"),
    ("the report by the health ministry", "document", "official"),
    ("the transport ministry", "named_organization", "official"),
    ("the company’s chief executive, Tom Reed", "named_person", "business"),
    ("the club’s striker Tom Reed", "named_person", "culture_sport"),
]


@pytest.mark.parametrize(("phrase", "form", "role"), PHRASES)
def test_form_and_role_of_a_source(phrase: str, form: str, role: str) -> None:
    text = f"It rained for days. {phrase[0].upper()}{phrase[1:]} said that the ferry was late."
    (quote,) = next(Pipeline()([Text(None, text)])).quotes
    assert (quote["source_form"], quote["source_role"]) == (form, role)
    assert 0.5 <= quote["role_confidence"] <= 1
    assert text[quote["role_start"] : quote["role_end"]]


def test_a_person_has_one_role_throughout() -> None:
    text = (
        "Ada Brook, a professor of law, said the ferry was late. “It always is,” she said.\n\n"
        "It rained. Brook added that the captain was to blame."
    )
    quotes = next(Pipeline()([Text(None, text)])).quotes
    assert {(q["speaker"], q["source_form"], q["source_role"]) for q in quotes} == {
        ("Ada Brook", "named_person", "expert")
    }


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("several of his members", "members"), ("the mayor, who left", "the mayor")],
)
def test_head(phrase: str, expected: str) -> None:
    assert phrase[slice(*head(phrase, whole(phrase)))] == expected


def columns(source: str, behind: str) -> tuple[str, dict[str, Any]]:
    """A sentence, and the columns on its unnamed source."""
    text = f"It rained, {source} said{behind}"
    start = len("It rained, ")
    end = start + len(source)
    one = Attribution((Span(0, 9),), Span(end + 1, end + 5), Span(start, end), "test", 1.0)
    reading, speaker = tagger()(text), Speaker(source)
    (profile,) = source_profiles(reading, [one], [speaker])
    return text, source_columns(text, one, speaker, profile)


@pytest.mark.parametrize(
    ("source", "behind", "grade", "anonymous"),
    [
        ("officials", ".", 0, True),
        ("critics", ".", 0, False),
        ("a spokesman for the ministry", ".", 2, False),
        ("a person familiar with the talks", ".", 1, True),
        ("a guard", ", speaking on condition of anonymity.", 1, True),
        ("a guard", " on Monday.", 1, False),
    ],
)
def test_anonymity(source: str, behind: str, grade: int, anonymous: bool) -> None:
    _, row = columns(source, behind)
    assert (row["anonymity"], row["anonymous"]) == (grade, anonymous)


def test_reason_is_the_whole_clause() -> None:
    clause = "who asked not to be named because he feared for his job"
    text, row = columns("a guard", f", {clause}. It was Monday.")
    assert row["reason"] == clause
    assert text[row["reason_start"] : row["reason_end"]] == clause


def test_evidence_slices_to_its_words() -> None:
    text, row = columns("a professor of law", " in an interview.")
    assert text[row["role_start"] : row["role_end"]] == "a professor of law"
    assert text[row["channel_start"] : row["channel_end"]] == "in an interview"
    assert text[row["form_start"] : row["form_end"]] == "a professor of law"


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (" told reporters on Monday.", "press_conference"),
        (" said in a statement.", "statement"),
        (" wrote on Twitter.", "post"),
        (" testified on Monday.", "court"),
        (" said in an email to staff.", "message"),
        (" said. He was not in an interview.", None),
    ],
)
def test_channel(behind: str, expected: str | None) -> None:
    text = f'"It rained," Ada Brook{behind}'
    cue = Span(23, 23 + len(behind.split()[0].strip(".")))
    found = channel(text, Attribution((Span(0, 12),), cue, Span(13, 22), "test", 1.0))
    assert (found[0] if found else None) == expected


def test_a_source_is_anonymous_in_all_its_quotes() -> None:
    text = (
        "A guard, speaking on condition of anonymity, said the door was open. The rain had stopped."
        "\n\n“It was never shut,” the guard said."
    )
    quotes = next(Pipeline()([Text(None, text)])).quotes
    assert [q["anonymous"] for q in quotes] == [True, True]

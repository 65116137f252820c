"""Form, role, anonymity and channel of sources."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.annotate.sources.channel import channel
from toolkit.annotate.sources.form import source_form
from toolkit.annotate.sources.profile import harmonize_sources, source_columns
from toolkit.annotate.sources.role import issuer_role, phrase_role
from toolkit.annotate.sources.speakers import Speaker
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.noun_phrases import head


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the president of the Ferry Company", "business"),
        ("the company’s chief operating officer", "business"),
        ("Ada Brook, a professor at Brook University", "expert"),
        ("the European Union’s top court", "justice"),
        ("the growers’ association", "civil_society"),
        ("a spokeswoman for the health ministry", "official"),
        ("a police spokesman", "justice"),
        ("one of the doctors who signed it", "expert"),
        ("two residents of the valley", "citizen"),
        ("a reporter for the Associated Press", "media"),
        ("the club’s striker", "culture_sport"),
        ("a spokesman for the United Nations", "official"),
    ],
)
def test_role_of_a_phrase(phrase: str, expected: str) -> None:
    found = phrase_role(phrase, whole(phrase))
    assert found is not None
    assert found.role == expected
    assert found.chars is not None
    assert found.chars.within(whole(phrase))


def test_a_phrase_without_a_known_noun_has_no_role() -> None:
    assert phrase_role("Zed Quorl", whole("Zed Quorl")) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a spokesman", "unnamed_person"),
        ("three officials in two ministries", "unnamed_group"),
        ("a number of the guards", "unnamed_group"),
        ("one of the guards", "unnamed_person"),
        ("the transport ministry", "named_organization"),
        ("Italian courts", "unnamed_group"),
        ("maintenance logs seen by the paper", "document"),
        ("the report by the commission", "document"),
        ("Minister of Education Ada Brook", "named_person"),
        ("a spokesperson for the British Foreign Office", "unnamed_person"),
        ("the newspaper", "media"),
        ("Tom’s family", "unnamed_group"),
        ("Article 9", "document"),
        ("a note prepared for the delegation", "document"),
        ("the leading medical journal", "media"),
        ("The United Nations High Commissioner for Human Rights", "named_organization"),
    ],
)
def test_form_of_a_phrase(phrase: str, expected: str) -> None:
    assert source_form(phrase, whole(phrase), None, phrase) == expected


def test_document_has_the_role_of_its_issuer_named_before() -> None:
    text = "A report by the health ministry came out. The report said that it rained."
    start = text.index("The report")
    found = issuer_role(text, Span(start, start + len("The report")))
    assert found is not None
    assert found.role == "official"


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
    return text, source_columns(text, one, Speaker(source))


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
    assert text[row["role_start"] : row["role_end"]] == "professor"
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
    row = {"speaker": "guard", "actor_id": None, "in_title": False, "source_role": "justice"}
    row |= {"source_form": "unnamed_person", "anonymity": 1}
    quotes = harmonize_sources([{**row, "anonymous": False}, {**row, "anonymous": True}])
    assert [r["anonymous"] for r in quotes] == [True, True]

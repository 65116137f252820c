"""The trained tagger: offsets, determinism, any text; which attributions become quotes."""

from __future__ import annotations

import pytest

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.attribution.reported import is_quote, reported_cue
from toolkit.annotate.attribution.tagger_engine import tagger
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span

TEXT = (
    "The mayor of Chicago, Barbara Miller, said on Friday that the bridge was safe.\n\n"
    "“Nobody has told me that it is not,” she said.\n\n"
    "According to the University of Chicago, the steel is rusting."
)


def test_finds_source_cue_and_content() -> None:
    found = [
        tuple(TEXT[slice(*part)] for part in (a.source or (0, 0), a.cue or (0, 0), a.content[0]))
        for a in tagger()(TEXT).attributions
    ]
    assert len(found) == 3
    assert found[1] == ("she", "said", "“Nobody has told me that it is not,”")
    assert found[2][0] == "the University of Chicago"


def test_same_answer_alone_and_after_others() -> None:
    alone = tagger()(TEXT).attributions
    tagger()("Something else was said. " * 40)
    assert tagger()(TEXT).attributions == alone


def test_windows_do_not_lose_what_comes_late() -> None:
    text = "The river ran through the town.\n\n" * 120 + TEXT
    late = [a for a in tagger()(text).attributions if a.content[0][0] > len(text) - len(TEXT)]
    assert len(late) == 3


@pytest.mark.parametrize("text", ["", " ", "a", "\x00", "😀" * 50, "مرحبا", "“" * 300, "A\n" * 500])
def test_any_text(text: str) -> None:
    for found in tagger()(text).attributions:
        assert all(0 <= a < b <= len(text) for a, b in found.content)


KEPT = [
    ("Reed denied the door was open.", "Reed", "denied", "the door was open", 0.9, True),
    ("Reed declined to say the door was open.", "Reed", "declined to say", "the door was open", 0.9,
     False),
    ("Reed promoted the campaign for doors.", "Reed", "promoted", "the campaign for doors", 0.1,
     False),
    ("It is said the door was open.", None, "is said", "the door was open", 0.9, False),
    ("Reed denied it.", "Reed", "denied", "it", 0.9, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "reports", "expected"), KEPT)
def test_what_is_reported(
    text: str, source: str | None, cue: str, content: str, reports: float, expected: bool
) -> None:
    def chars(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    spoken = chars(source) if source else None
    found = Attribution((chars(content),), chars(cue), spoken, "tagger", 0.9)
    said = is_quote(text, found, quoted=False)
    said = said and reported_cue(text, found, quoted=False, reports=reports).kind != "intention"
    assert said is expected


NICKNAMES = [
    ("Reed is a baker once called “the chef”.", "a baker", "once called", "“the chef”", False),
    ("Holt called Reed “the chef”.", "Holt", "called", "Reed “the chef”", True),
    ("Reed, dubbed “the chef”, left.", None, "dubbed", "“the chef”", False),
    ("Holt said “the chef”.", "Holt", "said", "“the chef”", True),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "expected"), NICKNAMES)
def test_nicknames_are_no_quotes(
    text: str, source: str | None, cue: str, content: str, expected: bool
) -> None:
    def chars(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    spoken = chars(source) if source else None
    found = Attribution((chars(content),), chars(cue), spoken, "tagger", 0.9)
    assert is_quote(text, found, quoted=True) is expected


def test_headline_quote_has_the_speaker_of_its_words_in_the_body() -> None:
    (note,) = Pipeline()([Text("“Nobody has told me that”", TEXT)])
    headline = [q for q in note.quotes if q["in_title"]]
    body = next(q for q in note.quotes if q["quote_type"] == "direct" and not q["in_title"])
    assert [q["speaker"] for q in headline] == [body["speaker"]]

"""The annotator as a whole: rows that fit their frames, offsets that slice, nothing raised."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import frames
from toolkit.annotate import Annotation, Pipeline, Text

TITLE = "Miller Says Bridge Is Safe"
TEXT = (
    "Barbara Miller, the mayor of Chicago, said on Friday that the bridge was “safe as houses”.\n\n"
    "“Nobody has told me that it is not,” she said. “I drove over it this morning.\n\n"
    "“I shall drive over it tonight.”\n\n"
    "According to a report by the University of Chicago, the steel is rusting. Critics claim that "
    "the city knew. A city official, who spoke on condition of anonymity because she was not "
    "authorized to speak publicly, denied it."
)


def annotate(title: str | None, text: str) -> Annotation:
    (note,) = Pipeline()([Text(title, text)])
    return note


def as_frames(note: Annotation) -> tuple[pd.DataFrame, pd.DataFrame]:
    mentions = [{**m, "article_id": "a"} for m in note.mentions]
    quotes = [{**q, "article_id": "a"} for q in note.quotes]
    return frames.frame(frames.MENTIONS, mentions), frames.frame(frames.QUOTES, quotes)


def test_rows_fit_their_frames_and_slice() -> None:
    articles = pd.DataFrame({"article_id": ["a"], "title": [TITLE], "text": [TEXT]})
    mentions, quotes = as_frames(annotate(TITLE, TEXT))
    assert len(quotes) >= 4
    assert mentions["in_title"].any()
    frames.check_offsets(mentions, articles)
    frames.check_offsets(quotes, articles)


def test_types_forms_and_anonymity() -> None:
    _, quotes = as_frames(annotate(TITLE, TEXT))
    by_speaker = quotes.drop_duplicates("speaker").set_index("speaker")
    assert by_speaker.at["Barbara Miller", "quote_type"] == "mixed"
    assert by_speaker.at["Barbara Miller", "source_form"] == "named_person"
    assert by_speaker.at["Barbara Miller", "source_role"] == "official"
    assert by_speaker.at["Critics", "anonymity"] == 0
    assert quotes.loc[~quotes["in_title"], "position"].is_monotonic_increasing


def test_quote_ids_are_unique_and_parents_exist() -> None:
    text = "“The captain said the door was shut,” Miller told the court in Chicago."
    note = annotate(None, text)
    ids = [q["quote_id"] for q in note.quotes]
    assert len(set(ids)) == len(ids) == 2
    parents = [q["parent_id"] for q in note.quotes if q["parent_id"]]
    assert parents == [max(ids, key=len)] or set(parents) <= set(ids)


def test_same_text_same_rows_alone_or_among_others() -> None:
    others = [Text(None, "It rained."), Text(TITLE, TEXT), Text(None, "“Yes,” he said.")]
    assert list(Pipeline()(others))[1] == annotate(TITLE, TEXT)


NASTY = [
    "a", "\n", " ", "“", "”””", "'" * 50, "\x00\x01", "😀 said 😀", "مرحبا قال",
    "ALL CAPITALS SAID THE MAN.", "said " * 400, "“a ” b" * 60, "A: B: C: D:",
    "1\t2\t3\n4\t5\t6\n" * 40, "\u202eright to left\u202c",
    "“Unclosed\n\n“Unclosed\n\n“Unclosed",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_any_text_yields_rows_or_none(text: str) -> None:
    as_frames(annotate(text, text))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.sampled_from("ab.,“”\"‘’' \nSHe said that Ann"), max_size=120))
def test_offsets_slice_whatever_the_text(text: str) -> None:
    articles = pd.DataFrame({"article_id": ["a"], "title": ["t"], "text": [text]})
    mentions, quotes = as_frames(annotate("t", text))
    frames.check_offsets(mentions, articles)
    frames.check_offsets(quotes, articles)

"""Names: boundaries, words that name no actor, and texts that are not prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.entities.abbreviations import abbreviations
from toolkit.annotate.entities.actors import find_actors
from toolkit.annotate.entities.metonymy import acts
from toolkit.annotate.entities.recognize import is_actor, title_case_paragraphs
from toolkit.annotate.text.document import Span, parse
from toolkit.annotate.text.sentences import sentences

NONE = ["Monday", "March", "Chinese", "President", "TV", "the", "Six-Day War", "Storm Ada", "Court"]


@pytest.mark.parametrize("words", NONE)
def test_words_that_name_no_actor(words: str) -> None:
    assert not is_actor(words, "organization")


def found(text: str) -> dict[str, list[str]]:
    return {a.name: [m.text for m in a.mentions] for a in find_actors(parse(text, syntax=False))}


NAMED = [
    ("possessives and seams", "Vietnam’s Communist Party met NPR’s Ada Brook in Boston.",
     {"Vietnam": 1, "Communist Party": 1, "NPR": 1, "Ada Brook": 1}),
    ("a role behind a name", "The State Department Spokesman Tom Reed spoke in Boston on Friday.",
     {"State Department": 1, "Tom Reed": 1}),
    ("institutions", "The Afghan government met the French foreign ministry in Paris on Friday.",
     {"Afghan government": 1, "French foreign ministry": 1}),
    ("countries under several names", "The U.S. and Britain agreed. The United States and the UK "
     "signed on Friday.", {"United States": 2, "Britain": 2}),
    ("an abbreviation used later", "The Fair Water League (FWL) met in Boston. FWL members voted.",
     {"Fair Water League": 3}),
    ("a handle is no name", "Follow @Brook and #Boston. Ada Brook lives in Boston, Brook said.",
     {"Ada Brook": 2, "Boston": 1}),
    ("events", "The Vietnam War ended in 1975, historians in Boston said.", {"Boston": 1}),
    ("a party behind a letter", "Rep. Ada Brook (D-Minn.) spoke in Boston.", {"Ada Brook": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), NAMED, ids=[n[0] for n in NAMED])
def test_names(name: str, text: str, expected: dict[str, int]) -> None:
    counts = {actor: len(mentions) for actor, mentions in found(text).items()}
    assert {a: counts.get(a) for a in expected} == expected


def test_names_in_a_dateline() -> None:
    (boston, *_) = find_actors(
        parse("BOSTON (AP) — Ada Brook resigned on Friday, her office said.")
    )
    assert [m.rule for m in boston.mentions] == ["dateline"]


def test_headlines_in_title_case_invent_no_actors() -> None:
    title = "North Korea Sold Arms to Brook Militia, Council Says"
    assert title_case_paragraphs(title.replace(",", ""))
    note = next(iter(Pipeline()([Text(title, "North Korea sold arms, the council said.")])))
    assert [m["text"] for m in note.mentions if m["in_title"]] == ["North Korea"]


def test_a_shared_surname_has_low_confidence() -> None:
    text = (
        "Tom Brook met Ada Brook in Boston. Ada Brook spoke first.\n\n"
        "Brook said the ferry was late. Mrs. Ada Brook left with Ms. Ada Brook's son."
    )
    people = {a.name: a for a in find_actors(parse(text, syntax=False)) if a.actor_type == "person"}
    assert {"Tom Brook", "Ada Brook"} <= people.keys()
    shared = [m for m in people["Ada Brook"].mentions if m.text == "Brook"]
    assert shared
    assert all(m.confidence < 0.9 for m in shared)


ACTING = [
    ("Pyongyang denied the report.", "Pyongyang", True),
    ("Officials flew to Pyongyang on Friday.", "Pyongyang", False),
    ("Talks between Moscow and Kyiv failed.", "Moscow", True),
    ("He lives in Moscow.", "Moscow", False),
    ("The Kremlin said it knew nothing.", "Kremlin", True),
    ("The capital, Kyiv, was quiet.", "Kyiv", False),
]


@pytest.mark.parametrize(("text", "place", "expected"), ACTING)
def test_places_that_act(text: str, place: str, expected: bool) -> None:
    start = text.index(place)
    assert acts(text, Span(start, start + len(place))) is expected


def test_a_capital_is_its_state_only_where_it_acts() -> None:
    text = "North Korea fired a missile. Pyongyang said it was a test. He flew out of Pyongyang."
    assert found(text)["North Korea"] == ["North Korea", "Pyongyang"]
    assert found(text)["Pyongyang"] == ["Pyongyang"]


def test_abbreviations() -> None:
    assert abbreviations("The Fair Water League (FWL) met.") == {"FWL": "Fair Water League"}
    assert abbreviations("HANOI, Vietnam (AP) — It rained.") == {}


SENTENCES = [
    ("Mr. Reed came. He left.", 2),
    ("He works for Acme Inc. in Boston.", 1),
    ("“It rained.” She left.", 2),
    ("One.\n\nTwo", 2),
    ("", 0),
    ("The U.S. said no.", 1),
]


@pytest.mark.parametrize(("text", "n"), SENTENCES)
def test_sentences(text: str, n: int) -> None:
    assert len(sentences(text)) == n


# ruff: noqa: E501  (texts as they are)
ODD = {
    "capitals": "MAYOR ADA BROOK RESIGNS\n\nADA BROOK RESIGNED. “I AM TIRED,” BROOK SAID. WHO KNOWS.",
    "list": "Elected: Ada Brook, Tom Reed, Will Price, May Rose, Rob Banks.\n\nAnn Lee, 42; Bo Lee, 9.",
    "table": "Ward | Name | Votes\nNorth | Brook, A. | 1,204\nEast | O'Hara, P. | 1\n\nTotal\t3,203",
    "live": "10:05 Brook arrives\n\n10:12 She is speaking: \"We will not go.\"\n\n@brook: #ferry http://a.example",
    "script": "Владимир Путин в Москве.\n\n习近平在北京会见了普京。\n\nقال الرئيس إن الحرب انتهت.",
    "words": "Will Price met May in March. The price will rise in May. Mark my words: Price said so.",
    "marks": " \n\n … !!! \n\n— — —\n\n\"\"\"\n\n'’“” ( [ {",
    "initials": "J. K. Brook met A.B. Reed Jr. and T.S. Holt. George H.W. Bush met George W. Bush.",
    "one": "Madonna met Beyoncé and Pelé. O’Brien’s wife and D’Angelo left.",
}  # fmt: skip


@pytest.mark.parametrize("name", list(ODD))
def test_offsets_slice_to_mentions_in_odd_texts(name: str) -> None:
    text = ODD[name]
    for title in (None, "Will May Price Rise?"):
        note = next(iter(Pipeline()([Text(title, text)])))
        for row in note.mentions:
            whole = (title or "") if row["in_title"] else text
            assert whole[row["start"] : row["end"]] == row["text"]
            assert 0 <= row["confidence"] <= 1


def test_relatives_and_namesakes_stay_apart() -> None:
    names = found("George H.W. Bush met George W. Bush in Boston. Ann Lee and Bo Lee were there.")
    assert {"George H.W. Bush", "George W. Bush", "Ann Lee", "Bo Lee"} <= names.keys()


def test_a_word_that_is_also_a_name() -> None:
    text = "Ada Price came to Boston. The price of fish rose. Price increases hurt. Price said so."
    assert found(text)["Ada Price"] == ["Ada Price", "Price"]


PARTS = st.lists(
    st.sampled_from(
        ["Ada Brook", "Brook", "the U.S.", "Mr.", "she", "“", "”", "said", ",", ".", "\n\n", "FWL",
         "(FWL)", "’s", "the company", "習近平", "of", "and", "—", "U.K.", "42", "in", "Boston"]
    ), max_size=25,
)  # fmt: skip


@given(PARTS)
def test_no_two_names_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    places = sorted(m.chars for a in find_actors(parse(text, syntax=False)) for m in a.mentions)
    assert all(text[slice(*c)].strip() for c in places)
    assert all(one.end <= other.start for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("words", "expected"),
    [("IE9", False), ("A380", False), ("F-16s", False), ("MH370", False),
     ("G20", True), ("MI6", True), ("NBC10", True), ("U2", True), ("Area 51", True)],
)  # fmt: skip
def test_models_of_machines_are_no_actors(words: str, expected: bool) -> None:
    assert is_actor(words, "organization") is expected

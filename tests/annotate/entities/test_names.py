"""Names: boundaries, types, and texts that are not prose."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.entities.abbreviations import abbreviations
from toolkit.annotate.entities.metonymy import acts
from toolkit.annotate.entities.names import trimmed
from toolkit.annotate.text.document import Span
from toolkit.annotate.text.sentences import sentences

TRIMMED = [
    ("the White House", "White House"),
    ("Putin's", "Putin"),
    ("Mr. Brown", "Brown"),
    ("the U.S.", "U.S."),
    ("“Brown”", "Brown"),
    ("the", None),
    ("Chinese", None),
    ("Dr. Jane Roe,", "Jane Roe"),
    ("workers’", "workers"),
    ("Was Brown", "Brown"),
    ("By Brown", "Brown"),
    ("of Boston", "Boston"),
    ("Municipality of the", "Municipality"),
]


@pytest.mark.parametrize(("text", "expected"), TRIMMED)
def test_names_are_trimmed(text: str, expected: str | None) -> None:
    chars = trimmed(text, Span(0, len(text)))
    assert (chars and text[slice(*chars)]) == expected


WHOLE = [
    ("Son Heung", "Son Heung-min"), ("Soon", "Soon-Shiong"), ("U", "U.S."), ("AC", "AC/DC"),
    ("Gaza", "Gaza"), ("Mac", "9to5Mac.com"), ("Neill", "O’Neill"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "expected"), WHOLE)
def test_names_are_whole_words(part: str, expected: str) -> None:
    text = "Son Heung-min and Soon-Shiong of the U.S. saw AC/DC, said Gaza-based 9to5Mac.com’s O’Neill."
    start = text.index(part)
    chars = trimmed(text, Span(start, start + len(part)))
    assert chars is not None
    assert text[slice(*chars)] == expected


def rows(text: str) -> list[dict[str, Any]]:
    return [m for m in next(Pipeline()([Text(None, text)])).mentions if m["kind"] == "name"]


def found(text: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in rows(text):
        names.setdefault(row["actor"], []).append(row["text"])
    return names


def counted(text: str) -> dict[str, int]:
    return {name: len(forms) for name, forms in found(text).items()}


def test_surname_goes_to_the_full_name() -> None:
    text = "Barbara Miller spoke in Chicago on Friday. Miller then left the city."
    assert counted(text)["Barbara Miller"] == 2


def test_two_people_with_one_surname_stay_apart() -> None:
    text = "Bill Clinton met Hillary Clinton in New York on Friday."
    assert {"Bill Clinton", "Hillary Clinton"} <= counted(text).keys()


def test_acronym_goes_to_its_expansion() -> None:
    text = (
        "The World Health Organization met in Geneva on Monday. "
        "The WHO said in Geneva that the vaccine was safe."
    )
    assert counted(text)["World Health Organization"] == 2


def test_mr_and_mrs_with_one_surname_are_two_people() -> None:
    text = "Tom Vale lost his shop. Mr Vale said it was old. Mrs Vale said: “It was all we had.”"
    assert counted(text) == {"Tom Vale": 2, "Mrs Vale": 1}


def test_a_couple_that_is_named_in_full_is_two_people() -> None:
    text = (
        "Bill Clinton met Hillary Clinton in New York on Friday. Mrs. Clinton spoke in Boston. "
        "Mr. Clinton left for Chicago."
    )
    assert {n for n in counted(text) if "Clinton" in n} == {"Bill Clinton", "Hillary Clinton"}


NAMED = [
    ("possessives and seams", "Vietnam’s Communist Party met NPR’s Ada Brook in Boston.",
     {"Vietnam": 1, "Communist Party": 1, "NPR": 1, "Ada Brook": 1}),
    ("a role behind a name", "The State Department Spokesman Tom Reed spoke in Boston on Friday.",
     {"State Department": 1, "Tom Reed": 1}),
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
    text = "BOSTON (AP) — Ada Brook resigned on Friday, her office said."
    assert {r["text"]: r["rule"] for r in rows(text)}["BOSTON"] == "dateline"


def test_headlines_in_title_case_invent_no_actors() -> None:
    title = "North Korea Sold Arms to Brook Militia, Council Says"
    note = next(iter(Pipeline()([Text(title, "North Korea sold arms, the council said.")])))
    assert [m["text"] for m in note.mentions if m["in_title"]] == ["North Korea"]


def test_a_shared_surname_has_low_confidence() -> None:
    text = (
        "Tom Brook met Ada Brook in Boston. Ada Brook spoke first.\n\n"
        "Brook said the ferry was late. Mrs. Ada Brook left with Ms. Ada Brook's son."
    )
    brooks = [r for r in rows(text) if r["text"] == "Brook"]
    assert {"Tom Brook", "Ada Brook"} <= found(text).keys()
    assert brooks
    assert all(r["confidence"] < 0.9 for r in brooks)


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


PARTS = st.lists(
    st.sampled_from(
        ["Ada Brook", "Brook", "the U.S.", "Mr.", "she", "“", "”", "said", ",", ".", "\n\n", "FWL",
         "(FWL)", "’s", "the company", "習近平", "of", "and", "—", "U.K.", "42", "in", "Boston"]
    ), max_size=25,
)  # fmt: skip


@given(PARTS)
def test_no_two_names_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    places = sorted(Span(r["start"], r["end"]) for r in rows(text))
    assert all(text[slice(*c)].strip() for c in places)
    assert all(one.end <= other.start for one, other in pairwise(places))

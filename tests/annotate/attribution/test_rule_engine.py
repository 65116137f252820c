"""The rule engine: tables of (text, source, cue, content)."""

from __future__ import annotations

import pytest

from toolkit.annotate.attribution.rule_engine import RuleEngine
from toolkit.annotate.text.document import parse

Found = tuple[str | None, str | None, str]


def found(text: str) -> list[Found]:
    return [
        (
            text[slice(*a.source)] if a.source else None,
            text[slice(*a.cue)] if a.cue else None,
            " … ".join(text[slice(*c)] for c in a.content),
        )
        for a in RuleEngine()(parse(text))
    ]


ONE = [
    ("The mayor said the bridge would open in May.", "The mayor", "said",
     "the bridge would open in May"),
    ("The bridge is safe, said the engineer Paula Grant.", "the engineer Paula Grant", "said",
     "The bridge is safe"),
    ('"We have no money left," Grant told reporters.', "Grant", "told", '"We have no money left,"'),
    ("“We have no money left,” Grant told reporters.", "Grant", "told", "“We have no money left,”"),
    ("‘We have no money left,’ she said.", "she", "said", "‘We have no money left,’"),
    ('Grant said: "We have no money left."', "Grant", "said", '"We have no money left."'),
    ("According to the ministry, the river rose by two metres.", "the ministry", "According to",
     "the river rose by two metres"),
    ("The river rose by two metres, according to the ministry.", "the ministry", "according to",
     "The river rose by two metres"),
    ("The company denied that it had known of the fault.", "The company", "denied",
     "it had known of the fault"),
    ("The company denied dumping waste in the river.", "The company", "denied",
     "dumping waste in the river"),
    ('She called the plan "a joke".', "She", "called", 'the plan "a joke"'),
    ("The union accused the company of hiding the report.", "The union", "accused",
     "the company of hiding the report"),
    ("A study found that night shifts harm the heart.", "A study", "found",
     "night shifts harm the heart"),
    ("Residents fear the dam will break.", "Residents", "fear", "the dam will break"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), ONE)
def test_one_attribution(text: str, source: str, cue: str, content: str) -> None:
    assert found(text) == [(source, cue, content)]


NONE = [
    'He runs the notorious "troll farm" in the suburb.',
    'He was once called by nobody anything but "chef".',
    'They danced to the song "Night Train" until two.',
    "She declined to say whether the bridge was safe.",
    "That said, the bridge opened in May.",
    "He asked not to be named.",
    "It rained all day.",
    "",
    '"',
]


@pytest.mark.parametrize("text", NONE)
def test_no_attribution(text: str) -> None:
    assert found(text) == []


def test_quotation_goes_on_after_its_cue() -> None:
    text = '"We waited for hours," said Ann Reed, a nurse. "Nobody came to tell us anything."'
    assert [f[2] for f in found(text)] == [
        '"We waited for hours," … "Nobody came to tell us anything."'
    ]


def test_quotation_over_paragraphs() -> None:
    text = (
        "“We waited for hours at the gate,” said Ann Reed. “Nobody came to us.\n\n"
        "“Then the lights went out and we walked home.”\n\nThe gate is shut."
    )
    contents = [f[2] for f in found(text)]
    assert contents[0].startswith("“We waited")
    assert contents[0].endswith("“Then the lights went out and we walked home.”")


def test_quotation_that_opens_the_next_paragraph_belongs_to_the_speaker_before() -> None:
    text = '"We are ready," Reed said in a statement.\n\n"We will work with all our partners now."'
    assert [f[0] for f in found(text)] == ["Reed"]
    assert found(text)[0][2].endswith('"We will work with all our partners now."')


def test_unbalanced_mark_loses_nothing() -> None:
    text = '"We are ready, Reed said.\n\nThe mayor said the bridge would open in May.'
    assert ("The mayor", "said", "the bridge would open in May") in found(text)


def test_turn_of_a_transcript() -> None:
    assert found('Reed: "No, we never saw the letter."') == [
        ("Reed", ":", '"No, we never saw the letter."')
    ]


def test_attribution_inside_a_quotation_stands_beside_it() -> None:
    text = '"The captain said the door was shut," Reed told the court.'
    assert ("The captain", "said", "the door was shut") in found(text)
    assert any(f[0] == "Reed" for f in found(text))

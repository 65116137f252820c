"""The tagger engine: extents, nested attributions, corrections by rule."""

from __future__ import annotations

import pytest

from toolkit.annotate.attribution.according_to import correct_according_to
from toolkit.annotate.attribution.continuation import assign_quotations
from toolkit.annotate.attribution.extents import expand_to_quotations, quotations_outside_turns
from toolkit.annotate.attribution.nested import nested_attributions
from toolkit.annotate.attribution.tagger_engine import TaggerEngine, tagger
from toolkit.annotate.text.attribution import Attribution
from toolkit.annotate.text.document import Span


def at(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def attribution(text: str, source: str | None, cue: str, *content: str) -> Attribution:
    spoken = at(text, source) if source else None
    return Attribution(tuple(at(text, c) for c in content), at(text, cue), spoken, "tagger", 0.9)


def words(text: str, one: Attribution) -> list[str]:
    return [text[slice(*part)] for part in one.content]


def test_a_quotation_over_paragraphs_is_one_content() -> None:
    text = "“The first part,” Reed said. “It goes on.\n\n“And it ends here.”"
    one = attribution(text, "Reed", "said", "“The first part,”", "“It goes on.")
    (found,) = expand_to_quotations([one], quotations_outside_turns(text, []), text)
    assert words(text, found) == ["“The first part,”", "“It goes on.", "“And it ends here.”"]


def test_next_speakers_paragraph_does_not_continue_an_unclosed_quotation() -> None:
    text = "“The first part,” Reed said. “It goes on.\n\n“It does not,” Holt added."
    found = expand_to_quotations(
        [attribution(text, "Reed", "said", "“The first part,”", "“It goes on."),
         attribution(text, "Holt", "added", "“It does not,”")],
        quotations_outside_turns(text, []), text,
    )  # fmt: skip
    assert words(text, found[0]) == ["“The first part,”", "“It goes on."]


def test_a_quotation_belongs_to_the_nearest_of_two_cues() -> None:
    text = "“I know,” Reed said. “Do something,” Holt replied."
    found = expand_to_quotations(
        [attribution(text, "Reed", "said", "“I know,”", "“Do something,”"),
         attribution(text, "Holt", "replied", "“Do something,”")],
        quotations_outside_turns(text, []), text,
    )  # fmt: skip
    assert [words(text, a) for a in found] == [["“I know,”"], ["“Do something,”"]]


def test_heading_in_quotation_marks_is_not_speech() -> None:
    text = "Reed said “the door is shut.”\n\n'Every Single Door Was Shut.'\n\nThe end."
    first = attribution(text, "Reed", "said", "“the door is shut.”")
    assert assign_quotations([first], quotations_outside_turns(text, []), text) == [first]


def test_attribution_inside_a_content_is_found() -> None:
    text = "Vera Reed said that she hoped the new bridge would open in the spring."
    found = TaggerEngine()(tagger()(text))
    contents = [words(text, a) for a in found if a.rule == "nested"]
    assert contents == [["the new bridge would open in the spring"]]


def test_first_person_inside_a_quotation_is_not_nested() -> None:
    text = "“I think that the bridge will open,” Reed said."
    outer = attribution(text, "Reed", "said", "“I think that the bridge will open,”")

    def read(inner: str) -> list[Attribution]:
        return [attribution(inner, "I", "think", "that the bridge will open")]

    assert nested_attributions(text, [outer], read) == []


ACCORDING = [
    ("It rained. The bridge is shut, according to Reed.", "Reed",
     "It rained. The bridge is shut", "The bridge is shut"),
    ("It is true. “It rained. It is shut,” according to Reed.", "Reed",
     "“It rained. It is shut,”", "“It rained. It is shut,”"),
    ("Mr. Holt is 2.5 feet tall, according to Reed.", "Reed",
     "Mr. Holt is 2.5 feet tall", "Mr. Holt is 2.5 feet tall"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "content", "expected"), ACCORDING)
def test_according_to_reaches_no_further_than_its_sentence(
    text: str, source: str, content: str, expected: str
) -> None:
    found = correct_according_to(attribution(text, source, "according to", content), text)
    assert words(text, found) == [expected]


def test_the_name_after_according_to_ends_where_the_content_begins() -> None:
    text = "According to Vera Reed the old bridge is shut."
    found = correct_according_to(
        attribution(text, "Vera Reed the old bridge", "According to", "is shut"), text
    )
    assert (found.source and text[slice(*found.source)]) == "Vera Reed"
    assert words(text, found) == ["the old bridge is shut"]


def test_spans_are_whole_words_and_numbers() -> None:
    text = "The bridge cost 2.3 million, unbelievably, according to the port authority.\n" * 3
    for found in TaggerEngine()(tagger()(text)):
        for start, end in [*found.content, *(p for p in (found.cue, found.source) if p)]:
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())

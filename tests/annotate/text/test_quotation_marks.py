"""Quotations by their marks, in every convention, with marks missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate.text.quotation_marks import Quotation, quotations


def inside(text: str, depth: int = 0) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text) if q.depth == depth]


OUTER = [
    ("nothing", "He said it rained.", []),
    ("typewriter", 'He said, "Go."', ['"Go."']),
    ("curly", "He said, “Go.”", ["“Go.”"]),
    ("single curly", "He said, ‘Go now.’", ["‘Go now.’"]),
    ("single typewriter", "He said, 'Go now.'", ["'Go now.'"]),
    ("German", "Er sagte: „Geh.“ Dann ging er.", ["„Geh.“"]),
    ("angle", "Il a dit : « Va. »", ["« Va. »"]),
    ("TeX", "He said, ``Go.''", ["``Go.''"]),
    ("two typewriter apostrophes", "''Go,'' he said. ''Now.''", ["''Go,''", "''Now.''"]),
    ("two", '"Go," he said. "Now."', ['"Go,"', '"Now."']),
    ("two curly", "“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
    ("scare quotes", "The “reform” of the “system” failed.", ["“reform”", "“system”"]),
    ("after a dash", "He left—“at last,” she said.", ["“at last,”"]),
    ("in brackets", 'She left ("at last").', ['"at last"']),
    ("apostrophes", "It’s the workers’ day, isn't it? The '90s weren't.", []),
    ("elisions", "'Tis rock 'n' roll, and get 'em.", []),
    ("possessive inside", "‘The workers’ day is ours,’ he said.", ["‘The workers’ day is ours,’"]),
    ("contraction inside", "'I don't know,' he said.", ["'I don't know,'"]),
    ("inches", 'The 6" gun and the 12" record were sold.', []),
    ("inches at the end", 'The gun was 6"', []),
    ("feet and inches", "He is 5'6\" and she said so.", []),
    ("a number at the end", '"It was 1999," he said.', ['"It was 1999,"']),
    ("ends in a number", 'He said "in 1999" twice.', ['"in 1999"']),
    ("two paragraphs", "“One.”\n\n“Two.”", ["“One.”", "“Two.”"]),
    ("emoji", "🚤 “Go 🚤.” 🚤", ["“Go 🚤.”"]),
    ("empty pair", '"" and "x"', ['""', '"x"']),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), OUTER, ids=[o[0] for o in OUTER])
def test_outer_quotations(name: str, text: str, expected: list[str]) -> None:
    assert inside(text) == expected


NESTED = [
    ("“He told me ‘Go now,’ and I went.”", ["‘Go now,’"]),
    ("\"He told me 'Go now,' and I went.\"", ["'Go now,'"]),
    ("‘He told me “Go now,” and I went.’", ["“Go now,”"]),
    ("“He didn’t say it’s ‘late’.”", ["‘late’"]),
    ("“The workers’ day isn’t ours.”", []),
    ("“One ‘two’ three ‘four’.”", ["‘two’", "‘four’"]),
]


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_quotations_inside_quotations(text: str, expected: list[str]) -> None:
    assert inside(text, 0) == [text]
    assert inside(text, 1) == expected


UNBALANCED = [
    ("never closed", "He said, “Go now.", ["“Go now."]),
    ("never closed, typewriter", 'He said, "Go now.', ['"Go now.']),
    ("never opened", "Go now,” he said.", ["Go now,”"]),
    ("closed in the next paragraph", "He said, “Go.\n\nNow.” Then he left.",
     ["“Go.", "Now.”"]),
    ("one mark alone", '"', ['"']),
    ("three marks", '"One," he said. "Two.', ['"One,"', '"Two.']),
    ("an inner mark left open", "“He said ‘go, and left.”", ["“He said ‘go, and left.”"]),
    ("nothing but marks", '"“”\'‘’', None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), UNBALANCED, ids=[u[0] for u in UNBALANCED])
def test_missing_marks_lose_nothing(name: str, text: str, expected: list[str] | None) -> None:
    found = inside(text)
    assert expected is None or found == expected


def test_closed_is_false_where_a_mark_is_missing() -> None:
    assert [q.closed for q in quotations("“One.\n\n“Two.”")] == [False, True]


CHAINS = [
    ("two paragraphs", "“One.\n\n“Two.”", [[0, 1]]),
    ("three paragraphs", "He said: “One.\n\n“Two.\n\n“Three.” Then he left.", [[0, 1, 2]]),
    ("typewriter", '"One.\n\n"Two."', [[0, 1]]),
    ("closed between", "“One.”\n\n“Two.”", [[0], [1]]),
    ("words between", "“One.\n\nThen “two.”", [[0], [1]]),
    ("two chains", "“One.\n\n“Two.”\n\n“Three.\n\n“Four.”", [[0, 1], [2, 3]]),
    ("a paragraph between", "“One.\n\nNothing was said.\n\n“Two.”", [[0], [1]]),
]


@pytest.mark.parametrize(("name", "text", "chains"), CHAINS, ids=[c[0] for c in CHAINS])
def test_one_quotation_over_several_paragraphs(
    name: str, text: str, chains: list[list[int]]
) -> None:
    found = [q for q in quotations(text) if q.depth == 0]
    grouped: dict[int, list[int]] = {}
    for i, quotation in enumerate(found):
        grouped.setdefault(quotation.chain, []).append(i)
    assert list(grouped.values()) == chains


MARKS = st.sampled_from([*"\"“”‘’'„«» \n", "``", "''", "word", "s", "9", "🚤", "."])
TEXTS = st.lists(MARKS, max_size=40).map("".join)


@given(TEXTS | st.text(max_size=60))
def test_quotations_stay_in_one_paragraph_and_nest(text: str) -> None:
    found = quotations(text)
    assert found == sorted(found, key=lambda q: (q.start, -q.end))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert not any("\n" in text[q.start : q.end] for q in found)
    for one in found:
        around = [o for o in found if o is not one and _holds(o, one)]
        assert one.depth == len(around)


@given(TEXTS)
def test_another_paragraph_changes_nothing_before_it(text: str) -> None:
    before = [(q.start, q.end, q.depth) for q in quotations(text)]
    after = [(q.start, q.end, q.depth) for q in quotations(text + "\n\nIt rained.")]
    assert after == before


def _holds(outer: Quotation, inner: Quotation) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end

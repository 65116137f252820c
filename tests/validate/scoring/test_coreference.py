"""Coreference: the measures on the example of their reference, and GUM read and aligned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from toolkit.annotate import Annotation, Pipeline, Text
from toolkit.validate import read_gum, score_coreference
from toolkit.validate.scoring.coreference import conll_rates, count

SHARED = Path(__file__).parents[4] / "shared" / "eval" / "gum-news"

# Pradhan et al. 2014, section 5: the worked example of the reference implementation
KEY = [set("abc"), set("defg")]
RESPONSE = [set("ab"), set("cd"), set("fghi")]
WORKED = [("muc", 2 * 0.4 * 0.4 / 0.8), ("b3", 2 * 0.4167 * 0.5 / 0.9167), ("ceafe", 0.52)]


@pytest.mark.parametrize(("measure", "expected"), WORKED)
def test_the_worked_example(measure: str, expected: float) -> None:
    rates = conll_rates(count(KEY, RESPONSE))
    assert rates[measure] == pytest.approx(100 * expected, abs=0.05)


EDGES = [
    ("all right", [{1, 2}, {3, 4}], [{1, 2}, {3, 4}], 1.0),
    ("nothing found", [{1, 2}], [], 0.0),
    ("all in one", [{1, 2}, {3, 4}], [{1, 2, 3, 4}], None),
    ("each alone", [{1, 2}, {3, 4}], [{1}, {2}, {3}, {4}], None),
]


@pytest.mark.parametrize(("name", "key", "found", "expected"), EDGES, ids=[e[0] for e in EDGES])
def test_the_mean_of_three(
    name: str, key: list[set[int]], found: list[set[int]], expected: float | None
) -> None:
    rates = conll_rates(count(key, found))
    mean = sum(rates[m] for m in ("muc", "b3", "ceafe")) / 3
    assert rates["conll"] == pytest.approx(mean)
    assert expected is None or mean == pytest.approx(100 * expected)
    assert 0 <= mean <= 100


# ruff: noqa: E501  (lines as GUM has them)
LINES = """# newdoc id = tiny
# newpar
1	Ada	Ada	PROPN	NNP	Number=Sing	3	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1,2-coref
2	Brook	Brook	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
3	said	say	VERB	VBD	_	0	root	_	_
4	she	she	PRON	PRP	_	5	nsubj	_	Entity=(1-person-giv:act-nnnnn-cf1-1-ana)
5	liked	like	VERB	VBD	_	3	ccomp	_	_
6-7	Boston's	_	_	_	_	_	_	_	_
6	Boston	Boston	PROPN	NNP	Number=Sing	8	nmod:poss	_	Entity=(2-object-new-nnnnn-cf2-3-sgl(3-place-new-nnnnn-cf3-1-sgl
7	's	's	PART	POS	_	6	case	_	Entity=3)
8	boats	boat	NOUN	NNS	Number=Plur	5	obj	_	SpaceAfter=No|Entity=2)
9	.	.	PUNCT	.	_	3	punct	_	_

"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    (tmp_path / "tiny.conllu").write_text(LINES, encoding="utf-8")
    return tmp_path


class Says:
    """An annotator whose mentions are given."""

    version = "says"

    def __init__(self, *mentions: tuple[int, int, str]) -> None:
        self.rows = [
            {"start": a, "end": b, "actor_id": who, "kind": "name"} for a, b, who in mentions
        ]

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        return (Annotation(self.rows, []) for _ in articles)


def test_gum_is_read_as_prose_with_its_named_entities(tiny: Path) -> None:
    (text,) = read_gum(tiny)
    assert text.text == "Ada Brook said she liked Boston's boats."
    words = {
        m.entity: text.text[text.tokens[m.first].start : text.tokens[m.last].end]
        for m in text.named()
    }
    assert words == {"1": "she", "3": "Boston's"}


FOUND = [
    ("both mentions of one", [(0, 9, "a"), (15, 18, "a")], 100.0),
    ("kept apart", [(0, 9, "a"), (15, 18, "b")], 0.0),
    ("half of a name will do", [(4, 9, "a"), (15, 18, "a")], 100.0),
    ("with a word too many", [(0, 9, "a"), (15, 18, "a"), (34, 39, "a")], None),
]


@pytest.mark.parametrize(("name", "mentions", "expected"), FOUND, ids=[f[0] for f in FOUND])
def test_a_found_mention_is_the_gold_one_that_it_lies_in(
    tiny: Path, name: str, mentions: list[tuple[int, int, str]], expected: float | None
) -> None:
    table = score_coreference(read_gum(tiny), Says(*mentions))
    score = table.loc[table["text"] == "total", "conll"].item()
    assert score == pytest.approx(expected) if expected is not None else 0 < score < 100


def test_no_gold_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="conllu"):
        read_gum(tmp_path)


@pytest.mark.long
@pytest.mark.skipif(not SHARED.is_dir(), reason="GUM is no part of the project: ../shared/eval")
def test_what_is_reached_on_gum() -> None:
    table = score_coreference(read_gum(SHARED), Pipeline())
    total = table[table["text"] == "total"].iloc[0]
    assert len(table) == 13
    assert total["conll"] > 70

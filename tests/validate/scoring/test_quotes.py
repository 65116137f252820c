"""Scores against hand coding: perfect is 100, nothing is 0, and each error costs what it should."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate import Annotation, Text
from toolkit.validate import CodedArticle, read_gold, score_quotes
from toolkit.validate.shared.matching import match
from toolkit.validate.shared.quote_matching import same_speaker

TITLE = "Ferry runs\n\n"
BODY = "“It was a long winter,” said Tom Reed. He said that the crew had waited for the spring."
TEXT = TITLE + BODY


def coded(words: str, kind: str, speaker: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    place = {"segments": [[start, start + len(words)]], "quote_type": kind}
    return {**place, "speaker": speaker, "cue_kind": "communication", **more}


DIRECT = coded("It was a long winter", "direct", "Tom Reed")
INDIRECT = coded("the crew had waited for the spring", "indirect", "Tom Reed")
WANTED = coded("the spring", "indirect", "Tom Reed", cue_kind="intention")
GOLD = [CodedArticle("a", TEXT, len(TITLE), (DIRECT, INDIRECT, WANTED), ())]


class Fixed:
    """An annotator that always finds the same."""

    version = "fixed"

    def __init__(self, *quotes: dict[str, Any]) -> None:
        by = len(TITLE)
        self.quotes = [
            {**q, "in_title": False, "segments": [[a - by, b - by] for a, b in q["segments"]]}
            for q in quotes
        ]

    def __call__(self, articles: Iterable[Text]) -> Iterator[Annotation]:
        for article in articles:
            assert article == Text("Ferry runs", BODY)
            yield Annotation([], self.quotes)


OTHER = coded("said", "direct", "Tom Reed")
SCORES = [
    ("all right", [DIRECT, INDIRECT], (100, 100), (100, 100)),
    ("nothing", [], (0, 0), (0, 0)),
    ("half", [DIRECT], (100, 50), (100, 50)),
    ("one too many", [DIRECT, INDIRECT, OTHER], (66.7, 100), (66.7, 100)),
    ("twice the same", [DIRECT, DIRECT, INDIRECT], (66.7, 100), (66.7, 100)),
    ("another speaker", [DIRECT, {**INDIRECT, "speaker": "Ada Brook"}], (100, 100), (50, 50)),
    ("no speaker", [DIRECT, {**INDIRECT, "speaker": None}], (100, 100), (50, 50)),
    ("intentions are left out", [DIRECT, INDIRECT, WANTED], (100, 100), (100, 100)),
    ("most of its words", [DIRECT, coded("crew had waited for the spring", "indirect", "Reed")],
     (100, 100), (100, 100)),
    ("few of its words", [DIRECT, coded("the crew", "indirect", "Tom Reed")], (50, 50), (50, 50)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "found", "quotes", "speakers"), SCORES, ids=[s[0] for s in SCORES]
)
def test_scores(
    name: str,
    found: list[dict[str, Any]],
    quotes: tuple[float, float],
    speakers: tuple[float, float],
) -> None:
    table = score_quotes(GOLD, Fixed(*found)).set_index("measure").round(1)
    assert tuple(table.loc["quotes", ["precision", "recall"]]) == quotes
    assert tuple(table.loc["quote and speaker", ["precision", "recall"]]) == speakers
    assert table.loc["quotes", "n"] == 2
    assert table.loc["direct quotes", "n"] == table.loc["indirect quotes", "n"] == 1


SPEAKERS = [
    ("Tom Reed", [], "Tom Reed", True),
    ("Tom Reed", [], "tom reed", True),
    ("Tom Reed", [], "Reed", True),
    ("Tom Reed", [], "Tom", False),
    ("Tom Reed", [], "Ada Brook", False),
    ("Tom Reed", ["the harbour master"], "harbour master", True),
    ("the harbour master", [], "The harbour master", True),
    ("a harbour master of Skarrow", [], "Skarrow", True),
    ("Tom Reed", [], None, False),
    (None, [], None, True),
    (None, [], "Tom Reed", False),
]


@pytest.mark.parametrize(("gold", "aliases", "found", "right"), SPEAKERS)
def test_same_speaker(gold: str | None, aliases: list[str], found: str | None, right: bool) -> None:
    assert same_speaker({"speaker": gold, "aliases": aliases}, found) == right


SETS = st.lists(st.frozensets(st.integers(0, 8), max_size=5), max_size=5)


@given(SETS, SETS, st.sampled_from([0.3, 0.5, 1.0]))
def test_pairs_are_one_to_one_and_close_enough(
    gold: list[frozenset[int]], found: list[frozenset[int]], overlap: float
) -> None:
    pairs = match(gold, found, overlap)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for i, j in pairs:
        assert len(gold[i] & found[j]) >= overlap * len(gold[i] | found[j]) > 0
    assert len(match(found, gold, overlap)) == len(pairs)


@given(st.lists(st.frozensets(st.integers(0, 99), min_size=1), max_size=6, unique=True))
def test_what_is_the_same_is_matched_whole(sets: list[frozenset[int]]) -> None:
    assert match(sets, sets, 1.0) == [(i, i) for i in range(len(sets))]


@pytest.mark.parametrize("below", ["", "coding"])
def test_coding_is_read_from_its_folder(below: str, tmp_path: Path) -> None:
    (tmp_path / below).mkdir(exist_ok=True)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes("One.\r\nTwo – 🚤.".encode())
    loaded = {"body_start": 4, "quotes": [DIRECT], "actors": [{"name": "Tom Reed"}]}
    (tmp_path / below / "a.json").write_text(json.dumps(loaded), encoding="utf-8")
    (one,) = read_gold(tmp_path)
    assert (one.name, one.text, one.body) == ("a", "One.\r\nTwo – 🚤.", 4)
    assert one.quotes[0]["speaker"] == "Tom Reed"


def test_no_coding_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"expected \*\.json"):
        read_gold(tmp_path)


SAMPLE = read_gold("data/sample/coding")


@pytest.mark.parametrize("one", SAMPLE, ids=lambda c: c.name)
def test_the_sample_is_coded_where_it_says(one: CodedArticle) -> None:
    for quote in one.quotes:
        spans = quote["segments"]
        assert spans == sorted(spans)
        assert all(0 <= a < b <= len(one.text) for a, b in spans)
        assert [one.text[a:b] for a, b in spans] == quote["content"]

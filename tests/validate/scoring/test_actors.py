"""Actors and speakers against hand coding: what counts as right, and what is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.annotate import Pipeline
from toolkit.validate import read_gold, score_actors, score_speakers
from toolkit.validate.scoring.actors import ScoredActor, count, normalize_actor_name

SHARED = Path(__file__).parents[4] / "shared" / "eval" / "news-gold"
needs_gold = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the coded news texts are no part of the project: ../shared/eval"
)

PLAIN = [
    ("the U.S.'s", "us"),
    ("Mrs. Brook", "brook"),
    ("Workers’", "workers"),
    ("Ada  Brook", "ada brook"),
]


@pytest.mark.parametrize(("name", "expected"), PLAIN)
def test_names_are_compared_without_case_points_and_honorifics(name: str, expected: str) -> None:
    assert normalize_actor_name(name) == expected


def known(name: str, *forms: str, kind: str = "person", mentions: int = 1) -> ScoredActor:
    return ScoredActor.of(name, forms, kind, mentions)


BROOK = known("Ada Brook", "Brook", mentions=3)
CASES = [
    ("as coded", [BROOK], [BROOK], (1, 1, 1, 1, 1)),
    ("by an alias", [BROOK], [known("Brook", mentions=3)], (1, 1, 1, 1, 1)),
    ("fell in two", [BROOK], [known("Ada Brook"), known("Brook", mentions=2)], (1, 2, 1, 1, 0)),
    ("two made one", [BROOK, known("Tom Reed")], [known("Brook", "Tom Reed", mentions=3)],
     (2, 1, 1, 1, 0)),
    ("another type", [BROOK], [known("Brook", kind="place", mentions=3)], (1, 1, 1, 0, 1)),
    ("nobody", [BROOK], [], (1, 0, 0, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "gold", "found", "expected"), CASES, ids=[c[0] for c in CASES])
def test_what_is_right(
    name: str, gold: list[ScoredActor], found: list[ScoredActor], expected: tuple[int, ...]
) -> None:
    counts = count(gold, found)
    names = ("coded", "found", "right", "type", "mentions")
    assert tuple(counts[n] for n in names) == expected


def test_the_total_adds_up_the_texts() -> None:
    gold = read_gold("data/sample/coding")[:3]
    table = score_actors(gold, Pipeline())
    assert table["text"].tolist() == [*(g.name for g in gold), "total"]
    assert table["n"].iloc[:-1].sum() == table["n"].iloc[-1]
    spoken = score_speakers(gold, Pipeline())
    assert spoken["n"].iloc[:-1].sum() == spoken["n"].iloc[-1]
    assert spoken["right"].between(0, 100).all()


@pytest.mark.long
@needs_gold
@pytest.mark.parametrize(
    ("prefixes", "f1", "mentions", "right"),
    [(("gum_", "polnear_"), 82, 91, 90), (("",), 82, 89, 81)],
    ids=["ten texts of GUM and PolNeAR", "all texts"],
)
def test_scores_on_coded_news_do_not_fall(
    prefixes: tuple[str, ...], f1: int, mentions: int, right: int
) -> None:
    gold = [coded for coded in read_gold(SHARED) if coded.name.startswith(prefixes)]
    actors = score_actors(gold, Pipeline()).iloc[-1]
    assert actors["f1"] > f1
    assert actors["mentions"] > mentions
    assert score_speakers(gold, Pipeline()).iloc[-1]["right"] > right

"""Copies, versions, origins: who wrote a text first, and which of its versions stands."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest

from toolkit.benchmarks.copies import score_copies, synthetic_texts
from toolkit.frames import ARTICLES, frame
from toolkit.normalize.duplicates.near_duplicates import connected_components, find_pairs
from toolkit.normalize.duplicates.stories import ResolvedStories, resolve_stories

AGENCY = "Halvern Press Agency"


def paragraphs(seed: int, count: int = 5) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(f"w{chance.randrange(3000)}" for _ in range(30)) + "." for _ in range(count)]


A, B = "\n\n".join(paragraphs(1)), "\n\n".join(paragraphs(2))


def article(
    name: str, text: str, outlet: str | None, day: str | None, **more: Any
) -> dict[str, Any]:
    return {
        **dict.fromkeys(ARTICLES.columns), "article_id": name, "outlet": outlet, "text": text,
        "title": "Ferry runs again", "published": pd.Timestamp(day, tz="UTC") if day else None,
        "published_precision": "minute" if day else "unknown", "authors": [], "warnings": [],
        "n_words": len(text.split()), "origin": "own", "story_id": f"story-{name}",
        "extractor": "vote", "source_file": f"{name}.html", **more,
    }  # fmt: skip


def settled(*rows: dict[str, Any]) -> ResolvedStories:
    return resolve_stories(frame(ARTICLES, rows), [AGENCY])


def by_id(frame_: pd.DataFrame, column: str) -> dict[str, Any]:
    return dict(zip(frame_["article_id"], frame_[column], strict=True))


def test_an_uncredited_copy_is_a_copy_of_the_earlier_one() -> None:
    made = settled(
        article("copy", A, "The Flare", "2025-03-05"),
        article("first", A, "The Courier", "2025-03-04"),
        article("other", B, "The Flare", "2025-03-06"),
    ).articles
    assert by_id(made, "origin") == {"copy": "copy", "first": "own", "other": "own"}
    assert by_id(made, "story_id") == {
        "copy": "story-first", "first": "story-first", "other": "story-other",
    }  # fmt: skip
    assert by_id(made, "warnings")["copy"] == ["shared: 100% stands in The Courier (first)"]


def test_an_agency_s_text_is_the_origin_whenever_it_was_dated() -> None:
    made = settled(
        article("wire", A, AGENCY, None), article("reprint", A, "The Flare", "2025-03-04")
    ).articles
    assert by_id(made, "origin") == {"wire": "own", "reprint": "copy"}


def test_credited_agency_copy_stays_agency_copy() -> None:
    made = settled(
        article("wire", A, AGENCY, "2025-03-04"),
        article("reprint", A, "The Flare", "2025-03-05", agency=AGENCY, origin="agency"),
    ).articles
    assert by_id(made, "origin")["reprint"] == "agency"


def test_where_the_order_is_unknown_nobody_is_called_a_copy() -> None:
    made = settled(
        article("a", A, "The Flare", None), article("b", A, "The Courier", None)
    ).articles
    assert set(made["origin"]) == {"own"}
    assert made["story_id"].nunique() == 1


def test_a_part_taken_over_is_told_and_is_no_copy_of_the_whole() -> None:
    mixed = "\n\n".join([*paragraphs(3, 4), *A.split("\n\n")[:2]])
    made = settled(
        article("first", A, "The Courier", "2025-03-04"),
        article("mixed", mixed, "The Flare", "2025-03-05"),
    ).articles
    assert by_id(made, "origin")["mixed"] == "own"
    (warning,) = by_id(made, "warnings")["mixed"]
    assert warning.startswith("shared: 3")
    assert "stands in The Courier (first)" in warning


NEWER = A + "\n\nCorrection: the ferry ran on Tuesday."
VERSIONS = [
    ("one address", {"article_id": "old"}, {}, True),
    ("another address", {}, {}, True),
    ("another headline", {}, {"title": "Nine soups of the Sound"}, False),
    ("a headline somewhat changed", {}, {"title": "Ferry runs again at last"}, True),
    ("another outlet", {}, {"outlet": "The Flare"}, False),
    ("weeks later", {}, {"published": pd.Timestamp("2025-04-20", tz="UTC")}, False),
    ("no outlet", {"outlet": None}, {"outlet": None}, False),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), VERSIONS, ids=[v[0] for v in VERSIONS])
def test_of_an_article_s_versions_the_newest_stands(
    name: str, old: dict[str, Any], new: dict[str, Any], expected: bool
) -> None:
    newer = article("new", NEWER, "The Courier", "2025-03-05") | new
    if "article_id" in old:
        newer["article_id"] = "old"
    made = settled(article("old", A, "The Courier", "2025-03-04") | old, newer)
    assert (len(made.versions) == 1) == expected
    assert len(made.articles) + len(made.versions) == 2
    if expected:
        assert made.articles["text"].item() == NEWER
        assert made.versions["text"].item() == A
        assert made.versions["version_of"].item() == made.articles["article_id"].item()
        assert made.articles["warnings"].item() == ["earlier version: old.html"]


def test_a_roundup_does_not_join_what_it_rounds_up() -> None:
    roundup = "\n\n".join(p for seed in range(20, 30) for p in paragraphs(seed))
    pieces = [article(f"p{s}", "\n\n".join(paragraphs(s)), f"Paper {s}", None) for s in (20, 21)]
    made = settled(article("all", roundup, "The Courier", None), *pieces).articles
    assert made["story_id"].nunique() == 3


def test_the_order_of_articles_changes_nothing() -> None:
    rows = [
        article("copy", A, "The Flare", "2025-03-05"),
        article("first", A, "The Courier", "2025-03-04"),
        article("new", NEWER, "The Courier", "2025-03-05"),
        article("other", B, "The Flare", "2025-03-06"),
    ]
    one, other = settled(*rows).articles, settled(*rows[::-1]).articles
    for column in ("origin", "story_id", "text"):
        assert by_id(one, column) == by_id(other, column)


def test_no_articles_and_no_words() -> None:
    assert find_pairs([]) == []
    assert find_pairs(["", "one", "", "one two three"]) == []
    assert settled().articles.empty
    assert connected_components(0, []) == []


def test_pairs_say_how_much_of_each() -> None:
    half = "\n\n".join(A.split("\n\n")[:2])
    (pair,) = find_pairs([A, B, half])
    assert (pair.one, pair.other) == (0, 2)
    assert pair.of_other == 1
    assert 0.35 < pair.of_one < 0.45
    assert pair.resemblance == pytest.approx(pair.of_one)


def test_known_copies_are_found_and_no_others() -> None:
    table = score_copies(synthetic_texts(3_000)).set_index("kind")
    assert table.loc["all", "n"] > 400
    assert table.loc["all", "precision"] >= 0.98
    assert (table["recall"] >= 0.98).all()


def test_the_invented_copies_are_what_they_are_called() -> None:
    """The score is only as good as its truth: a copy holds its source's words, others do not."""
    invented = synthetic_texts(400)
    kinds = set(invented.copies.values())
    assert kinds == {"whole copy", "copy with changes", "copy in part", "update"}
    for (source, copy), kind in invented.copies.items():
        same = set(invented.texts[source].split()) & set(invented.texts[copy].split())
        assert len(same) > 40, kind
        assert (invented.texts[source] == invented.texts[copy]) == (kind == "whole copy")

"""One article beside the corpus, against figures counted by hand."""

from __future__ import annotations

import pytest

from tests.measure.build import article, made, quote
from toolkit.measure import article_percentiles, story_figures

ARTICLES, _, QUOTES = made(
    [article(i) for i in "abcd"],
    quotes=[
        quote("a", "Ada Brook", position=0.2, source_role="official"),
        quote("a", "Ada Brook", position=0.4, quote_type="indirect"),
        quote("a", "critics", position=0.1),
        quote("a", "Ben Hale", position=0.5, parent_id="q"),
        quote("b", "Ben Hale", position=0.9, source_role="citizen"),
        quote("c", "Ben Hale", cue_kind="intention"),
    ],
)


def test_the_figures_of_a_story() -> None:
    figures = story_figures(QUOTES, ARTICLES)
    assert figures.loc["a"].to_dict() == pytest.approx({
        "quotes": 4,
        "sources": 3,
        "words in quotes": 0.3,  # the quote inside another adds none
        "direct quotes": 0.75,
        "anonymous quotes": 0.25,
        "quotes of officials": 0.25,
        "quotes of citizens": 0,
        "first voice": 0.1,
    })  # fmt: skip
    assert figures.loc["c", "quotes"] == 0
    assert figures.loc[["c", "d"], "direct quotes"].isna().all()


def test_how_many_have_less() -> None:
    rows = article_percentiles(QUOTES, ARTICLES, "a").set_index("figure")
    assert rows.loc["sources", ["estimate", "median", "below", "n"]].tolist() == [3, 0.5, 0.75, 4]
    assert rows.loc["first voice", ["estimate", "below", "n"]].tolist() == [0.1, 0, 2]


def test_a_figure_that_is_missing_says_why() -> None:
    rows = article_percentiles(QUOTES, ARTICLES, "d").set_index("figure")
    assert rows.loc["direct quotes", "note"] == "no quotes in the article"
    assert rows.loc["quotes", "estimate"] == 0
    assert rows["note"].isna().sum() == 3
    assert set(article_percentiles(QUOTES, ARTICLES.head(0), None)["note"]) == {"no such article"}

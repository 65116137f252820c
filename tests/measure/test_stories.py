"""Stories: groups of articles near in words and time; unsure means none."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.measure.build import article
from tests.measure.tellings import COUNTY, DAM
from toolkit import frames
from toolkit.measure import stories, story_candidates

DAY = pd.Timestamp("2025-05-08", tz="UTC")


def articles(*days: float | None, county: float = 0) -> pd.DataFrame:
    """The tellings of one event, each some days after the first, and the events of a county."""
    told = zip(DAM.items(), days, strict=False)
    rows = [
        article(outlet, outlet=outlet, title=title, text=text, published=_day(day))
        for (outlet, (title, text)), day in told
    ]
    others = [
        article(title, outlet="Harlow News", title=title, text=text, published=_day(county))
        for title, text in COUNTY.items()
    ]
    return frames.frame(frames.ARTICLES, pd.DataFrame([*rows, *others]))


def _day(day: float | None) -> pd.Timestamp | None:
    return None if day is None else DAY + pd.Timedelta(days=day)


TIMES = [
    ((0, 0, 0, 1), {*DAM}),
    ((0, 2, 4, 6), {*DAM}),
    ((0, 1, 0, 30), {*[*DAM][:3]}),
    ((0, 1, None, None), {*[*DAM][:2]}),
    ((0, 10, 20, 30), set()),
    ((None, None, None, None), set()),
    ((0,), set()),
    ((), set()),
]


@pytest.mark.parametrize(("days", "expected"), TIMES, ids=str)
def test_one_story_is_found_and_six_articles_of_a_county_are_none(
    days: tuple[float | None, ...], expected: set[str]
) -> None:
    found = stories(articles(*days))
    assert set(found["article_id"]) == expected
    assert set(found["story"]) == ({1} if expected else set())
    assert set(found["n_outlets"]) == ({len(expected)} if expected else set())


def test_the_order_of_articles_changes_nothing() -> None:
    rows = articles(0, 1, 1, 0)
    pd.testing.assert_frame_equal(stories(rows), stories(rows[::-1]))
    pd.testing.assert_frame_equal(
        story_candidates(rows)[["similarity"]], story_candidates(rows[::-1])[["similarity"]]
    )


def test_candidates_are_the_nearest_pairs_with_the_words_that_make_them_near() -> None:
    pairs = story_candidates(articles(0, 1, None, 30))
    assert {*pairs.iloc[0][["outlet", "other_outlet"]]} <= {*DAM}
    assert {w.casefold() for w in pairs.iloc[0]["words"]} & {
        "dam",
        "spillway",
        "otterby",
        "reservoir",
        "lund",
    }
    assert pairs["similarity"].is_monotonic_decreasing
    assert pairs["days"].dropna().max() <= 3
    assert pairs["days"].isna().any()
    county = pairs[pairs["outlet"].eq("Harlow News") & pairs["other_outlet"].eq("Harlow News")]
    assert 0 < county["similarity"].max() < 0.25
    assert len(story_candidates(articles(0, 0), top=2)) == 2


def test_nothing_to_compare_gives_empty_frames() -> None:
    none = articles().head(0)
    assert stories(none).empty
    assert story_candidates(none).empty
    assert stories(none).columns.tolist() == stories(articles(0, 0)).columns.tolist()
    assert story_candidates(articles().head(1)).empty

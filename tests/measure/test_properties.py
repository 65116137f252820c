"""What holds of every measure, whatever the corpus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.build import Frames, made, random_frames
from toolkit import measure
from toolkit.measure.notes import FIGURES

Measure = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], pd.DataFrame]

SHARES: dict[str, Measure] = {
    "mention_share": lambda a, m, q: measure.mention_share(m),
    "mention_share by outlet": lambda a, m, q: measure.mention_share(m, a, by="outlet"),
    "voice_share": lambda a, m, q: measure.voice_share(q),
    "voice_share words": lambda a, m, q: measure.voice_share(q, weigh="words"),
    "voice_share by week": lambda a, m, q: measure.voice_share(q, a, by="week"),
    "quote_types": lambda a, m, q: measure.quote_types(q, a, by="outlet"),
    "cues": lambda a, m, q: measure.cues(q),
    "source_forms": lambda a, m, q: measure.source_forms(q, a, by=["outlet", "month"]),
    "story_sources": lambda a, m, q: measure.story_sources(q, a, by="outlet"),
}
OTHERS: dict[str, Measure] = {
    "mention_reach": lambda a, m, q: measure.mention_reach(m, a, by="outlet"),
    "mentions_over_time": lambda a, m, q: measure.mentions_over_time(m, a, every="week"),
    "sources_per_story": lambda a, m, q: measure.sources_per_story(q, a, by="outlet"),
    "single_source": lambda a, m, q: measure.single_source(q, a),
    "anonymity": lambda a, m, q: measure.anonymity(q),
    "anonymity sources": lambda a, m, q: measure.anonymity(q, a, per="sources", by="outlet"),
    "anonymity stories": lambda a, m, q: measure.anonymity(q, a, per="stories", by="outlet"),
    "anonymity words": lambda a, m, q: measure.anonymity(q, per="words"),
}
GAP: dict[str, Measure] = {
    "voice_against_mention": lambda a, m, q: measure.voice_against_mention(q, m)
}
COUNTS: dict[str, Measure] = {
    "articles_by": lambda a, m, q: measure.articles_by(a, ["outlet", "week"])
}
ALL = {**SHARES, **OTHERS, **GAP, **COUNTS}


def each(measures: dict[str, Measure]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("one", measures.values(), ids=list(measures))


@each(ALL)
def test_an_empty_corpus_gives_an_empty_frame_with_the_same_columns(one: Measure) -> None:
    empty, full = one(*made([])), one(*random_frames())
    assert list(empty) == list(full)
    assert empty.empty
    assert set(FIGURES) <= set(empty)


@each(ALL)
def test_the_order_of_rows_changes_nothing(one: Measure) -> None:
    frames = random_frames()
    shuffled = [f.sample(frac=1, random_state=1).reset_index(drop=True) for f in frames]
    pd.testing.assert_frame_equal(one(*frames), one(*shuffled))


@each(ALL)
def test_no_figure_without_n(one: Measure) -> None:
    tidy = one(*random_frames())
    assert tidy["n"].gt(0).all()
    assert tidy["n_articles"].gt(0).all()


@each({**SHARES, **OTHERS})
def test_the_estimate_is_the_count_over_n_and_inside_its_interval(one: Measure) -> None:
    tidy = one(*random_frames())
    assert np.allclose(tidy["estimate"], tidy["count"] / tidy["n"])
    known = tidy.dropna(subset=["low", "high"])
    assert len(known)
    assert (known["low"] <= known["estimate"]).all()
    assert (known["estimate"] <= known["high"]).all()


@each(SHARES)
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 3), n_quotes=st.integers(1, 20))
def test_shares_sum_to_one(one: Measure, seed: int, n_quotes: int) -> None:
    tidy = one(*random_frames(n_articles=12, n_quotes=n_quotes, seed=seed))
    first = list(tidy).index("estimate")
    by = [c for c in tidy.columns[:first] if c in ("outlet", "week", "month")]
    sums = tidy.groupby(by, dropna=False)["estimate"].sum() if by else [tidy["estimate"].sum()]
    assert np.allclose(sums, 1)
    assert tidy["estimate"].between(0, 1).all()


@each({**SHARES, **OTHERS, **GAP})
def test_one_article_has_estimates_and_no_intervals(one: Measure) -> None:
    tidy = one(*random_frames(n_articles=1, n_quotes=10))
    assert tidy["estimate"].notna().all()
    assert tidy[["low", "high"]].isna().all(axis=None)


@each({**SHARES, **OTHERS, **GAP})
def test_twice_the_corpus_leaves_the_estimates_and_narrows_the_intervals(one: Measure) -> None:
    frames = random_frames()
    twice = one(*[doubled(f) for f in frames])
    once = one(*frames)
    assert np.allclose(once["estimate"], twice["estimate"])
    before, after = ((tidy["high"] - tidy["low"]) for tidy in (once, twice))
    assert 0.4 < after[before.notna()].sum() / before.sum() < 0.8


def doubled(frame: pd.DataFrame) -> pd.DataFrame:
    again = frame.assign(article_id=frame["article_id"] + "-again")
    return pd.concat([frame, again], ignore_index=True)


def test_no_quotes_but_mentions(corpus: Frames) -> None:
    articles, mentions, quotes = corpus
    tidy = measure.voice_against_mention(quotes.head(0), mentions, top=2)
    voice = tidy[tidy["share"] == "voice"]
    assert voice["estimate"].isna().all()
    assert tidy.loc[tidy["share"] == "mentions", "estimate"].gt(0).all()
    assert measure.sources_per_story(quotes.head(0), articles)["estimate"].tolist() == [0]


@pytest.fixture
def corpus() -> Frames:
    return random_frames()

"""What holds of every measure, whatever the corpus."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.build import Frames, made, random_frames
from toolkit import measure
from toolkit.frames import ARTICLES, QUOTES, frame
from toolkit.measure.estimation.intervals import FIGURES


def whole_text(quotes: pd.DataFrame) -> pd.Series:
    """Segments that hold every mention of the article."""
    return pd.Series([[[0, 100]]] * len(quotes), index=quotes.index, dtype="object")


Measure = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], pd.DataFrame]

SHARES: dict[str, Measure] = {
    "mention_share": lambda a, m, q: measure.mention_share(m),
    "mention_share by outlet": lambda a, m, q: measure.mention_share(m, a, by="outlet"),
    "voice_share": lambda a, m, q: measure.voice_share(q),
    "voice_share words": lambda a, m, q: measure.voice_share(q, weight="words"),
    "voice_share by week": lambda a, m, q: measure.voice_share(q, a, by="week"),
    "quote_types": lambda a, m, q: measure.quote_types(q, a, by="outlet"),
    "cues": lambda a, m, q: measure.cues(q),
    "source_forms": lambda a, m, q: measure.source_forms(q, a, by=["outlet", "month"]),
    "story_sources": lambda a, m, q: measure.story_sources(q, a, by="outlet"),
    "source_roles": lambda a, m, q: measure.source_roles(q, a, by="outlet"),
    "grades": lambda a, m, q: measure.anonymity_grades(q),
    "first_voice": lambda a, m, q: measure.first_voice(q, a, of="speaker", by="outlet"),
    "last_word": lambda a, m, q: measure.last_word(q, of="source_form"),
    "headline_voice": lambda a, m, q: measure.headline_voice(q.assign(in_title=True)),
    "voice_share once": lambda a, m, q: measure.voice_share(measure.story_weights(q, a)),
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
    "stated_reason": lambda a, m, q: measure.stated_reason(q),
    "direct_share": lambda a, m, q: measure.direct_share(q, of="source_form"),
    "relative_position": lambda a, m, q: measure.relative_position(q),
    "denial_rate": lambda a, m, q: measure.denial_rate(q, a, by="outlet"),
    "agency_dependence": lambda a, m, q: measure.agency_dependence(a, "outlet"),
    "copied_share": lambda a, m, q: measure.copied_share(a),
}
FORMS = {"named_person": 3, "unnamed_person": 1}
CURVED: dict[str, Measure] = {
    "diversity": lambda a, m, q: measure.diversity(q, correction="none"),
    "rarefied": lambda a, m, q: measure.rarefied(q, depth=1),
    "distance": lambda a, m, q: measure.distance(q, FORMS, of="source_form"),
}
TABLES: dict[str, Measure] = {
    "voice_share outlets": lambda a, m, q: measure.voice_share(q, a, cluster="outlets"),
    "only_anonymous": lambda a, m, q: measure.only_anonymous(q),
    "representation": lambda a, m, q: measure.representation(q, FORMS, of="source_form"),
    "cue_force": lambda a, m, q: measure.cue_force(q, of="source_form"),
    "force_differences": lambda a, m, q: measure.force_differences(
        q.assign(cue_force=np.where(q["n_words"] > 20, "neutral", "emotive")),
        between="source_form",
        permutations=99,
    ),
    "position_profile": lambda a, m, q: measure.position_profile(q, of="source_form"),
    "reply_rate": lambda a, m, q: measure.reply_rate(q.assign(segments=whole_text(q)), m),
    "who_replies": lambda a, m, q: measure.who_replies(q.assign(segments=whole_text(q)), m),
    "reuse_matrix": lambda a, m, q: measure.reuse_matrix(a),
    "co_voices": lambda a, m, q: measure.co_voices(q),
    "speaks_about": lambda a, m, q: measure.speaks_about(q.assign(segments=whole_text(q)), m),
}
GAP: dict[str, Measure] = {
    "voice_against_mention": lambda a, m, q: measure.voice_against_mention(q, m)
}
COUNTS: dict[str, Measure] = {
    "articles_by": lambda a, m, q: measure.articles_by(a, ["outlet", "week"])
}
ALL = {**SHARES, **OTHERS, **CURVED, **TABLES, **GAP, **COUNTS}


def each(measures: dict[str, Measure]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("one", measures.values(), ids=list(measures))


@cache
def of_random(one: Measure) -> pd.DataFrame:
    """The measure of the random frames, computed once for all tests that only look at it."""
    return one(*random_frames())


@each(ALL)
def test_an_empty_corpus_gives_nulls_and_says_why(one: Measure) -> None:
    empty, full = one(*made([])), of_random(one)
    assert list(empty) == list(full)
    assert list(full)[-1] == "note"
    assert len(empty)
    assert empty[["estimate", "low", "high"]].isna().all(axis=None)
    assert empty["n"].eq(0).all()
    assert empty["note"].str.startswith("no ").all()
    assert set(FIGURES) <= set(empty)


@each({**SHARES, **OTHERS, **CURVED, **TABLES, **GAP})
@pytest.mark.parametrize(
    "bad",
    [
        {"actor_id": None, "speaker": "an official", "anonymous": True, "on_behalf_id": None},
        {"speaker": None, "actor_id": None, "source_form": None, "source_role": None},
        {"cue": None, "cue_force": None, "anonymity": None, "reason": None},
    ],
    ids=["all unnamed", "no sources", "no cues"],
)
def test_whatever_is_unknown_no_measure_fails(one: Measure, bad: dict[str, object]) -> None:
    articles, mentions, quotes = random_frames()
    nowhere = articles.assign(outlet=None, published=pd.NaT, agency=None)
    frames_of = (frame(ARTICLES, nowhere), mentions, frame(QUOTES, quotes.assign(**bad)))
    tidy = one(*frames_of)
    assert len(tidy)
    assert (tidy["low"].notna() | tidy["note"].notna()).all()


@each(ALL)
def test_the_order_of_rows_changes_nothing(one: Measure) -> None:
    frames = random_frames()
    shuffled = [f.sample(frac=1, random_state=1).reset_index(drop=True) for f in frames]
    pd.testing.assert_frame_equal(of_random(one), one(*shuffled))


@each(ALL)
def test_no_figure_without_n(one: Measure) -> None:
    tidy = of_random(one)
    assert tidy["n"].gt(0).all()
    assert tidy["n_articles"].gt(0).all()


@each({**SHARES, **OTHERS})
def test_the_estimate_is_the_count_over_n_and_inside_its_interval(one: Measure) -> None:
    tidy = of_random(one)
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


@each({**SHARES, **OTHERS, **CURVED, **GAP})
def test_one_article_has_estimates_and_no_intervals(one: Measure) -> None:
    tidy = one(*random_frames(n_articles=1, n_quotes=10))
    assert (tidy["estimate"].notna() | tidy["note"].str.startswith("no ")).all()
    assert tidy[["low", "high"]].isna().all(axis=None)
    assert tidy["note"].notna().all()


@each({**SHARES, **OTHERS, **GAP})
def test_twice_the_corpus_leaves_the_estimates_and_narrows_the_intervals(one: Measure) -> None:
    frames = random_frames()
    twice = one(*[doubled(f) for f in frames])
    once = of_random(one)
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

"""The measures on small corpora that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.measure.build import Frames, article, made, mention, of, quote
from toolkit import measure


@pytest.fixture
def corpus() -> Frames:
    """Three articles: Ann is much mentioned and little quoted, Bo the reverse."""
    monday, sunday = pd.Timestamp("2026-03-02 23:00Z"), pd.Timestamp("2026-03-08 12:00Z")
    articles = [
        article("a", outlet="Ferry Post", published=monday),
        article("b", outlet="Ferry Post", published=sunday),
        article("c", outlet=None, published=None),
    ]
    mentions = [mention("a", "Ann")] * 4 + [mention("a", "Bo"), mention("b", "Ann")]
    quotes = [
        quote("a", "Bo", n_words=30),
        quote("a", "Bo", quote_type="indirect", cue="According to", n_words=10),
        quote("a", "Ann", quote_type="mixed", parent_id="outer", n_words=7),
        quote("b", "an official", cue=None),
        quote("b", "Cy", cue="wants", cue_kind="intention", n_words=500),
    ]
    return made(articles, mentions, quotes)


def test_mention_share(corpus: Frames) -> None:
    tidy = measure.mention_share(corpus[1])
    assert tidy["actor"].tolist() == ["Ann", "Bo"]
    assert of(tidy, actor="Ann") == pytest.approx(5 / 6)
    assert of(tidy, "n_articles", actor="Bo") == 2


def test_top_leaves_the_base_whole(corpus: Frames) -> None:
    tidy = measure.mention_share(corpus[1], top=1)
    assert tidy["actor"].tolist() == ["Ann"]
    assert tidy["n"].tolist() == [6]


def test_mention_reach_counts_articles(corpus: Frames) -> None:
    articles, mentions, _ = corpus
    tidy = measure.mention_reach(mentions, articles)
    assert of(tidy, actor="Ann") == pytest.approx(2 / 3)
    assert of(tidy, "n", actor="Bo") == 3


def test_mentions_over_time_are_per_article_and_need_a_date(corpus: Frames) -> None:
    articles, mentions, _ = corpus
    weekly = measure.mentions_over_time(mentions, articles, every="week")
    assert weekly["week"].unique().tolist() == [pd.Timestamp("2026-03-02")]
    assert of(weekly, actor="Ann") == pytest.approx(5 / 2)
    daily = measure.mentions_over_time(mentions, articles, every="day")
    assert of(daily, actor="Bo", day=pd.Timestamp("2026-03-08")) == 0


def test_voice_share_leaves_out_intentions_unless_asked(corpus: Frames) -> None:
    quotes = corpus[2]
    assert of(measure.voice_share(quotes), speaker="Bo") == pytest.approx(2 / 4)
    asked = measure.voice_share(quotes, kinds=[*measure.KINDS, "intention"])
    assert of(asked, speaker="Cy") == pytest.approx(1 / 5)


def test_words_of_a_quote_inside_a_quote_count_once(corpus: Frames) -> None:
    tidy = measure.voice_share(corpus[2], weight="words")
    assert of(tidy, speaker="Bo") == pytest.approx(40 / 50)
    assert of(tidy, "count", speaker="Ann") == 0


def test_voice_against_mention(corpus: Frames) -> None:
    tidy = measure.voice_against_mention(corpus[2], corpus[1])
    assert of(tidy, actor="Ann", share="mentions") == pytest.approx(5 / 6)
    assert of(tidy, actor="Ann", share="voice") == pytest.approx(1 / 4)
    assert of(tidy, actor="Ann", share="gap") == pytest.approx(1 / 4 - 5 / 6)
    assert "Cy" not in set(tidy["actor"])


def test_quote_types_and_cues(corpus: Frames) -> None:
    types = measure.quote_types(corpus[2])
    assert types["quote_type"].tolist() == ["direct", "mixed", "indirect"]
    assert of(types, quote_type="direct") == pytest.approx(2 / 4)
    cues = measure.cues(corpus[2])
    assert of(cues, "count", cue="according to") == 1
    assert of(cues, "count", cue=None) == 1


def test_source_forms_name_all_forms_and_the_missing_one() -> None:
    quotes = made([], quotes=[quote("a", "Bo"), quote("a", None, source_form=None)])[2]
    tidy = measure.source_forms(quotes)
    assert of(tidy, source_form="named_person") == 0.5
    assert of(tidy, source_form=None) == 0.5
    assert of(tidy, source_form="document") == 0


def test_sources_of_stories(corpus: Frames) -> None:
    articles, _, quotes = corpus
    assert of(measure.sources_per_story(quotes, articles)) == pytest.approx(3 / 3)
    assert of(measure.sources_per_story(quotes, articles, by="outlet"), outlet=None) == 0
    stories = measure.story_sources(quotes, articles)
    assert stories["count"].tolist() == [1, 1, 1, 0]
    single = measure.single_source(quotes, articles)
    assert (of(single), of(single, "n")) == (0.5, 2)


@pytest.mark.parametrize(
    ("per", "count", "n"),
    [("quotes", 1, 4), ("words", 10, 50), ("sources", 1, 3), ("stories", 1, 2)],
)
def test_anonymity(corpus: Frames, per: str, count: int, n: int) -> None:
    tidy = measure.anonymity(corpus[2], per=per)
    assert (of(tidy, "count"), of(tidy, "n")) == (count, n)


def test_articles_by_counts_the_unknown(corpus: Frames) -> None:
    tidy = measure.articles_by(corpus[0], "outlet")
    assert of(tidy, outlet=None) == 1
    assert np.isnan(of(tidy, "low", outlet="Ferry Post"))


def test_articles_that_were_left_out_take_their_rows_with_them(corpus: Frames) -> None:
    articles, _, quotes = corpus
    some = articles[articles["article_id"] == "b"]
    assert of(measure.anonymity(quotes, some, by="outlet")) == 1


@pytest.mark.parametrize("by", ["outlet", ["week"], ["outlet", "quote_type"]])
def test_the_rows_of_a_corpus_know_the_columns_of_their_articles(
    corpus: Frames, by: str | list[str]
) -> None:
    articles, _, quotes = corpus
    about = articles[["article_id", "outlet", "title", "published"]]
    told = about.merge(quotes, on="article_id")
    expected = measure.voice_share(quotes, articles, by=by)
    pd.testing.assert_frame_equal(measure.voice_share(told, by=by), expected)
    other = articles.assign(outlet="Elsewhere")  # what is given counts more
    assert set(measure.voice_share(told, other, by="outlet")["outlet"]) == {"Elsewhere"}


@pytest.mark.parametrize("per", ["quotes", "sources", "stories"])
def test_what_is_counted_by_article_knows_its_columns_too(corpus: Frames, per: str) -> None:
    articles, _, quotes = corpus
    told = articles[["article_id", "outlet"]].merge(quotes, on="article_id")
    made = measure.anonymity(told, per=per, by="outlet")
    pd.testing.assert_frame_equal(made, measure.anonymity(quotes, articles, per=per, by="outlet"))


@pytest.mark.parametrize("by", ["outlet", "colour"])
def test_an_unknown_group_says_what_there_is(corpus: Frames, by: str) -> None:
    with pytest.raises(ValueError, match="articles"):
        measure.voice_share(corpus[2], by=by)
    with pytest.raises(ValueError, match="outlet"):
        measure.voice_share(corpus[2], corpus[0], by="colour")


def test_wrong_units_say_what_there_is(corpus: Frames) -> None:
    with pytest.raises(ValueError, match="quotes or words"):
        measure.voice_share(corpus[2], weight="letters")
    with pytest.raises(ValueError, match="stories"):
        measure.anonymity(corpus[2], per="letters")

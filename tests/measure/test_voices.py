"""Position, balance, origin, verbs and networks on corpora that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.measure.build import Frames, article, made, mention, of, quote
from toolkit import measure


@pytest.fixture
def placed() -> pd.DataFrame:
    """Two stories and a headline; Bo stands inside Ann's quote where both start."""
    return made(
        [],
        quotes=[
            quote("a", "Bo", quote_id="1", position=0.1, parent_id="2"),
            quote("a", "Ann", quote_id="2", position=0.1),
            quote("a", "Cy", quote_id="3", position=0.9),
            quote("b", "Cy", quote_id="4", position=0.5),
            quote("b", "Ann", quote_id="5", in_title=True, position=0.0),
        ],
    )[2]


def test_first_last_and_headline(placed: pd.DataFrame) -> None:
    first = measure.first_voice(placed, of="speaker")
    assert (of(first, speaker="Ann"), of(first, speaker="Cy")) == (0.5, 0.5)
    assert of(measure.last_word(placed, of="speaker"), speaker="Cy") == 1
    headline = measure.headline_voice(placed, of="speaker")
    assert (of(headline, speaker="Ann"), of(headline, "n", speaker="Ann")) == (1, 1)


def test_positions(placed: pd.DataFrame) -> None:
    mean = measure.relative_position(placed, of="speaker")
    assert of(mean, speaker="Cy") == pytest.approx(0.7)
    assert of(mean, speaker="Ann") == pytest.approx(0.1)
    profile = measure.position_profile(placed, of="speaker", bins=2)
    assert of(profile, part=1, speaker="Ann") == 0.5
    assert of(profile, part=2, speaker="Cy") == 1
    end = measure.position_profile(placed.assign(position=1.0), of="speaker", bins=4)
    assert set(end["part"]) == {4}


def test_direct_share_counts_marks_of_any_kind() -> None:
    kinds = ["direct", "mixed", "indirect", "indirect"]
    quotes = made([], quotes=[quote("a", "Ann", quote_type=k) for k in kinds])[2]
    assert of(measure.direct_share(quotes, of="speaker"), speaker="Ann") == 0.5


def test_unnamed_alone_reasons_and_grades() -> None:
    quotes = made(
        [],
        quotes=[
            quote("a", "critics", anonymity=0),
            quote("a", "an aide", anonymity=1, reason="not authorized to speak"),
            quote("b", "an aide", anonymity=1),
            quote("b", "Ann", anonymity=4),
        ],
    )[2]
    only = measure.only_anonymous(quotes)
    assert (of(only), of(only, "n")) == (0.5, 2)
    assert of(measure.stated_reason(quotes)) == pytest.approx(1 / 3)
    grades = measure.anonymity_grades(quotes)
    assert grades["anonymity"].tolist() == [0, 1, 2, 3, 4]
    assert grades["estimate"].tolist() == [0.25, 0.5, 0, 0, 0.25]


def heard() -> Frames:
    """Ann accuses Bo in two stories; a spokesperson replies for Bo in one; Bo is silent in b."""
    quotes = [
        quote("a", "Ann", segments=[[0, 5], [10, 20]], cue_force="aggressive"),
        quote("a", "a spokesman", on_behalf_id="id-Bo", segments=[[30, 40]], cue_force="denying"),
        quote("b", "Ann", segments=[[0, 20]], cue_force="aggressive"),
        quote("b", "Cy", segments=[[30, 40]], cue_force="neutral"),
    ]
    mentions = [
        {**mention("a", "Bo"), "start": 12, "end": 14},
        {**mention("a", "Bo"), "start": 31, "end": 33},  # by the spokesman: no claim
        {**mention("a", "Dee"), "start": 6, "end": 9},  # between the segments
        {**mention("b", "Bo"), "start": 3, "end": 5},
        {**mention("b", "Bo"), "start": 3, "end": 5, "in_title": True},
        {**mention("b", "Cy"), "start": 32, "end": 34},  # of himself
    ]
    return made([article("a"), article("b")], mentions, quotes)


def test_replies() -> None:
    _, mentions, quotes = heard()
    rate = measure.reply_rate(quotes, mentions)
    assert (of(rate, "count"), of(rate, "n")) == (1, 2)
    accused = measure.reply_rate(quotes, mentions, forces=["aggressive"])
    assert of(accused, "n") == 2
    assert of(measure.reply_rate(quotes, mentions, forces=["conceding"]), "n") == 0
    pairs = measure.who_replies(quotes, mentions)
    assert pairs[["accuser", "replier", "n"]].to_numpy().tolist() == [["Ann", "Bo", 2]]
    assert of(measure.denial_rate(quotes)) == 0.25
    with pytest.raises(ValueError, match="aggressive"):
        measure.reply_rate(quotes, mentions, forces=["loud"])


def test_who_speaks_with_and_about_whom() -> None:
    _, mentions, quotes = heard()
    edges = measure.speaks_about(quotes, mentions)
    assert edges[["speaker", "actor", "count"]].to_numpy().tolist() == [["Ann", "Bo", 2]]
    pairs = measure.co_voices(quotes)
    assert pairs[["a", "b", "count", "n"]].to_numpy().tolist() == [["Ann", "Cy", 1, 2]]


def shared() -> Frames:
    """One agency story in three outlets, and a story of its own in the first."""
    outlets = ["Ferry Post", "Wire One", "Daily Flare"]
    articles = [article(f"s{i}", story_id="s", outlet=o) for i, o in enumerate(outlets)]
    articles[1] |= {"origin": "agency", "agency": "Wire One"}
    articles[2] |= {"origin": "copy"}
    quotes = [quote(f"s{i}", "Ann") for i in range(3)] + [quote("own", "Bo")]
    return made([*articles, article("own", outlet="Ferry Post")], quotes=quotes)


def test_one_story_in_three_outlets_is_one_voice() -> None:
    articles, _, quotes = shared()
    assert of(measure.voice_share(quotes), speaker="Ann") == 0.75
    tidy = measure.voice_share(measure.story_weights(quotes, articles), articles, cluster="stories")
    assert (of(tidy, speaker="Ann"), of(tidy, "n_articles", speaker="Ann")) == (0.5, 2)
    assert of(tidy, "n", speaker="Ann") == 2
    assert tidy["note"].eq("fewer than five stories: no interval").all()


def test_origins() -> None:
    articles = shared()[0]
    assert of(measure.agency_dependence(articles)) == 0.25
    assert of(measure.copied_share(articles)) == 0.25
    assert of(measure.agency_dependence(articles, "outlet"), outlet="Wire One") == 1
    matrix = measure.reuse_matrix(articles)
    assert of(matrix, outlet="Ferry Post", other="Wire One") == 0.5
    assert of(matrix, outlet="Wire One", other="Ferry Post") == 1
    alone = measure.reuse_matrix(articles.tail(1))
    assert alone["note"].tolist() == ["one outlet: none to compare"]


def verbs(n: int, shift: float) -> pd.DataFrame:
    """Two roles in many articles; the second is more often aggressive by `shift`."""
    draw = np.random.default_rng(5)
    rows = [
        quote(f"a{i:03}", "Ann", source_role=role, cue_force=force)
        for i in range(n)
        for role, p in (("official", 0.3), ("citizen", 0.3 + shift))
        for force in [str(draw.choice(["aggressive", "neutral"], p=[p, 1 - p]))]
    ]
    return made([], quotes=rows)[2]


def test_forces_by_role() -> None:
    quotes = verbs(40, 0.4)
    tidy = measure.cue_force(quotes)
    for role in ("official", "citizen"):
        rows = quotes[quotes["source_role"] == role]
        expected = rows["cue_force"].eq("aggressive").mean()
        assert of(tidy, source_role=role, cue_force="aggressive") == pytest.approx(expected)


def test_a_difference_of_verbs_is_found_and_none_is_not() -> None:
    found = measure.force_differences(verbs(60, 0.4), permutations=499)
    row = found[found["cue_force"] == "aggressive"].iloc[0]
    assert row["p"] <= row["p_all"] < 0.01
    assert row["low"] <= row["estimate"] <= row["high"]
    same = measure.force_differences(verbs(60, 0.0), permutations=499)
    assert same["p"].min() > 0.05


def test_the_permutation_test_is_that_of_shuffled_blocks() -> None:
    quotes = verbs(30, 0.1)
    tidy = measure.force_differences(quotes, permutations=4_000)
    row = tidy[tidy["cue_force"] == "aggressive"].iloc[0]
    hits = quotes["cue_force"].eq("aggressive").to_numpy(float)
    roles = quotes["source_role"].eq("citizen").to_numpy()
    draw = np.random.default_rng(2)

    def gap(labels: np.ndarray) -> float:
        return float(hits[labels].mean() - hits[~labels].mean())

    shuffled = np.array([gap(draw.permutation(roles)) for _ in range(4_000)])
    expected = (np.abs(shuffled) >= abs(gap(roles)) - 1e-12).mean()
    assert row["estimate"] == pytest.approx(gap(roles))
    assert row["p"] == pytest.approx(expected, abs=0.04)


def test_one_value_has_nothing_to_differ_from() -> None:
    quotes = verbs(10, 0.0)
    tidy = measure.force_differences(quotes[quotes["source_role"] == "official"])
    assert tidy["note"].eq("one source_role: none to compare").all()
    assert tidy["estimate"].isna().all()

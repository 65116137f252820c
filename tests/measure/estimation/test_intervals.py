"""The bootstrap against brute force, and what must hold of any interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from tests.measure.build import random_frames
from toolkit.measure import ratio, share
from toolkit.measure.estimation import bootstrap as draws
from toolkit.measure.estimation import intervals


def brute_force(rows: pd.DataFrame, value: str, n: int) -> tuple[float, float]:
    """Draw whole articles, one draw after the other; t times their spread on the logit scale."""
    ids = sorted(rows["article_id"].unique())
    by_article = {i: rows.loc[rows["article_id"] == i, "quote_type"].tolist() for i in ids}
    generator = np.random.default_rng(draws.SEED)
    shares = []
    for _ in range(n):
        drawn = [by_article[ids[i]] for i in generator.integers(len(ids), size=len(ids))]
        types = [t for one in drawn for t in one]
        shares.append(types.count(value) / len(types))
    share = rows["quote_type"].eq(value).mean()
    t = student.ppf(0.975, len(ids) - 1) * np.sqrt(len(ids) / (len(ids) - 1))
    half = t * np.std(shares) / (share * (1 - share))
    low, high = (1 / (1 + (1 / share - 1) * np.exp(-side * half)) for side in (-1, 1))
    return float(low), float(high)


def test_same_as_drawing_article_by_article() -> None:
    quotes = random_frames(n_articles=12, n_quotes=50)[2]
    tidy = share(quotes, "quote_type").set_index("quote_type")
    expected = brute_force(quotes, "mixed", draws.DRAWS)
    assert tuple(tidy.loc["mixed", ["low", "high"]]) == pytest.approx(expected)


def test_the_interval_of_a_share_and_of_all_others_are_one() -> None:
    quotes = random_frames(n_articles=12, n_quotes=50)[2]
    mixed = quotes["quote_type"].eq("mixed")
    tidy = share(quotes.assign(mixed=mixed), "mixed").set_index("mixed")
    assert tidy.loc[True, "low"] == pytest.approx(1 - tidy.loc[False, "high"])


def test_interval_of_a_mean_is_as_wide_as_theory_says() -> None:
    values = np.random.default_rng(3).poisson(4, size=400)
    rows = pd.DataFrame({"article_id": [f"a{i}" for i in range(400)], "amount": values})
    tidy = ratio(rows, rows.assign(amount=1)).iloc[0]
    error = values.std() / np.sqrt(400)
    assert tidy["high"] - tidy["low"] == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_quotes_of_one_article_are_not_counted_as_independent() -> None:
    together = pd.DataFrame({"article_id": np.repeat([f"a{i}" for i in range(20)], 10)})
    together["quote_type"] = np.repeat(["direct", "mixed"] * 10, 10)
    apart = together.assign(article_id=[f"a{i}" for i in range(200)])
    wide, narrow = (share(f, "quote_type").iloc[0] for f in (together, apart))
    ratio_of_widths = (wide["high"] - wide["low"]) / (narrow["high"] - narrow["low"])
    assert ratio_of_widths == pytest.approx(np.sqrt(10), rel=0.15)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    generator = np.random.default_rng(7)
    covered = []
    for _ in range(100):
        level = generator.beta(4, 8, size=80)  # articles differ
        n = 1 + generator.poisson(4, size=80)
        hits = generator.binomial(n, level)
        ids = np.array([f"a{i}" for i in range(80)])
        parts = pd.DataFrame({"article_id": ids, "amount": hits})
        tidy = ratio(parts, pd.DataFrame({"article_id": ids, "amount": n}), bounded=True).iloc[0]
        covered.append(tidy["low"] <= 4 / 12 <= tidy["high"])
    assert 0.90 <= np.mean(covered) <= 0.99


def test_nothing_seen_is_not_never() -> None:
    rows = pd.DataFrame({"article_id": list("abcdef"), "quote_type": ["direct"] * 6})
    tidy = share(rows, "quote_type", values=("direct", "mixed")).set_index("quote_type")
    assert tidy.loc["mixed", "low"] == 0
    assert tidy.loc["mixed", "high"] == pytest.approx(1 - 0.025 ** (1 / 6))
    assert tidy.loc["direct", "low"] == pytest.approx(0.025 ** (1 / 6))
    assert tidy.loc["direct", "high"] == 1


@pytest.mark.parametrize(("alike", "expected"), [(True, 10), (False, 1)])
def test_the_design_effect_is_what_ten_quotes_alike_are_worth(alike: bool, expected: int) -> None:
    draw = np.random.default_rng(0)
    article = np.repeat(np.arange(200), 10)
    hit = np.repeat(draw.random(200) < 0.3, 10) if alike else draw.random(2_000) < 0.3
    one = np.zeros(2_000, dtype=np.int64)
    parts = intervals.Sums.of(one[hit], article[hit], np.ones(hit.sum()), 1)
    wholes = intervals.Sums.of(one, article, np.ones(2_000), 1)
    assert intervals.design_effect(parts, wholes) == pytest.approx(expected, rel=0.1)


def test_nothing_seen_in_many_unlike_quotes_is_closer_to_never() -> None:
    rows = pd.DataFrame({"article_id": np.repeat([f"a{i}" for i in range(10)], 20)})
    rows["outlet"] = np.repeat(["Ferry Post", "Wire One"], 100)
    rows["cue"] = np.where(np.arange(200) % 7 == 0, "denied", "said")
    rows.loc[rows["outlet"] == "Wire One", "cue"] = "said"
    tidy = share(rows, "cue", by="outlet").set_index(["outlet", "cue"])
    assert tidy.loc[("Wire One", "denied"), "high"] == pytest.approx(1 - 0.025 ** (1 / 100))


@pytest.mark.parametrize(("n", "t"), [(5, 2.776), (10, 2.262), (30, 2.045), (1_000, 1.962)])
def test_intervals_reach_as_far_as_student_t(n: int, t: float) -> None:
    """Against the printed table of the t distribution, n - 1 degrees of freedom."""
    assert intervals.critical_value(np.array([n]))[0] == pytest.approx(
        t * np.sqrt(n / (n - 1)), rel=1e-3
    )


@pytest.mark.parametrize("ids", ["aaaa", "aabb", "abcd"])
def test_few_articles_have_no_interval(ids: str) -> None:
    rows = pd.DataFrame({"article_id": list(ids), "quote_type": ["direct", "mixed"] * 2})
    tidy = share(rows, "quote_type")
    assert tidy["estimate"].tolist() == [0.5, 0.5]
    assert tidy[["low", "high"]].isna().all(axis=None)


def test_draws_without_a_base_are_left_out() -> None:
    drawn = np.array([[np.nan, 0.0, 1.0, 2.0], [np.nan] * 4])
    found = intervals.deviation(drawn)
    assert found[0] == pytest.approx(np.std([0, 1, 2]))
    assert np.isnan(found[1])


@given(share=st.floats(0, 1), half=st.floats(0, 2))
def test_the_interval_of_a_share_holds_it_and_ends_at_0_and_1(share: float, half: float) -> None:
    ends = intervals.around_share(np.array([share]), np.array([half]))
    low, high = float(ends[0][0]), float(ends[1][0])
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_a_hundred_thousand_quotes_take_seconds() -> None:
    generator = np.random.default_rng(0)
    ids = np.array([f"a{i}" for i in range(20_000)])
    speakers = np.array([f"s{i}" for i in range(2_000)])
    rows = pd.DataFrame(
        {
            "article_id": generator.choice(ids, 100_000),
            "speaker": generator.choice(speakers, 100_000),
        }
    )
    tidy = share(rows, "speaker")
    assert len(tidy) == 2_000
    assert tidy["estimate"].sum() == pytest.approx(1)

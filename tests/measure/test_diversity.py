"""Diversity against scipy, published estimators and counting by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from tests.measure.build import made, quote
from toolkit import measure
from toolkit.measure.diversity_indices import INDICES, LOWER_BOUND, chao1, shannon

COUNTS = np.array([4.0, 2, 3, 2, 4, 2, 1, 1])
ONE = np.zeros(1, dtype=np.int64)


def spoken(counts: dict[str, int], article: str = "a") -> pd.DataFrame:
    quotes = [quote(f"{article}{i}", who) for who, n in counts.items() for i in range(n)]
    return made([], quotes=quotes)[2]


def value(tidy: pd.DataFrame, index: str) -> float:
    return float(tidy.set_index("index").loc[index, "estimate"])


def test_plug_in_indices_are_those_of_scipy_and_of_the_formulas() -> None:
    tidy = measure.diversity(spoken({"Ann": 5, "Bo": 3, "Cy": 2}), correction="none")
    shares = np.array([5, 3, 2]) / 10
    assert value(tidy, "shannon") == pytest.approx(entropy(shares))
    assert value(tidy, "hhi") == pytest.approx(0.38)
    assert value(tidy, "simpson") == pytest.approx(0.62)
    assert value(tidy, "effective_simpson") == pytest.approx(1 / 0.38)
    assert value(tidy, "effective") == pytest.approx(np.exp(entropy(shares)))
    assert value(tidy, "evenness") == pytest.approx(entropy(shares) / np.log(3))
    assert value(tidy, "richness") == 3


def test_unbiased_simpson_is_the_chance_that_two_quotes_differ() -> None:
    voices = ["Ann"] * 5 + ["Bo"] * 3 + ["Cy"] * 2
    pairs = [a != b for a, b in combinations(voices, 2)]
    tidy = measure.diversity(spoken({"Ann": 5, "Bo": 3, "Cy": 2}))
    assert value(tidy, "simpson") == pytest.approx(np.mean(pairs))


def test_chao_shen_term_by_term() -> None:
    """Coverage 1 - f1 / n, shares times it, each over its chance of being seen."""
    n, coverage = COUNTS.sum(), 1 - 2 / COUNTS.sum()
    p = coverage * COUNTS / n
    expected = -sum(x * np.log(x) / (1 - (1 - x) ** n) for x in p)
    found = shannon(COUNTS[:, None], ONE, "chao-shen")
    assert found[0, 0] == pytest.approx(expected)


def test_chao_shen_of_voices_that_all_spoke_once_is_finite() -> None:
    assert np.isfinite(shannon(np.ones((4, 1)), ONE, "chao-shen")).all()


def test_miller_madow_adds_the_bias() -> None:
    found = shannon(COUNTS[:, None], ONE, "miller-madow")[0, 0]
    assert found == pytest.approx(entropy(COUNTS / COUNTS.sum()) + 7 / (2 * COUNTS.sum()))


def test_chao_1_by_hand() -> None:
    assert chao1(COUNTS[:, None], ONE)[0, 0] == pytest.approx(8 + 2 * 1 / (2 * (3 + 1)))


@pytest.mark.parametrize("correction", ["chao-shen", "miller-madow"])
def test_correction_comes_closer_to_the_truth(correction: str) -> None:
    draw = np.random.default_rng(3)
    shares = draw.dirichlet(np.full(40, 0.7))
    samples = draw.multinomial(60, shares, size=300).T.astype(float)
    plain = shannon(samples, ONE)[0].mean()
    corrected = shannon(samples, ONE, correction)[0].mean()
    assert plain < corrected
    assert abs(corrected - entropy(shares)) < 0.5 * abs(plain - entropy(shares))


def test_rarefaction_is_the_mean_over_all_samples() -> None:
    voices = ["Ann"] * 4 + ["Bo"] * 2 + ["Cy"]
    sizes = [len(set(drawn)) for drawn in combinations(voices, 3)]
    tidy = measure.rarefied(spoken({"Ann": 4, "Bo": 2, "Cy": 1}), depth=3)
    assert tidy["estimate"].iloc[0] == pytest.approx(np.mean(sizes))


def test_groups_are_compared_at_the_depth_of_the_smallest() -> None:
    many, few = spoken({"Ann": 6, "Bo": 6}), spoken({"Ann": 1, "Bo": 1}, "b")
    rows = pd.concat([many.assign(desk="one"), few.assign(desk="two")], ignore_index=True)
    tidy = measure.rarefied(rows, by="desk").set_index("desk")
    assert tidy["depth"].tolist() == [2, 2]
    assert tidy.loc["two", "estimate"] == pytest.approx(2)
    assert tidy.loc["one", "estimate"] == pytest.approx(1 + 6 / 11)
    deep = measure.rarefied(rows, by="desk", depth=5).set_index("desk")
    assert np.isnan(deep.loc["two", "estimate"])
    assert deep.loc["two", "note"] == "fewer quotes than depth"


def test_the_unnamed_are_no_voices_that_could_be_told_apart() -> None:
    tidy = measure.diversity(spoken({"Ann": 3, "Bo": 3, "critics": 9}))
    assert tidy["n"].eq(6).all()
    nobody = measure.diversity(spoken({"critics": 9}))
    assert nobody["note"].eq("no quotes with a known speaker").all()


def test_the_interval_holds_the_estimate_although_draws_miss_voices() -> None:
    quotes = spoken({f"Actor {i}": 1 + i % 3 for i in range(40)})
    quotes = quotes.assign(article_id=[f"a{i % 20}" for i in range(len(quotes))])
    tidy = measure.diversity(quotes, correction="none").dropna(subset=["low"])
    assert set(tidy["index"]) == set(INDICES) - {"richness"}
    assert (tidy["low"] <= tidy["estimate"]).all()
    assert (tidy["estimate"] <= tidy["high"]).all()


def test_effective_numbers_have_the_intervals_of_what_they_are_made_of() -> None:
    quotes = spoken({f"Actor {i}": 1 + i % 5 for i in range(30)})
    quotes = quotes.assign(article_id=[f"a{i % 20}" for i in range(len(quotes))])
    low, high = (measure.diversity(quotes).set_index("index")[end] for end in ("low", "high"))
    assert low["effective"] == pytest.approx(np.exp(low["shannon"]))
    assert high["effective"] == pytest.approx(np.exp(high["shannon"]))
    assert low["effective_simpson"] == pytest.approx(1 / high["hhi"])
    assert high["effective_simpson"] == pytest.approx(1 / low["hhi"])
    assert low["simpson"] == pytest.approx(1 - high["hhi"])


def test_richness_has_no_interval_and_says_why() -> None:
    quotes = spoken({"Ann": 5, "Bo": 3}).assign(article_id=[f"a{i}" for i in range(8)])
    rich = measure.diversity(quotes).set_index("index").loc["richness"]
    assert rich["estimate"] == 2
    assert np.isnan([rich["low"], rich["high"]]).all()
    assert rich["note"] == LOWER_BOUND


def test_representation_and_distance() -> None:
    quotes = spoken({"Ann": 6, "Bo": 3, "Cy": 1}).assign(source_role=list("oooooossst"))
    baseline = pd.Series({"o": 30, "s": 50, "t": 15, "u": 5})
    tidy = measure.representation(quotes, baseline).set_index("source_role")
    assert tidy["baseline"].tolist() == [0.3, 0.5, 0.15, 0.05]
    assert tidy["ratio"].tolist() == pytest.approx([2, 0.6, 0.1 / 0.15, 0])
    found = measure.distance(quotes, baseline)["estimate"].iloc[0]
    expected = jensenshannon([0.6, 0.3, 0.1, 0], [0.3, 0.5, 0.15, 0.05], base=2)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("baseline", [{}, {"o": 0.0}, {"o": -1.0, "s": 2.0}])
def test_a_baseline_must_be_one(baseline: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="baseline"):
        measure.representation(spoken({"Ann": 1}), baseline)


def test_wrong_choices_are_named() -> None:
    quotes = spoken({"Ann": 2})
    with pytest.raises(ValueError, match="miller-madow"):
        measure.diversity(quotes, correction="bayes")
    with pytest.raises(ValueError, match="source_form"):
        measure.diversity(quotes, of="colour")
    with pytest.raises(ValueError, match="1 or more"):
        measure.rarefied(quotes, depth=0)

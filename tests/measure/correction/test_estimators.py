"""Corrected figures: right in the long run, honest about their width, silent where they must be."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.benchmarks.correction_simulation import simulated
from toolkit.measure.correction.coded_sample import Codings, Design
from toolkit.measure.correction.estimators import FEWEST_CODED, corrected_ratio, corrected_statistic
from toolkit.validate.coding.coded_sample import coded_sample


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample")


@pytest.fixture(scope="module")
def sample(corpus: tk.Corpus) -> tk.measure.CodedSample:
    return coded_sample(corpus, size=30)


def test_the_corrected_share_is_right_where_the_naive_is_not() -> None:
    table = simulated(300, (60,)).set_index("estimated")
    assert table.at["naive", "bias"] < -0.04
    assert abs(table.at["corrected", "bias"]) < 0.005
    assert 0.91 < table.at["corrected", "covers"] < 0.98  # 300 draws: 0.95 give or take 0.025
    assert table.at["corrected", "width"] < 0.6 * table.at["coded sample", "width"]


def test_a_machine_that_errs_nowhere_is_left_alone() -> None:
    random = np.random.default_rng(1)
    whole = random.poisson(8, (2, 500)).astype(float)
    whole[1] += whole[0]
    coded = random.choice(500, 40, replace=False)
    design = Design.of(np.full(40, 0.08), np.zeros(40, dtype=int), 500, finite=True)
    sides = [Codings(w[None, coded], w[None, coded], w.sum(keepdims=True)) for w in whole]
    made = corrected_ratio(sides[0], sides[1], np.array([0]), design).iloc[0]
    assert made["estimate"] == pytest.approx(whole[0].sum() / whole[1].sum())
    assert made["high"] - made["low"] == pytest.approx(0, abs=1e-9)


def test_a_useless_machine_does_no_harm() -> None:
    random = np.random.default_rng(2)
    people = random.poisson(8, (1, 40)).astype(float)
    noise = np.ones((1, 40))
    design = Design.of(np.full(40, 0.1), np.zeros(40, dtype=int), 400)
    base = Codings(np.ones((1, 40)), np.ones((1, 40)), np.array([400.0]))
    above = Codings(people, noise, np.array([400.0]))
    tuned = corrected_ratio(above, base, np.array([0]), design).iloc[0]
    alone = corrected_ratio(above, base, np.array([0]), design, 0.0).iloc[0]
    assert tuned["estimate"] == pytest.approx(alone["estimate"])


def test_a_ratio_as_a_statistic_is_the_ratio() -> None:
    random = np.random.default_rng(3)
    people, machine = (
        random.poisson(5, (2, 50)).astype(float),
        random.poisson(4, (2, 50)).astype(float),
    )
    total = machine.sum(axis=1) * 10
    design = Design.of(np.full(50, 0.1), np.arange(50) % 3, 500)
    cells = Codings(people, machine, total)
    one = corrected_statistic(cells, lambda t: t / t.sum(axis=0), design)
    other = corrected_ratio(cells, cells.summed(), np.array([0, 0]), design)
    for column in ("estimate", "low", "high", "least"):
        assert one[column].to_numpy() == pytest.approx(other[column].to_numpy(), abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_corrected_shares_sum_to_one_whatever_the_order_of_articles(seed: int) -> None:
    random = np.random.default_rng(seed)
    people, machine = (random.poisson(m, (3, 30)).astype(float) for m in (3, 2))
    total = machine.sum(axis=1) * 7
    design = Design.of(np.full(30, 0.14), np.zeros(30, dtype=int), 210)

    def made(order: np.ndarray) -> pd.DataFrame:
        above = Codings(people[:, order], machine[:, order], total)
        return corrected_ratio(above, above.summed(), np.zeros(3, dtype=int), design)

    one, other = made(np.arange(30)), made(random.permutation(30))
    assert one["estimate"].sum() == pytest.approx(1)
    assert one.to_numpy() == pytest.approx(other.to_numpy())


MEASURES = ("quote_types", "source_forms", "sources_per_story", "anonymity", "diversity")


@pytest.mark.parametrize("name", MEASURES)
def test_the_naive_rows_are_the_measure_itself(
    name: str, corpus: tk.Corpus, sample: tk.measure.CodedSample
) -> None:
    measure = getattr(tk.measure, name)
    alone = measure(corpus.quotes, corpus.articles)
    beside = measure(corpus.quotes, corpus.articles, corrected=sample)
    naive = beside[beside["estimated"] == "naive"].reset_index(drop=True)
    figures = ["estimate", "low", "high"]
    keys = [c for c in alone if c not in (*figures, "count", "n", "n_articles", "note")]
    one, other = (t.sort_values(keys) if keys else t for t in (alone, naive))
    assert one[figures].to_numpy() == pytest.approx(other[figures].to_numpy(), nan_ok=True)


def test_all_articles_coded_give_peoples_own_figure(corpus: tk.Corpus) -> None:
    whole = coded_sample(corpus)
    tidy = tk.measure.quote_types(corpus.quotes, corpus.articles, corrected=whole)
    alone = tidy.set_index("estimated").loc["coded sample", "estimate"]
    own = tk.measure.quote_types(whole.quotes)["estimate"]
    assert alone.to_numpy() == pytest.approx(own.to_numpy())


def test_too_small_a_sample_corrects_nothing_and_says_so(corpus: tk.Corpus) -> None:
    few = coded_sample(corpus, size=FEWEST_CODED - 1)
    tidy = tk.measure.source_forms(corpus.quotes, corpus.articles, corrected=few)
    fixed = tidy[tidy["estimated"] != "naive"]
    assert fixed["estimate"].isna().all()
    assert fixed["note"].str.contains(f"{FEWEST_CODED} needed").all()
    assert tidy[tidy["estimated"] == "naive"]["estimate"].notna().all()


def test_more_articles_make_the_interval_as_narrow_as_asked() -> None:
    row = {"low": [0.2], "high": [0.4], "least": [0.0], "n_coded": [50]}
    assert tk.measure.more_articles(pd.DataFrame(row), 0.1).tolist() == [150]
    assert tk.measure.more_articles(pd.DataFrame(row), 0.3).tolist() == [0]
    assert tk.measure.more_articles(pd.DataFrame({**row, "least": [0.15]}), 0.1).isna().all()


def test_what_cannot_be_corrected_is_refused(
    corpus: tk.Corpus, sample: tk.measure.CodedSample
) -> None:
    quotes, articles = corpus.quotes, corpus.articles
    with pytest.raises(ValueError, match="articles or outlets"):
        tk.measure.co_voices(quotes, articles, cluster="stories", corrected=sample)
    blind = tk.measure.CodedSample(sample.articles, sample.quotes)
    with pytest.raises(ValueError, match="coded no mentions"):
        tk.measure.mention_share(corpus.mentions, articles, corrected=blind)
    with pytest.raises(ValueError, match="copied_share is not corrected: "):
        tk.measure.copied_share(articles, corrected=sample)


def test_every_public_measure_is_corrected_or_says_why_not() -> None:
    for name in dir(tk.measure):
        measure = getattr(tk.measure, name)
        if "corrected" in signature(measure).parameters:
            continue
        with pytest.raises(ValueError, match=f"{name} is not corrected: "):
            measure(corrected=tk.measure.CodedSample(pd.DataFrame(), pd.DataFrame()))


BOTH: dict[str, Callable[..., pd.DataFrame]] = {
    "voice_against_mention": lambda c, **k: tk.measure.voice_against_mention(
        c.quotes, c.mentions, top=4, **k
    ),
    "who_replies": lambda c, **k: tk.measure.who_replies(c.quotes, c.mentions, top=6, **k),
    "co_voices": lambda c, **k: tk.measure.co_voices(c.quotes, top=4, **k),
    "co_voices outlets": lambda c, **k: tk.measure.co_voices(
        c.quotes, c.articles, top=4, cluster="outlets", **k
    ),
    "speaks_about": lambda c, **k: tk.measure.speaks_about(c.quotes, c.mentions, top=4, **k),
    "force_differences": lambda c, **k: tk.measure.force_differences(
        c.quotes, top=3, permutations=19, **k
    ),
}


@pytest.mark.parametrize("name", list(BOTH))
def test_pairs_and_gaps_stay_as_they_are_beside_their_correction(
    name: str, corpus: tk.Corpus, sample: tk.measure.CodedSample
) -> None:
    alone, beside = BOTH[name](corpus), BOTH[name](corpus, corrected=sample)
    naive = beside[beside["estimated"] == "naive"].reset_index(drop=True)
    pd.testing.assert_frame_equal(naive[list(alone)], alone, check_dtype=False)
    assert len(beside) == 3 * len(alone)


def test_a_corrected_gap_is_that_of_the_corrected_shares(
    corpus: tk.Corpus, sample: tk.measure.CodedSample
) -> None:
    tidy = BOTH["voice_against_mention"](corpus, corrected=coded_sample(corpus, size=48))
    fixed = tidy[tidy["estimated"] == "corrected"].pivot(
        index="actor", columns="share", values="estimate"
    )
    known = fixed.dropna()
    assert len(known)
    gap = known["voice"] - known["mentions"]
    assert gap.to_numpy() == pytest.approx(known["gap"].to_numpy())


def test_nothing_among_the_coded_is_no_proof_of_nothing(corpus: tk.Corpus) -> None:
    whole = coded_sample(corpus)
    quotes = corpus.quotes.assign(source_form="document")
    never = whole.quotes["source_form"].ne("document")
    without = tk.measure.CodedSample(whole.articles, whole.quotes[never])
    tidy = tk.measure.source_forms(quotes, corpus.articles, corrected=without)
    row = tidy.query("source_form == 'document' and estimated == 'corrected'").iloc[0]
    assert row["estimate"] == 0
    assert np.isnan(row["high"])
    assert "nothing counted" in row["note"]

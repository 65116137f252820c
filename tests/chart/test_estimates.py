"""Charts of corrected estimates: naive ones are marked, and the subtitle says so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.chart import alt_text, behind
from toolkit.chart.panel import one_estimate


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open("data/sample")


@pytest.fixture(scope="module")
def roles(corpus: tk.Corpus) -> pd.DataFrame:
    sample = tk.validate.coded_sample(corpus, size=40)
    return tk.measure.source_roles(corpus.quotes, corpus.articles, corrected=sample)


def subtitle(ax: Any) -> str:
    return " ".join(t.get_text() for t in ax.texts).replace("\n", " ")


def test_corrected_bars_and_naive_marks(roles: pd.DataFrame) -> None:
    ax = tk.chart.ranked(roles, title="Who speaks", of="quotes")
    fixed = roles[roles["estimated"] == "corrected"]
    known = fixed["estimate"].notna().to_numpy()
    naive = roles[roles["estimated"] == "naive"]["estimate"].to_numpy()
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx(np.where(known, fixed["estimate"], naive))
    assert np.asarray(ax.collections[-1].get_offsets())[:, 0] == pytest.approx(naive[known])
    assert "corrected by" in subtitle(ax)
    assert "corrected by" in alt_text(ax)
    pd.testing.assert_frame_equal(behind(ax), roles.reset_index(drop=True))


@pytest.mark.parametrize("kind", ["naive", "corrected", "coded sample"])
def test_a_frame_cut_to_one_estimate_is_drawn_as_it_is(roles: pd.DataFrame, kind: str) -> None:
    cut = roles[roles["estimated"] == kind]
    assert "naive" not in one_estimate(cut)
    assert len(one_estimate(cut)) == len(cut)


def test_without_correction_a_chart_says_so(corpus: tk.Corpus) -> None:
    few = tk.validate.coded_sample(corpus, size=6)
    tidy = tk.measure.quote_types(corpus.quotes, corpus.articles, corrected=few)
    ax = tk.chart.shares(tidy, of="quote_type", n="quotes")
    assert "uncorrected" in subtitle(ax)


def test_every_chart_of_a_measure_takes_corrected_figures(corpus: tk.Corpus) -> None:
    sample = tk.validate.coded_sample(corpus, size=40)
    quotes, mentions, articles = corpus.quotes, corpus.mentions, corpus.articles
    gaps = tk.measure.voice_against_mention(quotes, mentions, top=5, corrected=sample)
    weeks = tk.measure.mentions_over_time(mentions, articles, top=2, corrected=sample)
    drawn = [
        tk.chart.dumbbell(gaps),
        tk.chart.scatter(gaps),
        tk.chart.timeline(weeks),
        tk.chart.network(tk.measure.co_voices(quotes, articles, top=9, corrected=sample)),
        tk.chart.position_profile(
            tk.measure.position_profile(quotes, articles, corrected=sample), of="source_role"
        ),
        tk.chart.cue_force(tk.measure.cue_force(quotes, articles, corrected=sample)),
    ]
    assert all("orrected" in subtitle(ax) for ax in drawn)


def test_words_say_that_a_figure_is_corrected(roles: pd.DataFrame) -> None:
    first = roles[roles["estimated"] == "corrected"].head(1)
    assert "corrected with" in tk.chart.in_words(first, "quotes")
    assert "corrected" not in tk.chart.in_words(roles.head(1), "quotes")

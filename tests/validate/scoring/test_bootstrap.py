"""Intervals of scores: over articles, around figures that stay as they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from toolkit.annotate import Pipeline
from toolkit.cli import app
from toolkit.validate import read_gold, score_quotes, score_sources, score_speakers
from toolkit.validate.scoring.bootstrap import bootstrap_scores


def share(counts: Counter[str]) -> list[dict[str, object]]:
    n = counts["n"]
    return [{"measure": "share", "share": counts["right"] / n if n else np.nan, "n": n}]


def test_intervals_cover_as_often_as_they_say() -> None:
    random = np.random.default_rng(1)
    hits = []
    for _ in range(100):
        own = random.beta(6, 2, 40)  # articles differ
        counts = [Counter(right=int(random.binomial(8, p)), n=8) for p in own]
        row = bootstrap_scores(counts, share, ["share"]).iloc[0]
        hits.append(row["share_low"] <= 0.75 <= row["share_high"])
    assert np.mean(hits) > 0.87  # 100 draws: 0.95 give or take 0.044


def test_few_articles_and_no_errors_have_no_interval() -> None:
    few = bootstrap_scores([Counter(right=1, n=2)] * 4, share, ["share"]).iloc[0]
    assert np.isnan(few["share_low"])
    perfect = bootstrap_scores([Counter(right=2, n=2)] * 9, share, ["share"]).iloc[0]
    assert perfect["share"] == 1
    assert np.isnan(perfect["share_high"])


def test_nothing_to_score_is_a_row_without_figures() -> None:
    assert bootstrap_scores([], share, ["share"])["share"].isna().all()


@pytest.mark.long
@pytest.mark.parametrize("score", [score_quotes, score_sources])
def test_each_outlet_has_its_own_figures_and_all_of_them_together(score: object) -> None:
    gold = read_gold("data/sample/coding")[:24]
    made = score(gold, Pipeline(), by_outlet=True)  # type: ignore[operator]
    alone = score(gold, Pipeline())  # type: ignore[operator]
    whole = made[made["outlet"] == "all"].drop(columns="outlet").reset_index(drop=True)
    pd.testing.assert_frame_equal(whole, alone)
    by = made[made["outlet"] != "all"].groupby("measure")["n"].sum()
    assert by.to_dict() == alone.set_index("measure")["n"].to_dict()
    known = alone.dropna(subset=["recall_low"])
    assert len(known)
    assert (known["recall_low"] <= known["recall"]).all()
    assert (known["recall"] <= known["recall_high"]).all()


def test_speakers_by_text_and_by_outlet_have_one_total() -> None:
    gold = read_gold("data/sample/coding")[:12]
    texts, outlets = (score_speakers(gold, Pipeline(), by_outlet=b) for b in (False, True))
    assert texts["n"].iloc[-1] == outlets["n"].iloc[-1] == texts["n"].iloc[:-1].sum()
    assert texts["right_low"].iloc[-1] < texts["right"].iloc[-1]


def test_the_command_prints_intervals() -> None:
    args = ["score", "speakers", "--gold", "data/sample/coding", "--by-outlet"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    assert "[" in done.output.splitlines()[-1]

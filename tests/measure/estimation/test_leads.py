"""The lead of the largest figure over each of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toolkit.measure import share

N = 40


def corpus(**quotes: int) -> pd.DataFrame:
    """Forty articles, in each of which every speaker has so many quotes."""
    articles = [f"a{i:02}" for i in range(N)]
    rows = [(a, s) for a in articles for s, n in quotes.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["article_id", "speaker"])


def test_figures_that_go_together_in_every_article_are_compared_in_pairs() -> None:
    """Half of the articles quote Ann five times and Bo four times, the others quote neither."""
    rows = pd.concat([corpus(Ann=5, Bo=4).head(180), corpus(Cy=4).tail(80)])
    tidy = share(rows, "speaker").set_index("speaker")
    assert tidy.loc["Ann", "low"] < tidy.loc["Bo", "high"]  # the intervals overlap
    assert tidy.loc["Bo", "lead_low"] > 0


def test_the_interval_of_the_lead_holds_the_difference() -> None:
    random = np.random.default_rng(3)
    rows = corpus(Ann=3, Bo=2, Cy=1).sample(frac=0.5, random_state=random)
    tidy = share(rows, "speaker")
    gap = tidy["estimate"].iloc[0] - tidy["estimate"].iloc[1:]
    assert tidy["lead_low"].iloc[1:].lt(gap).all()
    assert tidy["lead_high"].iloc[1:].gt(gap).all()
    assert pd.isna(tidy["lead_low"].iloc[0])


NO_LEADER = [
    ("few articles", corpus(Ann=2, Bo=1).query("article_id < 'a09'")),
    ("nobody is named", corpus(Ann=2, Bo=1).assign(speaker=None)),
    ("other leads", corpus(other=2).assign(speaker="other")),
]


@pytest.mark.parametrize(("what", "rows"), NO_LEADER, ids=[c[0] for c in NO_LEADER])
def test_without_a_leader_nobody_is_behind(what: str, rows: pd.DataFrame) -> None:
    assert share(rows, "speaker")[["lead_low", "lead_high"]].isna().all(axis=None)


def test_a_missing_or_residual_value_does_not_lead() -> None:
    rows = corpus(other=3, Ann=2, Bo=1)
    rows.loc[rows.index[:30], "speaker"] = None
    tidy = share(rows, "speaker")
    assert tidy.loc[tidy["lead_low"].isna(), "speaker"].tolist() == ["Ann"]


def test_groups_without_values_are_compared_with_each_other() -> None:
    rows = corpus(Ann=1)
    outlets = rows.assign(outlet=["A", "B"] * (N // 2), speaker=["x", "y", "y", "y"] * (N // 4))
    tidy = share(outlets, "speaker", by="outlet", values=["x"])
    assert tidy.groupby("outlet")["lead_low"].apply(lambda low: low.isna().any()).all()

"""Corrected figures where stories or outlets are drawn anew, and articles within them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import toolkit as tk
from tests.measure.build import article, made, quote
from toolkit.measure.articles import story_weights
from toolkit.measure.correction.coded_sample import Clusters, Codings, Design
from toolkit.measure.correction.estimators import corrected_ratio

SHARE, UNLIKE = 0.3, 8.0
FOUND = (0.7, 0.9)  # of what is counted, of the rest


def drawn(random: np.random.Generator, outlets: int, each: int) -> tuple[np.ndarray, ...]:
    """Outlets that differ in their share; what people and a machine count in their articles."""
    outlet = np.repeat(np.arange(outlets), each)
    share = random.beta(SHARE * UNLIKE, (1 - SHARE) * UNLIKE, outlets)[outlet]
    n = 1 + random.poisson(5, len(outlet))
    counted = random.binomial(n, share)
    seen = random.binomial(counted, FOUND[0]), random.binomial(n - counted, FOUND[1])
    return outlet, *(v.astype(float) for v in (counted, n, seen[0], seen[0] + seen[1]))


def interval(
    corpus: tuple[np.ndarray, ...], coded: np.ndarray, stratum: np.ndarray, clusters: bool
) -> pd.Series[float]:
    outlet, top, base, machine_top, machine_base = corpus
    sizes = np.bincount(outlet).astype(float)
    inclusion = (np.bincount(stratum[coded]) / np.bincount(stratum))[stratum[coded]]
    whole = Clusters(outlet[coded], sizes) if clusters else None
    design = Design.of(inclusion, stratum[coded], len(outlet), clusters=whole)

    def both(people: np.ndarray, machine: np.ndarray) -> Codings:
        sums = np.bincount(outlet, weights=machine)[None]
        by_cluster = csr_array(sums) if clusters else None
        total = machine.sum(keepdims=True)
        return Codings(people[None, coded], machine[None, coded], total, by_cluster)

    sides = both(top, machine_top), both(base, machine_base)
    return corrected_ratio(*sides, np.array([0]), design).iloc[0]


def test_outlets_that_differ_widen_the_interval_until_it_covers() -> None:
    random = np.random.default_rng(1)
    covered: dict[bool, list[bool]] = {True: [], False: []}
    for _ in range(150):
        corpus = drawn(random, 15, 40)
        stratum = corpus[0]
        coded = np.concatenate([
            random.choice(np.flatnonzero(stratum == o), 6, replace=False) for o in range(15)
        ])  # fmt: skip
        for clusters, hits in covered.items():
            row = interval(corpus, coded, stratum, clusters)
            hits.append(bool(row["low"] <= SHARE <= row["high"]))
    assert np.mean(covered[True]) > 0.89  # 150 draws: 0.95 give or take 0.036
    assert np.mean(covered[False]) < 0.75


def test_outlets_that_do_not_differ_leave_it_nearly_as_it_is() -> None:
    random = np.random.default_rng(2)
    corpus = drawn(random, 15, 40)
    mixed = (random.permutation(corpus[0]), *corpus[1:])
    coded = random.choice(len(mixed[0]), 90, replace=False)
    alone = np.zeros(len(mixed[0]), dtype=int)
    rows = [interval(mixed, coded, alone, clusters) for clusters in (True, False)]
    widths = [row["high"] - row["low"] for row in rows]
    assert rows[0]["estimate"] == pytest.approx(rows[1]["estimate"])
    assert 1 <= widths[0] / widths[1] < 1.5


def test_copies_are_one_story() -> None:
    """Every article stands in four outlets: four times the articles tell no more."""
    random = np.random.default_rng(3)
    _, *single = drawn(random, 1, 120)
    corpus = (np.repeat(np.arange(120), 4), *(np.repeat(v, 4) for v in single))
    coded = random.choice(480, 60, replace=False)
    alone = np.zeros(480, dtype=int)
    wide, narrow = (interval(corpus, coded, alone, c) for c in (True, False))
    assert wide["least"] > 1.6 * narrow["least"]  # twice, were all of them coded


def corpus_of(outlets: int, each: int) -> tuple[pd.DataFrame, pd.DataFrame, Any]:
    """Frames of a corpus: articles, the machine's quotes, and a coded sample."""
    random = np.random.default_rng(4)
    outlet, top, base, machine_top, machine_base = drawn(random, outlets, each)
    names = [f"a{i:03d}" for i in range(len(outlet))]
    articles = [article(n, outlet=f"Outlet {o}", language="en")
                for n, o in zip(names, outlet, strict=True)]  # fmt: skip

    def rows(tops: np.ndarray, bases: np.ndarray) -> list[dict[str, object]]:
        return [
            quote(name, "Ann", source_role="official" if i < t else "citizen")
            for name, t, b in zip(names, tops, bases, strict=True)
            for i in range(int(b))
        ]

    frames = made(articles, quotes=rows(machine_top, machine_base))
    coded = random.choice(names, 60, replace=False)
    people = made(articles, quotes=rows(top, base))[2]
    drawn_as = {"article_id": coded, "inclusion": 60 / len(names), "stratum": "all"}
    own = people[people["article_id"].isin(coded)]
    return frames[0], frames[2], tk.measure.CodedSample(pd.DataFrame(drawn_as), own)


def width(tidy: pd.DataFrame) -> float:
    row = tidy[tidy["source_role"].eq("official") & tidy["estimated"].eq("corrected")].iloc[0]
    return float(row["high"] - row["low"])


def test_a_measure_heeds_what_is_drawn() -> None:
    articles, quotes, sample = corpus_of(12, 20)
    one, other = (
        tk.measure.source_roles(quotes, articles, cluster=r, corrected=sample)
        for r in ("articles", "outlets")
    )
    assert width(other) > 1.3 * width(one)
    estimates = [t[t["estimated"] != "naive"]["estimate"].to_numpy() for t in (one, other)]
    assert estimates[0] == pytest.approx(estimates[1], nan_ok=True)
    stories = tk.measure.source_roles(quotes, articles, cluster="stories", corrected=sample)
    assert width(stories) == pytest.approx(width(one), rel=0.05)  # each article is its own story


def test_few_outlets_have_no_corrected_interval_and_say_so() -> None:
    articles, quotes, sample = corpus_of(4, 40)
    tidy = tk.measure.source_roles(quotes, articles, cluster="outlets", corrected=sample)
    fixed = tidy[tidy["estimated"].eq("corrected") & tidy["estimate"].notna()]
    assert len(fixed)
    assert fixed["low"].isna().all()
    assert fixed["note"].str.contains("fewer than five outlets").all()


def test_articles_that_the_machine_saw_nothing_in_weigh_as_their_story() -> None:
    articles, quotes, sample = corpus_of(6, 20)
    coded = sample.articles["article_id"]
    mates = articles["article_id"][~articles["article_id"].isin(coded)]
    story = dict(zip(coded, mates, strict=True))  # each is one story with another
    articles = articles.assign(story_id=articles["article_id"].replace(story))
    found = quotes[~quotes["article_id"].isin(coded)]

    def total(rows: pd.DataFrame) -> float:
        tidy = tk.measure.source_roles(rows, articles, corrected=sample)
        return float(tidy.loc[tidy["estimated"].eq("coded sample"), "n"].iloc[0])

    assert total(story_weights(found, articles)) == pytest.approx(total(found) / 2)
    with pytest.raises(ValueError, match="give articles="):
        tk.measure.source_roles(story_weights(found, articles), corrected=sample)

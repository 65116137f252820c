"""Features of segments: one row a segment, whatever the page; engines count as they should."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.normalize.html.body import MODEL, most_likely, probabilities
from toolkit.normalize.html.features import describe, held_shares
from toolkit.normalize.html.segments import segments
from toolkit.normalize.html.tree import parse_tree

SAID = "“The ferry ran on time,” she said, “and nobody complained of the soup.”"
PAGE = f"<nav><a href=#>Tides</a></nav><article class=story><h1>Ferry</h1><p>{SAID}</p></article>"
VOTERS = 4


@pytest.mark.parametrize(
    "page", [PAGE, "<p>x</p>", f"<table><tr><td>{SAID}</table>", "…", "<br>" * 9]
)
def test_each_segment_has_a_row_that_the_model_takes(page: str) -> None:
    parts = segments(parse_tree(f"<body>{page}</body>"))
    texts = [SAID] * VOTERS
    features = describe(parts, texts, held_shares([s.text for s in parts], texts), "Ferry")
    assert len(features) == len(parts)
    assert np.isfinite(features).all()
    chances = probabilities(features)
    assert len(chances) == len(parts)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_shares_of_shingles_and_whole_lines() -> None:
    parts = [SAID, "Tides", "Soup"]
    texts = [f"Tides\n{SAID}", "The ferry ran on time, she said. Tides and soup", ""]
    shares = held_shares(parts, texts)
    assert shares.shape == (3, 3)
    assert shares[:, 0].tolist() == [1, 1, 0]
    assert 0 < shares[0, 1] < 0.5  # another text
    assert shares[1:, 1].tolist() == [0, 0]  # single words count as lines alone
    assert shares[:, 2].tolist() == [0, 0, 0]


def test_of_no_segments_none_is_chosen() -> None:
    assert held_shares([], ["a"]).shape == (0, 1)
    assert most_likely([], []).tolist() == []
    assert len(probabilities(describe([], [""], held_shares([], [""]), None))) == 0


@pytest.mark.parametrize(
    ("likely", "words", "chosen"),
    [
        ([0.9, 0.8, 0.1], [50, 50, 50], [True, True, False]),
        ([0.9, 0.45, 0.1], [50, 50, 50], [True, True, False]),  # more words are right than wrong
        ([0.99, 0.2], [500, 50], [True, False]),
        ([0.3, 0.25, 0.05], [50, 50, 50], [True, True, False]),  # a page that is not understood
        ([0.05, 0.01], [50, 50], [False, False]),
    ],
)
def test_the_threshold_falls_where_the_model_is_less_sure(
    likely: list[float], words: list[int], chosen: list[bool]
) -> None:
    assert most_likely(likely, words).tolist() == chosen


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < 2 * 2**20

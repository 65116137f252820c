"""A short run of the coverage simulation: fixed seeds, bounds that chance cannot pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.benchmarks import interval_coverage as coverage
from toolkit.benchmarks.measures import calls, multiplied_frames


@pytest.mark.long
def test_intervals_of_shares_hold_the_truth_as_often_as_they_say() -> None:
    """200 runs at 95 %: a standard error of 1.5 points."""
    table = coverage.coverage(40, sizes=(100,))
    shares = table[table["what"] == "share"]
    assert shares["truth"].tolist() == list(coverage.SHARES)
    assert 0.89 <= shares["covered"].mean() <= 0.99
    assert table["covered"].between(0, 1).all()


def test_every_measure_of_the_benchmark_returns_rows() -> None:
    silent = {"extraction_loss", "lost_paragraphs", "shared_sentences"}
    frames = multiplied_frames(Path("data/sample"), 300)
    empty = {name for name, call in calls(frames).items() if not len(call())}  # type: ignore[arg-type]
    assert empty <= silent

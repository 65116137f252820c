"""A short run of the coverage simulation: fixed seeds, bounds that chance cannot pass."""

from __future__ import annotations

import pytest

from toolkit.benchmarks import interval_coverage as coverage
from toolkit.benchmarks.measures import MEASURES, Frames, synthetic_frames


def test_intervals_of_shares_hold_the_truth_as_often_as_they_say() -> None:
    """200 runs at 95 %: a standard error of 1.5 points."""
    table = coverage.coverage(40, sizes=(100,))
    shares = table[table["what"] == "share"]
    assert shares["truth"].tolist() == list(coverage.SHARES)
    assert 0.89 <= shares["covered"].mean() <= 0.99
    assert table["covered"].between(0, 1).all()


@pytest.fixture(scope="module")
def frames() -> Frames:
    return synthetic_frames(300)


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_of_the_benchmark_returns_rows(name: str, frames: Frames) -> None:
    assert len(MEASURES[name](frames)) > 0  # type: ignore[arg-type]

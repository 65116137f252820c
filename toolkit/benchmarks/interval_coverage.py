"""Coverage of the intervals of the measures, on synthetic corpora with known truth.

python -m toolkit.benchmarks.interval_coverage --runs 1000

Quotes are clustered in articles: the share of each article is drawn around that of the corpus
(intraclass correlation 0.1), and articles have one to a dozen quotes. For diversity each article
prefers some of sixty speakers, few of whom speak often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import typer

from toolkit.measure import ratio
from toolkit.measure.diversity_indices import INDICES, LEAST, MOST, SCALE, indices
from toolkit.measure.statistics import Table, figures

SIZES = (50, 100, 200, 500)
SHARES = (0.05, 0.1, 0.2, 0.35, 0.5)
ALIKE = 0.1
QUOTES = 4.0  # mean number per article after the first
SPEAKERS = 60
COLUMNS = ["what", "n_articles", "truth", "covered", "below", "above", "runs"]

Intervals = list[tuple[float, float, float]]  # low, high, truth
Draw = np.random.Generator


def coverage(runs: int, sizes: tuple[int, ...] = SIZES, seed: int = 1) -> pd.DataFrame:
    """Coverage of 95 % intervals of shares, of a ratio and of diversity, at each size of corpus.

    Args:
        runs: corpora of each kind and size.
        sizes: numbers of articles.
        seed: of the corpora.

    Returns:
        Frame of `what`, `n_articles`, `truth`, `covered` (share of runs whose interval contains
        it), `below` and `above` (shares of runs with the truth below or above it), `runs`.
    """
    rows = []
    for size in sizes:
        draw = np.random.default_rng(seed)
        for what, intervals in _cases(size, runs, draw):
            low, high, truth = np.array(intervals).T
            below, above = (truth < low).mean(), (truth > high).mean()
            rows.append((what, size, truth[0], 1 - below - above, below, above, len(intervals)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _cases(size: int, runs: int, draw: Draw) -> Iterator[tuple[str, Intervals]]:
    for share in SHARES:
        yield "share", [_share(size, share, draw) for _ in range(runs)]
    yield "ratio", [_ratio(size, draw) for _ in range(runs)]
    by_run = [_diversity(size, draw) for _ in range(runs)]
    for i, index in enumerate(INDICES):
        if index not in ("evenness", "richness"):
            yield index, [intervals[i] for intervals in by_run]


def _share(size: int, share: float, draw: Draw) -> tuple[float, float, float]:
    shares = draw.beta(share * (1 / ALIKE - 1), (1 - share) * (1 / ALIKE - 1), size)
    n = 1 + draw.poisson(QUOTES, size)
    return _interval(draw.binomial(n, shares), n, share, bounded=True)


def _ratio(size: int, draw: Draw) -> tuple[float, float, float]:
    """Words per quote: articles with longer quotes have fewer of them."""
    n = 1 + draw.poisson(QUOTES, size)
    words = draw.gamma(4, 5 * n / (1 + 0.2 * n))
    known = 1 + np.random.default_rng(0).poisson(QUOTES, 1_000_000)
    truth = float((4 * 5 * known / (1 + 0.2 * known)).sum() / known.sum())
    return _interval(words, n, truth, bounded=False)


def _interval(
    above: np.ndarray, below: np.ndarray, truth: float, *, bounded: bool
) -> tuple[float, float, float]:
    ids = pd.Series([f"a{i}" for i in range(len(above))], dtype="str")
    parts, wholes = (pd.DataFrame({"article_id": ids, "amount": v}) for v in (above, below))
    row = ratio(parts, wholes, bounded=bounded).iloc[0]
    return float(row["low"]), float(row["high"]), truth


def _diversity(size: int, draw: Draw) -> Intervals:
    """The interval and the truth of each of INDICES, as `diversity` gives it by default."""
    population = 1 / np.arange(1, SPEAKERS + 1)
    population /= population.sum()
    preferences = draw.dirichlet(population * (1 / ALIKE - 1), size)
    counts = np.stack([draw.multinomial(1 + draw.poisson(QUOTES), p) for p in preferences])
    article, speaker = np.nonzero(counts)
    ids = np.char.add("a", article.astype(str))
    rows = pd.DataFrame({"article_id": ids, "speaker": speaker, "amount": counts[article, speaker]})
    labels = pd.DataFrame({"index": INDICES})
    chosen: Callable[..., np.ndarray] = lambda s, f: indices(s, f, "chao-shen")  # noqa: E731
    tidy = figures(Table.of(rows, "speaker"), chosen, labels, (LEAST, MOST), scale=SCALE)
    truth = indices(population[:, None] * 1e9, np.zeros(1, dtype=np.int64), "none")[0, :, 0]
    return list(zip(tidy["low"], tidy["high"], truth, strict=True))


def main(runs: int = 1_000) -> None:
    """Print how often the intervals contain the truth."""
    print(coverage(runs).round(4).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)

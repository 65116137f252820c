"""Synthetic articles for benchmarks: resampled paragraphs with their rarer words replaced.

Unchanged paragraphs would make every article a copy of many others. So each word that is not among
the most frequent is replaced by another word of the corpus with the same ending and the same case:
sentences keep their form, punctuation and verbs of saying.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]{3,}")
_KEPT = 60
"""Number of most frequent words to keep: they carry grammar and attribution."""
_OUTLETS = 10
_FIRST = date(2025, 1, 1)
_CONFIG = 'title = "Resampled"\nlanguage = "en"\ninvented = true\n'


def resampled(texts: Sequence[str], words: int, seed: int = 7) -> Iterator[str]:
    """Endless bodies of at least this many words; the same seed gives the same ones.

    Args:
        texts: bodies to draw paragraphs from.
        words: minimum number of words of each.
        seed: seed of the random numbers.

    Example:
        >>> text = "The harbour master of Skarrow said on Tuesday that the ferry would run again."
        >>> len(next(resampled([text], 20)).split())
        28
    """
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p.split()) > 12]
    alike = _alike(paragraphs)
    chance = random.Random(seed)
    while True:
        body: list[str] = []
        while sum(len(p.split()) for p in body) < words:
            body.append(_swapped(chance.choice(paragraphs), alike, chance))
        yield "\n\n".join(body)


def write_corpus(
    folder: Path, texts: Sequence[str], size: int, words: int, *, seed: int = 7
) -> None:
    """Write resampled articles into a corpus folder, one file each.

    Args:
        folder: created if it is missing; files of another seed are kept.
        texts: bodies to draw paragraphs from.
        size: number of articles.
        words: minimum number of words of each.
        seed: seed of the random numbers.
    """
    raw = folder / "raw"
    (folder / "corpus.toml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text(_CONFIG, encoding="utf-8")
    for number, text in enumerate(islice(resampled(texts, words, seed), size)):
        path = raw / f"paper-{number % _OUTLETS}" / f"{seed}-{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = " ".join(text.split()[:7]).strip(".,“”")
        day = _FIRST + timedelta(days=number % 365)
        path.write_text(f"# {head}\n\n{day:%B %d, %Y}\n\n{text}\n", encoding="utf-8")


def _alike(paragraphs: Sequence[str]) -> dict[str, list[str]]:
    """For each word, the words that may replace it."""
    counts = Counter(word for p in paragraphs for word in _WORD.findall(p))
    kept = {word for word, _ in counts.most_common(_KEPT)}
    alike = defaultdict(list)
    for word in counts:
        if word not in kept:
            alike[_kind(word)].append(word)
    return {word: alike[_kind(word)] for word in counts if word not in kept}


def _kind(word: str) -> str:
    return ("A" if word[0].isupper() else "a") + word[-2:].lower()


def _swapped(paragraph: str, alike: dict[str, list[str]], chance: random.Random) -> str:
    return _WORD.sub(lambda found: chance.choice(alike.get(found[0], [found[0]])), paragraph)

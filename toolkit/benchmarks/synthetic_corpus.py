"""Articles for benchmarks: resampled paragraphs of a corpus, their rarer words swapped.

Paragraphs alone would make every article a copy of many others, which no news is. So each word that
is not among the most frequent gives way to another of the corpus with the same ending and the same
kind of first letter: sentences keep their form, their marks and their verbs of saying.
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
"""Most frequent words, which are left alone: they carry grammar and attribution."""
_OUTLETS = 10
_FIRST = date(2025, 1, 1)
_CONFIG = 'title = "Resampled"\nlanguage = "en"\ninvented = true\n'


def resampled(texts: Sequence[str], words: int, seed: int = 7) -> Iterator[str]:
    """Bodies without end, of at least so many words each; the same seed gives the same ones.

    Args:
        texts: bodies whose paragraphs are drawn.
        words: in each, at least.
        seed: of the random numbers.

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
    """A corpus folder of so many resampled articles, a file each; more of them are added.

    Args:
        folder: made where it is missing; files of another seed stay.
        texts: bodies whose paragraphs are drawn.
        size: number of articles.
        words: in each, at least.
        seed: of the random numbers.
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
    """The words of the corpus that may stand in each other's place."""
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

"""Cost by size: start-up, speed of workers, reruns and single steps on resampled articles.

python -m toolkit.benchmarks.scale --articles 10000 --sizes 1000 10000 50000

The articles are resampled paragraphs with their rarer words replaced. Unchanged paragraphs would
make every article a copy of many others. So each word that is not among the most frequent is
replaced by another word of the corpus with the same ending and the same case: sentences keep their
form, punctuation and verbs of saying.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pandas as pd

from toolkit.annotate import Pipeline
from toolkit.benchmarks.process_cost import Cost, cost
from toolkit.corpus.open import open_corpus
from toolkit.corpus.parallel.batches import (
    AnnotationJob,
    Batch,
    FinishedBatch,
    PendingTexts,
    make_batches,
)
from toolkit.corpus.parallel.cluster import on_cluster
from toolkit.corpus.parallel.processes import on_this_machine

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


COUNT = 'len(c.columns("quotes", ["article_id"]))'
_FRAMES = "q, m, a = c.quotes, c.mentions, c.articles"
MEASURES = (
    "tk.measure.voice_share(q, a)",
    "tk.measure.quote_types(q, a)",
    "tk.measure.anonymity(q, a)",
    "tk.measure.source_forms(q, a)",
    "tk.measure.story_sources(q, a)",
    "tk.measure.mention_share(m, a)",
    "tk.measure.voice_against_mention(q, m)",
)
"""As the notebooks call them."""


def annotation(folder: Path, workers: int) -> Cost:
    """Cost of `toolkit annotate`."""
    return cost("-m", "toolkit.cli", "annotate", folder, "--workers", workers)


def open_and_run(folder: Path, then: str = "pass", workers: int = 1) -> Cost:
    """Cost of a program that opens a corpus as `c` and runs some code on it."""
    given = f"{str(folder)!r}, workers={workers}"
    return cost("-c", f"import toolkit as tk; c = tk.open({given}); {then}")


def steps(folder: Path, texts: Sequence[str], size: int, words: int) -> pd.DataFrame:
    """Cost of the steps on a new corpus, with two processes where a step can use them.

    Args:
        folder: created if it is missing.
        texts: bodies to draw paragraphs from.
        size: number of articles.
        words: minimum number of words of each.

    Returns:
        Frame of `seconds`, `cpu`, `megabytes` (see `Cost`) and `on_disk` (megabytes of derived
        files after the step), a row each for "read", "annotate", "tables" (with duplicates and
        linked actors), "tables again" (from files), "measures" of complete frames and "measures,
        light" of frames without texts.
    """
    write_corpus(folder, texts, size, words)
    light = "q, m, a = c.without_text.quotes, c.without_text.mentions, c.without_text.articles"
    done: dict[str, Callable[[], Cost]] = {
        "read": lambda: open_and_run(folder, workers=2),
        "annotate": lambda: annotation(folder, 2),
        "tables": lambda: open_and_run(folder, COUNT),
        "tables again": lambda: open_and_run(folder, COUNT),
        "measures": lambda: open_and_run(folder, "; ".join([_FRAMES, *MEASURES])),
        "measures, light": lambda: open_and_run(folder, "; ".join([light, *MEASURES])),
    }
    rows = {name: {**step()._asdict(), "on_disk": _derived(folder)} for name, step in done.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def _derived(folder: Path) -> float:
    """Megabytes of all files but the raw articles."""
    raw = folder / "raw"
    sizes = (p.stat().st_size for p in folder.rglob("*") if p.is_file() and raw not in p.parents)
    return sum(sizes) / 2**20


_MORE = 100
"""Articles added before the second rerun."""


def start_up(rounds: int = 5) -> dict[str, float]:
    """Median seconds of `import toolkit` and `toolkit --help`."""
    programs = {
        "import toolkit": ("-c", "import toolkit"),
        "toolkit --help": ("-m", "toolkit.cli", "--help"),
    }
    taken = {name: [cost(*p).seconds for _ in range(rounds)] for name, p in programs.items()}
    return {name: float(pd.Series(seconds).median()) for name, seconds in taken.items()}


def paces(folder: Path) -> dict[str, float]:
    """Words per second of wall-clock time, once all workers are busy.

    Returns:
        Of "one process", "two processes", and "dask, two workers" (without dask's profiler, as
        docs/scale.md advises).
    """
    import dask
    from distributed import Client, LocalCluster

    todo = open_corpus(folder).annotations.pending
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    speeds = {}
    with tempfile.TemporaryDirectory() as place:
        for name, workers in (("one process", 1), ("two processes", 2)):
            job = AnnotationJob.below(Path(place) / name, Pipeline())
            speeds[name] = _pace(on_this_machine(job, _batches(todo), workers), workers)
        quiet = dask.config.set({"distributed.worker.profile.enabled": False})
        with quiet, LocalCluster(**options) as cluster, Client(cluster) as client:
            job = AnnotationJob.below(Path(place) / "dask", Pipeline())
            speeds["dask, two workers"] = _pace(on_cluster(job, _batches(todo), client), 2)
    return speeds


def _batches(ask: Callable[[], PendingTexts]) -> Iterator[Batch]:
    """Equal batches, small enough that workers finish at about the same time."""
    return make_batches(ask(), 8)


def _pace(parts: Iterator[FinishedBatch], workers: int) -> float:
    """Words per second after each process has finished a batch, and so has loaded its model."""
    for _ in range(2 * workers):
        next(parts)
    began = time.perf_counter()
    words = sum(part.words for part in parts)
    return words / (time.perf_counter() - began)


def reruns(folder: Path, texts: Sequence[str], size: int, words: int) -> pd.DataFrame:
    """Seconds of annotating and of then reading the tables, in a first run and in reruns.

    Returns:
        Frame of `annotate`, `tables` and `of_first` (both, of the first run's), a row each for
        "first", "nothing new" and "100 new".
    """
    rows = {}
    for name, seed, count in (("first", 7, size), ("nothing new", 7, 0), ("100 new", 8, _MORE)):
        write_corpus(folder, texts, count, words, seed=seed)
        rows[name] = (annotation(folder, 2).seconds, open_and_run(folder, COUNT).seconds)
    seconds = pd.DataFrame.from_dict(rows, orient="index", columns=["annotate", "tables"])
    both = seconds.sum(axis=1)
    return seconds.assign(of_first=both / both["first"])


def main() -> None:
    """Print all results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=Path("data/sample"))
    parser.add_argument("--articles", type=int, default=10_000, help="of the reruns")
    parser.add_argument("--words", type=int, default=300, help="of their articles, at least")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 50_000])
    parser.add_argument("--short", type=int, default=20, help="words of articles of these sizes")
    given = parser.parse_args()
    articles = open_corpus(given.corpus).articles
    texts = articles.loc[articles["language"].eq("en"), "text"].tolist()
    for name, seconds in start_up().items():
        print(f"{name}: {seconds:.2f} s", flush=True)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write_corpus(home / "paces", texts, 400, 300)
        speeds = paces(home / "paces")
        one, two, dask = speeds.values()
        print("; ".join(f"{name}: {pace:,.0f} words per second" for name, pace in speeds.items()))
        print(f"ratio of two processes to one: {two / one:.2f}; of dask to two: {dask / two:.2f}")
        table = reruns(home / "reruns", texts, given.articles, given.words)
        print(f"{given.articles:,} articles of {given.words} words, seconds:", flush=True)
        print(table.round(3).to_string())
        for size in given.sizes:
            costs = steps(home / f"size-{size}", texts, size, given.short)
            print(f"{size:,} articles of {given.short} words; seconds, megabytes:", flush=True)
            print(costs.round(1).to_string(), flush=True)


if __name__ == "__main__":
    main()

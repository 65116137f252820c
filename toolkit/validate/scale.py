"""What size costs: pace of workers, reruns, memory and start-up, on resampled articles.

python -m toolkit.validate.scale --articles 10000 --sizes 1000 10000 50000
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import psutil

from toolkit.annotate import Pipeline
from toolkit.opening import open_corpus
from toolkit.spread.cluster import on_cluster
from toolkit.spread.pool import on_this_machine
from toolkit.spread.work import Batch, Done, cut, job_at
from toolkit.store import KEY
from toolkit.validate.resampled import write_corpus

_MORE = 100
"""Articles that come in before the second rerun."""
_EVERY = 0.2
"""Seconds between two looks at a program's memory."""
_MEASURES = (
    "tk.measure.voice_share(q, a)",
    "tk.measure.quote_types(q, a)",
    "tk.measure.anonymity(q, a)",
    "tk.measure.source_forms(q, a)",
    "tk.measure.story_sources(q, a)",
    "tk.measure.mention_share(m, a)",
    "tk.measure.voice_against_mention(q, m, a)",
)
"""As the notebooks call them."""


class Cost(NamedTuple):
    """What a program took: seconds by the clock, and the most memory that it and its children had.

    Attributes:
        seconds: from start to end.
        megabytes: resident, at the same moment, in all processes.
    """

    seconds: float
    megabytes: float


def cost(*words: object) -> Cost:
    """Run a Python program with these arguments and watch it.

    Raises:
        RuntimeError: it failed; has its last words.

    Example:
        >>> cost("-c", "pass").seconds > 0
        True
    """
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, *map(str, words)]
    with tempfile.TemporaryFile() as said:
        began, most = time.perf_counter(), 0.0
        running = psutil.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        while running.poll() is None:
            most = max(most, _resident(running))
            time.sleep(min(_EVERY, 0.02 + (time.perf_counter() - began) / 10))
        taken = time.perf_counter() - began
        if running.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-500:])
    return Cost(taken, most / 2**20)


def _resident(running: psutil.Popen) -> float:
    try:
        family = [running, *running.children(recursive=True)]
        return float(sum(process.memory_info().rss for process in family))
    except psutil.Error:  # one of them has just ended
        return 0.0


def annotation(folder: Path, workers: int) -> Cost:
    """`toolkit annotate` as people call it."""
    return cost("-m", "toolkit.cli", "annotate", folder, "--workers", workers)


def start_up(rounds: int = 5) -> dict[str, float]:
    """Seconds until `import toolkit` and `toolkit --help` are done, the median of some rounds."""
    programs = {
        "import toolkit": ("-c", "import toolkit"),
        "toolkit --help": ("-m", "toolkit.cli", "--help"),
    }
    taken = {name: [cost(*p).seconds for _ in range(rounds)] for name, p in programs.items()}
    return {name: float(pd.Series(seconds).median()) for name, seconds in taken.items()}


def paces(folder: Path) -> dict[str, float]:
    """Words per second by the clock, once everybody is at work.

    Returns:
        Of "one process", "two processes", and "dask, two workers".
    """
    from distributed import Client, LocalCluster

    articles = open_corpus(folder).articles
    todo = articles.rename(columns={"article_id": KEY})
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    found = {}
    with tempfile.TemporaryDirectory() as place:
        for name, workers in (("one process", 1), ("two processes", 2)):
            job = job_at(Path(place) / name, Pipeline())
            found[name] = _pace(on_this_machine(job, _batches(todo), workers), workers)
        with LocalCluster(**options) as cluster, Client(cluster) as client:
            job = job_at(Path(place) / "dask", Pipeline())
            found["dask, two workers"] = _pace(on_cluster(job, _batches(todo), client), 2)
    return found


def _batches(todo: pd.DataFrame) -> Iterator[Batch]:
    """The same for all, small enough for none to wait for another at last."""
    return cut(todo, 8)


def _pace(parts: Iterator[Done], workers: int) -> float:
    """From when each process has done something: it is up and has its model."""
    for _ in range(2 * workers):
        next(parts)
    began = time.perf_counter()
    words = sum(part.words for part in parts)
    return words / (time.perf_counter() - began)


def reruns(folder: Path, texts: Sequence[str], size: int, words: int) -> dict[str, float]:
    """Seconds of the first run, of one with nothing new, and of one with some articles more."""
    write_corpus(folder, texts, size, words)
    first, again = (annotation(folder, 2).seconds for _ in range(2))
    write_corpus(folder, texts, _MORE, words, seed=8)
    return {"first": first, "nothing new": again, "100 new": annotation(folder, 2).seconds}


def memory(folder: Path, texts: Sequence[str], size: int, words: int) -> tuple[float, float]:
    """Most megabytes of annotation by two processes, and of the notebooks' measures afterwards."""
    write_corpus(folder, texts, size, words)
    annotated = annotation(folder, 2).megabytes
    opened = f"import toolkit as tk; c = tk.open({str(folder)!r})"
    frames = "q, m, a = c.quotes, c.mentions, c.articles"
    measured = cost("-c", "; ".join([opened, frames, *_MEASURES])).megabytes
    return annotated, measured


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=Path("data/sample"))
    parser.add_argument("--articles", type=int, default=10_000, help="of the reruns")
    parser.add_argument("--words", type=int, default=60, help="of an article, at least")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 50_000])
    given = parser.parse_args()
    articles = open_corpus(given.corpus).articles
    texts = articles.loc[articles["language"].eq("en"), "text"].tolist()
    for name, seconds in start_up().items():
        print(f"{name}: {seconds:.2f} s")
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write_corpus(home / "paces", texts, 400, 300)
        found = paces(home / "paces")
        one, two, dask = found.values()
        print("; ".join(f"{name}: {pace:,.0f} words per second" for name, pace in found.items()))
        print(f"two processes beside one: {two / one:.2f}; dask beside two: {dask / two:.2f}")
        taken = reruns(home / "reruns", texts, given.articles, given.words)
        parts = (f"{name} {s:.1f} s ({s / taken['first']:.1%})" for name, s in taken.items())
        print(f"{given.articles:,} articles of {given.words} words: {', '.join(parts)}")
        for size in given.sizes:
            annotated, measured = memory(home / f"memory-{size}", texts, size, given.words)
            print(f"{size:,} articles: annotation {annotated:,.0f} MB, measures {measured:,.0f} MB")


if __name__ == "__main__":
    main()

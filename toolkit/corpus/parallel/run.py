"""A run of annotation: alone in its corpus, announced with a time, logged with its speed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from toolkit.corpus.parallel.batches import Cluster, Job, Todo, cut
from toolkit.corpus.parallel.processes import on_this_machine
from toolkit.progress import bar

_SPEEDS = "speed.jsonl"
_PARTS = ("rules", "lexicons", "model")
"""What the parts of the toolkit's own annotator's version stand for."""


def run(
    todo: Callable[[], Todo],
    job: Job,
    home: Path,
    workers: int = 1,
    cluster: Cluster | None = None,
) -> None:
    """Annotate what is still to do, and keep it, a part at a time.

    Args:
        todo: gives what is not annotated yet; asked again once this run is alone.
        job: the annotator, and where its parts are kept.
        home: folder of the corpus.
        workers: processes of this machine.
        cluster: in place of these.
    """
    if not todo().articles:
        return
    with _alone(home):
        rest = todo()
        if not rest.articles:
            return
        many = len(cluster.client.nthreads()) if cluster else workers
        _announce(home, job, rest.articles, rest.words, many)
        batches = cut(rest, many)
        if cluster:
            from toolkit.corpus.parallel.cluster import on_cluster

            finished = on_cluster(job, batches, cluster)
        else:
            finished = on_this_machine(job, batches, workers)
        began, done = perf_counter(), 0
        try:
            with bar(rest.words, "annotating", "words") as shown:
                for part in finished:
                    done += part.words
                    shown.update(part.words)
        finally:
            _log(home, job.annotator.version, many, done, perf_counter() - began)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One run at a time over one corpus: another one waits, and says so."""
    path = home / "log" / "annotate.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _say(f"another run is annotating {home}: waiting for it; Ctrl-C to stop")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _announce(home: Path, job: Job, articles: int, words: int, workers: int) -> None:
    """Say what is about to be annotated again, and how long that will take."""
    older = _older(home, job.annotator.version)
    if not older:
        return
    pairs = zip(_PARTS, older.split("-"), job.annotator.version.split("-"), strict=False)
    changed = ", ".join(name for name, old, new in pairs if old != new)
    pace = _pace(home, workers)
    span = timedelta(seconds=round(words / pace)) if pace else None
    time = "" if span is None else f", about {span} with {workers} at work"
    _say(
        f"the annotator changed ({changed}): {articles:,} articles, {words:,} words to annotate"
        f"{time}"
    )


def _older(home: Path, version: str) -> str | None:
    """The version of the latest parts, where they are another annotator's and this has none."""
    kept = [f for f in (home / "quotes").glob("*") if any(f.glob("*.parquet"))]
    if not kept or any(f.name == version for f in kept):
        return None
    return max(kept, key=lambda f: f.stat().st_mtime).name


def _pace(home: Path, workers: int) -> float | None:
    """Words per second of so many workers, as the latest run had them."""
    path = home / "log" / _SPEEDS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    if not lines:
        return None
    last = json.loads(lines[-1])
    return float(last["words"] / last["seconds"] / last["workers"] * workers)


def _log(home: Path, version: str, workers: int, words: int, seconds: float) -> None:
    if words:
        line = {"annotator": version, "workers": workers, "words": words, "seconds": seconds}
        with (home / "log" / _SPEEDS).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")


def _say(line: str) -> None:
    """To people at a terminal and in logs; a notebook is not to keep it among its results."""
    if "ipykernel" not in sys.modules:
        print(line, file=sys.stderr)

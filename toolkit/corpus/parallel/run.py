"""A run of annotation: one per corpus at a time, announced with its duration and logged."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from toolkit.corpus.parallel.batches import Annotate, AnnotationJob, PendingTexts, make_batches
from toolkit.progress import bar

_SPEEDS = "speed.jsonl"
_VERSION_PARTS = ("rules", "lexicons", "model")
"""What the parts of the version of the toolkit's own annotator stand for."""


def run(
    pending: Callable[[], PendingTexts],
    job: AnnotationJob,
    home: Path,
    annotate: Annotate,
    workers: int,
) -> bool:
    """Annotate the pending texts and store the results, one part at a time.

    Args:
        pending: gives the texts to annotate; called again once no other run is active.
        job: the annotator and its storage.
        home: the corpus folder.
        annotate: annotates batches, on this machine or on a cluster.
        workers: the number of its processes.

    Returns:
        Whether there was anything to annotate.

    Raises:
        RuntimeError: processes die again and again, as for lack of memory.
    """
    if not pending().articles:
        return False
    with _lock(home):
        if (texts := pending()).articles:
            _annotate(texts, job, home, annotate, workers)
    return True


def _annotate(
    texts: PendingTexts, job: AnnotationJob, home: Path, annotate: Annotate, workers: int
) -> None:
    _announce(home, job, texts, workers)
    words, began = 0, perf_counter()
    try:
        with bar(texts.words, "annotating", "words") as shown:
            for batch in annotate(job, make_batches(texts, workers)):
                words += batch.words
                shown.update(batch.words)
    finally:
        _log(home, job.annotator.version, workers, words, perf_counter() - began)


def _lock(home: Path) -> AbstractContextManager[object]:
    """Wait until no other run annotates the corpus, and say so."""
    path = home / "log" / "annotate.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        return lock.acquire(timeout=0)
    except Timeout:
        _say(f"another run is annotating {home}: waiting for it; Ctrl-C to stop")
        return lock.acquire()


def _announce(home: Path, job: AnnotationJob, texts: PendingTexts, workers: int) -> None:
    """Say what is annotated again because the annotator changed, and how long it takes."""
    older = _older_version(home, job.annotator.version)
    if not older:
        return
    parts = zip(_VERSION_PARTS, older.split("-"), job.annotator.version.split("-"), strict=False)
    changed = ", ".join(name for name, old, new in parts if old != new)
    pace = _words_per_second(home, workers)
    span = timedelta(seconds=round(texts.words / pace)) if pace else None
    time = "" if span is None else f", about {span} with {workers} at work"
    _say(
        f"the annotator changed ({changed}): {texts.articles:,} articles, {texts.words:,} words "
        f"to annotate{time}"
    )


def _older_version(home: Path, version: str) -> str | None:
    """The version of the latest parts, if only other versions have parts."""
    folders = [f for f in (home / "quotes").glob("*") if any(f.glob("*.parquet"))]
    if not folders or any(f.name == version for f in folders):
        return None
    return max(folders, key=lambda f: f.stat().st_mtime).name


def _words_per_second(home: Path, workers: int) -> float | None:
    """The speed of the latest run, for this number of workers."""
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
    """Print to a terminal or log, but not into the output of a notebook."""
    if "ipykernel" not in sys.modules:
        print(line, file=sys.stderr)

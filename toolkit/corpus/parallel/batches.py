"""Batches of articles to annotate, and what a worker does with one."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, Self

import pandas as pd

from toolkit import frames
from toolkit.annotate import Annotator, Pipeline, Text
from toolkit.corpus.parallel.bounded import Failed, prepare, run
from toolkit.corpus.parallel.worker import Limits, Step, StepsOf
from toolkit.storage.parts import KEY, Parts, keyed

FAILURES = "log/annotate"
"""Folder of the parts with the articles that could not be annotated."""
_MOST_ARTICLES = 200
_MOST_WORDS = 40_000
"""Articles and words in one part: what a killed process loses at most."""
_BATCHES_PER_WORKER = 4
"""Batches that each worker gets at least, if there are enough articles."""
_LEAST_WORDS = 2_000
"""Words in the last, smaller batches."""
_WORDS_SORTED = 10 * _MOST_WORDS
"""Words that are in memory at a time, to be sorted by length."""
_CHARACTERS = 100_000
"""Characters of a text that may take as long as the limit of one article."""
Rows = dict[str, list[dict[str, Any]]]
"""Rows by the name of their frame."""
_COLUMNS = [KEY, "title", "text", "n_words"]


class PendingTexts(NamedTuple):
    """The texts that have not been annotated yet.

    Attributes:
        articles: their number.
        words: their words in total.
        texts: frames of ``key``, `title`, `text` and `n_words`, a few articles at a time; each key
            occurs once.
    """

    articles: int
    words: int
    texts: Iterable[pd.DataFrame]


class Batch(NamedTuple):
    """Articles that make one part.

    Attributes:
        keys: the keys under which the annotations are stored.
        texts: the input of the annotator.
        words: the words in total.
    """

    keys: list[str]
    texts: list[Text]
    words: int


class AnnotationJob(NamedTuple):
    """What all batches of a run share.

    Attributes:
        annotator: finds mentions and quotes.
        parts: where the results are stored.
        limits: of each article.
    """

    annotator: Annotator
    parts: Parts
    limits: Limits = Limits()

    @classmethod
    def below(cls, home: Path | str, annotator: Annotator, limits: Limits | None = None) -> Self:
        """A job that stores what an annotator finds below a folder."""
        schemas = {
            FAILURES: frames.arrow_schema(frames.DROPPED),
            "mentions": frames.arrow_schema(frames.MENTIONS),
            "quotes": frames.arrow_schema(frames.QUOTES),
        }
        stored = {n: keyed(s, "article_id", "source_file") for n, s in schemas.items()}
        return cls(annotator, Parts(home, stored, annotator.version), limits or Limits())


class FinishedBatch(NamedTuple):
    """A batch whose part has been written."""

    name: str
    words: int


Annotate = Callable[[AnnotationJob, Iterable[Batch]], Iterator[FinishedBatch]]
"""A function that annotates batches, on this machine or on a cluster."""


def make_batches(pending: PendingTexts, workers: int) -> Iterator[Batch]:
    """Batches of articles, the longest first, so that no worker waits for another at the end.

    Articles are sorted within the stretch that is in memory. The last batches are smaller.

    Args:
        pending: the texts to annotate.
        workers: the processes that share them.
    """
    words_left, shares = pending.words, workers * _BATCHES_PER_WORKER
    least = min(_LEAST_WORDS, words_left // shares)
    for rows in _sorted_stretches(pending.texts):
        batch = Batch([], [], 0)
        for key, title, text, n_words in rows.itertuples(index=False):
            share = max(least, words_left // shares)
            most = _MOST_WORDS if workers == 1 else min(_MOST_WORDS, share)
            is_full = batch.words + n_words > most or len(batch.keys) == _MOST_ARTICLES
            if batch.keys and is_full:
                words_left -= batch.words
                yield batch
                batch = Batch([], [], 0)
            article = Text(title if isinstance(title, str) else None, text)
            words = batch.words + int(n_words)
            batch = Batch([*batch.keys, key], [*batch.texts, article], words)
        words_left -= batch.words
        yield batch


def _sorted_stretches(texts: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Frames joined up to a number of words, the longest articles of each first."""
    held: list[pd.DataFrame] = []
    for rows in texts:
        held.append(rows[_COLUMNS])
        if sum(int(h["n_words"].sum()) for h in held) >= _WORDS_SORTED:
            yield _longest_first(held)
            held = []
    if any(map(len, held)):
        yield _longest_first(held)


def _longest_first(texts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(texts).sort_values(["n_words", KEY], ascending=[False, True], kind="stable")


def annotate_batch(job: AnnotationJob | bytes, batch: Batch) -> FinishedBatch:
    """Annotate a batch and store its part.

    The annotator of the toolkit works in a process of its own, within limits. Another one works in
    this process: it may hold what no other process can have.

    Args:
        job: a job; to other processes it is sent pickled, and each of them loads it once.
        batch: the articles.

    Raises:
        ValueError, OSError: see `store_batch`.
    """
    if isinstance(job, bytes):
        job = _unpickle(job)
    if isinstance(job.annotator, Pipeline):
        return next(annotate_in_workers(job, [batch], 1))
    return store_batch(job, batch, [_annotate(job.annotator, text) for text in batch.texts])


def annotate_in_workers(
    job: AnnotationJob, batches: Iterable[Batch], workers: int
) -> Iterator[FinishedBatch]:
    """Annotate batches in other processes, each article within limits; store their parts here.

    Raises:
        ValueError, OSError: see `store_batch`, and `bounded.run`.
        RuntimeError: processes die again and again.
    """
    held: dict[int, Batch] = {}

    def texts() -> Iterator[list[Text]]:
        for number, batch in enumerate(batches):
            held[number] = batch
            yield batch.texts

    for number, results in run(partial(_annotating, job.annotator), texts(), workers, job.limits):
        rows = [_failure(r.reason) if isinstance(r, Failed) else r for r in results]
        yield store_batch(job, held.pop(number), rows)


def prepare_to_annotate(job: AnnotationJob) -> None:
    """Start the process that will annotate, if it is a process of its own."""
    if isinstance(job.annotator, Pipeline):
        prepare(partial(_annotating, job.annotator), job.limits)


def _annotating(annotator: Annotator) -> StepsOf:
    """In a worker: what annotates texts."""
    if isinstance(annotator, Pipeline):
        annotator.read("It rained.")  # loads the model
    return lambda texts: (
        Step(partial(_annotate, annotator, text), max(1, len(text.text) / _CHARACTERS))
        for text in texts
    )


def store_batch(job: AnnotationJob, batch: Batch, annotations: Sequence[Rows]) -> FinishedBatch:
    """Store the rows of a batch as a part.

    Raises:
        ValueError: the rows of the annotator do not fit; names the annotator and the column.
        OSError: the part cannot be written.
    """
    rows: Rows = {name: [] for name in job.parts.schemas}
    for key, annotation in zip(batch.keys, annotations, strict=True):
        for name, found in annotation.items():
            rows[name] += [{KEY: key, **row} for row in found]
    schemas = job.parts.schemas
    tables = {n: pd.DataFrame(r, columns=schemas[n].names) for n, r in rows.items()}
    try:
        for name, schema in (("mentions", frames.MENTIONS), ("quotes", frames.QUOTES)):
            frames.frame(schema, tables[name].rename(columns={KEY: "article_id"}))
    except frames.SchemaError as error:
        raise ValueError(f"annotator {job.annotator.version}: {error}") from error
    return FinishedBatch(job.parts.append(tables, batch.keys), batch.words)


@cache
def _unpickle(job: bytes) -> AnnotationJob:
    loaded: AnnotationJob = pickle.loads(job)
    return loaded


def _annotate(annotator: Annotator, text: Text) -> Rows:
    """The rows of one article, or a row that says why there are none."""
    try:
        annotation = next(iter(annotator([text])))
    except MemoryError:
        raise
    except Exception as error:  # no article may stop a run
        return _failure(f"the annotator failed on it: {type(error).__name__}: {error}"[:300])
    return {"mentions": annotation.mentions, "quotes": annotation.quotes}


def _failure(reason: str) -> Rows:
    return {FAILURES: [{"step": "annotate", "reason": reason}]}

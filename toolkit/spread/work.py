"""What a process does with a batch of articles, wherever it runs: annotate it, keep the part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from pandera.errors import SchemaError

from toolkit import frames
from toolkit.annotate import Annotation, Annotator, Text
from toolkit.store import KEY, Parts, keyed

_MOST_ARTICLES = 200
_MOST_WORDS = 40_000
"""Articles and words in one part: what a killed process loses at most."""
_SHARES = 4
"""Batches that each process gets at least, where there are enough articles."""


class Batch(NamedTuple):
    """Articles that make one part.

    Attributes:
        keys: what each one's annotation is kept under.
        texts: what the annotator sees of them.
        words: of all of them.
    """

    keys: list[str]
    texts: list[Text]
    words: int


class Job(NamedTuple):
    """What is the same for all batches of a run.

    Attributes:
        annotator: finds mentions and quotes; is sent to each process once.
        parts: where the results are kept; "log/annotate" is what could not be annotated.
    """

    annotator: Annotator
    parts: Parts


class Done(NamedTuple):
    """A batch whose part is written."""

    name: str
    articles: int
    words: int


class Failed(NamedTuple):
    """An article that an annotator could not take, and why."""

    reason: str


def job_at(home: Path | str, annotator: Annotator) -> Job:
    """What an annotator finds, kept below a folder."""
    schemas = {
        "log/annotate": frames.arrow_schema(frames.DROPPED),
        "mentions": frames.arrow_schema(frames.MENTIONS),
        "quotes": frames.arrow_schema(frames.QUOTES),
    }
    kept = {n: keyed(s, "article_id", "source_file") for n, s in schemas.items()}
    return Job(annotator, Parts(home, kept, annotator.version))


def cut(todo: pd.DataFrame, workers: int) -> Iterator[Batch]:
    """Batches of articles by their length, the longest first, so that nobody waits for one at last.

    Args:
        todo: with the columns ``key``, `title`, `text` and `n_words`.
        workers: processes among whom they are dealt out.
    """
    words = int(todo["n_words"].sum())
    most = min(_MOST_WORDS, words // (workers * _SHARES)) if workers > 1 else _MOST_WORDS
    ordered = todo.sort_values(["n_words", KEY], ascending=[False, True], kind="stable")
    batch = Batch([], [], 0)
    for row in ordered[[KEY, "title", "text", "n_words"]].itertuples(index=False):
        key, title, text, length = row
        full = batch.words + length > most or len(batch.keys) == _MOST_ARTICLES
        if batch.keys and full:
            yield batch
            batch = Batch([], [], 0)
        one = Text(title if isinstance(title, str) else None, text)
        batch = Batch([*batch.keys, key], [*batch.texts, one], batch.words + int(length))
    if batch.keys:
        yield batch


def work(job: Job, batch: Batch) -> Done:
    """Annotate a batch and keep its part.

    Raises:
        ValueError: the annotator's rows do not fit; names it and the column.
        OSError: the part cannot be written.
    """
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in job.parts.schemas}
    for key, note in zip(batch.keys, _annotated(job.annotator, batch.texts), strict=True):
        _keep(made, key, note)
    tables = {n: pd.DataFrame(r, columns=job.parts.schemas[n].names) for n, r in made.items()}
    _check(tables, job.annotator.version)
    return Done(job.parts.append(tables, batch.keys), len(batch.keys), batch.words)


def _annotated(annotator: Annotator, texts: Iterable[Text]) -> Iterator[Annotation | Failed]:
    for text in texts:
        try:
            yield next(iter(annotator([text])))
        except Exception as error:  # the promise: no article stops a run
            yield Failed(f"unexpected {type(error).__name__}: {error}"[:300])


def _keep(made: Mapping[str, list[dict[str, Any]]], key: str, note: Annotation | Failed) -> None:
    """Add one article's rows to what a part is made of."""
    if isinstance(note, Failed):
        made["log/annotate"].append({KEY: key, "step": "annotate", "reason": note.reason})
        return
    made["mentions"] += [{KEY: key, **row} for row in note.mentions]
    made["quotes"] += [{KEY: key, **row} for row in note.quotes]


def _check(tables: Mapping[str, pd.DataFrame], version: str) -> None:
    """Hold that an annotator's rows fit, before they are kept.

    Raises:
        ValueError: names the annotator and the column.
    """
    for name in ("mentions", "quotes"):
        try:
            frames.frame(frames.SCHEMAS[name], tables[name].rename(columns={KEY: "article_id"}))
        except SchemaError as error:
            raise ValueError(f"annotator {version}: {error}") from error

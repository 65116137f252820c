"""What a process does with a batch of articles, wherever it runs: annotate it, keep the part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from pandera.errors import SchemaError

from toolkit import frames
from toolkit.annotate import Annotation, Annotator, Text
from toolkit.storage.parts import KEY, Parts, keyed

if TYPE_CHECKING:
    from distributed import Client

_MOST_ARTICLES = 200
_MOST_WORDS = 40_000
"""Articles and words in one part: what a killed process loses at most."""
_SHARES = 4
"""Batches that each process gets at least, where there are enough articles."""
_LEAST_WORDS = 2_000
"""Words in a batch at the end, where there are many."""
_STRETCH = 10 * _MOST_WORDS
"""Words that are in memory at a time to be dealt out."""
_SEEN = [KEY, "title", "text", "n_words"]


class Todo(NamedTuple):
    """What is to be annotated.

    Attributes:
        articles: how many.
        words: of all of them.
        pieces: frames with the columns ``key``, `title`, `text` and `n_words`, a few articles at a
            time; no key twice.
    """

    articles: int
    words: int
    pieces: Iterable[pd.DataFrame]


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


class Cluster(NamedTuple):
    """Machines that work on batches, and how they get them.

    Attributes:
        client: a ``dask.distributed.Client``.
        through: root of the storage that this machine and all workers reach, as fsspec has it
            ("s3://bucket/folder"); None for the corpus folder.
        patience: seconds to wait for workers when all of them are gone.
    """

    client: Client
    through: str | None = None
    patience: float = 300


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


def cut(todo: Todo, workers: int) -> Iterator[Batch]:
    """Batches of articles by their length, the longest first, so that nobody waits for one at last.

    The order by length is that of a stretch of articles, for no more are in memory; towards the
    end batches get smaller.

    Args:
        todo: what is to be annotated.
        workers: processes among whom they are dealt out.
    """
    left, share = todo.words, workers * _SHARES
    least = min(_LEAST_WORDS, left // share)
    for rows in _stretches(todo.pieces):
        batch = Batch([], [], 0)
        for key, title, text, length in rows.itertuples(index=False):
            most = _MOST_WORDS if workers == 1 else min(_MOST_WORDS, max(least, left // share))
            full = batch.words + length > most or len(batch.keys) == _MOST_ARTICLES
            if batch.keys and full:
                left -= batch.words
                yield batch
                batch = Batch([], [], 0)
            one = Text(title if isinstance(title, str) else None, text)
            batch = Batch([*batch.keys, key], [*batch.texts, one], batch.words + int(length))
        left -= batch.words
        yield batch


def _stretches(pieces: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Pieces of so many words put together, the longest articles of each first."""
    held: list[pd.DataFrame] = []
    for piece in pieces:
        held.append(piece[_SEEN])
        if sum(int(p["n_words"].sum()) for p in held) >= _STRETCH:
            yield _longest_first(held)
            held = []
    if any(map(len, held)):
        yield _longest_first(held)


def _longest_first(pieces: list[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(pieces)
    return whole.sort_values(["n_words", KEY], ascending=[False, True], kind="stable")


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

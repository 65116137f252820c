"""Annotation in one process or several on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial

from toolkit.annotate import Pipeline
from toolkit.corpus.parallel.batches import (
    AnnotationJob,
    Batch,
    FinishedBatch,
    annotate_batch,
    annotate_in_workers,
)


def on_this_machine(
    job: AnnotationJob, batches: Iterable[Batch], workers: int
) -> Iterator[FinishedBatch]:
    """Annotate batches in other processes; with one worker, another annotator works in this one.

    Raises:
        ValueError: the annotator cannot be sent to other processes.
        RuntimeError: processes die again and again.
    """
    if workers <= 1 and not isinstance(job.annotator, Pipeline):
        return map(partial(annotate_batch, job), batches)
    return annotate_in_workers(job, batches, workers)


def cores() -> int:
    """Number of processor cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

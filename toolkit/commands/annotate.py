"""The command `toolkit annotate`: mentions and quotes of new articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.options import EngineName, Folder, MaxDropped, Workers
from toolkit.commands.summary_line import say

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus

_WORDS_A_PROCESS = 40_000


def annotate(
    corpus: Folder,
    workers: Workers = None,
    engine: EngineName = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A dask cluster instead of local processes: tcp://host:8786.")
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            help="Storage that the cluster can reach: s3://bucket/folder; CORPUS by default."
        ),
    ] = None,
    patience: Annotated[
        float, typer.Option(help="Seconds to wait for workers when a cluster has lost all of them.")
    ] = 300,
    max_dropped: MaxDropped = None,
) -> None:
    """Annotate new articles: find their mentions and quotes.

    Example: toolkit annotate data/sample --workers 2
    """
    import pandas as pd

    from toolkit.annotate import Pipeline
    from toolkit.corpus.open import open_corpus
    from toolkit.corpus.parallel.processes import cores

    opened = open_corpus(corpus, Pipeline(engine), workers or cores())
    try:
        _annotate(opened, workers, scheduler, storage, patience)
    except KeyboardInterrupt:
        typer.echo("stopped: all finished parts are kept; the same command goes on", err=True)
        raise typer.Exit(130) from None
    counts = {n: opened.annotations.count(n) for n in ("quotes", "mentions")}
    typer.echo(f"{counts['quotes']:,} quotes and {counts['mentions']:,} mentions")
    dropped = pd.concat([opened.read_dropped, opened.annotations.failures()])
    total = len(opened) + len(opened.versions) + len(opened.read_dropped)
    say(total, dropped["reason"], max_dropped)


def _annotate(
    corpus: Corpus,
    workers: int | None,
    scheduler: str | None,
    storage: str | None,
    patience: float,
) -> None:
    from toolkit.corpus.parallel.cluster import connect

    if scheduler:
        with connect(scheduler) as client:
            corpus.annotate(client=client, storage=storage, patience=patience)
    else:
        corpus.annotate(processes(corpus, workers))


def processes(corpus: Corpus, wanted: int | None) -> int:
    """The requested number of processes; by default one per core if the corpus is large."""
    from toolkit.corpus.parallel.processes import cores

    if wanted:
        return wanted
    worth = corpus.annotations.pending().words // _WORDS_A_PROCESS
    return max(1, min(cores(), worth))

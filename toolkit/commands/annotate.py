"""`toolkit annotate`: mentions and quotes of what was not annotated yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.closing import close
from toolkit.commands.options import EngineName, Folder, MaxDropped, Workers

if TYPE_CHECKING:
    from toolkit.corpus import Corpus

_WORDS_A_PROCESS = 40_000


def annotate(
    corpus: Folder,
    workers: Workers = None,
    engine: EngineName = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A dask cluster in place of processes here: tcp://host:8786.")
    ] = None,
    through: Annotated[
        str | None,
        typer.Option(help="Storage that the cluster reaches: s3://bucket/folder; else CORPUS."),
    ] = None,
    max_dropped: MaxDropped = None,
) -> None:
    """Find mentions and quotes in what was not annotated yet.

    Example: toolkit annotate data/sample --workers 2
    """
    from toolkit.annotate import Pipeline
    from toolkit.opening import open_corpus
    from toolkit.spread.cluster import connect

    opened = open_corpus(corpus, Pipeline(engine))
    if scheduler:
        with connect(scheduler) as client:
            opened.annotate(client=client, through=through)
    else:
        opened.annotate(processes(opened, workers))
    found = {name: len(opened.columns(name, ["article_id"])) for name in ("quotes", "mentions")}
    typer.echo(f"{found['quotes']:,} quotes and {found['mentions']:,} mentions")
    close(opened, opened.dropped, max_dropped)


def processes(corpus: Corpus, wanted: int | None) -> int:
    """As many processes as were asked for; else one a core where the corpus is worth it."""
    from toolkit.spread.pool import cores

    worth = int(corpus.articles["n_words"].sum()) // _WORDS_A_PROCESS
    return wanted or max(1, min(cores(), worth))

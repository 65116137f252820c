"""The command `toolkit info`: the articles of a corpus, and the files dropped."""

from __future__ import annotations

import typer

from toolkit.commands.options import Folder, MaxDropped
from toolkit.commands.summary_line import close


def info(corpus: Folder, max_dropped: MaxDropped = None) -> None:
    """List the articles of a corpus by outlet, and the files dropped with the reasons.

    Example: toolkit info data/sample
    """
    from toolkit.corpus.open import open_corpus

    opened = open_corpus(corpus)
    articles = opened.articles
    typer.echo(opened.config.title)
    for name, rows in articles.groupby(articles["outlet"].fillna("(unknown outlet)"), sort=True):
        typer.echo(f"  {name}: {len(rows):,} articles, {rows['n_words'].sum():,} words")
    for row in opened.read_dropped.to_dict("records"):
        typer.echo(f"  dropped {row['source_file']}: {row['reason']}")
    close(opened, opened.read_dropped, max_dropped)

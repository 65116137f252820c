"""The command `toolkit export`: frames as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.options import Folder, MaxDropped
from toolkit.commands.summary_line import close

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus

TABLES = ("articles", "versions", "mentions", "actors", "quotes", "sources", "dropped")
KINDS = ("csv", "xlsx", "parquet", "jsonl")
PASSAGES = ("qdpx", "jsonld", "standoff")


def export(
    corpus: Folder,
    tables: Annotated[
        list[str] | None, typer.Argument(help=f"Only these of {', '.join(TABLES)}.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("export"),
    kind: Annotated[
        str,
        typer.Option(help="csv, xlsx, parquet, jsonl; qdpx (REFI-QDA), jsonld (W3C), standoff."),
    ] = "csv",
    max_dropped: MaxDropped = None,
) -> None:
    """Write frames as files for other programs; lists in CSV are JSON.

    The kinds qdpx (a project for qualitative analysis programs), jsonld (web annotations) and
    standoff (articles with corrected quotes, as training data) hold texts and quotes; they take no
    names of tables. Actors are sorted with the doubtful ones first, which are worth checking.

    Example: toolkit export data/sample actors --out tables --kind csv
    """
    from toolkit.corpus.open import open_corpus
    from toolkit.export import write_table

    if kind not in (*KINDS, *PASSAGES):
        raise ValueError(f"no export as {kind!r}: choose {', '.join((*KINDS, *PASSAGES))}")
    if kind in PASSAGES and tables:
        raise ValueError(f"{kind} holds texts and quotes: leave out {', '.join(tables)}")
    if unknown := [name for name in tables or () if name not in TABLES]:
        raise ValueError(f"no table {unknown[0]!r}: choose {', '.join(TABLES)}")
    opened = open_corpus(corpus)
    out.mkdir(parents=True, exist_ok=True)
    if kind in PASSAGES:
        typer.echo(_passages(opened, out, kind))
    for name in () if kind in PASSAGES else tables or TABLES:
        table, path = getattr(opened, name), out / f"{name}.{kind}"
        write_table(table, path, name)
        typer.echo(f"{path}: {len(table):,} rows")
    close(opened, opened.dropped, max_dropped)


def _passages(opened: Corpus, out: Path, kind: str) -> str:
    """Write texts with their quotes as one of the other kinds; returns what was written."""
    from toolkit.corpus.corrections.quotes_csv import read_quote_corrections
    from toolkit.export import write_annotations, write_qdpx, write_standoff

    articles, quotes = opened.articles, opened.quotes
    if kind == "qdpx":
        path = out / "corpus.qdpx"
        return f"{path}: {write_qdpx(articles, quotes, path, opened.config.title):,} passages"
    if kind == "jsonld":
        return f"{out}: {write_annotations(articles, quotes, out):,} annotations"
    corrected = {c.article_id for c in read_quote_corrections(opened.folder)[0]}
    if not corrected:
        raise ValueError("no corrections/quotes.csv: standoff is what people corrected")
    return f"{out}: {write_standoff(articles, quotes, out, corrected):,} attributions"

"""The commands on a corpus: `toolkit info`, `toolkit annotate` and `toolkit export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, echo

from toolkit.commands.shared import Folder, MaxDropped, Workers, close, say
from toolkit.lexicons.word_forms import plural

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus

_WORDS_A_PROCESS = 40_000
TABLES = ("articles", "versions", "mentions", "actors", "quotes", "sources", "dropped")
KINDS = ("csv", "xlsx", "parquet", "jsonl")
PASSAGES = ("qdpx", "jsonld", "standoff")


def info(corpus: Folder, max_dropped: MaxDropped = None) -> None:
    """List what was read and dropped, what looks wrong, and the lines that mend it.

    Example: toolkit info data/sample
    """
    from toolkit.corpus.doctor import examine
    from toolkit.corpus.open import open_corpus

    opened = open_corpus(corpus)
    articles = opened.articles
    echo(opened.config.title)
    for name, rows in articles.groupby(articles["outlet"].fillna("(unknown outlet)"), sort=True):
        echo(f"  {name}: {plural(len(rows), 'article')}, {plural(rows['n_words'].sum(), 'word')}")
    for row in opened.read_dropped.to_dict("records"):
        echo(f"  dropped {row['source_file']}: {row['reason']}")
    outline, _ = opened.annotations.articles.parsed.outline()
    findings = examine(articles, opened.annotations.articles.fields(outline))
    if findings:
        echo("to check, with the lines of corpus.toml or of corrections/articles.csv that mend it:")
    for finding in findings:
        echo("\n      ".join([f"  {finding.problem}", *finding.mend]))
    close(opened, opened.read_dropped, max_dropped)


def annotate(
    corpus: Folder,
    workers: Workers = None,
    scheduler: Annotated[
        str | None, Option(help="A dask cluster instead of local processes: tcp://host:8786.")
    ] = None,
    storage: Annotated[
        str | None,
        Option(help="Storage that the cluster can reach: s3://bucket/folder; CORPUS by default."),
    ] = None,
    patience: Annotated[
        float, Option(help="Seconds to wait for workers when a cluster has lost all of them.")
    ] = 300,
    max_dropped: MaxDropped = None,
) -> None:
    """Annotate new articles: find their mentions and quotes.

    Example: toolkit annotate data/sample --workers 2
    """
    import pandas as pd

    from toolkit.annotate import Pipeline
    from toolkit.corpus.open import open_corpus
    from toolkit.corpus.parallel.cluster import connect
    from toolkit.corpus.parallel.processes import cores

    opened = open_corpus(corpus, Pipeline(), workers or cores())
    try:
        if scheduler:
            with connect(scheduler) as client:
                opened.annotate(client=client, storage=storage, patience=patience)
        else:
            opened.annotate(processes(opened, workers))
    except KeyboardInterrupt:
        echo("stopped: all finished parts are kept; the same command goes on", err=True)
        raise Exit(130) from None
    counts = {n: opened.annotations.count(n) for n in ("quotes", "mentions")}
    echo(f"{plural(counts['quotes'], 'quote')} and {plural(counts['mentions'], 'mention')}")
    dropped = pd.concat([opened.read_dropped, opened.annotations.failures()])
    total = len(opened) + len(opened.versions) + len(opened.read_dropped)
    say(total, dropped["reason"], max_dropped)


def processes(corpus: Corpus, wanted: int | None) -> int:
    """The requested number of processes; by default one per core if the corpus is large."""
    from toolkit.corpus.parallel.processes import cores

    if wanted:
        return wanted
    worth = corpus.annotations.pending().words // _WORDS_A_PROCESS
    return max(1, min(cores(), worth))


def export(
    corpus: Folder,
    tables: Annotated[
        list[str] | None, Argument(help=f"Only these of {', '.join(TABLES)}.")
    ] = None,
    out: Annotated[Path, Option(help="Folder for the tables.")] = Path("export"),
    kind: Annotated[
        str,
        Option(help="csv, xlsx, parquet, jsonl; qdpx (REFI-QDA), jsonld (W3C), standoff."),
    ] = "csv",
    raw: Annotated[
        bool, Option("--raw", help="No apostrophe before texts that a spreadsheet would run.")
    ] = False,
    max_dropped: MaxDropped = None,
) -> None:
    """Write frames as files for other programs; lists in CSV are JSON.

    In csv and xlsx, a text that a spreadsheet would run as a formula begins with an apostrophe.

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
        echo(_passages(opened, out, kind))
    for name in () if kind in PASSAGES else tables or TABLES:
        table, path = getattr(opened, name), out / f"{name}.{kind}"
        write_table(table, path, name, raw)
        echo(f"{path}: {plural(len(table), 'row')}")
    close(opened, opened.dropped, max_dropped)


def _passages(opened: Corpus, out: Path, kind: str) -> str:
    """Write texts with their quotes as one of the other kinds; returns what was written."""
    from toolkit.corpus.corrections.quotes import read_quote_corrections
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

"""The commands: `toolkit collect | import | report | annotate | info | export | score`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli_score import EngineName, score_app
from toolkit.collect.command import collect as collect_command
from toolkit.collect.command import import_ as import_command
from toolkit.report import command as report_command

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.corpus import Corpus

Folder = Annotated[Path, typer.Argument(help="A corpus folder, or any folder or file of articles.")]
MaxDropped = Annotated[
    int | None, typer.Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]

Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes; unless said, a core each for large corpora.")
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who gets to speak in the news: articles in, frames and reports out.",
)
app.add_typer(score_app, name="score")

_WORDS_A_PROCESS = 40_000
TABLES = ("articles", "versions", "mentions", "actors", "quotes", "sources", "dropped")
app.command("collect")(collect_command)
app.command("import")(import_command)
app.command("report")(report_command.report)
app.command("compare")(report_command.compare)
app.add_typer(report_command.new_app, name="new")


def main() -> None:
    """Run the command line; wrong use ends with one line and exit code 2."""
    try:
        app()
    except (OSError, ValueError) as error:
        typer.echo(f"toolkit: {' '.join(str(error).split())}", err=True)
        sys.exit(2)


@app.command()
def annotate(
    corpus: Folder,
    workers: Workers = None,
    engine: EngineName = None,
    max_dropped: MaxDropped = None,
) -> None:
    """Find mentions and quotes in what was not annotated yet.

    Example: toolkit annotate data/sample --workers 2
    """
    from toolkit.annotate import Pipeline
    from toolkit.opening import open_corpus

    opened = open_corpus(corpus, Pipeline(engine))
    opened.annotate(processes(opened, workers))
    typer.echo(f"{len(opened.quotes):,} quotes and {len(opened.mentions):,} mentions")
    close(opened, opened.dropped, max_dropped)


@app.command()
def info(corpus: Folder, max_dropped: MaxDropped = None) -> None:
    """Say what a corpus holds and what was dropped, and why.

    Example: toolkit info data/sample
    """
    from toolkit.opening import open_corpus

    opened = open_corpus(corpus)
    articles = opened.articles
    typer.echo(opened.config.title)
    for name, rows in articles.groupby(articles["outlet"].fillna("(unknown outlet)"), sort=True):
        typer.echo(f"  {name}: {len(rows):,} articles, {rows['n_words'].sum():,} words")
    for row in opened.read_dropped.to_dict("records"):
        typer.echo(f"  dropped {row['source_file']}: {row['reason']}")
    close(opened, opened.read_dropped, max_dropped)


@app.command()
def export(
    corpus: Folder,
    tables: Annotated[
        list[str] | None, typer.Argument(help=f"Only these of {', '.join(TABLES)}.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("export"),
    kind: Annotated[str, typer.Option(help="csv, parquet or jsonl.")] = "csv",
    max_dropped: MaxDropped = None,
) -> None:
    """Write frames as files for other programs; lists in CSV are JSON.

    Actors come with those in doubt first: what to look at before writing corrections/actors.csv.

    Example: toolkit export data/sample actors --out tables --kind csv
    """
    from toolkit.opening import open_corpus

    if kind not in ("csv", "parquet", "jsonl"):
        raise ValueError(f"no export as {kind!r}: choose csv, parquet or jsonl")
    if unknown := [name for name in tables or () if name not in TABLES]:
        raise ValueError(f"no table {unknown[0]!r}: choose {', '.join(TABLES)}")
    opened = open_corpus(corpus)
    out.mkdir(parents=True, exist_ok=True)
    for name in tables or TABLES:
        table, path = getattr(opened, name), out / f"{name}.{kind}"
        _write(table, path, name)
        typer.echo(f"{path}: {len(table):,} rows")
    close(opened, opened.dropped, max_dropped)


def _write(table: pd.DataFrame, path: Path, name: str) -> None:
    """One frame as a file, of the kind that its suffix says."""
    from toolkit.frames import SCHEMAS, arrow_schema, kind

    schema = SCHEMAS[name]
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False, schema=arrow_schema(schema))
    elif path.suffix == ".jsonl":
        table.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)
    else:
        lists = [c for c, column in schema.columns.items() if kind(column) in ("strings", "spans")]
        plain = {c: table[c].map(lambda v: json.dumps(v, ensure_ascii=False)) for c in lists}
        table.assign(**plain).to_csv(path, index=False, encoding="utf-8-sig")


def processes(corpus: Corpus, wanted: int | None) -> int:
    """As many processes as were asked for; else one a core where the corpus is worth it."""
    from toolkit.annotate.pool import cores

    worth = int(corpus.articles["n_words"].sum()) // _WORDS_A_PROCESS
    return wanted or max(1, min(cores(), worth))


def close(corpus: Corpus, dropped: pd.DataFrame, max_dropped: int | None) -> None:
    """The last line of every command: what came in, what was kept, what was dropped and why."""
    total = len(corpus) + len(corpus.versions) + len(corpus.read_dropped)
    kept, gone = total - len(dropped), len(dropped)
    typer.echo(f"{total:,} came in, {kept:,} kept, {gone:,} dropped ({_why(dropped['reason'])})")
    if max_dropped is not None and gone > max_dropped:
        raise typer.Exit(1)


def _why(reasons: pd.Series[str], most: int = 5) -> str:
    """Reasons with how often each came, without what differs from row to row."""
    if reasons.empty:
        return "nothing"
    kinds = (
        reasons.str.split(":").str[0].str.replace(r"^(?:record|row|line) \d+", "a row", regex=True)
    )
    counts = kinds.str.split("(").str[0].str.strip().value_counts()
    named = [f"{n:,} {reason}" for reason, n in counts.head(most).items()]
    others = int(counts.iloc[most:].sum())
    return "; ".join([*named, f"{others:,} for other reasons"] if others else named)


if __name__ == "__main__":
    main()

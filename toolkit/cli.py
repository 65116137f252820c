"""The commands: `toolkit collect | import | report | annotate | info | export | score`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.collect.command import collect as collect_command
from toolkit.collect.command import import_ as import_command

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.corpus import Corpus

Folder = Annotated[Path, typer.Argument(help="A corpus folder, or any folder or file of articles.")]
MaxDropped = Annotated[
    int | None, typer.Option("--max-dropped", help="Exit with 1 if more than this was dropped.")
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who gets to speak in the news: articles in, frames and reports out.",
)
score_app = typer.Typer(no_args_is_help=True, help="Score the annotation against hand coding.")
app.add_typer(score_app, name="score")

app.command("collect")(collect_command)
app.command("import")(import_command)

TABLES = ("articles", "versions", "mentions", "quotes", "sources", "dropped")


def main() -> None:
    """Run the command line; wrong use ends with one line and exit code 2."""
    try:
        app()
    except (OSError, ValueError) as error:
        typer.echo(f"toolkit: {' '.join(str(error).split())}", err=True)
        sys.exit(2)


@app.command()
def report(
    corpus: Annotated[Path, typer.Option(help="Corpus folder, or plain folder of articles.")],
    notebook: Annotated[
        list[str] | None, typer.Option(help="Only this notebook, by name or number; repeatable.")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", help="A parameter as key=value; repeatable.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("reports/latest"),
    max_dropped: MaxDropped = None,
) -> None:
    """Run the notebooks against a corpus and write a report that opens from disk.

    Example: toolkit report --corpus data/sample --notebook 03 -p top=20 --out reports/sample
    """
    from toolkit.opening import open_corpus
    from toolkit.report import report as make

    opened = open_corpus(corpus)
    _annotated(opened)
    code = make(corpus, notebook, dict(_pair(p) for p in parameter or []), out)
    typer.echo(f"report: {out / 'index.html'}")
    _close(opened, opened.dropped, max_dropped)
    if code:
        typer.echo("A notebook failed: its page in the report has the traceback.", err=True)
        raise typer.Exit(code)


@app.command()
def annotate(corpus: Folder, max_dropped: MaxDropped = None) -> None:
    """Find mentions and quotes in what was not annotated yet.

    Example: toolkit annotate data/sample
    """
    from toolkit.opening import open_corpus

    opened = open_corpus(corpus)
    _annotated(opened)
    typer.echo(f"{len(opened.quotes):,} quotes and {len(opened.mentions):,} mentions")
    _close(opened, opened.dropped, max_dropped)


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
    _close(opened, opened.read_dropped, max_dropped)


@app.command()
def export(
    corpus: Folder,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = Path("export"),
    kind: Annotated[str, typer.Option(help="csv, parquet or jsonl.")] = "csv",
    max_dropped: MaxDropped = None,
) -> None:
    """Write all frames as files for other programs; lists in CSV are JSON.

    Example: toolkit export data/sample --out tables --kind csv
    """
    from toolkit.opening import open_corpus

    if kind not in ("csv", "parquet", "jsonl"):
        raise ValueError(f"no export as {kind!r}: choose csv, parquet or jsonl")
    opened = open_corpus(corpus)
    out.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        table, path = getattr(opened, name), out / f"{name}.{kind}"
        _write(table, path, name)
        typer.echo(f"{path}: {len(table):,} rows")
    _close(opened, opened.dropped, max_dropped)


@score_app.command("quotes")
def score_quotes(
    gold: Annotated[Path, typer.Option(help="Folder of coded texts: *.json and texts/*.txt.")],
    overlap: Annotated[float, typer.Option(help="Share of words that make a match.")] = 0.5,
) -> None:
    """Quotes and their speakers against hand coding.

    Example: toolkit score quotes --gold data/sample/coding
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_gold
    from toolkit.validate import score_quotes as score

    table = score(read_gold(gold), Pipeline(), overlap)
    typer.echo(table.round(1).to_string(index=False, na_rep="–"))


@score_app.command("attribution")
def score_attribution(
    polnear: Annotated[
        Path, typer.Option(help="A PolNeAR split: a folder with text/ and attributions/.")
    ],
) -> None:
    """Attributions against PolNeAR: content, source and cue, by kind of content.

    Example: toolkit score attribution --polnear polnear/dev
    """
    from toolkit.annotate import Pipeline
    from toolkit.validate import read_split, triples
    from toolkit.validate import score_attribution as score

    table = score(read_split(polnear), triples(Pipeline().engine))
    typer.echo(table.round(4).to_string(index=False, na_rep="–"))


@score_app.command("extraction")
def score_extraction(
    pages: Annotated[Path, typer.Option(help="Folder of pages: NAME.html or NAME.html.gz.")],
    truth: Annotated[Path, typer.Option(help="JSON: NAME to an object with articleBody.")],
) -> None:
    """Body text of pages against their true text: each engine alone beside the vote.

    Example: toolkit score extraction --pages html --truth ground-truth.json
    """
    from toolkit.validate.extraction import score_extraction as score

    table = score(pages, truth)
    typer.echo(table.round(4).to_string(index=False, na_rep="–"))


@score_app.command("agencies")
def score_agencies(
    polnear: Annotated[Path, typer.Option(help="The PolNeAR folder: metadata.tsv and its splits.")],
) -> None:
    """Credited agencies against PolNeAR's metadata.

    Example: toolkit score agencies --polnear polnear
    """
    from toolkit.validate.agencies import read_credits
    from toolkit.validate.agencies import score_agencies as score

    table = score(read_credits(polnear))
    typer.echo(table.round(3).to_string(index=False, na_rep="–"))


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


def _annotated(corpus: Corpus) -> None:
    """Annotate now, so that the progress bar shows here and not inside a notebook."""
    _ = corpus.quotes


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise ValueError(f"-p takes key=value, not {given!r}")
    return name.strip(), value


def _close(corpus: Corpus, dropped: pd.DataFrame, max_dropped: int | None) -> None:
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

"""`toolkit export`: frames as files for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.closing import close
from toolkit.commands.options import Folder, MaxDropped

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("articles", "versions", "mentions", "actors", "quotes", "sources", "dropped")


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

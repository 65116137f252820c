"""Corpus-wide tables as Parquet pieces, each named by a hash of what it is made of.

After a change only the affected pieces are written again; without a change all of them are reused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import frames
from toolkit.progress import track
from toolkit.storage.files import put
from toolkit.storage.parquet import read_parquet, write_parquet

INDEX = pa.schema(
    [(name, pa.string()) for name in ("article_id", "text_key", "source_file", "language")]
    + [("n_words", pa.int64())]
)
"""Schema of the table `index`: all articles, in order."""
_FRAMES = {"unread": frames.DROPPED} | dict(frames.SCHEMAS)


class Piece(NamedTuple):
    """A piece of one or several tables.

    Attributes:
        digest: hash of all that it is made of.
        make: builds the rows of each table, by name; called only if the piece does not exist yet.
        tables: the names of the tables.
    """

    digest: str
    make: Callable[[], Mapping[str, pd.DataFrame]]
    tables: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Tables:
    """Tables on disk.

    Attributes:
        files: the pieces of each table, by its name.
        order: article_ids in the order in which rows are returned.
    """

    files: Mapping[str, tuple[Path, ...]]
    order: pd.Index[str]

    def read(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        only: pc.Expression | None = None,
    ) -> pd.DataFrame:
        """A table, or some of its columns and rows; nothing else is loaded.

        Args:
            name: the name of the table.
            columns: the columns to load; all by default.
            only: a condition on the rows to load.

        Raises:
            KeyError: no such column; names those that exist.
            Damaged: a piece cannot be read; it has been set aside.
        """
        schema = _FRAMES[name]
        if unknown := [c for c in columns or () if c not in schema.columns]:
            known = ", ".join(schema.columns)
            raise KeyError(f"no column {unknown[0]!r} in {name}: choose {known}")
        wanted = [*columns] if columns else list(schema.columns)
        ordered = "article_id" in schema.columns
        loaded = [*wanted, *(["article_id"] if ordered and "article_id" not in wanted else [])]
        table = read_parquet(self.files[name], frames.arrow_schema(schema), loaded, only)
        # pandas cannot join a column that Arrow made of no rows
        rows = table.to_pandas() if len(table) else pd.DataFrame(columns=loaded)
        if ordered:
            place = self.order.get_indexer(pd.Index(rows["article_id"]))
            rows = rows.iloc[place.argsort(kind="stable")].reset_index(drop=True)
        return frames.cast_columns(schema, rows[wanted]) if columns else frames.frame(schema, rows)


def read_index(files: Mapping[str, tuple[Path, ...]]) -> pd.DataFrame:
    """The table `index`, with the columns of INDEX; errors as in `Tables.read`."""
    rows: pd.DataFrame = read_parquet(files["index"], INDEX, INDEX.names).to_pandas()
    return rows


def build_tables(
    home: Path, kind: str, digest: str, pieces: Callable[[], Iterable[Piece]]
) -> dict[str, tuple[Path, ...]]:
    """The files of some tables; builds the pieces that do not exist and deletes older ones.

    Args:
        home: folder for derived data.
        kind: the name of the tables as a group.
        digest: hash of all that they are made of; if it is unchanged, nothing is built.
        pieces: gives the pieces of the tables.
    """
    folder = home / "tables"
    listing = folder / f"{kind}-{digest}.json"
    names = _listed(listing)
    if names is None:
        names = _build(folder, track(list(pieces()), f"storing {kind}", "pieces"))
        put(folder, listing.name, json.dumps(names).encode())
        _delete_unused(folder, kind)
    return {table: tuple(folder / table / n for n in used) for table, used in names.items()}


def _listed(listing: Path) -> dict[str, list[str]] | None:
    """Names of the pieces of each table in a listing, if all of them exist."""
    try:
        names: dict[str, list[str]] = json.loads(listing.read_bytes())
        known = [table for table in names if table in (*_FRAMES, "index")]
        exist = {t: {p.name for p in (listing.parent / t).glob("*.parquet")} for t in known}
        # a listing that somebody else wrote may name anything
        whole = all(exist[table].issuperset(used) for table, used in names.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return names if whole else None


def _build(folder: Path, pieces: Iterable[Piece]) -> dict[str, list[str]]:
    """Names of the pieces of each table, after the missing ones are built."""
    names: dict[str, list[str]] = {}
    for piece in pieces:
        name = f"{piece.digest}.parquet"
        if not all((folder / table / name).is_file() for table in piece.tables):
            for table, rows in piece.make().items():
                schema = INDEX if table == "index" else frames.arrow_schema(_FRAMES[table])
                write_parquet(rows, folder / table / name, schema)
        for table in piece.tables:
            names.setdefault(table, []).append(name)
    return names


def forget_tables(home: Path, names: Iterable[str]) -> None:
    """Delete the pieces of some tables, so that they are built again."""
    for name in names:
        for path in (home / "tables" / name).glob("*.parquet"):
            path.unlink(missing_ok=True)


def _delete_unused(folder: Path, kind: str) -> None:
    """Delete earlier tables, except the previous ones: another process may be reading them."""
    listings = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime_ns)
    recent = [names for path in listings[-2:] if (names := _listed(path))]
    for path in listings[:-2]:
        path.unlink(missing_ok=True)
    for table in recent[-1]:
        used = {name for names in recent for name in names.get(table, ())}
        for path in (folder / table).glob("*.parquet"):
            if path.name not in used:
                path.unlink(missing_ok=True)


def query_sql(query: str, tables: Mapping[str, tuple[Path, ...] | pd.DataFrame]) -> pd.DataFrame:
    """The result of an SQL query over tables on disk or in memory.

    Raises:
        ValueError: the query is not valid; says where.

    Example:
        >>> rows = pd.DataFrame({"n": [1, 2]})
        >>> query_sql("SELECT sum(n) AS n FROM counts", {"counts": rows})["n"].tolist()
        [3.0]
    """
    with duckdb.connect() as session:
        for name, table in tables.items():
            if isinstance(table, pd.DataFrame):
                session.register(name, pa.Table.from_pandas(table, preserve_index=False))
            else:
                session.read_parquet([str(path) for path in table]).create_view(name)
        try:
            answer: pd.DataFrame = session.sql(query).df()
        except duckdb.Error as error:
            raise ValueError(f"SQL: {error}") from error
    return answer

"""Corpus-wide tables: in memory for small corpora, in pieces of Parquet for large ones.

A piece is named by the hash of all that it is made of. So where something is new, the pieces that
it touches are written and the others stay; where nothing is, all are there.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from toolkit import frames
from toolkit.fingerprint import fingerprint
from toolkit.storage.files import put
from toolkit.storage.parts import Damaged, write_whole

FEW = 1_000
"""Articles up to which making a table anew takes no longer than reading it."""
INDEX = pa.schema([("article_id", pa.string()), ("text_key", pa.string())])
"""Of the table `index`: all articles in their order."""
_SCHEMAS = {"unread": frames.DROPPED} | dict(frames.SCHEMAS)


class Piece(NamedTuple):
    """A piece of one or several tables that is yet to be made, if it is not there.

    Attributes:
        digest: of all that it is made of, but for this package's own code.
        tables: their names.
        make: gives a frame of each.
    """

    digest: str
    tables: tuple[str, ...]
    make: Callable[[], Mapping[str, pd.DataFrame]]


@dataclass(frozen=True, eq=False)
class Tables:
    """Frames of a corpus, wherever they are.

    Attributes:
        held: a frame by its name, or the files of its pieces.
        order: of the articles, by which rows are put in order.
    """

    held: Mapping[str, pd.DataFrame | tuple[Path, ...]]
    order: pd.Index[str] | None = None

    @property
    def in_pieces(self) -> bool:
        """Whether they are on disk."""
        return not isinstance(next(iter(self.held.values())), pd.DataFrame)

    def read(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        only: pc.Expression | None = None,
    ) -> pd.DataFrame:
        """A table, or some of it: of one on disk nothing else is loaded.

        Args:
            name: of the table.
            columns: of it; all unless said.
            only: which rows of a table on disk.

        Raises:
            KeyError: no such column; names those that there are.
            Damaged: a piece cannot be read; it is out of the way, to be made again.
        """
        whole = _SCHEMAS[name]
        if unknown := [c for c in columns or () if c not in whole.columns]:
            raise KeyError(f"no column {unknown[0]!r} in {name}: choose {', '.join(whole.columns)}")
        held = self.held[name]
        if isinstance(held, pd.DataFrame):
            return held[[*columns]] if columns else held
        asked = [*columns] if columns else list(whole.columns)
        ordered = "article_id" in whole.columns and self.order is not None
        more = ["article_id"] if ordered and "article_id" not in asked else []
        rows = _read(held, frames.arrow_schema(whole), [*asked, *more], only)
        if ordered:
            rows = _in_order(rows, self.order)
        return frames.cast_columns(whole, rows[asked]) if columns else frames.frame(whole, rows)


def _in_order(rows: pd.DataFrame, order: pd.Index[str] | None) -> pd.DataFrame:
    assert order is not None
    place = order.get_indexer(pd.Index(rows["article_id"]))
    return rows.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _read(
    files: Sequence[Path], schema: pa.Schema, columns: list[str], only: pc.Expression | None
) -> pd.DataFrame:
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = ds.ParquetFileFormat(default_fragment_scan_options=options)
    names = [str(path) for path in files]
    try:
        rows: pd.DataFrame = (
            ds.dataset(names, schema=schema, format=form)
            .to_table(columns=columns, filter=only)
            .to_pandas()
        )
    except (pa.ArrowException, OSError) as error:
        _set_aside(files)
        raise Damaged(f"tables of {files[0].parent} are damaged: {error}") from error
    return rows


def _set_aside(files: Sequence[Path]) -> None:
    """Out of the way those that cannot be read, and said."""
    for path in files:
        try:
            pq.read_table(path, page_checksum_verification=True)
        except (pa.ArrowException, OSError):
            if path.is_file():
                path.replace(path.with_suffix(".damaged"))
            print(f"damaged piece set aside, to be made again: {path}", file=sys.stderr)


def among(values: Iterable[str], column: str = "article_id") -> pc.Expression:
    """The condition that a column has one of these values."""
    return pc.field(column).isin(pa.array(values, pa.string()))


def digest_of(*parts: str | Iterable[str]) -> str:
    """Hash of what tables are made of, this package's own code with it."""
    hashed = hashlib.sha256(
        fingerprint(("toolkit.corpus", "toolkit.storage", "toolkit.frames")).encode()
    )
    for part in parts:
        for item in [part] if isinstance(part, str) else part:
            hashed.update(item.encode(errors="replace") + b"\0")
        hashed.update(b"\1")
    return hashed.hexdigest()[:24]


def kept(home: Path, kind: str, digest: str) -> dict[str, tuple[Path, ...]] | None:
    """Files of tables that were kept together under a digest, if all of them are there.

    Args:
        home: folder that keeps what is derived.
        kind: name that the tables have together.
        digest: of all that they are made of.
    """
    try:
        listed = json.loads((home / "tables" / f"{kind}-{digest}.json").read_bytes())
    except (OSError, ValueError):
        return None
    there = {n: {p.name for p in (home / "tables" / n).glob("*.parquet")} for n in listed}
    if not all(there[name].issuperset(files) for name, files in listed.items()):
        return None
    return {n: tuple(home / "tables" / n / f for f in files) for n, files in listed.items()}


def keep(
    home: Path, kind: str, digest: str, pieces: Iterable[Piece]
) -> dict[str, tuple[Path, ...]]:
    """Tables of these pieces, in place of those of the kind before; arguments as of `kept`.

    Pieces that are there already are not made.
    """
    folder, files = home / "tables", dict[str, list[str]]()
    for piece in pieces:
        file = f"{digest_of(piece.digest)}.parquet"
        if not all((folder / name / file).is_file() for name in piece.tables):
            for name, rows in piece.make().items():
                schema = INDEX if name == "index" else frames.arrow_schema(_SCHEMAS[name])
                write_whole(rows, folder / name / file, schema)
        for name in piece.tables:
            files.setdefault(name, []).append(file)
    for name, used in files.items():
        for older in (folder / name).glob("*.parquet"):
            if older.name not in used:
                older.unlink(missing_ok=True)
    put(folder, f"{kind}-{digest}.json", json.dumps(files).encode())
    for other in set(folder.glob(f"{kind}-*.json")) - {folder / f"{kind}-{digest}.json"}:
        other.unlink(missing_ok=True)
    return {name: tuple(folder / name / file for file in used) for name, used in files.items()}


def index_of(made: Tables) -> pd.DataFrame:
    """The table `index` of a stock's; errors as of `Tables.read`."""
    held = made.held["index"]
    return held if isinstance(held, pd.DataFrame) else _read(held, INDEX, INDEX.names, None)


def ask(query: str, tables: Mapping[str, tuple[Path, ...] | pd.DataFrame]) -> pd.DataFrame:
    """The answer to a query in SQL over tables on disk or in memory.

    Raises:
        ValueError: the query cannot be understood; says where.

    Example:
        >>> rows = pd.DataFrame({"n": [1, 2]})
        >>> ask("SELECT sum(n) AS n FROM counts", {"counts": rows})["n"].tolist()
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

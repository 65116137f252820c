"""Corpus-wide tables of large corpora: kept as Parquet until what they are made of changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit import frames
from toolkit.fingerprint import fingerprint
from toolkit.store import write_whole

FEW = 1_000
"""Articles up to which making a table anew takes no longer than reading it."""

Made = Mapping[str, pd.DataFrame]


def digest_of(*parts: str | Iterable[str]) -> str:
    """Hash of what tables are made of, this package's own code with it."""
    hashed = hashlib.sha256(fingerprint(("toolkit",)).encode())
    for part in parts:
        for item in [part] if isinstance(part, str) else part:
            hashed.update(item.encode(errors="replace") + b"\0")
        hashed.update(b"\1")
    return hashed.hexdigest()[:24]


def kept(home: Path, digest: str, names: Mapping[str, str]) -> dict[str, Path]:
    """Files where tables of this digest are kept; none unless all are there.

    Args:
        home: folder that keeps what is derived.
        digest: of all that the tables are made of.
        names: schema of each table (see frames.SCHEMAS) by its name.
    """
    paths = {name: home / "tables" / f"{name}-{digest}.parquet" for name in names}
    return paths if all(path.is_file() for path in paths.values()) else {}


def keep(home: Path, digest: str, names: Mapping[str, str], made: Made) -> dict[str, Path]:
    """Write tables in place of older ones; arguments as of `kept`."""
    for name, schema in names.items():
        path = home / "tables" / f"{name}-{digest}.parquet"
        write_whole(made[name], path, frames.arrow_schema(frames.SCHEMAS[schema]))
        for older in set(path.parent.glob(f"{name}-*.parquet")) - {path}:
            older.unlink(missing_ok=True)
    return kept(home, digest, names)


def read_table(path: Path, schema: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A kept table as a checked frame, or some columns of it as they are.

    Raises:
        KeyError: no such column; names those that there are.
    """
    whole = frames.SCHEMAS[schema]
    if unknown := [c for c in columns or () if c not in whole.columns]:
        raise KeyError(f"no column {unknown[0]!r} in {schema}: choose {', '.join(whole.columns)}")
    rows: pd.DataFrame = pq.read_table(path, columns=columns and [*columns]).to_pandas()
    return rows if columns else frames.frame(whole, rows)


def ask(query: str, tables: Mapping[str, Path | pd.DataFrame]) -> pd.DataFrame:
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
            if isinstance(table, Path):
                session.read_parquet(str(table)).create_view(name)
            else:
                session.register(name, pa.Table.from_pandas(table, preserve_index=False))
        try:
            answer: pd.DataFrame = session.sql(query).df()
        except duckdb.Error as error:
            raise ValueError(f"SQL: {error}") from error
    return answer

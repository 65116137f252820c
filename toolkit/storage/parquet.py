"""Parquet files with checksums: written whole, verified when read, set aside when damaged."""

from __future__ import annotations

import io
import sys
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from toolkit.storage.files import put

UNREADABLE = (pa.ArrowException, OSError)
"""What reading a damaged or missing file raises."""


class Damaged(Exception):
    """A file is damaged or missing; it has been set aside and must be rebuilt."""


def check_schema(schema: pa.Schema, expected: pa.Schema) -> None:
    """Check that a file holds what its name says; earlier versions had another order of columns.

    Raises:
        pa.ArrowInvalid: it has other columns or types.
    """
    ordered = [
        pa.schema(sorted(s.remove_metadata(), key=lambda f: f.name)) for s in (schema, expected)
    ]
    if not ordered[0].equals(ordered[1]):
        raise pa.ArrowInvalid("it has other columns or types")


def as_bytes(table: pa.Table, metadata: Mapping[bytes, bytes] | None = None) -> bytes:
    """A table as one Parquet file with a checksum on each page."""
    stream = io.BytesIO()
    described = table.replace_schema_metadata(metadata) if metadata else table
    pq.write_table(described, stream, compression="zstd", write_page_checksum=True)
    return stream.getvalue()


def write_parquet(rows: pd.DataFrame, path: Path, schema: pa.Schema | None = None) -> None:
    """Write a frame as one Parquet file, whole or not at all."""
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
    put(path.parent, path.name, as_bytes(table))


def read_parquet(
    paths: Sequence[Path],
    schema: pa.Schema,
    columns: Sequence[str],
    only: pc.Expression | None = None,
) -> pa.Table:
    """Columns and rows of several Parquet files.

    Args:
        paths: the files.
        schema: the schema of all of them.
        columns: the columns to load.
        only: a condition on the rows to load; all rows by default.

    Raises:
        Damaged: a file cannot be read; it has been set aside.
    """
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    layout = ds.ParquetFileFormat(default_fragment_scan_options=options)
    try:
        for path in paths:
            check_schema(pq.read_schema(path), schema)
        dataset = ds.dataset([str(path) for path in paths], schema=schema, format=layout)
        return dataset.to_table(columns=[*columns], filter=only)
    except UNREADABLE as error:
        damaged = [path for path in paths if not is_readable(path, schema)]
        if not damaged:
            raise
        for path in damaged:
            set_aside(path)
        raise Damaged(f"damaged table in {paths[0].parent}: {error}") from error


def is_readable(path: Path, schema: pa.Schema) -> bool:
    """Whether all pages of a Parquet file can be read, and have this schema."""
    try:
        check_schema(pq.read_schema(path), schema)
        pq.read_table(path, page_checksum_verification=True)
    except UNREADABLE:
        return False
    return True


def set_aside(path: Path) -> None:
    """Rename a damaged file, so that it is rebuilt but can still be inspected, and say so."""
    if path.exists():
        aside = path.with_suffix(".damaged")
        path.replace(aside.with_suffix(f".{uuid.uuid4().hex}") if aside.exists() else aside)
        print(f"damaged file set aside, to be rebuilt: {path}", file=sys.stderr)


def among(values: Iterable[str], column: str = "article_id") -> pc.Expression:
    """The condition that a column has one of these values."""
    return pc.field(column).isin(pa.array(list(values), pa.string()))

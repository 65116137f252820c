"""Parquet parts: what a step made, kept under the keys of what it was made from.

A step (normalize, annotate) makes several frames at once. Each run appends one part per frame under
one name; the last frame's part is the commit: a part whose name lacks it does not count. Parts are
written beside and renamed into place, so that a killed run leaves a whole part or none.
"""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_KEYS = b"toolkit_keys"
KEY = "key"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Parts:
    """What one version of one step has made.

    Attributes:
        root: the corpus folder.
        schemas: Parquet schema of each frame by its folder below root; each starts with ``key``.
        version: of the step; another version sees none of these parts.
    """

    root: Path
    schemas: Mapping[str, pa.Schema]
    version: str

    def done(self) -> set[str]:
        """Keys of everything that is in whole parts."""
        return {key for part in self._committed() for key in self._keys(part)}

    def append(self, frames: Mapping[str, pd.DataFrame], keys: Iterable[str]) -> None:
        """Add one part of each frame; the rows of a frame carry one of the keys.

        Args:
            frames: a frame by folder, each with a column ``key``.
            keys: all keys that this run has done, those without any row too.
        """
        name = f"{uuid.uuid4().hex[:12]}.parquet"
        metadata = {_KEYS: json.dumps(list(keys)).encode()}
        for folder, schema in self.schemas.items():
            table = pa.Table.from_pandas(frames[folder], schema=schema, preserve_index=False)
            merged = {**(table.schema.metadata or {}), **metadata}
            _write(table.replace_schema_metadata(merged), self._folder(folder) / name)

    def read(self, folder: str, keys: Iterable[str]) -> pd.DataFrame:
        """All rows of a frame that were made from these keys."""
        wanted = set(keys)
        found: list[pd.DataFrame] = []
        for part in self._committed():
            here = wanted.intersection(self._keys(part))
            wanted -= here
            if here:
                found.append(_frame(self._folder(folder) / part.name, here))
        whole = [f for f in found if len(f)]
        empty = self.schemas[folder].empty_table().to_pandas()
        return pd.concat(whole, ignore_index=True) if whole else empty

    def _folder(self, folder: str) -> Path:
        return self.root / folder / self.version

    def _committed(self) -> list[Path]:
        """Parts that are whole: every frame has a file of that name, and something in it."""
        folders = [self._folder(folder) for folder in self.schemas]
        names = sorted(part.name for part in folders[-1].glob("*.parquet"))
        whole = (n for n in names if all(_size(folder / n) for folder in folders))
        return [folders[-1] / name for name in whole]

    @staticmethod
    def _keys(part: Path) -> list[str]:
        """Keys of a part; of one that the disk did not keep, none: it is made again."""
        try:
            metadata = pq.read_schema(part).metadata or {}
        except pa.ArrowInvalid:
            return []
        return list(json.loads(metadata.get(_KEYS, b"[]")))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _frame(path: Path, keys: set[str]) -> pd.DataFrame:
    rows: pd.DataFrame = pq.read_table(path).to_pandas()
    return rows[rows[KEY].isin(keys)]


def write_whole(rows: pd.DataFrame, path: Path) -> None:
    """Write a frame as one Parquet file that is there whole or not at all."""
    _write(pa.Table.from_pandas(rows, preserve_index=False), path)


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".writing")
    os.close(handle)
    try:
        pq.write_table(table, name, compression="zstd")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def keyed(schema: pa.Schema, *without: str) -> pa.Schema:
    """A frame's schema as parts hold it: the key first, without columns that are joined later."""
    kept = [field for field in schema if field.name not in without]
    return pa.schema([(KEY, pa.string()), *kept])


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most ``size`` items, in order."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch

"""Append-only Parquet parts: the results of a processing step, keyed by what they were made from.

A step such as parsing or annotation yields several frames at once. Each run appends one file per
frame, all with the same name. The file of the last frame commits the part: a name that lacks it
does not count. Files are renamed into place, so a killed run leaves a whole part or none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.storage.files import drop, get, put
from toolkit.storage.parquet import UNREADABLE, Damaged, as_bytes, check_schema, set_aside

_KEYS = b"toolkit_keys"
KEY = "key"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Parts:
    """The results of one version of one step.

    Attributes:
        root: the corpus folder.
        schemas: the Parquet schema of each frame, by its folder below root; the first column of
            each is ``key``.
        version: the version of the step; parts of other versions are ignored.
    """

    root: Path | str
    schemas: Mapping[str, pa.Schema]
    version: str

    def done(self) -> set[str]:
        """Keys of all committed parts."""
        return {key for keys in self.index().values() for key in keys}

    def index(self) -> dict[str, list[str]]:
        """Keys of each part of which no frame is missing, by the name of the part."""
        *others, last = [self._folder(folder) for folder in self.schemas]
        paths = sorted(last.glob("*.parquet"))
        whole = [p for p in paths if all((f / p.name).is_file() for f in (*others, last))]
        return {path.name: self._keys(path) for path in whole}

    def append(self, frames: Mapping[str, pd.DataFrame], keys: Sequence[str]) -> str:
        """Append one part.

        Args:
            frames: a frame by folder, each with a column ``key``.
            keys: the keys of all processed items, also of those without rows.

        Returns:
            The name of the part, a hash of its keys: appending it twice changes nothing.
        """
        name = part_name(keys)
        metadata = {_KEYS: json.dumps(keys).encode()}
        for folder, schema in self.schemas.items():
            table = pa.Table.from_pandas(frames[folder], schema=schema, preserve_index=False)
            merged = {**(table.schema.metadata or {}), **metadata}
            put(self.root, self._file(folder, name), as_bytes(table, merged))
        return name

    def forget(self, keys: Iterable[str]) -> None:
        """Remove the parts with these keys; all their keys count as not done."""
        for name in self.holding(keys):
            for folder in [*self.schemas][::-1]:
                drop(self.root, self._file(folder, name))

    def fetch(self, elsewhere: str, name: str) -> None:
        """Move a part here that was written under another root."""
        for folder in self.schemas:
            put(self.root, self._file(folder, name), get(elsewhere, self._file(folder, name)))
        for folder in self.schemas:
            drop(elsewhere, self._file(folder, name))

    def read(self, folder: str, keys: Iterable[str]) -> pd.DataFrame:
        """All rows of a frame with one of these keys.

        Raises:
            Damaged: a part cannot be read; its keys count as not done.
        """
        tables = [table for _, table in self.scan(folder, keys) if len(table)]
        joined = pa.concat_tables(tables) if tables else self.schemas[folder].empty_table()
        rows: pd.DataFrame = joined.to_pandas()
        return rows

    def scan(
        self, folder: str, keys: Iterable[str], columns: Sequence[str] | None = None
    ) -> Iterator[tuple[str, pa.Table]]:
        """The rows with one of these keys, part by part; one part at a time is in memory.

        Args:
            folder: the folder of the frame.
            keys: the requested keys; of a key in two parts, the first part counts.
            columns: the columns to load, with ``key``; all by default.

        Yields:
            The name of a part, and its rows.

        Raises:
            Damaged: a part cannot be read; its keys count as not done.
        """
        for name, part_keys in self.holding(keys).items():
            yield name, self.rows(folder, name, part_keys, columns)

    def count(self, folder: str, keys: Iterable[str]) -> int:
        """Number of rows of a frame with one of these keys; errors as in `scan`."""
        return sum(len(rows) for _, rows in self.scan(folder, keys, [KEY]))

    def holding(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """The requested keys by the name of the first part that has them."""
        wanted, by_part = set(keys), {}
        for name, part_keys in self.index().items():
            if here := wanted.intersection(part_keys):
                by_part[name] = here
                wanted -= here
        return by_part

    def rows(
        self, folder: str, name: str, keys: set[str], columns: Sequence[str] | None = None
    ) -> pa.Table:
        """The rows of one part with one of these keys; columns and errors as in `scan`."""
        path = self._folder(folder) / name
        # in the order of the schema, which an earlier version may have had in another
        loaded = [*(columns or self.schemas[folder].names)]
        try:
            check_schema(pq.read_schema(path), self.schemas[folder])
            rows = pq.read_table(path, columns=loaded, page_checksum_verification=True)
        except UNREADABLE as error:
            self._set_aside(name)
            raise Damaged(f"damaged part {path}: {error}") from error
        return rows.filter(pc.is_in(rows[KEY], pa.array(keys, pa.string())))

    def _file(self, folder: str, name: str) -> str:
        return f"{folder}/{self.version}/{name}"

    def _folder(self, folder: str) -> Path:
        return Path(self.root) / folder / self.version

    def _keys(self, path: Path) -> list[str]:
        """Keys of a part; none if it is damaged, so that it is rebuilt."""
        try:
            schema = pq.read_schema(path)
            check_schema(schema, [*self.schemas.values()][-1])
            return [str(key) for key in json.loads((schema.metadata or {})[_KEYS])]
        except (*UNREADABLE, KeyError, ValueError, TypeError, RecursionError):
            self._set_aside(path.name)
            return []

    def _set_aside(self, name: str) -> None:
        for folder in self.schemas:
            set_aside(self._folder(folder) / name)


def part_name(keys: Sequence[str]) -> str:
    """The name of the part with these keys.

    Example:
        >>> part_name(["a", "b"]) == part_name(["a", "b"]) != part_name(["a"])
        True
    """
    return f"{hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:16]}.parquet"


def keyed(schema: pa.Schema, *without: str) -> pa.Schema:
    """The schema of a frame in a part: the key first, without the columns that are joined later."""
    kept = [field for field in schema if field.name not in without]
    return pa.schema([(KEY, pa.string()), *kept])


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most ``size`` items, in order."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch

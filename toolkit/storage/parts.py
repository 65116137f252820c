"""Parquet parts: what a step made, kept under the keys of what it was made from.

A step (normalize, annotate) makes several frames at once. Each run appends one part per frame under
one name; the last frame's part is the commit: a part whose name lacks it does not count. Parts are
written beside and renamed into place, so that a killed run leaves a whole part or none.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.storage.files import drop, get, put

_KEYS = b"toolkit_keys"
KEY = "key"
Item = TypeVar("Item")


class Damaged(Exception):
    """A part that cannot be read; it was set aside, and its keys are not done any more."""


def until_whole(ask: Callable[[], Item], mend: Callable[[], object]) -> Item:
    """An answer for which nothing damaged was read: what is gets mended, and is asked again."""
    while True:
        try:
            return ask()
        except Damaged:
            mend()


@dataclass(frozen=True)
class Parts:
    """What one version of one step has made.

    Attributes:
        root: the corpus folder.
        schemas: Parquet schema of each frame by its folder below root; each starts with ``key``.
        version: of the step; another version sees none of these parts.
    """

    root: Path | str
    schemas: Mapping[str, pa.Schema]
    version: str

    def done(self) -> set[str]:
        """Keys of everything that is in whole parts."""
        return {key for held in self.index().values() for key in held}

    def index(self) -> dict[str, list[str]]:
        """Keys of each whole part by its name."""
        return {part.name: self._keys(part) for part in self._committed()}

    def append(self, frames: Mapping[str, pd.DataFrame], keys: Sequence[str]) -> str:
        """Add one part of each frame; the rows of a frame carry one of the keys.

        Args:
            frames: a frame by folder, each with a column ``key``.
            keys: all keys that this run has done, those without any row too.

        Returns:
            The name of the part, which follows from its keys: made twice, it is there once.
        """
        name = part_name(keys)
        metadata = {_KEYS: json.dumps(keys).encode()}
        for folder, schema in self.schemas.items():
            table = pa.Table.from_pandas(frames[folder], schema=schema, preserve_index=False)
            merged = {**(table.schema.metadata or {}), **metadata}
            put(self.root, self._named(folder, name), as_bytes(table, merged))
        return name

    def fetch(self, elsewhere: str, name: str) -> None:
        """Take a part home that was written under another root."""
        for folder in self.schemas:
            put(self.root, self._named(folder, name), get(elsewhere, self._named(folder, name)))
        for folder in self.schemas:
            drop(elsewhere, self._named(folder, name))

    def at(self, root: str) -> Parts:
        """The same frames under another root."""
        return replace(self, root=root)

    def read(self, folder: str, keys: Iterable[str]) -> pd.DataFrame:
        """All rows of a frame that were made from these keys.

        Raises:
            Damaged: a part cannot be read; what it held is to be made again.
        """
        found = [rows for _, rows in self.scan(folder, keys) if len(rows)]
        whole = pa.concat_tables(found) if found else self.schemas[folder].empty_table()
        rows: pd.DataFrame = whole.to_pandas()
        return rows

    def scan(
        self, folder: str, keys: Iterable[str], columns: Sequence[str] | None = None
    ) -> Iterator[tuple[str, pa.Table]]:
        """The rows that were made from these keys, part by part: one part at a time is in memory.

        Args:
            folder: of the frame.
            keys: what the rows were made from; of a key in two parts the first part's are given.
            columns: of the frame, ``key`` with them; all unless said.

        Yields:
            Name of a part, and its rows.

        Raises:
            Damaged: a part cannot be read; what it held is to be made again.
        """
        for name, here in self.holding(keys).items():
            yield name, self.rows(folder, name, here, columns)

    def count(self, folder: str, keys: Iterable[str]) -> int:
        """How many rows of a frame were made from these keys; errors as of `scan`."""
        held, found = self.index(), 0
        for name, here in self.holding(keys).items():
            if len(here) == len(set(held[name])):
                found += self._length(folder, name)
            else:
                found += len(self.rows(folder, name, here, [KEY]))
        return found

    def holding(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """Which of some keys are in which part: each in one, the first of those that have it."""
        wanted, found = set(keys), {}
        for name, held in self.index().items():
            if here := wanted.intersection(held):
                found[name] = here
                wanted -= here
        return found

    def rows(
        self, folder: str, name: str, keys: set[str], columns: Sequence[str] | None = None
    ) -> pa.Table:
        """The rows of one part that were made from these keys; the rest as of `scan`."""
        asked = columns and [*columns]
        read = partial(pq.read_table, columns=asked, page_checksum_verification=True)
        rows = self._of_part(folder, name, read)
        return rows.filter(pc.is_in(rows[KEY], pa.array(keys, pa.string())))

    def _length(self, folder: str, name: str) -> int:
        """Rows of one part, as its last lines say."""
        return int(self._of_part(folder, name, pq.read_metadata).num_rows)

    def _of_part(self, folder: str, name: str, read: Callable[[Path], Any]) -> Any:
        path = self._folder(folder) / name
        try:
            return read(path)
        except (pa.ArrowException, OSError) as error:
            self._set_aside(name)
            raise Damaged(f"{path} is damaged: {error}") from error

    def _named(self, folder: str, name: str) -> str:
        return f"{folder}/{self.version}/{name}"

    def _folder(self, folder: str) -> Path:
        return Path(self.root) / folder / self.version

    def _committed(self) -> list[Path]:
        """Parts that are whole: every frame has a file of that name, and something in it."""
        folders = [self._folder(folder) for folder in self.schemas]
        names = sorted(part.name for part in folders[-1].glob("*.parquet"))
        whole = (n for n in names if all((folder / n).is_file() for folder in folders))
        return [folders[-1] / name for name in whole]

    def _keys(self, part: Path) -> list[str]:
        """Keys of a part; of one that the disk did not keep, none: it is made again."""
        try:
            metadata = pq.read_schema(part).metadata or {}
        except (pa.ArrowException, OSError):
            self._set_aside(part.name)
            return []
        return list(json.loads(metadata.get(_KEYS, b"[]")))

    def _set_aside(self, name: str) -> None:
        """Out of the way, but there to be looked at, and said."""
        for folder in self.schemas:
            path = self._folder(folder) / name
            if path.is_file():
                path.replace(path.with_suffix(".damaged"))
        where = self._folder([*self.schemas][-1]) / name
        print(f"damaged part set aside, to be made again: {where}", file=sys.stderr)


def part_name(keys: Sequence[str]) -> str:
    """Name of the part that is made from these keys.

    Example:
        >>> part_name(["a", "b"]) == part_name(["a", "b"]) != part_name(["a"])
        True
    """
    return f"{hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:16]}.parquet"


def as_bytes(table: pa.Table, metadata: Mapping[bytes, bytes] | None = None) -> bytes:
    """A table as one Parquet file, each of its pages with a check sum."""
    stream = io.BytesIO()
    marked = table.replace_schema_metadata(metadata) if metadata else table
    pq.write_table(marked, stream, compression="zstd", write_page_checksum=True)
    return stream.getvalue()


def write_whole(rows: pd.DataFrame, path: Path, schema: pa.Schema | None = None) -> None:
    """Write a frame as one Parquet file that is there whole or not at all."""
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
    put(path.parent, path.name, as_bytes(table))


def keyed(schema: pa.Schema, *without: str) -> pa.Schema:
    """A frame's schema as parts hold it: the key first, without columns that are joined later."""
    kept = [field for field in schema if field.name not in without]
    return pa.schema([(KEY, pa.string()), *kept])


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most ``size`` items, in order."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch

"""Cache of file hashes, keyed by size and modification time."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.collect.files import RawFile
from toolkit.storage.files import put
from toolkit.storage.parquet import UNREADABLE, as_bytes

_RECENT = 2_000_000_000
"""Nanoseconds after a change in which another change may leave the times of a file as they are."""
_STAMP = ("size", "modified", "changed")
_SCHEMA = pa.schema(
    [("name", pa.binary()), *((n, pa.int64()) for n in _STAMP), ("key", pa.string())]
)
Stamp = tuple[int, int, int]


class FileKeyCache:
    """Keys of the files of a corpus; a file with the same size and times is not read again.

    Args:
        home: folder for derived data.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = file.write_text("It rained.")
        >>> raw = RawFile(file, "a.txt")
        >>> FileKeyCache(file.parent).key(raw) == raw.key()
        True
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "log" / "files.parquet"
        self._saved = _read(self._path)
        self._current: dict[bytes, tuple[Stamp, str]] = {}
        self._began = time.time_ns()

    def key(self, raw: RawFile) -> str:
        """The key of a file; errors as in `RawFile.read`."""
        name, stat = raw.name.encode(errors="surrogateescape"), raw.path.stat()
        stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        saved = self._saved.get(name)
        key = saved[1] if saved and saved[0] == stamp else raw.key()
        if max(stamp[1:]) < self._began - _RECENT:
            self._current[name] = (stamp, key)
        return key

    def save(self) -> None:
        """Save the keys; if that fails, files are read again next time."""
        if self._current == self._saved:
            return
        rows = [(name, *stamp, key) for name, (stamp, key) in self._current.items()]
        columns = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in _SCHEMA]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
        with suppress(OSError):
            put(self._path.parent, self._path.name, as_bytes(pa.table(arrays, schema=_SCHEMA)))


def _read(path: Path) -> dict[bytes, tuple[Stamp, str]]:
    """The saved keys; none if the file is missing or damaged."""
    try:
        table = pq.read_table(path, schema=_SCHEMA, page_checksum_verification=True)
    except UNREADABLE:
        return {}
    return {row["name"]: (tuple(row[n] for n in _STAMP), row["key"]) for row in table.to_pylist()}

"""Seen: keys of files as they were; one whose size and times are the same is not read again."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.collect.files import RawFile
from toolkit.storage.files import put
from toolkit.storage.parts import as_bytes

FEW = 1_000
"""Files up to which all are read again: it takes no longer."""
_RECENT = 2_000_000_000
"""Nanoseconds after a change in which another one may leave the times of a file as they are."""
_STAMP = ("size", "modified", "changed")
_SCHEMA = pa.schema(
    [("name", pa.binary()), *((n, pa.int64()) for n in _STAMP), ("key", pa.string())]
)
Stamp = tuple[int, int, int]


class Seen:
    """Keys of a corpus's files.

    Args:
        home: folder that keeps what is derived.
        files: how many there are.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = file.write_text("It rained.")
        >>> raw = Raw(file, "a.txt")
        >>> Seen(file.parent, 1).key(raw) == raw.key()
        True
    """

    def __init__(self, home: Path, files: int) -> None:
        self._path = home / "log" / "files.parquet"
        self._known = _read(self._path) if files > FEW else {}
        self._now: dict[bytes, tuple[Stamp, str]] = {}
        self._many, self._began = files > FEW, time.time_ns()

    def key(self, raw: RawFile) -> str:
        """The key of a file; errors as of `RawFile.read`."""
        name, there = raw.name.encode(errors="surrogateescape"), raw.path.stat()
        stamp = (there.st_size, there.st_mtime_ns, there.st_ctime_ns)
        before = self._known.get(name)
        key = before[1] if before and before[0] == stamp else raw.key()
        if self._many and max(stamp[1:]) < self._began - _RECENT:
            self._now[name] = (stamp, key)
        return key

    def keep(self) -> None:
        """Keep what was seen; on a disk that takes nothing more, files are read again next time."""
        if self._now == self._known:
            return
        rows = [(name, *stamp, key) for name, (stamp, key) in self._now.items()]
        columns = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in _SCHEMA]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
        with suppress(OSError):
            put(self._path.parent, self._path.name, as_bytes(pa.table(arrays, schema=_SCHEMA)))


def _read(path: Path) -> dict[bytes, tuple[Stamp, str]]:
    """What was kept; where it is damaged, nothing: files are read again."""
    try:
        kept = pq.read_table(path, schema=_SCHEMA, page_checksum_verification=True)
    except (pa.ArrowException, OSError):
        return {}
    name, size, modified, changed, key = (column.to_pylist() for column in kept.columns)
    return dict(
        zip(name, zip(zip(size, modified, changed, strict=True), key, strict=True), strict=True)
    )

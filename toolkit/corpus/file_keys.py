"""Cache of file hashes, keyed by size and modification time."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

from toolkit.collect.files import RawFile
from toolkit.storage.files import put

_FILE = "log/files.json"
_RECENT = 2_000_000_000
"""Nanoseconds after a change in which another change may leave the times of a file as they are."""


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
        self._home = home
        self._saved = _read(home / _FILE)
        self._current: dict[str, list[int | str]] = {}
        self._began = time.time_ns()

    def key(self, raw: RawFile) -> str:
        """The key of a file; errors as in `RawFile.read`."""
        stat = raw.path.stat()
        stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        *saved, saved_key = self._saved.get(raw.name, [""])
        key = str(saved_key) if saved == stamp else raw.key()
        if max(stamp[1:]) < self._began - _RECENT:
            self._current[raw.name] = [*stamp, key]
        return key

    def save(self) -> None:
        """Save the keys; if that fails, files are read again next time."""
        if self._current != self._saved:
            with suppress(OSError):
                put(self._home, _FILE, json.dumps(self._current).encode())


def _read(path: Path) -> dict[str, list[int | str]]:
    """Size, times and key by name of a file; none if the cache is missing or damaged."""
    try:
        saved = json.loads(path.read_bytes())
        return {name: row for name, row in saved.items() if isinstance(row, list) and row}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}

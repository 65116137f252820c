"""The ledger: every address of a collection with its state, on disk after each page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pandas as pd

STATES = ("todo", "kept", "same", "moved", "refused", "failed", "later", "passed over")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, url TEXT NOT NULL, host TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'todo', reason TEXT, hops INTEGER NOT NULL DEFAULT 0,
    status INTEGER, moved_to TEXT, raw TEXT,
    etag TEXT, modified TEXT, fetched_at TEXT, found_in TEXT, title TEXT, published TEXT
);
CREATE INDEX IF NOT EXISTS by_state ON pages (state, host, id);
"""
_NUMBERS = {"status": "Int64", "hops": "int64"}
_TIMES = ("fetched_at", "published")
# what filters passed over before may pass them now
_AGAIN = (
    "ON CONFLICT (key) DO UPDATE SET state = excluded.state, reason = excluded.reason "
    "WHERE pages.state = 'passed over' AND excluded.state = 'todo'"
)


@dataclass(frozen=True)
class LedgerRow:
    """One address of the ledger; see `Ledger.frame` for what its columns mean."""

    id: int
    key: str
    url: str
    host: str
    hops: int
    raw: str | None
    etag: str | None
    modified: str | None


class LedgerLocked(OSError):
    """Another collection is at work in the same folder."""


class Ledger:
    """The addresses of one collection, in ``log/ledger.sqlite``.

    Each change is on disk when the call returns; a killed process leaves the last whole change. One
    process at a time has it open.

    Raises:
        Locked: another process has it open.
        OSError: it cannot be written.
    """

    def __init__(self, home: Path) -> None:
        path = home / "log" / "ledger.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=1, isolation_level=None)
        try:
            with writing(home):
                self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._file.execute("PRAGMA journal_mode=WAL")
                self._file.execute("PRAGMA synchronous=NORMAL")
                self._file.executescript(_SCHEMA)
        except BaseException:
            self._file.close()
            raise
        self._home = home

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, rows: Iterable[dict[str, object]]) -> int:
        """Put new addresses in, as `todo` unless they say otherwise; known ones stay as they are.

        Returns:
            How many were new.
        """
        columns = ("key", "url", "host", "state", "reason", "hops", "found_in", "title",
                   "published")  # fmt: skip
        defaults: dict[str, object] = {"state": "todo", "hops": 0}
        values = ([row.get(c, defaults.get(c)) for c in columns] for row in rows)
        marks = ", ".join("?" * len(columns))
        before = self._file.total_changes
        with writing(self._home):
            self._file.execute("BEGIN")
            try:
                self._file.executemany(
                    f"INSERT INTO pages ({', '.join(columns)}) VALUES ({marks}) {_AGAIN}", values
                )
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")
        return self._file.total_changes - before

    def set(self, row_id: int, **values: object) -> None:
        """Change an address's row."""
        names = ", ".join(f"{name} = ?" for name in values)
        with writing(self._home):
            self._file.execute(f"UPDATE pages SET {names} WHERE id = ?", [*values.values(), row_id])

    def reopen(self, *states: str) -> int:
        """Put all addresses of some states back to `todo`."""
        marks = ", ".join("?" * len(states))
        with writing(self._home):
            asked = f"UPDATE pages SET state = 'todo', reason = NULL WHERE state IN ({marks})"
            return self._file.execute(asked, states).rowcount

    def hosts(self) -> list[str]:
        """Hosts that have something to do."""
        asked = "SELECT DISTINCT host FROM pages WHERE state = 'todo'"
        return [host for (host,) in self._file.execute(asked)]

    def todo(self, host: str, most: int = 50) -> list[LedgerRow]:
        """The next addresses of a host, in the order in which they came."""
        return self._rows("state = 'todo' AND host = ? ORDER BY id LIMIT ?", host, most)

    def find(self, key: str) -> LedgerRow | None:
        """The row of an address by its key."""
        return next(iter(self._rows("key = ?", key)), None)

    def last_kept(self, most: int) -> list[LedgerRow]:
        """Those whose page was kept last: what a power cut may have taken from the disk."""
        return self._rows("state = 'kept' ORDER BY fetched_at DESC LIMIT ?", most)

    def counts(self) -> dict[str, int]:
        """How many addresses are in each state."""
        asked = "SELECT state, count(*) FROM pages GROUP BY state ORDER BY count(*) DESC"
        return dict(self._file.execute(asked).fetchall())

    def reasons(self) -> dict[str, int]:
        """How often each reason stands beside an address that gave no page."""
        asked = (
            "SELECT reason, count(*) FROM pages WHERE reason IS NOT NULL AND state != 'moved' "
            "GROUP BY reason ORDER BY count(*) DESC"
        )
        return dict(self._file.execute(asked).fetchall())

    def frame(self) -> pd.DataFrame:
        """All rows: `url`, `state` (one of STATES), `reason`, `status`, `hops`, `moved_to`
        (where a redirect led), `raw` (file of the page), `fetched_at`, `found_in` (the list),
        `title` and `published` as the list gave them.
        """
        columns = (
            "url, state, reason, status, hops, moved_to, raw, fetched_at, found_in, title, "
            "published"
        )
        made = pd.read_sql_query(f"SELECT {columns} FROM pages ORDER BY id", self._file)
        texts = [c for c in made.columns if c not in (*_NUMBERS, *_TIMES)]
        times = {c: pd.to_datetime(made[c], utc=True, format="ISO8601") for c in _TIMES}
        return made.astype(dict.fromkeys(texts, "str") | _NUMBERS).assign(**times)

    def _rows(self, where: str, *values: object) -> list[LedgerRow]:
        asked = f"SELECT id, key, url, host, hops, raw, etag, modified FROM pages WHERE {where}"
        return [LedgerRow(*found) for found in self._file.execute(asked, values)]


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Errors of the disk in words that say what to do.

    Raises:
        Locked: another process writes there.
        OSError: the disk is full or cannot be written; the message names it.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said:
            raise LedgerLocked(
                f"another collection is at work in {home}: wait for its end"
            ) from None
        full = "full" in said or "disk I/O" in said
        raise full_disk(home) if full else OSError(f"cannot write to {home}: {said}") from None


def full_disk(home: Path) -> OSError:
    """The error of a disk with no room left."""
    return OSError(
        f"the disk of {home.absolute()} is full: make room and give the same command again; "
        "what was fetched is kept"
    )

"""Ledger: an SQLite table of the addresses of a collection and their states."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import pandas as pd

from toolkit.collect.address import InvalidAddress, canonical_address, storable, without_secrets
from toolkit.collect.filters import Filter, Link, passes
from toolkit.storage.files import full_disk, is_full_disk

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
_OBJECTS = {("table", "pages"), ("index", "by_state"), ("index", "sqlite_autoindex_pages_1")}
_NEW = ("key", "url", "host", "state", "reason", "hops", "found_in", "title", "published",
        "status", "raw", "etag", "modified", "fetched_at")  # fmt: skip
# an address that filters excluded before may pass now
_AGAIN = (
    "ON CONFLICT (key) DO UPDATE SET state = excluded.state, reason = excluded.reason "
    "WHERE pages.state = 'passed over' AND excluded.state = 'todo'"
)


class LedgerRow(NamedTuple):
    """One address of the ledger; see `Ledger.frame` for its columns."""

    id: int
    key: str
    url: str
    host: str
    hops: int
    raw: str | None
    etag: str | None
    modified: str | None


def link_row(link: Link, found_in: str | None, filters: Iterable[Filter]) -> dict[str, object]:
    """The values of a new row for a link; an invalid address becomes a row with the reason."""
    published = link.published.isoformat() if link.published else None
    title = link.title if isinstance(link.title, str) else None
    values = {"found_in": found_in, "title": title, "published": published}
    if not passes(link, filters):
        values |= {"state": "passed over", "reason": "filtered out"}
    try:
        return {**canonical_address(link.url)._asdict(), **values}
    except InvalidAddress as error:
        shown = without_secrets(link.url)[:300].strip()
        refused = {"host": "", "state": "refused", "reason": str(error)}
        return {**values, "key": shown, "url": shown, **refused}


class LedgerError(OSError):
    """The ledger cannot be written; a collection cannot go on."""


class LedgerLocked(LedgerError):
    """Another collection is running in the same folder."""


def reason_of(error: Exception) -> str:
    """The reason why a page or a list was not taken.

    Raises:
        OSError: the error, if it is that of a full disk or of the ledger, which end a collection.
    """
    if isinstance(error, LedgerError) or is_full_disk(error):
        raise error
    detail = " ".join(str(error).split())[:120]
    return f"cannot be taken: {detail or type(error).__name__}"


class DamagedLedger(LedgerError):
    """The file is not a ledger, or was damaged."""


class Ledger:
    """The addresses of one collection, in ``log/ledger.sqlite``.

    Each change is on disk when the call returns. One process at a time can open a ledger.

    Raises:
        LedgerLocked: another process has it open.
        DamagedLedger: it is damaged, or something else.
        OSError: it cannot be written.
    """

    def __init__(self, home: Path) -> None:
        path = home / "log" / "ledger.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=1, isolation_level=None)
        self._file.text_factory = lambda data: data.decode(errors="replace")
        try:
            with _errors(home):
                self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._file.execute("PRAGMA journal_mode=WAL")
                self._file.execute("PRAGMA synchronous=NORMAL")
                self._check()
                self._file.executescript(_SCHEMA)
                self._file.execute(f"SELECT {', '.join(_NEW)} FROM pages LIMIT 0")
        except BaseException:
            self._file.close()
            raise
        self._home = home

    def _check(self) -> None:
        """Check what the file holds, which may come from somebody else.

        Raises:
            sqlite3.DatabaseError: it is damaged, or holds something else.
        """
        (problem,) = self._file.execute("PRAGMA quick_check(1)").fetchone()
        objects = {*self._file.execute("SELECT type, name FROM sqlite_master")}
        if problem != "ok" or not objects <= _OBJECTS:
            raise sqlite3.DatabaseError(problem)
        states = {*self._file.execute("SELECT DISTINCT state FROM pages")} if objects else set()
        if not states <= {(state,) for state in STATES}:
            raise sqlite3.DatabaseError("unknown states")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, rows: Iterable[dict[str, object]]) -> int:
        """Add new addresses, in the state `todo` unless stated; known ones do not change.

        Returns:
            Number of new addresses.
        """
        new = {**dict.fromkeys(_NEW), "state": "todo", "hops": 0}
        values = ([*map(_storable, (new | row).values())] for row in rows)
        marks = ", ".join("?" * len(_NEW))
        query = f"INSERT INTO pages ({', '.join(_NEW)}) VALUES ({marks}) {_AGAIN}"
        before = self._file.total_changes
        with _errors(self._home), self._file:
            self._file.execute("BEGIN")
            self._file.executemany(query, values)
        return self._file.total_changes - before

    def set(self, row_id: int, **values: object) -> None:
        """Update the row of an address."""
        names = ", ".join(f"{name} = ?" for name in values)
        with _errors(self._home):
            stored = [*map(_storable, values.values()), row_id]
            self._file.execute(f"UPDATE pages SET {names} WHERE id = ?", stored)

    def reopen(self, *states: str) -> int:
        """Set all addresses in these states back to `todo`; return their number."""
        marks = ", ".join("?" * len(states))
        with _errors(self._home):
            query = f"UPDATE pages SET state = 'todo', reason = NULL WHERE state IN ({marks})"
            return self._file.execute(query, states).rowcount

    def hosts(self) -> list[str]:
        """Hosts with addresses in the state `todo`."""
        query = "SELECT DISTINCT host FROM pages WHERE state = 'todo'"
        return [host for (host,) in self._query(query)]

    def todo(self, host: str, most: int = 50) -> list[LedgerRow]:
        """The next addresses of a host, in the order in which they were added."""
        return self._rows("state = 'todo' AND host = ? ORDER BY id LIMIT ?", host, most)

    def last_kept(self, most: int) -> list[LedgerRow]:
        """Rows of the latest pages: a power cut may have taken them from the disk."""
        return self._rows("state = 'kept' ORDER BY fetched_at DESC LIMIT ?", most)

    def counts(self) -> dict[str, int]:
        """Number of addresses by state."""
        query = "SELECT state, count(*) FROM pages GROUP BY state ORDER BY count(*) DESC"
        return dict(self._query(query))

    def reasons(self) -> dict[str, int]:
        """Number of addresses without a page by reason."""
        query = (
            "SELECT reason, count(*) FROM pages WHERE reason IS NOT NULL AND state != 'moved' "
            "GROUP BY reason ORDER BY count(*) DESC"
        )
        return dict(self._query(query))

    def frame(self) -> pd.DataFrame:
        """All rows: `url`, `state` (one of STATES), `reason`, `status`, `hops`, `moved_to`
        (where a redirect led), `raw` (file of the page), `fetched_at`, `found_in` (the list),
        `title` and `published` as the list gave them.
        """
        columns = ["url", "state", "reason", "status", "hops", "moved_to", "raw", "fetched_at",
                   "found_in", "title", "published"]  # fmt: skip
        query = f"SELECT {', '.join(columns)} FROM pages ORDER BY id"
        rows = pd.DataFrame(self._query(query), columns=columns)
        typed = rows.astype("str")
        for name in ("status", "hops"):
            typed[name] = pd.to_numeric(rows[name], errors="coerce").round().astype("Int64")
        for name in ("fetched_at", "published"):
            typed[name] = pd.to_datetime(rows[name], utc=True, format="ISO8601", errors="coerce")
        return typed.fillna({"hops": 0}).astype({"hops": "int64"})

    def _rows(self, where: str, *values: object) -> list[LedgerRow]:
        query = f"SELECT id, key, url, host, hops, raw, etag, modified FROM pages WHERE {where}"
        return [LedgerRow(*values) for values in self._query(query, *values)]

    def _query(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _errors(self._home):
            return self._file.execute(query, values).fetchall()


def _storable(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


@contextmanager
def _errors(home: Path) -> Iterator[None]:
    """Turn errors of SQLite into messages that say what to do.

    Raises:
        LedgerLocked: another process is writing there.
        DamagedLedger: it is damaged, or something else.
        OSError: the disk is full or cannot be written; the message names it.
    """
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter of its own messages
        message = str(error)
        if "locked" in message:
            reason = f"another collection is at work in {home}: wait for its end"
            raise LedgerLocked(reason) from None
        if "full" in message or "disk I/O" in message:
            raise full_disk(home) from None
        if "unable to open" in message or "readonly" in message:
            raise LedgerError(f"cannot write to {home}: {message}") from None
        raise DamagedLedger(f"the ledger of {home} is damaged: {message}") from None

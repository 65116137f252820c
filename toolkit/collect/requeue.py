"""What a power cut took: pages that the ledger has and the disk has not."""

from __future__ import annotations

import hashlib
from pathlib import Path

from toolkit.collect.ledger import Ledger, LedgerRow
from toolkit.collect.warc import ArchivedPage, read_warc

_CHECKED = 200
"""Pages, the latest, that are looked at."""


def requeue_missing(ledger: Ledger, home: Path) -> None:
    """Have pages fetched again that are not whole on the disk."""
    for row in ledger.last_kept(_CHECKED):
        if not _is_whole(home, row):
            ledger.set(row.id, state="todo", raw=None, etag=None, modified=None)


def _is_whole(home: Path, row: LedgerRow) -> bool:
    path = home / (row.raw or "")
    if not path.is_file():
        return False
    if path.name.startswith("pages-"):
        return True  # many pages to a file: what broke off there is not in the ledger
    found = next(iter(read_warc(path)), None)
    if not isinstance(found, ArchivedPage):
        return path.stat().st_size > 0 and found is None
    return path.name.startswith(_digest(found)) or bool(found.headers.get("content-encoding"))


def _digest(page: ArchivedPage) -> str:
    return hashlib.sha256(page.url.encode() + b"\0" + page.data).hexdigest()[:24]

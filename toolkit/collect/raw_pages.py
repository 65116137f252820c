"""Store raw pages as WARC records, with bytes and headers as received."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from toolkit.collect.containers import Document, read_warc
from toolkit.collect.fetch import Response
from toolkit.collect.filters import Link
from toolkit.collect.ledger import DamagedLedger, Ledger, LedgerRow, link_row
from toolkit.storage.files import naming_full_disk, put

StorePage = Callable[[Response, str], str]
"""From a page and its host to the path of its file below the corpus folder."""
# the body is stored without its chunks: readers must not look for them
_RENAMED = {"transfer-encoding": "X-Received-Transfer-Encoding"}
_UNSAFE = re.compile(r"[^a-z0-9_.-]|^\.+")
_ASIDE = "log/ledger.damaged"
_CHECKED = 200
"""Number of pages, the latest ones, that are checked after a restart."""


def page_store(home: Path, warc: bool) -> StorePage:
    """A function that stores pages in ``raw/``: one file per page, or one WARC file for all.

    The one file is ``raw/pages-0001.warc.gz``; the next run starts the next. A record that a killed
    run did not finish stays at the end of its file.
    """
    if not warc:
        return partial(store_page, home)
    number = len(list((home / "raw").glob("pages-*.warc.gz"))) + 1
    name = f"raw/pages-{number:04}.warc.gz"

    def append(page: Response, host: str) -> str:
        with naming_full_disk(home), (home / name).open("ab") as stream:
            stream.write(warc_record(page))
        return name

    return append


def store_page(home: Path, page: Response, host: str) -> str:
    """Store a page as ``raw/HOST/HASH.warc.gz``, named by address and content."""
    digest = _digest(page.url, page.body)
    folder = _UNSAFE.sub("_", host.strip("[]"))
    name = f"raw/{folder}/{digest}.warc.gz"
    if not (home / name).exists():
        write_file(home, name, warc_record(page))
    return name


class _ReceivedHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers that are written byte by byte as received; warcio alone would quote them."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        return str(self.to_str(header_filter)).encode("latin-1", "replace") + b"\r\n"


def warc_record(page: Response) -> bytes:
    """A page as one gzipped WARC record of the type response."""
    headers = [(_RENAMED.get(name.lower(), name), value) for name, value in page.headers]
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=_ReceivedHeaders(f"{page.status} {page.reason}", headers, "HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{page.at:%Y-%m-%dT%H:%M:%SZ}"},
    )
    writer.write_record(record)
    # not by warcio, whose level of compression takes three times as long
    return gzip.compress(buffer.getvalue(), compresslevel=2, mtime=0)


def write_file(home: Path, name: str, data: bytes) -> None:
    """Write a file below the corpus folder, whole or not at all.

    Raises:
        OSError: the disk is full (the message names it) or cannot be written.
    """
    with naming_full_disk(home):
        put(home.absolute(), name, data)


def create_corpus(home: Path) -> None:
    """Create the corpus folder with a corpus.toml that holds its name."""
    with naming_full_disk(home):
        (home / "raw").mkdir(parents=True, exist_ok=True)
    if not (home / "corpus.toml").exists():
        title = json.dumps(home.resolve().name, ensure_ascii=False)  # TOML quotes as JSON does
        write_file(home, "corpus.toml", f"title = {title}\n".encode())


def remove_unfinished(home: Path) -> None:
    """Remove files that killed runs left unfinished."""
    for path in (home / "raw").glob("*/*.writing"):
        path.unlink(missing_ok=True)


def open_ledger(home: Path) -> Ledger:
    """The ledger of a corpus; a damaged one is set aside and made again from the stored pages.

    Raises:
        LedgerLocked, OSError: see `Ledger`.
    """
    try:
        ledger = Ledger(home)
    except DamagedLedger as error:
        set_ledger_aside(home, error)
        ledger = Ledger(home)
    if (home / _ASIDE).exists() and not ledger.counts():
        n = ledger.add(_stored_rows(home))
        print(f"the ledger was made again from {n:,} stored pages in {home}", file=sys.stderr)
    return ledger


def set_ledger_aside(home: Path, error: DamagedLedger) -> None:
    """Rename a damaged ledger, so that the next one is made from the pages, and say so."""
    for part in ("-wal", "-shm"):  # what SQLite had not merged yet
        (home / f"log/ledger.sqlite{part}").unlink(missing_ok=True)
    (home / "log" / "ledger.sqlite").replace(home / _ASIDE)
    print(f"{error}; set aside as {home / _ASIDE}", file=sys.stderr)


def _stored_rows(home: Path) -> list[dict[str, object]]:
    """Rows of the ledger for the pages in WARC files, the latest version of each page first."""
    rows: list[dict[str, object]] = []
    for path in sorted((home / "raw").rglob("*.warc.gz")):
        for page in read_warc(path):
            if isinstance(page, Document):
                row = link_row(Link(str(page.url)), None, ())
                rows.append({**_kept(page, path.relative_to(home).as_posix()), **row})
    return sorted(rows, key=lambda row: str(row["fetched_at"]), reverse=True)


def _kept(page: Document, name: str) -> dict[str, object]:
    named = {"etag": page.headers.get("etag"), "modified": page.headers.get("last-modified")}
    return {"state": "kept", "raw": name, "status": 200, "fetched_at": page.fetched_at, **named}


def requeue_missing(ledger: Ledger, home: Path) -> None:
    """Requeue the latest pages of the ledger whose files are missing or damaged."""
    for row in ledger.last_kept(_CHECKED):
        if not _is_complete(home, row):
            ledger.set(row.id, state="todo", raw=None, etag=None, modified=None)


def _is_complete(home: Path, row: LedgerRow) -> bool:
    path = home / (row.raw or "")
    try:
        if not path.is_file():
            return False
    except (OSError, ValueError):  # no name of a file
        return False
    if path.name.startswith("pages-"):
        return True  # many pages in one file: an unfinished record is not in the ledger
    page = next(iter(read_warc(path)), None)
    if not isinstance(page, Document):
        return path.stat().st_size > 0 and page is None
    encoded = bool(page.headers.get("content-encoding"))
    return encoded or path.name.startswith(_digest(str(page.url), page.data))


def _digest(url: str, body: bytes) -> str:
    return hashlib.sha256(url.encode() + b"\0" + body).hexdigest()[:24]

"""Store raw pages as WARC records, with bytes and headers as received."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from toolkit.collect.fetch import Response
from toolkit.collect.ledger import Ledger, LedgerRow, full_disk
from toolkit.collect.warc import ArchivedPage, read_warc
from toolkit.storage.files import put

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# the body is stored without its chunks: readers must not look for them
_RENAMED = {"transfer-encoding": "X-Received-Transfer-Encoding"}
_CHECKED = 200
"""Number of pages, the latest ones, that are checked after a restart."""


class PageStore(Protocol):
    """Destination of raw pages."""

    def put(self, page: Response, host: str) -> str:
        """Store a page and return the path of its file below the corpus folder."""

    def close(self) -> None:
        """Release resources after the last page."""


class PageFiles:
    """One file per page: ``raw/HOST/HASH.warc.gz``, named by address and content."""

    def __init__(self, home: Path) -> None:
        self._home = home
        with _full_disk_named(home):
            (home / "raw").mkdir(parents=True, exist_ok=True)

    def put(self, page: Response, host: str) -> str:
        """Store a page unless it is there already."""
        digest = _digest(page.url, page.body)
        name = f"raw/{host.strip('[]').replace(':', '_')}/{digest}.warc.gz"
        if not (self._home / name).exists():
            write_file(self._home, name, warc_record(page))
        return name

    def close(self) -> None:
        """Nothing is open."""


class WarcFile:
    """One file for all pages of a run: ``raw/pages-0001.warc.gz``; the next run starts the next.

    A record that a killed run did not finish stays at the end of its file.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        with _full_disk_named(home):
            (home / "raw").mkdir(parents=True, exist_ok=True)
            number = len(list((home / "raw").glob("pages-*.warc.gz"))) + 1
        self._name = f"raw/pages-{number:04}.warc.gz"
        self._stream: BinaryIO | None = None
        self._lock = threading.Lock()

    def put(self, page: Response, host: str) -> str:
        """Append a page."""
        data = warc_record(page)
        with _full_disk_named(self._home), self._lock:
            if self._stream is None:
                self._stream = (self._home / self._name).open("xb")
            self._stream.write(data)
            self._stream.flush()
        return self._name

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


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
    with _full_disk_named(home):
        put(home.absolute(), name, data)


def create_corpus(home: Path) -> None:
    """Create the corpus folder with a corpus.toml that holds its name."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "corpus.toml").exists():
        title = json.dumps(home.resolve().name, ensure_ascii=False)  # TOML quotes as JSON does
        write_file(home, "corpus.toml", f"title = {title}\n".encode())


def remove_unfinished(home: Path) -> None:
    """Remove files that killed runs left unfinished."""
    for path in (home / "raw").glob("*/*.writing"):
        path.unlink(missing_ok=True)


def requeue_missing(ledger: Ledger, home: Path) -> None:
    """Requeue the latest pages of the ledger whose files are missing or damaged."""
    for row in ledger.last_kept(_CHECKED):
        if not _is_complete(home, row):
            ledger.set(row.id, state="todo", raw=None, etag=None, modified=None)


def _is_complete(home: Path, row: LedgerRow) -> bool:
    path = home / (row.raw or "")
    if not path.is_file():
        return False
    if path.name.startswith("pages-"):
        return True  # many pages in one file: an unfinished record is not in the ledger
    page = next(iter(read_warc(path)), None)
    if not isinstance(page, ArchivedPage):
        return path.stat().st_size > 0 and page is None
    encoded = bool(page.headers.get("content-encoding"))
    return encoded or path.name.startswith(_digest(page.url, page.data))


def _digest(url: str, body: bytes) -> str:
    return hashlib.sha256(url.encode() + b"\0" + body).hexdigest()[:24]


@contextmanager
def _full_disk_named(home: Path) -> Iterator[None]:
    """Turn the errors of a full disk into one that names the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full_disk(home) from None
        raise

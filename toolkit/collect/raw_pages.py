"""Raw pages on disk: bytes and headers as received, as WARC records, whole or not at all."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from toolkit.collect.fetch import Response
from toolkit.collect.ledger import full_disk

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class PageStore(Protocol):
    """Where raw pages go."""

    def put(self, page: Response, host: str) -> str:
        """Keep a page; the path of its file below the corpus folder."""

    def close(self) -> None:
        """After the last page."""


class PageFiles:
    """One file a page: ``raw/HOST/HASH.warc.gz``, named by its address and content."""

    def __init__(self, home: Path, folder: str = "raw") -> None:
        self._home = home
        self._folder = folder
        with disk(home):
            (home / folder).mkdir(parents=True, exist_ok=True)

    def put(self, page: Response, host: str) -> str:
        """Keep a page; one that is there already is left alone."""
        digest = hashlib.sha256(page.url.encode() + b"\0" + page.body).hexdigest()[:24]
        name = f"{self._folder}/{host.strip('[]').replace(':', '_')}/{digest}.warc.gz"
        path = self._home / name
        if not path.exists():
            write_whole(path, warc_record(page), self._home)
        return name

    def close(self) -> None:
        """Nothing is open."""


class WarcFile:
    """All pages of a run in one file: ``raw/pages-0001.warc.gz``; the next run begins the next.

    What a killed run leaves half written stays at the end of its own file.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        with disk(home):
            (home / "raw").mkdir(parents=True, exist_ok=True)
            number = len(list((home / "raw").glob("pages-*.warc.gz"))) + 1
            self._name = f"raw/pages-{number:04}.warc.gz"
        self._stream: Any = None
        self._one = threading.Lock()

    def put(self, page: Response, host: str) -> str:
        """Append a page."""
        data = warc_record(page)
        with disk(self._home), self._one:
            if self._stream is None:
                self._stream = (self._home / self._name).open("xb")
            self._stream.write(data)
            self._stream.flush()
        return self._name

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


def warc_record(page: Response) -> bytes:
    """A page as one gzipped WARC record of the type response (WARC 1.0, section 4)."""
    # the body came out of its chunks when it was received: readers must not look for them
    sent = "".join(f"{_RENAMED.get(n.lower(), n)}: {v}\r\n" for n, v in page.headers)
    block = f"HTTP/1.1 {page.status} {page.reason}\r\n{sent}\r\n".encode() + page.body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\n"
        f"WARC-Target-URI: {page.url}\r\n"
        f"WARC-Date: {page.at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=2, mtime=0)


_RENAMED = {"transfer-encoding": "X-Received-Transfer-Encoding"}


def write_whole(path: Path, data: bytes, home: Path) -> None:
    """A file that is there whole or not at all; its unfinished form is hidden.

    Raises:
        OSError: the disk is full or cannot be written; the message names it.
    """
    with disk(home):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(data)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def create_corpus(home: Path) -> None:
    """Make the corpus folder, with a corpus.toml that says no more than its name."""
    settings = home / "corpus.toml"
    home.mkdir(parents=True, exist_ok=True)
    if not settings.exists():
        title = json.dumps(home.resolve().name, ensure_ascii=False)  # TOML quotes as JSON does
        write_whole(settings, f"title = {title}\n".encode(), home)


def remove_unfinished(home: Path, folder: str = "raw") -> None:
    """Take away what killed runs left unfinished."""
    for left in (home / folder).glob("*/.*.warc.gz.*"):
        left.unlink(missing_ok=True)


@contextmanager
def disk(home: Path) -> Iterator[None]:
    """A full disk as an error that names it."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full_disk(home) from None
        raise

"""Read the pages of WARC files one by one."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from toolkit.collect.filters import parse_utc

MAX_PAGE_BYTES = 16 * 2**20
_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    # where nothing certain is stated, a page of the web is HTML
    "": "html",
    "application/octet-stream": "html",
    "text/xml": "html",
    "application/xml": "html",
}


@dataclass(frozen=True)
class ArchivedPage:
    """A page in an archive.

    Attributes:
        url: address of the page.
        fetched_at: time of the request, UTC, ISO 8601.
        suffix: suffix of a file of its type: html, txt, pdf …
        data: the body, decompressed.
        headers: headers as sent, names in lower case.
    """

    url: str
    fetched_at: str
    suffix: str
    data: bytes
    headers: dict[str, str]

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that request the page only if it has changed."""
        named = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {name: self.headers[h] for name, h in named.items() if h in self.headers}


@dataclass(frozen=True)
class UnreadablePage:
    """A document in a container that could not be read.

    Attributes:
        name: its address or file name; empty where the container itself is broken.
        reason: why it could not be read.
    """

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.name else self.reason


Refusal = Callable[[str, datetime | None], str | None]
"""From address and time of a page to the reason for skipping it; null to read it."""


def read_warc(
    source: Path | BinaryIO, max_bytes: int = MAX_PAGE_BYTES, refusal: Refusal | None = None
) -> Iterator[ArchivedPage | UnreadablePage]:
    """The pages of a WARC file, gzipped or not; of a truncated file those before the break.

    Args:
        source: the file, or a stream of it.
        max_bytes: size that a page may have when decompressed.
        refusal: decides by address and time which pages to skip, before their bodies are read.
    """
    stream = source.open("rb") if isinstance(source, Path) else source
    with stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "resource"):
                    yield from _read_record(record, max_bytes, refusal)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError) as error:
            message = " ".join(str(error).split())[:120]
            yield UnreadablePage("", f"WARC broken: {message or type(error).__name__}")


def _read_record(
    record: Any, max_bytes: int, refusal: Refusal | None
) -> Iterator[ArchivedPage | UnreadablePage]:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = str(record.rec_headers.get_header("WARC-Date") or "")
    if not url.startswith(("http://", "https://")):
        return
    if refusal and (reason := refusal(url, parse_utc(date))):
        yield UnreadablePage(url, reason)
        return
    http = record.http_headers
    if http is not None and str(http.get_statuscode()) not in ("200", "304"):
        return
    headers = {name.lower(): value for name, value in (http.headers if http is not None else [])}
    stated = headers.get("content-type") or record.rec_headers.get_header("Content-Type") or ""
    suffix = _SUFFIXES.get(stated.split(";")[0].strip().lower())
    if suffix is None:
        return
    try:
        data = record.content_stream().read(max_bytes + 1)
    except (zlib.error, EOFError, gzip.BadGzipFile) as error:
        yield UnreadablePage(url, f"broken compression: {error}")
        return
    if len(data) > max_bytes:
        yield UnreadablePage(url, f"too large: over {max_bytes:,} bytes")
    elif _is_truncated(record):
        yield UnreadablePage(url, "WARC broken: it ends within a page")
    else:
        yield ArchivedPage(url, date, suffix, data, headers)


def _is_truncated(record: Any) -> bool:
    """Whether the file ended before the record did."""
    while record.raw_stream.read(2**16):
        pass
    return bool(getattr(record.raw_stream, "limit", 0) > 0)

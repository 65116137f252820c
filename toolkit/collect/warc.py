"""Web archives: the pages in WARC files, one after the other, never a file in memory whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

MOST = 16 * 2**20
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


@dataclass(frozen=True)
class ArchivedPage:
    """A page out of an archive.

    Attributes:
        url: where it was.
        at: when it was fetched, UTC, ISO 8601.
        kind: suffix of a file of its type: html, txt, pdf …
        data: the body, unpacked.
        headers: as sent, names in lower case.
    """

    url: str
    at: str
    kind: str
    data: bytes
    headers: dict[str, str]

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the page only if it has changed."""
        named = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {name: self.headers[h] for name, h in named.items() if h in self.headers}


@dataclass(frozen=True)
class UnreadablePage:
    """A record that gave no page, and why."""

    url: str
    reason: str


Wanted = Callable[[str, datetime], bool]


def read_warc(
    source: Path | BinaryIO, most: int = MOST, wanted: Wanted | None = None
) -> Iterator[ArchivedPage | UnreadablePage]:
    """The pages of a WARC file, gzipped or not; where it breaks off, what stands before.

    Args:
        source: the file, or a stream of it.
        most: bytes that one page may unpack to.
        wanted: from address and time to whether a page is read at all.
    """
    stream = source.open("rb") if isinstance(source, Path) else source
    with stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "resource"):
                    yield from _page(record, most, wanted)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError) as error:
            said = " ".join(str(error).split())[:120]
            yield UnreadablePage("", f"WARC broken: {said or type(error).__name__}")


def _page(record: Any, most: int, wanted: Wanted | None) -> Iterator[ArchivedPage | UnreadablePage]:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    at = str(record.rec_headers.get_header("WARC-Date") or "")
    if not url.startswith(("http://", "https://")):
        return
    if wanted is not None and not wanted(url, _time(at)):
        return
    sent = record.http_headers
    if sent is not None and str(sent.get_statuscode()) not in ("200", "304"):
        return
    headers = {n.lower(): v for n, v in (sent.headers if sent is not None else [])}
    stated = headers.get("content-type") or record.rec_headers.get_header("Content-Type") or ""
    kind = _kind(stated)
    if kind is None:
        return
    try:
        data = record.content_stream().read(most + 1)
    except (zlib.error, EOFError, gzip.BadGzipFile) as error:
        yield UnreadablePage(url, f"its packing is broken: {error}")
        return
    if len(data) > most:
        yield UnreadablePage(url, f"too large: over {most:,} bytes")
        return
    if _is_cut(record):
        yield UnreadablePage(url, "WARC broken: it ends within a page")
        return
    yield ArchivedPage(url, at, kind, data, headers)


def _is_cut(record: Any) -> bool:
    """Whether the file ended before the record did."""
    while record.raw_stream.read(2**16):
        pass
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _kind(stated: str) -> str | None:
    """Suffix by a content type; html where none is stated, null for what is no page."""
    name = stated.split(";")[0].strip().lower()
    if not name or name in ("application/octet-stream", "text/xml", "application/xml"):
        return "html"
    return _KINDS.get(name)


def _time(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def in_memory(data: bytes) -> BinaryIO:
    """Bytes as a stream, for archives inside a zip."""
    return io.BytesIO(data)

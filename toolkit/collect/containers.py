"""Iterate over the documents in a file: itself, or the pages of a web archive or zip."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from toolkit.collect.files import MAX_BYTES, RawFile, belongs_to_saved_page
from toolkit.collect.filters import parse_utc

MAX_PAGE_BYTES = 16 * 2**20
_MAX_ENTRIES = 1_000_000
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
class Document:
    """One document of a file.

    Attributes:
        suffix: suffix that names its format: html, txt, pdf …
        data: its bytes, decompressed.
        place: path of the file below the requested folder, or in the zip in it; ends with "/" for
            a page of an archive.
        url: address of the page, if it comes from an archive.
        fetched_at: time of the request, UTC, ISO 8601, if it comes from an archive.
        headers: headers as sent, names in lower case, if it comes from an archive.
    """

    suffix: str
    data: bytes
    place: str = ""
    url: str | None = None
    fetched_at: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

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


Documents = Iterator[Document | UnreadablePage]
Refusal = Callable[[str, datetime | None], str | None]
"""From address and time of a page to the reason for skipping it; null to read it."""


def documents_of(file: RawFile) -> Documents:
    """The documents of a file, one in memory at a time.

    Raises:
        TooLarge, OSError: see `RawFile.read`.
    """
    if file.suffix == "warc":
        yield from _archived(file.path, PurePath(file.display_name).parent)
    elif file.suffix == "zip":
        yield from _zipped(file)
    else:
        yield Document(file.suffix, file.read(), file.display_name)


def _archived(source: Path | BinaryIO, folder: PurePath) -> Documents:
    for page in read_warc(source):
        yield replace(page, place=f"{folder.as_posix()}/") if isinstance(page, Document) else page


def _zipped(file: RawFile) -> Documents:
    try:
        with zipfile.ZipFile(file.path) as opened:
            entries = [e for e in opened.infolist() if not e.is_dir()]
            names = {PurePath(e.filename) for e in entries}
            if len(entries) > _MAX_ENTRIES:
                yield UnreadablePage("", "a zip of over a million files: unpack it first")
                return
            for entry in entries:
                name = PurePath(entry.filename)
                hidden = any(p.startswith((".", "__MACOSX")) for p in name.parts)
                if not hidden and not belongs_to_saved_page(name, names.__contains__):
                    yield from _entry(opened, entry, PurePath(file.display_name).parent)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield UnreadablePage("", f"zip broken: {error}")


def _entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, outer: PurePath) -> Documents:
    name = entry.filename
    try:
        with opened.open(entry) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as error:
        locked = "password" in str(error)
        reason = "locked by a password: unpack it first" if locked else str(error)
        yield UnreadablePage(name, reason)
        return
    inner = RawFile(Path(name), name)
    if len(data) > MAX_BYTES:
        yield UnreadablePage(name, "over 64 MB: unpack it first")
    elif inner.suffix == "zip":
        yield UnreadablePage(name, "a zip in a zip: unpack it first")
    elif inner.suffix == "warc":
        yield from _archived(io.BytesIO(data), outer)
    else:
        yield Document(inner.suffix, data, (outer / inner.display_name).as_posix())


def read_warc(
    source: Path | BinaryIO, max_bytes: int = MAX_PAGE_BYTES, refusal: Refusal | None = None
) -> Documents:
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


def _read_record(record: Any, max_bytes: int, refusal: Refusal | None) -> Documents:
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
        yield Document(suffix, data, url=url, fetched_at=date, headers=headers)


def _is_truncated(record: Any) -> bool:
    """Whether the file ended before the record did."""
    while record.raw_stream.read(2**16):
        pass
    return bool(getattr(record.raw_stream, "limit", 0) > 0)

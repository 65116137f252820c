"""Iterate over the documents in a file: itself, or the pages of a web archive or zip."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from toolkit.collect.files import MAX_BYTES, RawFile, belongs_to_saved_page, clean_name
from toolkit.collect.filters import parse_utc

MAX_PAGE_BYTES = 16 * 2**20
_MAX_ENTRIES = 1_000_000
_NOT_UTF8 = 0xF7
"""Takes away the bit that says that a name is UTF-8."""
_MOST_TIMES = 100
"""Times its size that a container may hold; web pages are compressed to a tenth."""
# where nothing certain is stated, a page of the web is HTML
_HTML = ("text/html", "application/xhtml+xml", "", "application/octet-stream", "text/xml",
         "application/xml")  # fmt: skip
_SUFFIXES = {
    **dict.fromkeys(_HTML, "html"),
    "text/plain": "txt",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_RESOURCES = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript",
              "application/javascript", "application/x-javascript", "application/font")  # fmt: skip
"""Parts of pages, of which an archive has many; they are counted."""
_OTHER_TYPES = ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation")
_LIKE_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body)", re.I)
_LENGTH = "a record is not as long as it says"
_VERSION = re.compile(rb"WARC/[01]\.\d+")
_RECORD = re.compile(rb"WARC/[01]\.\d\r?\n|\x1f\x8b\x08")
_WITHIN = re.compile(rb"WARC/[01]\.\d\r?\nWARC-")


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
"""From address and time of a page to the reason for skipping it; None to read it."""


def documents_of(file: RawFile) -> Documents:
    """The documents of a file, one in memory at a time.

    Raises:
        TooLarge, OSError: see `RawFile.read`.
    """
    if file.suffix == "warc":
        yield from _within_budget(_archived(file.path, PurePath(file.name).parent), file.size())
    elif file.suffix == "zip":
        yield from _within_budget(_zipped(file), file.size())
    else:
        yield Document(file.suffix, file.read(), file.name)


def _within_budget(documents: Documents, size: int) -> Documents:
    """The documents of a container, until they hold far more than it does itself."""
    left = MAX_BYTES + _MOST_TIMES * size
    for document in documents:
        left -= len(document.data) if isinstance(document, Document) else 0
        if left < 0:
            times = f"over {_MOST_TIMES} times its size when unpacked"
            yield UnreadablePage("", f"{times}: what follows in it was not read")
            return
        yield document


def _archived(source: Path | BinaryIO, folder: PurePath) -> Documents:
    for page in read_warc(source):
        yield replace(page, place=f"{folder.as_posix()}/") if isinstance(page, Document) else page


def _zipped(file: RawFile) -> Documents:
    try:
        with _opened(file) as opened:
            entries = [e for e in opened.infolist() if not e.is_dir()]
            names = {PurePath(e.filename) for e in entries}
            if len(entries) > _MAX_ENTRIES:
                yield UnreadablePage("", "a zip of over a million files: unpack it first")
                return
            if sum(e.compress_size for e in entries) > file.size():
                yield UnreadablePage("", "zip broken: its files overlap, as in one made to harm")
                return
            for entry in entries:
                name = PurePath(entry.filename)
                hidden = any(p.startswith((".", "__MACOSX")) for p in name.parts)
                if not hidden and not belongs_to_saved_page(name, names.__contains__):
                    yield from _entry(opened, entry, PurePath(file.name).parent)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield UnreadablePage("", f"zip broken: {error}")


def _opened(file: RawFile) -> zipfile.ZipFile:
    """A zip; names in it that claim to be UTF-8 and are not are read as Latin-1."""
    try:
        return zipfile.ZipFile(file.path)
    except UnicodeDecodeError:
        data = bytearray(file.read())
        for header in re.finditer(rb"PK\x01\x02", bytes(data)):
            data[header.start() + 9] &= _NOT_UTF8
        opened = zipfile.ZipFile(io.BytesIO(data), metadata_encoding="latin-1")
        for entry in opened.infolist():
            data[entry.header_offset + 7] &= _NOT_UTF8
        return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="latin-1")


def _entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, outer: PurePath) -> Documents:
    name = clean_name(entry.filename)
    try:
        with opened.open(entry) as stream:
            data = stream.read(MAX_BYTES + 1)
    except MemoryError:
        raise
    except Exception as error:  # no file takes the others with it
        locked = "password" in str(error)
        reason = "locked by a password: unpack it first" if locked else f"zip broken: {error}"
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
        yield Document(inner.suffix, data, (outer / inner.name).as_posix())


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
    others: Counter[str] = Counter()
    with stream:
        start: int | None = 0
        while start is not None:
            stream.seek(start)
            archive = _Records(stream)
            archive.INC_RECORD = ""  # a warning for stderr
            try:
                for record in archive:
                    _check_lengths(archive)
                    if record.rec_type in ("response", "resource"):
                        yield from _read_record(record, max_bytes, refusal, others)
                    elif record.rec_type not in _OTHER_TYPES:
                        others["records of no known type"] += 1
                _check_lengths(archive)
                stream.seek(archive.offset)
                if stream.read(2**10).strip():
                    raise ArchiveLoadFailed("a record that cannot be unpacked")
                start = None
            except MemoryError:
                raise
            except Exception as error:  # no record takes the others with it
                message = " ".join(str(error).split())[:120]
                yield UnreadablePage("", f"WARC broken: {message or type(error).__name__}")
                begun = archive.member_info[0] if archive.err_count else archive.offset
                start = _next_record(stream, max(start, begun) + 1)
    if others:
        counts = ", ".join(f"{n:,} {what}" for what, n in others.most_common())
        yield UnreadablePage("", f"not articles: {counts}")


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The records of a WARC; warcio itself passes over those whose headers end early."""

    def _next_record(self, next_line: bytes | None) -> Any:
        line = next_line or self.reader.readline()
        if not line:
            raise EOFError
        try:
            record = super()._next_record(line)
        except EOFError:
            raise ArchiveLoadFailed("a record ends within its headers") from None
        names = [name.lower() for name, _ in record.rec_headers.headers]
        if names.count("warc-type") > 1 or not _VERSION.fullmatch(line.strip()):
            raise ArchiveLoadFailed("a record ends within its headers")
        return record


def _check_lengths(archive: ArchiveIterator) -> None:
    """Raise ArchiveLoadFailed if a record was not as long as it says."""
    if archive.err_count:
        raise ArchiveLoadFailed(_LENGTH)


def _next_record(stream: BinaryIO, start: int) -> int | None:
    """The place in a WARC at which a record begins, from a place on."""
    stream.seek(start)
    kept = b""
    while read := stream.read(2**20):
        if match := _RECORD.search(kept + read):
            return start - len(kept) + match.start()
        kept, start = read[-16:], start + len(read)
    return None


def _read_record(
    record: Any, max_bytes: int, refusal: Refusal | None, others: Counter[str]
) -> Documents:
    """The page of a record; records without a page are counted."""
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = str(record.rec_headers.get_header("WARC-Date") or "")
    if not url.startswith(("http://", "https://")):
        others[f"records of {url.partition(':')[0] or 'no address'}"] += 1
        return
    if refusal and (reason := refusal(url, parse_utc(date))):
        yield UnreadablePage(url, reason)
        return
    http = record.http_headers
    if http is not None and str(http.get_statuscode()) not in ("200", "304"):
        others[f"answers with status {http.get_statuscode()}"] += 1
        return
    headers = {name.lower(): value for name, value in (http.headers if http is not None else [])}
    stated = record.rec_headers.get_header("Content-Type") if http is None else None
    kind = (stated or headers.get("content-type") or "").split(";")[0].strip().lower()
    if kind == "application/http":  # a record whose answer was not found in it
        raise ArchiveLoadFailed(_LENGTH)
    if kind.startswith(_RESOURCES):
        others[kind] += 1
        return
    try:
        data = record.content_stream().read(max_bytes + 1)
    except (zlib.error, EOFError, gzip.BadGzipFile) as error:
        yield UnreadablePage(url, f"broken compression: {error}")
        return
    if _WITHIN.search(data):
        raise ArchiveLoadFailed(_LENGTH)
    if len(data) > max_bytes:
        yield UnreadablePage(url, f"too large: over {max_bytes:,} bytes")
    elif _is_truncated(record):
        yield UnreadablePage(url, "WARC broken: it ends within a page")
    elif kind not in _SUFFIXES and not _LIKE_HTML.match(data):
        yield UnreadablePage(url, f"not an article: {clean_name(kind)[:80]}")
    else:
        yield Document(_SUFFIXES.get(kind, "html"), data, url=url, fetched_at=date, headers=headers)


def _is_truncated(record: Any) -> bool:
    """Whether the file ended before the record did."""
    while record.raw_stream.read(2**16):
        pass
    return bool(getattr(record.raw_stream, "limit", 0) > 0)

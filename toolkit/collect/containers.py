"""Iterate over the documents in a file: itself, or the pages of a web archive or zip."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from toolkit.collect.files import MAX_BYTES, RawFile, belongs_to_saved_page
from toolkit.collect.warc import UnreadablePage, read_warc

_MAX_ENTRIES = 1_000_000


@dataclass(frozen=True)
class Document:
    """One document of a file.

    Attributes:
        suffix: suffix that names its format: html, txt, pdf …
        data: its bytes, decompressed.
        url: address of the page, if it comes from an archive.
        fetched_at: time of the request, if it comes from an archive.
        folder: folder of the file, in the folder or zip that it comes from.
    """

    suffix: str
    data: bytes
    url: str | None = None
    fetched_at: str | None = None
    folder: str | None = None


def documents_of(file: RawFile) -> Iterator[Document | UnreadablePage]:
    """The documents of a file, one in memory at a time.

    Raises:
        TooLarge, OSError: see `RawFile.read`.
    """
    if file.suffix == "warc":
        yield from _archived(file.path, file.folder)
    elif file.suffix == "zip":
        yield from _zipped(file)
    else:
        yield Document(file.suffix, file.read(), folder=file.folder)


def _archived(source: Path | BinaryIO, folder: str | None) -> Iterator[Document | UnreadablePage]:
    for page in read_warc(source):
        if isinstance(page, UnreadablePage):
            yield page
        else:
            yield Document(page.suffix, page.data, page.url, page.fetched_at, folder)


def _zipped(file: RawFile) -> Iterator[Document | UnreadablePage]:
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
                    yield from _entry(opened, entry, file.folder)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield UnreadablePage("", f"zip broken: {error}")


def _entry(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, outer: str | None
) -> Iterator[Document | UnreadablePage]:
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
        yield Document(inner.suffix, data, folder=inner.folder or outer)

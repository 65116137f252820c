"""What one file holds: itself, or the pages of a web archive or zip, one at a time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from toolkit.collect.files import MAX_BYTES, RawFile, belongs_to_saved_page
from toolkit.collect.warc import ArchivedPage, UnreadablePage, read_warc

_MOST_ENTRIES = 1_000_000


@dataclass(frozen=True)
class Part:
    """One document out of a file.

    Attributes:
        suffix: that says its format: html, txt, pdf …
        data: its bytes, unpacked.
        url: and ``fetched_at``, where an archive says them.
        folder: that it lies in, within a zip.
    """

    suffix: str
    data: bytes
    url: str | None = None
    fetched_at: str | None = None
    folder: str | None = None


@dataclass(frozen=True)
class Unopened:
    """A document in a file that could not be had, and why."""

    reason: str


def parts(raw: RawFile) -> Iterator[Part | Unopened]:
    """The documents of a file.

    Raises:
        TooLarge, OSError: as reading the file raises them.
    """
    if raw.suffix == "warc":
        yield from _archived(read_warc(raw.path))
    elif raw.suffix == "zip":
        yield from _zipped(raw)
    else:
        yield Part(raw.suffix, raw.data, folder=raw.folder)


def _archived(found: Iterator[ArchivedPage | UnreadablePage]) -> Iterator[Part | Unopened]:
    for page in found:
        if isinstance(page, UnreadablePage):
            yield Unopened(f"{page.url}: {page.reason}" if page.url else page.reason)
        else:
            yield Part(page.kind, page.data, page.url, page.at)


def _zipped(raw: RawFile) -> Iterator[Part | Unopened]:
    try:
        with zipfile.ZipFile(raw.path) as opened:
            entries = [e for e in opened.infolist() if not e.is_dir()]
            names = {PurePath(e.filename) for e in entries}
            if len(entries) > _MOST_ENTRIES:
                yield Unopened("a zip of over a million files: unpack it first")
                return
            for entry in entries:
                name = PurePath(entry.filename)
                hidden = any(p.startswith((".", "__MACOSX")) for p in name.parts)
                if not hidden and not belongs_to_saved_page(name, names.__contains__):
                    yield from _entry(opened, entry)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield Unopened(f"zip broken: {error}")


def _entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Part | Unopened]:
    name = entry.filename
    try:
        with opened.open(entry) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as error:
        locked = "password" in str(error)
        yield Unopened(f"{name}: {'locked by a password: unpack it first' if locked else error}")
        return
    inner = RawFile(PurePath(name), name)  # type: ignore[arg-type]
    if len(data) > MAX_BYTES:
        yield Unopened(f"{name}: over 64 MB: unpack it first")
    elif inner.suffix == "zip":
        yield Unopened(f"{name}: a zip in a zip: unpack it first")
    elif inner.suffix == "warc":
        yield from _archived(read_warc(io.BytesIO(data)))
    else:
        yield Part(inner.suffix, data, folder=inner.folder)

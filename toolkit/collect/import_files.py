"""Import web archives and exports into the raw pages of a corpus."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePath

from toolkit.collect.address import InvalidAddress, canonical_address, url_parts
from toolkit.collect.containers import Document, Refusal, UnreadablePage, read_warc
from toolkit.collect.fetch import Response
from toolkit.collect.files import RawFile, find_files
from toolkit.collect.filters import Filter, Link, between, parse_utc, passes
from toolkit.collect.raw_pages import create_corpus, store_page, write_file
from toolkit.progress import bar

_LANG = re.compile(rb"<html[^>]*\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.I)
# bodies come out of an archive decompressed
_COMPRESSION = ("content-encoding", "transfer-encoding", "content-length")


def import_files(
    files: Iterable[str | Path],
    home: Path,
    *,
    domains: Iterable[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
    language: str | None = None,
) -> Counter[str | None]:
    """Copy files into ``raw/`` of a corpus folder: web archives page by page, others as they are.

    Args:
        files: folders, files or patterns.
        home: the corpus folder; created if missing.
        domains: import only pages of these domains and their subdomains from web archives.
        since: import only pages fetched on this day or later from web archives.
        until: import only pages fetched on this day or before from web archives.
        language: skip pages of web archives that state another language.

    Returns:
        Number of files and pages by the reason why they were dropped; None for those that were
        stored.

    Raises:
        FileNotFoundError: no file was found.
        OSError: the folder cannot be written, or its disk is full.
    """
    found = find_files(list(files))
    create_corpus(home)
    own = [domain.lower().removeprefix("www.") for domain in domains]
    refusal = _refusal(own, between(since, until))
    counts: Counter[str | None] = Counter()
    with bar(len(found), "importing", "files") as progress:
        for file in found:
            if file.suffix == "warc" and file.path.is_file():
                counts.update(_import_archive(file, home, refusal, language))
            else:
                counts[_copy(file, home)] += 1
            progress.update()
    return counts


def _refusal(domains: list[str], days: list[Filter]) -> Refusal:
    """A function that skips pages of other domains and days."""

    def reason(url: str, fetched: datetime | None) -> str | None:
        host = url_parts(url).hostname or ""
        if domains and not any(host == d or host.endswith(f".{d}") for d in domains):
            return "another domain"
        return None if passes(Link(url, published=fetched), days) else "another day"

    return reason


def _import_archive(
    file: RawFile, home: Path, refusal: Refusal, language: str | None
) -> Iterator[str | None]:
    """The reason why each page of an archive was dropped; None for stored pages."""
    empty = True
    for page in read_warc(file.path, refusal=refusal):
        empty = False
        yield page.reason if isinstance(page, UnreadablePage) else _store(page, home, language)
    if empty:
        yield "WARC without pages"


def _store(page: Document, home: Path, language: str | None) -> str | None:
    stated = _LANG.search(page.data[:4096])
    if language and stated and stated[1].decode().lower() != language.lower():
        return "another language"
    try:
        address = canonical_address(str(page.url))
    except InvalidAddress as error:
        return str(error)
    headers = tuple((n, v) for n, v in page.headers.items() if n not in _COMPRESSION)
    fetched = parse_utc(page.fetched_at) or datetime.now(UTC)
    store_page(home, Response(address.url, 200, "OK", headers, page.data, fetched), address.host)
    return None


def _copy(file: RawFile, home: Path) -> str | None:
    """Copy a file, with a hash of its content in its name; return the reason if that fails."""
    try:
        stored = file.path.read_bytes() if file.size() else b""
    except OSError as error:
        return f"cannot be opened: {error.strerror or error}"
    digest = hashlib.sha256(stored).hexdigest()[:12]
    name = (PurePath("raw") / PurePath(file.name).parent / f"{digest}-{file.path.name}").as_posix()
    if not (home / name).exists():
        write_file(home, name, stored)
    return None

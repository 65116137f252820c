"""Importing: archives and exports into the raw pages of a corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from toolkit.collect.address import InvalidAddress, canonical_address
from toolkit.collect.fetch import Response
from toolkit.collect.files import RawFile, find_files
from toolkit.collect.filters import parse_utc
from toolkit.collect.raw_pages import PageFiles, create_corpus, write_whole
from toolkit.collect.warc import ArchivedPage, UnreadablePage, Wanted, read_warc
from toolkit.progress import bar

_LANG = re.compile(rb"<html[^>]*\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.I)


@dataclass
class Imported:
    """What an import has come to: what came in, what is kept, and why the rest is not."""

    came: int = 0
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    def drop(self, reason: str) -> None:
        """Count one that is not kept."""
        self.came += 1
        self.dropped[reason] = self.dropped.get(reason, 0) + 1


def import_files(
    files: Iterable[str | Path],
    home: Path,
    *,
    domains: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    language: str | None = None,
) -> Imported:
    """Put files into ``raw/`` of a corpus folder: web archives page by page, others as they are.

    Args:
        files: folders, files or patterns.
        home: the corpus folder; made where it is missing.
        domains: of a web archive's pages only these, and what is below them.
        since: and ``until``: of a web archive's pages only those fetched on these days.
        language: of a web archive's pages only those that state this language, or none.

    Raises:
        FileNotFoundError: nothing is there.
        OSError: the folder cannot be written, or its disk is full.
    """
    found = find_files(list(files))
    create_corpus(home)
    keeper, made = PageFiles(home), Imported()
    wanted = _wanted([d.lower().removeprefix("www.") for d in domains], since, until, made)
    with bar(len(found), "importing", "files") as shown:
        for raw in found:
            if raw.suffix == "warc":
                before = made.came
                for page in read_warc(raw.path, wanted=wanted):
                    _keep(page, keeper, language, made)
                if made.came == before:
                    made.drop("WARC without pages")
            else:
                _copy(raw, home, made)
            shown.update()
    return made


def _wanted(domains: list[str], since: date | None, until: date | None, made: Imported) -> Wanted:
    """Judges pages by address and day, before anything of them is read."""

    def passes(url: str, at: datetime) -> bool:
        host = _host(url)
        if domains and not any(host == d or host.endswith(f".{d}") for d in domains):
            made.drop("another domain")
            return False
        day = at.astimezone(UTC).date() if at.year > 1 else None
        if day and ((since and day < since) or (until and day > until)):
            made.drop("another day")
            return False
        return True

    return passes


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""  # no address at all: said where the page would be kept


def _keep(
    page: ArchivedPage | UnreadablePage, keeper: PageFiles, language: str | None, made: Imported
) -> None:
    if isinstance(page, UnreadablePage):
        return made.drop(page.reason)
    stated = _LANG.search(page.data[:4096])
    if language and stated and stated[1].decode().lower() != language.lower():
        return made.drop("another language")
    try:
        where = canonical_address(page.url)
    except InvalidAddress as error:
        return made.drop(str(error))
    # packed no more: what a reader needs of the headers is what the body is
    headers = tuple((n, v) for n, v in page.headers.items() if n not in _PACKING)
    at = parse_utc(page.at) or datetime.now(UTC)
    keeper.put(Response(where.url, 200, "OK", headers, page.data, at), where.host)
    made.came += 1
    made.kept += 1
    return None


_PACKING = ("content-encoding", "transfer-encoding", "content-length")


def _copy(raw: RawFile, home: Path, made: Imported) -> None:
    """A file as it is, under its own name and the hash of its content."""
    try:
        stored = raw.path.read_bytes()
    except OSError as error:
        return made.drop(f"cannot be opened: {error.strerror or error}")
    digest = hashlib.sha256(stored).hexdigest()[:12]
    target = home / "raw" / Path(raw.name).parent / f"{digest}-{raw.path.name}"
    if not target.exists():
        write_whole(target, stored, home)
    made.came += 1
    made.kept += 1
    return None

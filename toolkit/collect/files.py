"""Files of articles as raw pages: found by folder, file, glob or list, read one at a time."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from glob import glob, has_magic
from pathlib import Path, PurePath

MAX_BYTES = 64 * 2**20
"""Larger files (or what they unpack to) are not read whole; they end in `dropped`."""

CONTAINERS = ("warc", "zip")
"""Files of many pages: these are read page by page, so that they may be of any size."""

# as browsers name it in English, German, French, Spanish, Italian and Dutch
_PAGE_FOLDER = re.compile(r"(.+)[_-](?:files|Dateien|fichiers|archivos|file|bestanden)")
_NOT_ARTICLES = {"corpus.toml", "readme.md"}
_BESIDE = {
    ("corrections", "actors.csv"),
    ("corrections", "quotes.csv"),
    ("coding", "sample"),
    ("coding", "review"),
}
"""What people add to a folder of articles, and the toolkit reads elsewhere."""


class TooLarge(Exception):
    """A file, or what it unpacks to, is over MAX_BYTES."""


@dataclass(frozen=True)
class RawFile:
    """One file as it came in.

    Attributes:
        path: where the file is.
        name: its path below the folder that was asked for; stands in ``source_file``.
    """

    path: Path
    name: str

    @cached_property
    def data(self) -> bytes:
        """The bytes, unpacked when gzipped.

        Raises:
            TooLarge: over MAX_BYTES.
            OSError: the file cannot be read or unpacked.
        """
        if self.path.stat().st_size > MAX_BYTES:
            raise TooLarge(self.name)
        stored = self.path.read_bytes()
        return _unpack(stored, self.name) if stored[:2] == b"\x1f\x8b" else stored

    def fresh(self) -> RawFile:
        """The same file without its bytes: of many files one is in memory at a time."""
        return RawFile(self.path, self.name)

    @property
    def suffix(self) -> str:
        """Lower-case suffix without the dot and without gz: html, md, txt …"""
        suffixes = [s.lower().lstrip(".") for s in self.path.suffixes]
        return next((s for s in reversed(suffixes) if s != "gz"), "")

    @property
    def folder(self) -> str | None:
        """Name of the folder that the file lies in, below the folder that was asked for."""
        parents = Path(self.name).parts[:-1]
        return parents[-1] if parents else None

    @cached_property
    def key(self) -> str:
        """Hash of name and content: the same file under the same name is read once."""
        name = self.name.encode(errors="surrogateescape")
        if self.suffix in CONTAINERS:
            return _streamed(self.path, name)
        return hashlib.sha256(name + b"\0" + self.data).hexdigest()[:24]

    @property
    def display_name(self) -> str:
        """The name as it can be printed and kept: bytes of it that are no characters as �."""
        return self.name.encode(errors="surrogateescape").decode(errors="replace")


def _streamed(path: Path, name: bytes) -> str:
    digest = hashlib.sha256(name + b"\0")
    with path.open("rb") as stream:
        while chunk := stream.read(2**20):
            digest.update(chunk)
    return digest.hexdigest()[:24]


def _unpack(packed: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(packed)) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise OSError(f"broken gzip: {error}") from error
    if len(data) > MAX_BYTES:
        raise TooLarge(name)
    return data


def find_files(what: str | Path | Iterable[str | Path]) -> list[RawFile]:
    """Every file of a folder, file, glob or list of these, in the order of their names.

    A corpus folder gives what lies in its ``raw/``. Hidden files are passed over. What a pattern
    finds is named from the last folder that the pattern itself names.

    Raises:
        FileNotFoundError: nothing is there; the message names what was asked for.

    Example:
        >>> [raw.suffix for raw in find_files("data/sample/raw")][:1]
        ['md']
    """
    if isinstance(what, str | Path):
        return _find_one(what)
    found = {raw.path: raw for item in what for raw in _find_one(item)}
    return list(found.values())


def _find_one(what: str | Path) -> list[RawFile]:
    path = Path(what).expanduser()
    if path.is_file():
        return [RawFile(path, path.name)]
    if path.is_dir():
        root = path / "raw" if is_corpus(path) else path
        files = _below(root, _walk(root))
        if files or is_corpus(path):
            return files
        raise FileNotFoundError(f"Nothing to read in {what}: the folder holds no files.")
    if has_magic(str(what)):
        paths = (Path(p) for p in glob(str(path), recursive=True))  # noqa: PTH207
        files = _below(_fixed(path), (p for p in paths if p.is_file()))
        if files:
            return files
    raise FileNotFoundError(f"Nothing to read at {what}: no such file, folder or pattern.")


def _below(root: Path, paths: Iterable[Path]) -> list[RawFile]:
    return [RawFile(p, p.relative_to(root).as_posix()) for p in sorted(paths)]


def _fixed(pattern: Path) -> Path:
    """The last folder of a pattern before its first wildcard."""
    return next(p for p in pattern.parents if not has_magic(str(p)))


def _walk(root: Path) -> Iterator[Path]:
    """Files below a folder, and folders that nobody may look into: they cannot be opened either."""
    folders = [root]
    while folders:
        folder = folders.pop()
        below = folder.relative_to(root).parts
        try:
            entries = _entries(folder)
        except FileNotFoundError:  # a corpus that nothing has come into yet
            continue
        except OSError:
            yield folder
            continue
        for entry in entries:
            if entry.name.startswith(".") or (*below, entry.name)[:2] in _BESIDE:
                continue
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                folders += [] if _is_of_page(path, _is_there) else [path]
            elif _is_file(entry) and (below or entry.name.lower() not in _NOT_ARTICLES):
                yield path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return list(found)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is one; a link to itself is none."""
    return Path(entry.path).is_file() if entry.is_symlink() else entry.is_file()


def belongs_to_saved_page(path: PurePath, exists: Callable[[PurePath], bool] | None = None) -> bool:
    """Whether a file lies in the folder of pictures and scripts that a browser saved with a page.

    Example:
        >>> belongs_to_page(PurePath("Ferry_files/frame.html"), {PurePath("Ferry.html")}.__contains__)
        True
    """  # noqa: E501
    return any(_is_of_page(folder, exists or _is_there) for folder in path.parents)


def _is_of_page(folder: PurePath, exists: Callable[[PurePath], bool]) -> bool:
    """Whether it is the folder that a browser saved with a page beside it."""
    page = _PAGE_FOLDER.fullmatch(folder.name)
    if page is None:
        return False
    return any(exists(folder.with_name(page[1] + end)) for end in (".html", ".htm"))


def _is_there(page: PurePath) -> bool:
    return Path(page).is_file()


def is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus: it has a ``corpus.toml``."""
    return (folder / "corpus.toml").is_file()

"""Find files of articles by folder, file, glob or list, and read them one at a time."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePath
from typing import Any

MAX_BYTES = 64 * 2**20
"""Larger files (also when decompressed) are not read; they end in `dropped`."""

CONTAINERS = ("warc", "zip")
"""Files of many pages; they are read page by page, so their size is not limited."""

# as browsers name the folder in English, German, French, Spanish, Italian and Dutch
_PAGE_FOLDER = re.compile(r"(.+)[_-](?:files|Dateien|fichiers|archivos|file|bestanden)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_ARTICLES = {"corpus.toml", "readme.md"}
_ADDED_BY_PEOPLE = {
    ("corrections", "actors.csv"),
    ("corrections", "articles.csv"),
    ("corrections", "quotes.csv"),
    ("coding", "sample"),
    ("coding", "review"),
}
"""Corrections and coding sheets in a folder of articles; they are read elsewhere."""


class TooLarge(Exception):
    """A file is larger than MAX_BYTES, as stored or decompressed."""


@dataclass(frozen=True)
class RawFile:
    """One file as it came in.

    Attributes:
        path: path of the file.
        name: path below the requested folder; becomes ``source_file``. Bytes that are no UTF-8 and
            control characters, such as line breaks, are �.
    """

    path: Path
    name: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))

    def read(self) -> bytes:
        """Read the bytes; a gzipped file is decompressed.

        Raises:
            TooLarge: the file is larger than MAX_BYTES.
            OSError: the file cannot be read or decompressed.
        """
        if self.size() > MAX_BYTES:
            raise TooLarge(self.name)
        stored = self.path.read_bytes()
        return _unpack(stored, self.name) if stored[:2] == b"\x1f\x8b" else stored

    def size(self) -> int:
        """Bytes of the file as stored.

        Raises:
            OSError: it is no regular file, or a link that leads out of the corpus.
        """
        found = self.path.stat()
        if stat.S_ISDIR(found.st_mode) and self.path.is_symlink():
            raise OSError("a link to a folder, which is not followed: put the folder here instead")
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise OSError("no file of data, but a pipe, socket or device")
        self._check_link()
        return found.st_size

    def _check_link(self) -> None:
        """Check that a file in ``raw/`` of a corpus, which somebody may have sent, lies in it.

        Raises:
            OSError: it is a link that leads out of the corpus.
        """
        raw = self.path.parents[len(PurePath(self.name).parts) - 1]
        linked = self.path.is_symlink() and raw.name == "raw" and is_corpus(raw.parent)
        if linked and not self.path.resolve().is_relative_to(raw.parent.resolve()):
            raise OSError("a link that leads out of the corpus folder")

    @property
    def suffix(self) -> str:
        """Lower-case suffix without the dot and without gz: html, md, txt …"""
        suffixes = [s.lower().lstrip(".") for s in self.path.suffixes]
        return next((s for s in reversed(suffixes) if s != "gz"), "")

    def key(self) -> str:
        """Hash of name and content; errors as of `read`."""
        name = self.name.encode()
        if self.size() and self.suffix in CONTAINERS:
            with self.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, lambda: hashlib.sha256(name + b"\0"))
            return digest.hexdigest()[:24]
        return hashlib.sha256(name + b"\0" + self.read()).hexdigest()[:24]


def clean_name(name: str) -> str:
    """A name with � for bytes that are no UTF-8 and for control characters.

    Example:
        >>> clean_name("caf\\udce9\\n.txt")
        'caf��.txt'
    """
    text = name.encode(errors="surrogateescape").decode(errors="replace")
    return _CONTROL.sub("\ufffd", text)


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
    """All files of a folder, file, glob or list of these, sorted by name.

    Of a corpus folder these are the files in its ``raw/``, if it has one. Hidden files are skipped.
    Files found by a pattern are named relative to the last folder before its first wildcard.

    Raises:
        FileNotFoundError: no file was found; the message names the request.

    Example:
        >>> [raw.suffix for raw in find_files("data/sample/raw")][:1]
        ['md']
    """
    if isinstance(what, str | Path):
        return _find_one(what)
    by_path = {file.path: file for item in what for file in _find_one(item)}
    return list(by_path.values())


def _find_one(what: str | Path) -> list[RawFile]:
    path = Path(what).expanduser()
    if path.is_file():
        return [RawFile(path, path.name)]
    if path.is_dir():
        root = raw_folder(path)
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
    """The files, pipes, devices and linked folders below a folder, and folders without permission.

    Opening any of them but a file fails later, and is reported.
    """
    errors: list[OSError] = []
    for name, folders, files in os.walk(root, onerror=errors.append):
        folder = Path(name)
        below = folder.relative_to(root).parts
        folders[:] = [
            f
            for f in folders
            if not _is_left_out(below, f) and not _is_page_folder(folder / f, Path.is_file)
        ]
        yield from (folder / f for f in folders if (folder / f).is_symlink())
        for file in files:
            is_article = bool(below) or file.lower() not in _NOT_ARTICLES
            if is_article and not _is_left_out(below, file):
                yield folder / file
    # an empty corpus has no folder
    yield from (Path(e.filename) for e in errors if not isinstance(e, FileNotFoundError))


def _is_left_out(below: tuple[str, ...], name: str) -> bool:
    """Whether a file or folder is hidden, was left unfinished, or holds corrections or coding."""
    unread = name.startswith(".") or name.endswith(".writing")
    return unread or (*below, name)[:2] in _ADDED_BY_PEOPLE


def belongs_to_saved_page(path: PurePath, exists: Callable[[PurePath], bool]) -> bool:
    """Whether a file lies in the folder of images and scripts that a browser saved with a page.

    Args:
        path: path of the file.
        exists: whether another file exists beside it.

    Example:
        >>> belongs_to_saved_page(PurePath("Ferry_files/frame.html"), {PurePath("Ferry.html")}.__contains__)
        True
    """  # noqa: E501
    return any(_is_page_folder(folder, exists) for folder in path.parents)


def _is_page_folder(folder: PurePath, exists: Callable[[Any], bool]) -> bool:
    """Whether a folder was saved by a browser together with a page."""
    page = _PAGE_FOLDER.fullmatch(folder.name)
    if page is None:
        return False
    return any(exists(folder.with_name(page[1] + end)) for end in (".html", ".htm"))


def raw_folder(folder: Path) -> Path:
    """The folder of the articles: ``raw/`` of a corpus that has one, or else the folder itself."""
    raw = folder / "raw"
    return raw if is_corpus(folder) and raw.is_dir() else folder


def is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus: it has a ``corpus.toml``."""
    return (folder / "corpus.toml").is_file()

"""Opening a corpus: from files, or a folder that was one before, to its articles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import platformdirs

from toolkit.annotate import Annotator
from toolkit.collect.files import RawFile, TooLarge, find_files, is_corpus
from toolkit.corpus.article_set import Stock
from toolkit.corpus.article_store import Shelf, shelve
from toolkit.corpus.config import Config, read_config
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.file_keys import Seen
from toolkit.storage.format_version import hold_layout

Files = str | Path | Iterable[str | Path]


def read(files: Files, annotator: Annotator | None = None, workers: int = 1) -> Corpus:
    """A corpus of files as they are: Markdown, text, HTML, JSON, JSON Lines, CSV, mixed.

    What is derived is kept in the user's cache folder (or where TOOLKIT_CACHE says), so that
    reading the same files again costs nothing.

    Args:
        files: a folder, file, glob pattern, or list of these. A corpus folder is opened.
        annotator: in place of the toolkit's own.
        workers: processes that read new files, as in `open_corpus`.

    Raises:
        FileNotFoundError: nothing is there, or an empty folder.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.read("data/sample/raw")
        >>> len(corpus) + len(corpus.versions) + len(corpus.read_dropped)
        56
    """
    asked = [Path(f) for f in ([files] if isinstance(files, str | Path) else files)]
    if not asked:
        raise FileNotFoundError("An empty list of files: nothing to read.")
    folder = asked[0] if len(asked) == 1 and asked[0].is_dir() else None
    if folder and is_corpus(folder):
        return open_corpus(folder, annotator, workers)
    config = read_config(folder) if folder else Config(title=asked[0].stem)
    names = "\0".join(str(f.expanduser().resolve()) for f in asked)
    home = _cache() / hashlib.sha256(names.encode()).hexdigest()[:16]
    return _corpus(asked, home, folder or home, config, annotator, workers)


def open_corpus(folder: str | Path, annotator: Annotator | None = None, workers: int = 1) -> Corpus:
    """A corpus folder, or a plain folder of articles.

    What is derived is kept in the corpus folder; where that cannot be written, in the cache.

    Args:
        folder: with a corpus.toml, or any.
        annotator: in place of the toolkit's own.
        workers: processes that read new files. In a script (not in a notebook), more than one
            needs the usual ``if __name__ == "__main__":``.

    Raises:
        FileNotFoundError: no such folder.
        ValueError: its corpus.toml cannot be understood.

    Example:
        >>> import toolkit as tk
        >>> tk.open("data/sample").articles["outlet"].nunique()
        6
    """
    path = Path(folder).expanduser()
    if not path.is_dir() or not is_corpus(path):
        return read(path, annotator, workers)
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    home = path if os.access(path, os.W_OK) else _cache() / name
    return _corpus([path], home, path, read_config(path), annotator, workers)


open = open_corpus  # noqa: A001, as pathlib has it


def _cache() -> Path:
    given = os.environ.get("TOOLKIT_CACHE")
    return (
        Path(given).expanduser()
        if given
        else Path(platformdirs.user_cache_dir("voices-in-the-news"))
    )


def _corpus(
    asked: list[Path],
    home: Path,
    folder: Path,
    config: Config,
    annotator: Annotator | None,
    workers: int,
) -> Corpus:
    hold_layout(home)

    def shelved() -> tuple[Shelf, list[dict[str, str]]]:
        raws, unread = _file_keys(find_files(asked), home)
        return shelve(raws, home, config.setting, workers), unread

    shelf, unread = shelved()
    stock = Stock(home, folder, config, unread, shelf, lambda: shelved()[0])
    extra: dict[str, Any] = {"annotator": annotator} if annotator else {}
    return Corpus(stock, **extra)


def _file_keys(files: list[RawFile], home: Path) -> tuple[dict[str, RawFile], list[dict[str, str]]]:
    """Files by their key, and dropped rows of those that cannot be read, or were already."""
    keys: dict[str, RawFile] = {}
    lost: list[dict[str, str]] = []
    seen = Seen(home, len(files))
    for raw in files:
        reason, key = _key(raw, seen)
        if key and key in keys:
            reason = f"same file: {keys[key].path.as_posix()}"
        if reason:
            lost.append({"source_file": raw.display_name, "step": "collect", "reason": reason})
        elif key:
            keys[key] = raw
    seen.keep()
    return keys, lost


def _key(raw: RawFile, seen: Seen) -> tuple[str | None, str | None]:
    """Why a file cannot be read, and its key if it can."""
    try:
        return None, seen.key(raw)
    except TooLarge:
        return "over 64 MB: split it into smaller files", None
    except OSError as error:
        return f"cannot be opened: {error.strerror or error}", None

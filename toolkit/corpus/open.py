"""Open a corpus folder, or read any files as a corpus."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import platformdirs

from toolkit.annotate import Annotator, Pipeline
from toolkit.collect.files import clean_name, is_corpus, raw_folder
from toolkit.corpus.annotations import Annotations
from toolkit.corpus.article_set import ArticleSet
from toolkit.corpus.config import Config, read_config
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.parallel.batches import prepare_to_annotate
from toolkit.storage.files import check_format_version

Files = str | Path | Iterable[str | Path]


def read(files: Files, annotator: Annotator | None = None, workers: int = 1) -> Corpus:
    """A corpus of files in any format: Markdown, text, HTML, JSON, JSON Lines, CSV, mixed.

    Derived data is stored in the user's cache folder (or where TOOLKIT_CACHE says), so reading the
    same files again costs little.

    Args:
        files: a folder, file or glob pattern, or a list of these. A corpus folder is opened.
        annotator: replaces the toolkit's own.
        workers: processes that read new files, as in `open_corpus`.

    Raises:
        FileNotFoundError: nothing is there, or the folder is empty.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.read("data/sample/raw")
        >>> len(corpus) + len(corpus.versions) + len(corpus.read_dropped)
        56
    """
    paths = [Path(f) for f in ([files] if isinstance(files, str | Path) else files)]
    if not paths:
        raise FileNotFoundError("An empty list of files: nothing to read.")
    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    if folder and is_corpus(folder):
        return open_corpus(folder, annotator, workers)
    config = read_config(folder) if folder else Config(title=clean_name(paths[0].stem))
    names = "\0".join(str(p.expanduser().resolve()) for p in paths)
    home = _cache() / hashlib.sha256(os.fsencode(names)).hexdigest()[:16]
    return _corpus(ArticleSet(paths, home, folder or home, config, workers), annotator)


def open_corpus(folder: str | Path, annotator: Annotator | None = None, workers: int = 1) -> Corpus:
    """A corpus folder, or a plain folder of articles.

    New files are read and compared with the others. Derived data is stored in the corpus folder, or
    in the cache if the folder cannot be written.

    Args:
        folder: a folder, with or without a corpus.toml.
        annotator: replaces the toolkit's own.
        workers: processes that read new files.

    Raises:
        FileNotFoundError: no such folder.
        ValueError: its corpus.toml is not valid.

    Example:
        >>> import toolkit as tk
        >>> tk.open("data/sample").articles["outlet"].nunique()
        6
    """
    path = Path(folder).expanduser()
    if not path.is_dir() or not is_corpus(path):
        return read(path, annotator, workers)
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    # derived data must not lie among articles
    own = raw_folder(path) != path and os.access(path, os.W_OK)
    home = path if own else _cache() / name
    return _corpus(ArticleSet([path], home, path, read_config(path), workers), annotator)


open = open_corpus  # noqa: A001, as pathlib has it


def _cache() -> Path:
    given = os.environ.get("TOOLKIT_CACHE")
    if given:
        return Path(given).expanduser()
    return Path(platformdirs.user_cache_dir("voices-in-the-news"))


def _corpus(articles: ArticleSet, annotator: Annotator | None) -> Corpus:
    """A corpus whose files have been read and compared."""
    check_format_version(articles.home)
    corpus = Corpus(Annotations(articles, annotator or Pipeline()))
    articles.prepare = partial(prepare_to_annotate, corpus.annotations.job)
    len(corpus)
    return corpus

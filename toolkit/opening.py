"""Opening a corpus: from files, or a folder that was one before, to its articles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs

from toolkit import frames, tables
from toolkit.annotate import Annotator
from toolkit.collect.files import Raw, TooLarge, find, is_corpus
from toolkit.comparison import compared
from toolkit.config import Config, read_config
from toolkit.corpus import Corpus
from toolkit.layout import hold_layout
from toolkit.normalize import normalizer_version
from toolkit.normalize.pool import reader
from toolkit.normalize.stories import settle
from toolkit.progress import bar
from toolkit.store import KEY, Damaged, Parts, batches, keyed

_BATCH = 200
_OPENED = {"articles": "articles", "versions": "versions", "unread": "dropped"}
"""Tables of what was read, and the schema of each."""
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
    return _corpus(find(asked), home, config, annotator, workers)


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
    return _corpus(find(path), home, read_config(path), annotator, workers)


open = open_corpus  # noqa: A001, as pathlib has it


def _cache() -> Path:
    given = os.environ.get("TOOLKIT_CACHE")
    return (
        Path(given).expanduser()
        if given
        else Path(platformdirs.user_cache_dir("voices-in-the-news"))
    )


def _corpus(
    files: list[Raw], home: Path, config: Config, annotator: Annotator | None, workers: int
) -> Corpus:
    hold_layout(home)
    keys, unread = _file_keys(files)
    given = (normalizer_version(), repr(config.setting), repr(config.outlet_kinds), repr(unread))
    digest = tables.digest_of(keys, *given)
    if there := tables.kept(home, digest, _OPENED):
        made: tables.Made = {n: tables.read_table(there[n], _OPENED[n]) for n in _OPENED}
    else:
        made = _settled(keys, unread, home, config, workers)
        if len(made["articles"]) > tables.FEW:
            tables.keep(home, digest, _OPENED, made)
    extra: dict[str, Any] = {"annotator": annotator} if annotator else {}
    return Corpus(
        home, config, made["articles"], made["unread"], versions=made["versions"], **extra
    )


def _settled(
    keys: dict[str, Raw],
    unread: list[dict[str, str]],
    home: Path,
    config: Config,
    workers: int,
) -> tables.Made:
    """All articles of some files compared with each other, and what is none."""
    articles, dropped = _normalized(keys, home, config, workers)
    kept, doubles = _once(_marked(articles))
    agencies = [name for name, kind in config.outlet_kinds.items() if kind == "agency"]
    settled = settle(kept, agencies, compared(kept["text"].tolist(), home))
    gone = pd.concat([dropped, pd.DataFrame(unread), doubles])
    return {
        "articles": frames.frame(frames.ARTICLES, settled.articles),
        "versions": frames.frame(frames.VERSIONS, settled.versions),
        "unread": frames.frame(frames.DROPPED, gone),
    }


def _normalized(
    keys: dict[str, Raw], home: Path, config: Config, workers: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of articles and dropped of all files; files read before come from their parts."""
    schemas = {
        "log/normalize": keyed(frames.arrow_schema(frames.DROPPED)),
        "articles": keyed(frames.arrow_schema(frames.ARTICLES)),
    }
    parts = Parts(home, schemas, f"{normalizer_version()}-{_digest(config.setting)}")
    done = parts.done()
    todo = [(key, raw) for key, raw in keys.items() if key not in done]
    shown = bar(len(todo), "reading", "files")
    with shown, reader(config.setting, len(todo), workers) as rows_of:
        for batch in batches(todo, _BATCH):
            made: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas}
            found = rows_of(raw for _, raw in batch)
            for (key, _), (kept, lost) in zip(batch, found, strict=True):
                made["articles"] += [{KEY: key, **a} for a in kept]
                made["log/normalize"] += [{KEY: key, **d} for d in lost]
                shown.update()
            tables = {n: pd.DataFrame(r, columns=schemas[n].names) for n, r in made.items()}
            parts.append(tables, [key for key, _ in batch])
    order = {key: i for i, key in enumerate(keys)}
    try:
        rows = [_ordered(parts.read(n, keys), order) for n in ("articles", "log/normalize")]
    except Damaged:
        return _normalized(keys, home, config, workers)
    return rows[0], rows[1]


def _file_keys(files: list[Raw]) -> tuple[dict[str, Raw], list[dict[str, str]]]:
    """Files by their key, and dropped rows of those that cannot be read, or were already."""
    keys: dict[str, Raw] = {}
    lost: list[dict[str, str]] = []
    for raw in files:
        reason, key = _key(raw.fresh())
        if key and key in keys:
            reason = f"same file: {keys[key].path.as_posix()}"
        if reason:
            lost.append({"source_file": raw.printed, "step": "collect", "reason": reason})
        elif key:
            keys[key] = raw
    return keys, lost


def _key(raw: Raw) -> tuple[str | None, str | None]:
    """Why a file cannot be read, and its key if it can."""
    try:
        return None, raw.key
    except TooLarge:
        return "over 64 MB: split it into smaller files", None
    except OSError as error:
        return f"cannot be opened: {error.strerror or error}", None


def _digest(setting: object) -> str:
    return hashlib.sha256(repr(setting).encode()).hexdigest()[:8]


def _ordered(rows: pd.DataFrame, order: dict[str, int]) -> pd.DataFrame:
    ranked = rows.assign(order=rows[KEY].map(order)).sort_values("order", kind="stable")
    return ranked.drop(columns=[KEY, "order"]).reset_index(drop=True)


def _marked(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that are not annotated say so."""
    other = [
        [*w, f"language {lang}: not annotated"] if lang != "en" else w
        for w, lang in zip(articles["warnings"].map(list), articles["language"], strict=True)
    ]
    return articles.assign(warnings=pd.Series(other, index=articles.index, dtype="object"))


def _once(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each text of an article once; the same text under the same id again as dropped rows."""
    ranked = articles.assign(row=range(len(articles)), known=articles["outlet"].notna())
    # of equals the one whose outlet is known
    order = ["published", "known", "row"]
    newest = ranked.sort_values(order, na_position="first", kind="stable")
    one = newest.drop_duplicates(["article_id", "text"], keep="last")
    keep = one.set_index(["article_id", "text"])["source_file"]
    double = ~ranked["row"].isin(one["row"])
    gone = ranked[double]
    files = [keep.get(key) for key in zip(gone["article_id"], gone["text"], strict=True)]
    reasons = "same article: " + pd.Series(files, index=gone.index, dtype="str").fillna(
        "another file"
    )
    rows = pd.DataFrame(
        {"source_file": gone["source_file"], "step": "normalize", "reason": reasons}
    )
    return ranked[~double].drop(columns=["row", "known"]), rows

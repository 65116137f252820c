"""Articles as parsed from their files, before they are compared with each other."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import frames
from toolkit.collect.files import RawFile, TooLarge, clean_name, find_files
from toolkit.corpus.file_keys import FileKeyCache
from toolkit.corpus.parallel.bounded import Failed, Results, run
from toolkit.corpus.parallel.worker import Limits, Step, StepsOf
from toolkit.normalize import Setting, normalizer_version
from toolkit.normalize.duplicates.minhash import HASH_COLUMNS, SKETCH_COLUMNS, article_hashes
from toolkit.normalize.text.draft import Row
from toolkit.progress import bar
from toolkit.storage.parts import KEY, Parts, keyed

_MOST_FILES = 200
_MOST_ARTICLES = 1_000
"""In one part: what a killed run parses again at most, and what is in memory at a time."""
_ARTICLES, _DROPPED = "articles", "log/normalize"
COMPARED = ("article_id", "url", "outlet", "title", "authors", "agency", "published",
            "published_raw", "published_precision", "n_words", "origin", "story_id", "language",
            "source_file", "warnings")  # fmt: skip
"""Columns of articles that comparing them needs or changes."""
CLUES = pa.schema([("place", pa.string()), ("heads", pa.list_(pa.string()))])
"""What `article_row` tells besides the columns of articles."""
_MANY = 20
"""New files for which it is worth to start what comes next in the meantime."""
_AHEAD = 8
"""Files that a process holds, so that it does not wait for the next."""
_FILES_PER_WORKER = 200
"""Number of files from which one more process is faster."""
_BUDGET = 1
_BUDGET_BYTES = 100_000
"""Bytes of a file for which its documents may take 1.1 times the limit of one document."""
Rows = tuple[list[Row], list[Row]]
"""Rows of articles and of frames.DROPPED."""


@dataclass(frozen=True, eq=False)
class ParsedArticles:
    """The articles of some files.

    Attributes:
        parts: their storage, with the key of the file and the columns of `minhash.HASH_COLUMNS`.
        files: keys of the files, in order.
        unreadable: rows of frames.DROPPED for files that cannot be opened or come twice.
    """

    parts: Parts
    files: Sequence[str]
    unreadable: Sequence[dict[str, str]]

    def outline(self) -> tuple[pd.DataFrame, pa.Table]:
        """All articles in the order of their files, without their texts.

        Returns:
            Frame of COMPARED, CLUES, `text_key`, `body`, and where each article is stored:
            `part` and `row`; and the table of their sketches.

        Raises:
            Damaged: a part cannot be read; its files must be parsed again.
        """
        columns = [KEY, *COMPARED, *CLUES.names, *HASH_COLUMNS.names]
        empty = self.parts.schemas[_ARTICLES].empty_table().select(columns)
        scanned = self.parts.scan(_ARTICLES, self.files, columns)
        tables = [_placed(empty, ""), *(_placed(table, name) for name, table in scanned)]
        joined = pa.concat_tables(tables)
        place = pc.index_in(joined[KEY], pa.array(self.files, pa.string()))
        ordered = joined.take(place.to_numpy().argsort(kind="stable"))
        outline = ordered.drop_columns([KEY, *SKETCH_COLUMNS.names]).to_pandas()
        return outline, ordered.select(SKETCH_COLUMNS.names)

    @cached_property
    def _holding(self) -> dict[str, set[str]]:
        return self.parts.holding(self.files)

    def rows(self, outline: pd.DataFrame, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The articles of an outline, which is not empty, in its order; errors as in `outline`."""
        loaded, found = [KEY, *columns] if columns else None, []
        for name, places in outline.groupby("part", sort=False):
            part = str(name)
            table = self.parts.rows(_ARTICLES, part, self._holding[part], loaded)
            rows = table.take(places["row"].to_numpy()).to_pandas()
            found.append(rows.set_axis(places.index))
        joined: pd.DataFrame = pd.concat(found).loc[outline.index]
        return joined

    def dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED of the files, in their order; errors as in `outline`."""
        rows = self.parts.read(_DROPPED, self.files)
        place = pd.Index(self.files).get_indexer(pd.Index(rows[KEY]))
        ordered = rows.iloc[place.argsort(kind="stable")].drop(columns=KEY)
        return pd.concat([ordered, pd.DataFrame(self.unreadable)])

    def texts(self, text_keys: Collection[str]) -> Iterator[pd.DataFrame]:
        """Texts by their keys, one part at a time and each text once.

        Yields:
            Frames of ``key``, `title`, `text` and `n_words`.

        Raises:
            Damaged: see `outline`.
        """
        left = set(text_keys)
        columns = [KEY, "text_key", "title", "text", "n_words"]
        for _, table in self.parts.scan(_ARTICLES, self.files, columns) if left else ():
            rows = table.drop_columns(KEY).to_pandas().rename(columns={"text_key": KEY})
            wanted = rows[rows[KEY].isin(left)].drop_duplicates(KEY)
            left -= set(wanted[KEY])
            if len(wanted):
                yield wanted


def _placed(table: pa.Table, part: str) -> pa.Table:
    """A table with the name of its part and the number of each row."""
    names = pa.array([part] * len(table), pa.string())
    numbers = pa.array(range(len(table)), pa.int64())
    return table.append_column("part", names).append_column("row", numbers)


def parse_files(
    paths: Sequence[Path],
    home: Path,
    setting: Setting,
    workers: int = 1,
    limits: Limits | None = None,
    prepare: Callable[[], None] | None = None,
) -> ParsedArticles:
    """Parse the files that have not been parsed yet, and keep a part of them at a time.

    Args:
        paths: files, folders or glob patterns.
        home: folder for derived data.
        setting: what the corpus says about its articles.
        workers: processes that parse.
        limits: of each document.
        prepare: is called when there are many new files, before they are parsed.

    Raises:
        FileNotFoundError: nothing is there.
    """
    files, unreadable = _file_keys(find_files([*paths]), home)
    articles = keyed(frames.arrow_schema(frames.ARTICLES))
    schemas = {
        _DROPPED: keyed(frames.arrow_schema(frames.DROPPED)),
        _ARTICLES: pa.schema([*articles, *CLUES, *HASH_COLUMNS]),
    }
    limits = limits or Limits()
    digest = hashlib.sha256(repr((setting, limits)).encode()).hexdigest()[:8]
    parts = Parts(home, schemas, f"{normalizer_version()}-{digest}")
    done = parts.done()
    new = {key: raw for key, raw in files.items() if key not in done}
    if prepare and len(new) >= _MANY:
        prepare()
    parsed = zip(new, parse_all([*new.values()], setting, workers, limits), strict=True)
    with bar(len(new), "reading", "files") as shown:
        for keys, rows in _grouped(parsed):
            parts.append({n: pd.DataFrame(rows[n], columns=schemas[n].names) for n in rows}, keys)
            shown.update(len(keys))
    return ParsedArticles(parts, tuple(files), unreadable)


def _grouped(parsed: Iterable[tuple[str, Rows]]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Keys of files and the rows parsed from them, one part at a time."""
    keys: list[str] = []
    rows: dict[str, list[Row]] = {_ARTICLES: [], _DROPPED: []}
    for key, found in parsed:
        for held, new in zip(rows.values(), found, strict=True):
            held += [{KEY: key, **row} for row in new]
        keys.append(key)
        if len(keys) == _MOST_FILES or len(rows[_ARTICLES]) >= _MOST_ARTICLES:
            yield keys, rows
            keys, rows = [], {_ARTICLES: [], _DROPPED: []}
    if keys:
        yield keys, rows


def parse_all(
    files: Sequence[RawFile], setting: Setting, workers: int = 1, limits: Limits | None = None
) -> Iterator[Rows]:
    """The rows of `normalize`, file by file.

    Args:
        files: the files.
        setting: what the corpus says about its articles.
        workers: the most processes; few files get fewer.
        limits: of each document.

    Raises:
        RuntimeError: processes are ended from outside again and again.
    """
    most = max(1, min(workers, len(files) // _FILES_PER_WORKER))
    limits = limits or Limits()
    parsed = run(partial(_reading, setting), files, most, limits, _AHEAD, partial(_budget, limits))
    waiting: dict[int, Results] = {}
    for number in range(len(files)):
        while number not in waiting:
            waiting.update([next(parsed)])
        yield _joined(files[number], waiting.pop(number))
    next(parsed, None)  # its processes are free


def _reading(setting: Setting) -> StepsOf:
    """In a worker: what reads a file."""
    from toolkit.normalize.steps import steps_of_file  # slow to import, not needed here

    return lambda file: (Step(partial(_hashed, s)) for s in steps_of_file(file, setting))


def _hashed(step: Callable[[], Rows]) -> Rows:
    articles, dropped = step()
    return [{**row, **article_hashes(row["title"], row["text"])} for row in articles], dropped


def _budget(limits: Limits, file: RawFile) -> float:
    """Seconds of processor time for all documents of a file, by its size."""
    with suppress(OSError):
        return _BUDGET * limits.seconds * max(1, file.path.stat().st_size / _BUDGET_BYTES)
    return math.inf


def _joined(file: RawFile, results: Results) -> Rows:
    articles: list[Row] = []
    dropped: list[Row] = []
    for result in results:
        if isinstance(result, Failed):
            row = {"source_file": file.name, "step": "normalize", "reason": result.reason}
            dropped.append(row)
        else:
            articles += result[0]
            dropped += result[1]
    return articles, dropped


def _file_keys(files: list[RawFile], home: Path) -> tuple[dict[str, RawFile], list[dict[str, str]]]:
    """Files by their key, and dropped rows for those that cannot be opened or come twice."""
    by_key: dict[str, RawFile] = {}
    dropped: list[dict[str, str]] = []
    cache = FileKeyCache(home)
    for raw in files:
        try:
            key = cache.key(raw)
            if key not in by_key:
                by_key[key] = raw
                continue
            reason = f"same file: {clean_name(by_key[key].path.as_posix())}"
        except TooLarge:
            reason = "over 64 MB: split it into smaller files"
        except OSError as error:
            reason = f"cannot be opened: {error.strerror or error}"
        dropped.append({"source_file": raw.name, "step": "collect", "reason": reason})
    cache.save()
    return by_key, dropped

"""Shelf: articles as they were read from files, before they are compared with each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit import frames
from toolkit.collect.files import RawFile
from toolkit.corpus.parallel.batches import Todo
from toolkit.corpus.parallel.reading import Reader, reader
from toolkit.normalize import Setting, normalizer_version
from toolkit.normalize.duplicates.minhash import HASH_COLUMNS, SKETCH_COLUMNS
from toolkit.normalize.text.draft import Row
from toolkit.progress import bar
from toolkit.storage.parts import KEY, Parts, batches, keyed

_MOST_FILES = 200
_MOST_ARTICLES = 1_000
"""In one part: what a killed run reads again at most, and what is in memory at a time."""
_ARTICLES, _LOST = "articles", "log/normalize"
COMPARED = ("article_id", "url", "outlet", "title", "published", "published_precision", "n_words",
            "origin", "story_id", "language", "source_file", "warnings")  # fmt: skip
"""Columns of articles by which they are compared with each other, and which that changes."""


@dataclass(frozen=True, eq=False)
class Shelf:
    """Articles of some files.

    Attributes:
        parts: where they are kept, each with the key of its file and with `HASH_COLUMNS`.
        files: keys of the files, in their order.
    """

    parts: Parts
    files: Sequence[str]

    def outline(self) -> tuple[pd.DataFrame, pa.Table]:
        """All articles in the order of their files, without their texts.

        Returns:
            Frame of COMPARED, `text_key`, `body`, and where they are: `part` and `row`; and the
            table of their sketches.

        Raises:
            Damaged: a part cannot be read; its files are to be read again.
        """
        asked = [KEY, *COMPARED, *HASH_COLUMNS.names]
        none = self.parts.schemas[_ARTICLES].empty_table().select(asked)
        scanned = self.parts.scan(_ARTICLES, self.files, asked)
        found = [_placed(none, ""), *(_placed(table, name) for name, table in scanned)]
        whole = pa.concat_tables(found)
        place = pc.index_in(whole[KEY], pa.array(self.files, pa.string()))
        ordered = whole.take(place.to_numpy().argsort(kind="stable"))
        light = ordered.drop_columns([KEY, *SKETCH_COLUMNS.names]).to_pandas()
        return light, ordered.select(SKETCH_COLUMNS.names)

    @cached_property
    def holding(self) -> dict[str, set[str]]:
        """Which files are in which part."""
        return self.parts.holding(self.files)

    def texts(self) -> pd.DataFrame:
        """Of each article `article_id`, and the hashes `text_key` and `body` of its words."""
        asked = [KEY, "article_id", "text_key", "body"]
        none = self.parts.schemas[_ARTICLES].empty_table().select(asked)
        found = (table for _, table in self.parts.scan(_ARTICLES, self.files, asked))
        rows: pd.DataFrame = pa.concat_tables([none, *found]).drop_columns(KEY).to_pandas()
        return rows

    def part(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The articles of one part, in the rows that `outline` gives them; errors as it has."""
        asked = columns and [KEY, *columns]
        return self.parts.rows(_ARTICLES, name, self.holding[name], asked)

    def lost(self) -> pd.DataFrame:
        """What of the files was dropped, in their order; errors as of `outline`."""
        rows = self.parts.read(_LOST, self.files)
        place = pd.Index(self.files).get_indexer(pd.Index(rows[KEY]))
        return rows.iloc[place.argsort(kind="stable")].drop(columns=KEY)

    def todo(self, parts: Parts, only: Collection[str] | None = None) -> Todo:
        """English texts that are in none of some parts of annotation, each once.

        Args:
            parts: of an annotator.
            only: keys of texts to which this is restricted.

        Raises:
            Damaged: see `outline`.
        """
        done = parts.done()
        columns = [KEY, "language", "n_words", "text_key"]
        words: dict[str, int] = {}
        for _, table in self.parts.scan(_ARTICLES, self.files, columns):
            english = table.filter(pc.equal(table["language"], "en"))
            pairs = zip(
                english["text_key"].to_pylist(), english["n_words"].to_pylist(), strict=True
            )
            words |= {k: n for k, n in pairs if k not in done and (only is None or k in only)}
        return Todo(len(words), sum(words.values()), self._texts(set(words)))

    def _texts(self, left: set[str]) -> Iterator[pd.DataFrame]:
        """Texts of these keys, a part's at a time."""
        if not left:
            return
        columns = [KEY, "text_key", "title", "text", "n_words"]
        for _, table in self.parts.scan(_ARTICLES, self.files, columns):
            rows = table.drop_columns(KEY).to_pandas().rename(columns={"text_key": KEY})
            wanted = rows[rows[KEY].isin(left)].drop_duplicates(KEY)
            left -= set(wanted[KEY])
            if len(wanted):
                yield wanted


def _placed(table: pa.Table, name: str) -> pa.Table:
    """With the name of its part, and the number of each row in it."""
    names = pa.array([name] * len(table), pa.string())
    numbers = pa.array(range(len(table)), pa.int64())
    return table.append_column("part", names).append_column("row", numbers)


def shelve(raws: Mapping[str, RawFile], home: Path, setting: Setting, workers: int) -> Shelf:
    """Read files that were not read yet, a part at a time; all of them as a shelf.

    Args:
        raws: files by their key.
        home: folder that keeps what is derived.
        setting: what the corpus says about its articles.
        workers: processes that read.
    """
    articles = keyed(frames.arrow_schema(frames.ARTICLES))
    schemas = {
        _LOST: keyed(frames.arrow_schema(frames.DROPPED)),
        _ARTICLES: pa.schema([*articles, *HASH_COLUMNS]),
    }
    digest = hashlib.sha256(repr(setting).encode()).hexdigest()[:8]
    parts = Parts(home, schemas, f"{normalizer_version()}-{digest}")
    done = parts.done()
    todo = {key: raw for key, raw in raws.items() if key not in done}
    with (
        bar(len(todo), "reading", "files") as shown,
        reader(setting, len(todo), workers) as rows_of,
    ):
        for keys, made in _read(todo, rows_of, shown.update):
            frames_of = {n: pd.DataFrame(made[n], columns=schemas[n].names) for n in schemas}
            parts.append(frames_of, keys)
    return Shelf(parts, tuple(raws))


Made = dict[str, list[Row]]


def _read(
    todo: Mapping[str, RawFile], rows_of: Reader, tell: Callable[[], object]
) -> Iterator[tuple[list[str], Made]]:
    """Keys of files and the rows made of them, as much at a time as makes a part."""
    keys: list[str] = []
    made: Made = {_ARTICLES: [], _LOST: []}
    for batch in batches(todo.items(), _MOST_FILES):
        found = rows_of(raw for _, raw in batch)
        for (key, _), (kept, lost) in zip(batch, found, strict=True):
            made[_ARTICLES] += [{KEY: key, **row} for row in kept]
            made[_LOST] += [{KEY: key, **row} for row in lost]
            keys.append(key)
            tell()
            if len(keys) == _MOST_FILES or len(made[_ARTICLES]) >= _MOST_ARTICLES:
                yield keys, made
                keys, made = [], {_ARTICLES: [], _LOST: []}
    if keys:
        yield keys, made

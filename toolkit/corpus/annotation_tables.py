"""From parts of annotation to the tables of a corpus: whole in memory, or piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from toolkit.corpus.article_set import Stock
from toolkit.corpus.corrections.quotes_csv import texts_of
from toolkit.corpus.finalize import Decisions, Found, Texts, finished, framed, named
from toolkit.corpus.parallel.batches import Job
from toolkit.storage.parts import KEY
from toolkit.storage.tables import Piece, Tables, among, digest_of

NAMES = ("mentions", "quotes", "dropped")
_PARTS = ("mentions", "quotes", "log/annotate")
_ACTORS = {"mentions": ["actor_id"], "quotes": ["actor_id", "on_behalf_id"]}
Rows = Callable[[str], pd.DataFrame]
"""From a frame of parts to its rows."""


class Joining(NamedTuple):
    """What an annotator found, and what is decided of it.

    Attributes:
        stock: the articles.
        job: its parts hold what was found in their texts.
        decisions: about all of them together.
    """

    stock: Stock
    job: Job
    decisions: Decisions

    def whole(self, index: pd.DataFrame) -> Tables:
        """Tables of some articles in memory: of each, ``key``, `article_id` and `source_file`."""
        found = self._finished(index, lambda n: self.job.parts.read(n, index[KEY]))
        dropped = pd.concat([found.failed, self.decisions.idle])
        return Tables(framed(found._replace(failed=dropped)))

    def pieces(self, index: pd.DataFrame) -> Iterator[Piece]:
        """A piece for each part of the annotator's, and one for what is in none of them."""
        held = self.job.parts.holding(index[KEY])
        part_of = {key: name for name, keys in held.items() for key in keys}
        parts = index[KEY].map(part_of)
        for part, here in index.groupby(parts, sort=True):
            name = str(part)
            digest = self._digest(name, here, self._actors(name, held[name]))
            yield Piece(digest, NAMES, partial(self._piece, name, here))
        corrected = index["article_id"].isin(list(self.decisions.quotes))
        rest = index[parts.isna() & corrected]
        idle = self.decisions.idle.to_csv(index=False)
        yield Piece(self._digest(idle, rest, ()), NAMES, partial(self._rest, rest))

    def _digest(self, name: str, here: pd.DataFrame, actors: Sequence[str]) -> str:
        given = here.astype(str).to_csv(index=False)
        about = self.decisions.about(actors, here["article_id"])
        return digest_of(self.job.annotator.version, name, given, about)

    def _actors(self, name: str, keys: set[str]) -> list[str]:
        """Ids of the actors of one part."""
        own: set[str | None] = set()
        for table, columns in _ACTORS.items():
            rows = self.job.parts.rows(table, name, keys, [KEY, *columns])
            own |= {i for c in columns for i in rows[c].unique().to_pylist()}
        return [i for i in own if i]

    def _piece(self, name: str, here: pd.DataFrame) -> dict[str, pd.DataFrame]:
        read = partial(self.job.parts.rows, name=name, keys=set(here[KEY]))
        return named(self._finished(here, lambda n: read(n).to_pandas()))

    def _rest(self, here: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Of articles without annotation, with corrections that change nothing anywhere."""
        schemas = self.job.parts.schemas
        found = self._finished(here, lambda n: schemas[n].empty_table().to_pandas())
        return named(found._replace(failed=pd.concat([found.failed, self.decisions.idle])))

    def _finished(self, index: pd.DataFrame, rows_of: Rows) -> Found:
        own = index[[KEY, "article_id"]]
        found = Found(*(own.merge(rows_of(n), on=KEY).drop(columns=KEY) for n in _PARTS))
        files = index.set_index("article_id")["source_file"]
        return finished(found, self.decisions, files, self._texts(files.index))

    def _texts(self, ids: pd.Index[str]) -> Texts:
        """Texts of those articles whose quotes are corrected."""
        wanted = [i for i in ids if i in self.decisions.quotes]
        if not wanted:
            return {}
        rows = self.stock.read("articles", ["article_id", "title", "text"], among(wanted))
        return texts_of(rows[rows["article_id"].isin(wanted)])

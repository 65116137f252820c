"""Pieces of the corpus-wide tables of mentions and quotes, from the parts of annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from toolkit.corpus.article_set import ArticleSet
from toolkit.corpus.corrections.quotes_csv import texts_of
from toolkit.corpus.digest import digest_of
from toolkit.corpus.finalize import AnnotationRows, CorpusDecisions, Texts, apply_decisions
from toolkit.corpus.parallel.batches import FAILURES, AnnotationJob
from toolkit.storage.parquet import among
from toolkit.storage.parts import KEY
from toolkit.storage.tables import Piece

_TABLES = ("mentions", "quotes", "dropped")
_ACTORS = {"mentions": ["actor_id"], "quotes": ["actor_id", "on_behalf_id"]}


@dataclass(frozen=True, eq=False)
class AnnotationTables:
    """The tables of mentions, quotes and dropped rows, piece by piece.

    Attributes:
        articles: the articles.
        job: its parts hold the annotations of single texts.
        decisions: linked actors and corrections of the whole corpus.
        index: ``key``, `article_id` and `source_file` of each article.
    """

    articles: ArticleSet
    job: AnnotationJob
    decisions: CorpusDecisions
    index: pd.DataFrame

    def __iter__(self) -> Iterator[Piece]:
        """A piece for each part of the annotator, and one for articles without annotation."""
        by_part = self.job.parts.holding(self.index[KEY])
        part_of = {key: name for name, keys in by_part.items() for key in keys}
        parts = self.index[KEY].map(part_of)
        for name, rows in self.index.groupby(parts, sort=True):
            part = str(name)
            digest = self._digest(part, rows, self._actors(part, by_part[part]))
            yield Piece(digest, partial(self._of_part, part, rows), _TABLES)
        is_corrected = self.index["article_id"].isin(list(self.decisions.quotes))
        rows = self.index[parts.isna() & is_corrected]
        digest = self._digest(self.decisions.unused.to_csv(index=False), rows, [])
        yield Piece(digest, partial(self._without_part, rows), _TABLES)

    def _digest(self, name: str, index: pd.DataFrame, actors: list[str]) -> str:
        given = index[[KEY, "article_id", "source_file"]].astype(str).to_csv(index=False)
        decisions = self.decisions.about(actors, index["article_id"])
        return digest_of(self.job.annotator.version, name, given, decisions)

    def _actors(self, part: str, keys: set[str]) -> list[str]:
        """Ids of the actors of one part."""
        ids: set[str | None] = set()
        for table, columns in _ACTORS.items():
            rows = self.job.parts.rows(table, part, keys, [KEY, *columns])
            ids |= {i for c in columns for i in rows[c].unique().to_pylist()}
        return [i for i in ids if i]

    def _of_part(self, part: str, index: pd.DataFrame) -> dict[str, pd.DataFrame]:
        keys = set(index[KEY])
        rows = {n: self.job.parts.rows(n, part, keys).to_pandas() for n in self.job.parts.schemas}
        return self._apply(index, rows)

    def _without_part(self, index: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Quotes that a person added to unannotated articles, and corrections without effect."""
        schemas = self.job.parts.schemas
        tables = self._apply(index, {n: s.empty_table().to_pandas() for n, s in schemas.items()})
        dropped = pd.concat([tables["dropped"], self.decisions.unused])
        return {**tables, "dropped": dropped}

    def _apply(
        self, index: pd.DataFrame, annotations: dict[str, pd.DataFrame]
    ) -> dict[str, pd.DataFrame]:
        own = index[[KEY, "article_id"]]
        joined = {n: own.merge(r, on=KEY).drop(columns=KEY) for n, r in annotations.items()}
        rows = AnnotationRows(joined["mentions"], joined["quotes"], joined[FAILURES])
        files = index.set_index("article_id")["source_file"]
        final = apply_decisions(rows, self.decisions, files, self._texts(files.index))
        return dict(zip(_TABLES, final, strict=True))

    def _texts(self, article_ids: pd.Index[str]) -> Texts:
        """Texts of the articles whose quotes are corrected."""
        corrected = [i for i in article_ids if i in self.decisions.quotes]
        if not corrected:
            return {}
        columns = ["article_id", "title", "text"]
        return texts_of(self.articles.tables.read("articles", columns, among(corrected)))

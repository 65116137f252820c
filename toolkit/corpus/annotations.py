"""Mentions and quotes of a corpus: annotated where needed, and joined into tables.

The tables have a piece for each part of the annotator, so that an update writes few of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import pyarrow as pa

from toolkit.annotate import Annotator
from toolkit.corpus.article_set import ArticleSet, digest_of
from toolkit.corpus.corrections.quotes import texts_of
from toolkit.corpus.finalize import CorpusDecisions, Frames, apply_decisions, decide
from toolkit.corpus.linking.actors import COUNTED, ActorLinks, actor_counts, add_counts, link_actors
from toolkit.corpus.parallel.batches import FAILURES, Annotate, AnnotationJob, PendingTexts
from toolkit.corpus.parallel.run import run
from toolkit.corpus.parallel.worker_process import met_other_limits
from toolkit.frames import OF_ARTICLE
from toolkit.storage.parquet import among
from toolkit.storage.parts import KEY, batches
from toolkit.storage.tables import Piece, Tables, build_tables, forget_tables

_PARTS_AT_ONCE = 50
"""Parts whose mentions are counted at a time."""
_TABLES = ("mentions", "quotes", "dropped")
_OF_ARTICLES = ["article_id", "source_file", *OF_ARTICLE]
_ACTORS = {"mentions": ["actor_id"], "quotes": ["actor_id", "on_behalf_id"]}


@dataclass(eq=False)
class Annotations:
    """What an annotator finds in a set of articles.

    Attributes:
        articles: the articles.
        annotator: finds mentions and quotes.
    """

    articles: ArticleSet
    annotator: Annotator

    @cached_property
    def job(self) -> AnnotationJob:
        """The annotator and the storage of its results."""
        return AnnotationJob.below(self.articles.home, self.annotator, self.articles.config.limits)

    def annotate(self, text_keys: pd.Series[str] | None, annotate: Annotate, workers: int) -> None:
        """Annotate the texts that have not been annotated yet.

        Args:
            text_keys: keys of the texts to annotate; all texts if None.
            annotate: annotates batches, on this machine or on a cluster.
            workers: the number of its processes.

        Raises:
            Damaged: a part of the articles cannot be read.
        """
        self._forget_limits()
        pending = partial(self.pending, text_keys)
        if run(pending, self.job, self.articles.home, annotate, workers):
            self.reopen()

    def _forget_limits(self) -> None:
        """Forget the parts with articles that met limits which have changed since."""
        failures = self.failures()
        outdated = [met_other_limits(r, self.job.limits) for r in failures["reason"]]
        if any(outdated):
            self.job.parts.forget(failures.loc[outdated, KEY])
            forget_tables(self.articles.home, _TABLES)  # the new parts have the same names
            self.reopen()

    def pending(self, text_keys: pd.Series[str] | None = None) -> PendingTexts:
        """English texts that have not been annotated yet, each once; arguments as in `annotate`."""
        rows = self.articles.index.drop_duplicates("text_key")
        rows = rows[rows["language"].eq("en") & ~rows["text_key"].isin(self.job.parts.done())]
        if text_keys is not None:
            rows = rows[rows["text_key"].isin(text_keys)]
        texts = self.articles.texts(rows["text_key"])
        return PendingTexts(len(rows), int(rows["n_words"].sum()), texts)

    def count(self, name: str) -> int:
        """Number of rows of `mentions` or `quotes`, counted without building the tables."""
        return self.job.parts.count(name, self.articles.index["text_key"])

    def failures(self) -> pd.DataFrame:
        """Rows of frames.DROPPED, and `article_id`, of articles that could not be annotated."""
        index = self.articles.index.rename(columns={"text_key": KEY})
        rows = self.job.parts.read(FAILURES, index[KEY])
        return index[[KEY, "article_id", "source_file"]].merge(rows, on=KEY)

    @cached_property
    def tables(self) -> Tables:
        """Tables `mentions`, `quotes` and `dropped` of all articles that are annotated.

        Raises:
            Damaged: a part cannot be read; `reopen`, annotate and ask again.
        """
        index = self._index()
        corrections = sorted((self.articles.folder / "corrections").glob("*.csv"))
        digest = digest_of(
            index["article_id"],
            index[KEY],
            [path.name for path in self.articles.tables.files["articles"]],
            self.annotator.version,
            self.job.parts.holding(index[KEY]),
            [path.read_text(errors="replace") for path in corrections],
        )
        files = build_tables(self.articles.home, "annotations", digest, lambda: self._pieces(index))
        return Tables(files, pd.Index(index["article_id"]))

    def reopen(self) -> None:
        """Forget the tables, after annotations were added or a file turned out to be damaged."""
        self.__dict__.pop("tables", None)

    def _index(self) -> pd.DataFrame:
        """``key`` and _OF_ARTICLES of each article."""
        own = self.articles.tables.read("articles", _OF_ARTICLES)
        return own.assign(**{KEY: self.articles.index["text_key"]})

    def _pieces(self, index: pd.DataFrame) -> Iterator[Piece]:
        """A piece for each part of the annotator, and one for articles without annotation.

        Args:
            index: ``key`` and _OF_ARTICLES of each article.
        """
        decisions = decide(self._links(index[KEY]), index["article_id"], self.articles.folder)
        by_part = self.job.parts.holding(index[KEY])
        parts = index[KEY].map({key: name for name, keys in by_part.items() for key in keys})
        for part, rows in index.groupby(parts, sort=True):
            yield self._piece(str(part), rows, decisions, self._actors(str(part), rows[KEY]))
        is_corrected = index["article_id"].isin(list(decisions.quotes))
        yield self._piece(None, index[parts.isna() & is_corrected], decisions, [])

    def _piece(
        self, part: str | None, index: pd.DataFrame, decisions: CorpusDecisions, actors: list[str]
    ) -> Piece:
        name = part or decisions.unused.to_csv(index=False)
        given = index.astype(str).to_csv(index=False)
        relevant = decisions.about(actors, index["article_id"])
        digest = digest_of(self.annotator.version, name, given, relevant)
        return Piece(digest, partial(self._finalize, part, index, decisions), _TABLES)

    def _actors(self, part: str, keys: pd.Series[str]) -> list[str]:
        """Ids of the actors of one part."""
        ids: set[str | None] = set()
        for table, columns in _ACTORS.items():
            rows = self.job.parts.rows(table, part, set(keys), [KEY, *columns])
            ids |= {i for c in columns for i in rows[c].unique().to_pylist()}
        return [i for i in ids if i]

    def _finalize(
        self, part: str | None, index: pd.DataFrame, decisions: CorpusDecisions
    ) -> Frames:
        """The rows of one part; without one, added quotes and corrections without effect."""
        own = index[[KEY, "article_id"]]
        rows: Frames = {}
        for name, schema in self.job.parts.schemas.items():
            keys = set(index[KEY])
            found = self.job.parts.rows(name, part, keys) if part else schema.empty_table()
            rows[name] = own.merge(found.to_pandas(), on=KEY).drop(columns=KEY)
        rows["dropped"] = rows.pop(FAILURES)
        about = index.set_index("article_id")
        files = about["source_file"]
        texts = {}
        if corrected := [i for i in files.index if i in decisions.quotes]:
            columns = ["article_id", "title", "text"]
            texts = texts_of(self.articles.tables.read("articles", columns, among(corrected)))
        final = apply_decisions(rows, decisions, files, texts)
        for name in ("mentions", "quotes"):
            final[name] = final[name].join(about[[*OF_ARTICLE]], on="article_id")
        if part is None:
            final["dropped"] = pd.concat([final["dropped"], decisions.unused])
        return final

    def _links(self, text_keys: pd.Series[str]) -> ActorLinks:
        """Which actors of single articles are one, over all annotated texts, each counted once."""
        scanned = self.job.parts.scan("mentions", text_keys, [KEY, *COUNTED[1:]])
        joined = map(
            pa.concat_tables, batches((mentions for _, mentions in scanned), _PARTS_AT_ONCE)
        )
        mentions = (table.to_pandas().rename(columns={KEY: "article_id"}) for table in joined)
        return link_actors(add_counts([*map(actor_counts, mentions)]))

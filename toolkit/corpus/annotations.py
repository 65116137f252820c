"""Mentions and quotes of a corpus: annotated where needed, and joined into tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import pyarrow as pa

from toolkit.annotate import Annotator
from toolkit.corpus.annotation_tables import AnnotationTables
from toolkit.corpus.article_set import ArticleSet
from toolkit.corpus.digest import digest_of
from toolkit.corpus.finalize import decide
from toolkit.corpus.linking.actor_counts import COUNTED, actor_counts, add_counts
from toolkit.corpus.linking.actors import ActorLinks, link_actors
from toolkit.corpus.parallel.batches import (
    FAILURES,
    AnnotationJob,
    Cluster,
    PendingTexts,
    annotation_job,
)
from toolkit.corpus.parallel.run import run
from toolkit.storage.parts import KEY
from toolkit.storage.tables import Tables, build_tables

_AT_ONCE = 100_000
"""Mentions that are counted at a time."""


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
        return annotation_job(self.articles.home, self.annotator)

    def annotate(
        self,
        text_keys: pd.Series[str] | None = None,
        workers: int = 1,
        cluster: Cluster | None = None,
    ) -> None:
        """Annotate the texts that have not been annotated yet.

        Args:
            text_keys: keys of the texts to annotate; all texts by default.
            workers: processes on this machine.
            cluster: a cluster in place of these.

        Raises:
            Damaged: a part of the articles cannot be read.
        """
        pending = partial(self.pending, text_keys)
        if run(pending, self.job, self.articles.home, workers, cluster):
            self.reopen()

    def pending(self, text_keys: pd.Series[str] | None = None) -> PendingTexts:
        """English texts that have not been annotated yet, each once; arguments as in `annotate`."""
        rows = self.articles.index.drop_duplicates("text_key")
        rows = rows[rows["language"].eq("en") & ~rows["text_key"].isin(self.job.parts.done())]
        if text_keys is not None:
            rows = rows[rows["text_key"].isin(text_keys)]
        texts = self.articles.parsed.texts(rows["text_key"])
        return PendingTexts(len(rows), int(rows["n_words"].sum()), texts)

    def count(self, name: str) -> int:
        """Number of rows of `mentions` or `quotes`, counted without building the tables."""
        return self.job.parts.count(name, self.articles.index["text_key"])

    def failures(self) -> pd.DataFrame:
        """Frame of frames.DROPPED of the articles that could not be annotated."""
        return self.job.parts.read(FAILURES, self.articles.index["text_key"])

    @cached_property
    def tables(self) -> Tables:
        """Tables `mentions`, `quotes` and `dropped` of all articles that are annotated.

        Raises:
            Damaged: a part cannot be read; `reopen`, annotate and ask again.
        """
        index = self.articles.index.rename(columns={"text_key": KEY})
        corrections = sorted((self.articles.folder / "corrections").glob("*.csv"))
        digest = digest_of(
            index["article_id"],
            index[KEY],
            self.annotator.version,
            self.job.parts.holding(index[KEY]),
            [path.read_text(errors="replace") for path in corrections],
        )
        files = build_tables(self.articles.home, "annotations", digest, lambda: self._join(index))
        return Tables(files, pd.Index(index["article_id"]))

    def reopen(self) -> None:
        """Forget the tables, after annotations were added or a file turned out to be damaged."""
        self.__dict__.pop("tables", None)

    def _join(self, index: pd.DataFrame) -> AnnotationTables:
        decisions = decide(self._links(index[KEY]), index["article_id"], self.articles.folder)
        return AnnotationTables(self.articles, self.job, decisions, index)

    def _links(self, text_keys: pd.Series[str]) -> ActorLinks:
        """Which actors of single articles are one, over all annotated texts, each counted once."""
        counts: list[pd.DataFrame] = []
        held: list[pa.Table] = []
        scanned = self.job.parts.scan("mentions", text_keys, [KEY, *COUNTED[1:]])
        for _, mentions in scanned:
            held.append(mentions)
            if sum(map(len, held)) >= _AT_ONCE:
                counts.append(_count(held))
                held = []
        return link_actors(add_counts([*counts, _count(held)] if held else counts))


def _count(mentions: list[pa.Table]) -> pd.DataFrame:
    joined = pa.concat_tables(mentions).to_pandas()
    return actor_counts(joined.rename(columns={KEY: "article_id"}))

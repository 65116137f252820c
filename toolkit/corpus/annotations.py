"""Findings: mentions and quotes of a corpus: annotated where they are not, joined into tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.annotate import Annotator
from toolkit.corpus.annotation_tables import Joining
from toolkit.corpus.article_set import Stock
from toolkit.corpus.finalize import decided
from toolkit.corpus.linking.actor_counts import SEEN, added, tally
from toolkit.corpus.linking.actors import Merge, merging
from toolkit.corpus.parallel.batches import Cluster, Job, Todo, job_at
from toolkit.corpus.parallel.run import run
from toolkit.storage import tables
from toolkit.storage.parts import KEY, until_whole
from toolkit.storage.tables import Tables, digest_of

Answer = TypeVar("Answer")
_AT_ONCE = 100_000
"""Mentions that are counted at a time."""


@dataclass(eq=False)
class Findings:
    """What an annotator finds in a stock of articles.

    Attributes:
        stock: the articles.
        annotator: finds mentions and quotes.
    """

    stock: Stock
    annotator: Annotator

    @cached_property
    def job(self) -> Job:
        """The annotator, and where what it finds is kept."""
        return job_at(self.stock.home, self.annotator)

    def annotate(
        self,
        only: pd.Series[str] | None = None,
        workers: int = 1,
        cluster: Cluster | None = None,
    ) -> None:
        """Annotate what is not yet, in so many processes or on a cluster.

        Args:
            only: keys of the texts to which this is restricted.
            workers: processes of this machine.
            cluster: in place of these.
        """
        keys, home = None if only is None else set(only), self.stock.home
        self.stock.ask(
            lambda s: run(partial(s.todo, self.job.parts, keys), self.job, home, workers, cluster)
        )

    def todo(self) -> Todo:
        """What is not annotated yet."""
        return self.stock.ask(lambda shelf: shelf.todo(self.job.parts))

    def count(self, name: str) -> int:
        """Rows of `mentions` or `quotes`, told without comparing articles or merging actors."""
        keys = self.stock.ask(lambda shelf: shelf.texts())["text_key"]
        return self.ask(lambda: self.job.parts.count(name, keys))

    def came_in(self) -> tuple[int, pd.Series[str]]:
        """How many articles there are with what was dropped, and the reasons of the latter."""
        texts = self.stock.ask(lambda shelf: shelf.texts())
        lost = pd.concat(
            [self.stock.ask(lambda shelf: shelf.lost()), pd.DataFrame(self.stock.unread)]
        )
        failed = self.ask(lambda: self.job.parts.read("log/annotate", texts["text_key"]))
        double = texts.duplicated(["article_id", "body"])
        reasons = [*lost["reason"], *failed["reason"], *["same article"] * int(double.sum())]
        return len(texts) + len(lost), pd.Series(reasons, dtype="str")

    def ask(self, question: Callable[[], Answer], only: pd.Series[str] | None = None) -> Answer:
        """The answer to a question about annotated texts; what is damaged is made again first."""
        self.annotate(only)
        return until_whole(question, partial(self.annotate, only))

    def read(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        only: pc.Expression | None = None,
    ) -> pd.DataFrame:
        """Some of `mentions`, `quotes` or `dropped`; arguments as of `Tables.read`."""
        return until_whole(lambda: self.tables.read(name, columns, only), self.reopen)

    @cached_property
    def tables(self) -> Tables:
        """Frames `mentions`, `quotes` and `dropped` of all articles."""
        return self.ask(self._tables)

    def reopen(self) -> None:
        """Make the tables again, because a piece of them was damaged."""
        self.__dict__.pop("tables", None)

    def kept(self) -> Tables | None:
        """The tables of all articles if they are on disk and whole."""
        there = tables.kept(self.stock.home, "found", self._digest)
        return Tables(there, self._order) if there else None

    def of(self, articles: pd.DataFrame, keys: pd.Series[str]) -> Tables:
        """The same frames of some articles, under the actors of all that are annotated.

        Args:
            articles: frame of frames.ARTICLES.
            keys: of their texts.
        """
        index = articles[["article_id", "source_file"]].assign(**{KEY: keys})
        return self.ask(lambda: self._joining().whole(index), keys)

    @property
    def _order(self) -> pd.Index[str]:
        order: pd.Index[str] = pd.Index(self.stock.index["article_id"])
        return order

    @property
    def _digest(self) -> str:
        given = sorted((self.stock.folder / "corrections").glob("*.csv"))
        corrections = [path.read_text(errors="replace") for path in given]
        index = self.stock.index
        return digest_of(
            index["article_id"], index["text_key"], self.annotator.version, corrections
        )

    def _tables(self) -> Tables:
        few = len(self.stock.index) <= tables.FEW
        if not few and (there := self.kept()):
            return there
        files = self.stock.read("articles", ["article_id", "source_file"])
        index = files.assign(**{KEY: self.stock.index["text_key"]})
        if few:
            return self._joining().whole(index)
        pieces = self._joining().pieces(index)
        return Tables(tables.keep(self.stock.home, "found", self._digest, pieces), self._order)

    def _joining(self) -> Joining:
        decisions = decided(self._merge(), self._order, self.stock.folder)
        return Joining(self.stock, self.job, decisions)

    def _merge(self) -> Merge:
        """The actors of the corpus: of all texts that are annotated, each counted once."""
        columns = [KEY, *SEEN[1:]]
        held: list[pa.Table] = []
        tallies: list[pd.DataFrame] = []
        for _, rows in self.job.parts.scan("mentions", self.stock.index["text_key"], columns):
            held.append(rows)
            if sum(map(len, held)) >= _AT_ONCE:
                tallies.append(_tallied(held))
                held = []
        return merging(added([*tallies, _tallied(held)] if held else tallies))


def _tallied(held: list[pa.Table]) -> pd.DataFrame:
    return tally(pa.concat_tables(held).to_pandas().rename(columns={KEY: "article_id"}))

"""Corpus: a set of articles and all that is known about them, as frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit import frames
from toolkit.annotate import Annotator, Pipeline
from toolkit.corpus.actors import actor_table
from toolkit.corpus.annotations import Findings
from toolkit.corpus.article_set import Stock
from toolkit.corpus.config import Config
from toolkit.corpus.parallel.batches import Cluster
from toolkit.corpus.selection import OWN, Choice, choose, chosen, expression, own_rows
from toolkit.corpus.sources import sources
from toolkit.corpus.without_text import WithoutText
from toolkit.show import Explorer, Page, show_article, show_passages, xray_article
from toolkit.storage.parts import Damaged
from toolkit.storage.tables import Tables, among, ask

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, and what was found in them; a frame is made or loaded when it is first asked for.

    Attributes:
        stock: all articles of its files.
        annotator: finds mentions and quotes.
        choices: which of the articles; a part of a corpus keeps the actors of the whole.
    """

    stock: Stock
    annotator: Annotator = field(default_factory=Pipeline)
    choices: tuple[Choice, ...] = ()

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        outlets = self.columns("articles", ["outlet"])["outlet"].nunique()
        return (
            f"<Corpus {self.config.title!r}: {len(self)} articles of {outlets} outlets, "
            f"{len(self.read_dropped)} dropped>"
        )

    @property
    def home(self) -> Path:
        """Folder that keeps what is derived."""
        return self.stock.home

    @property
    def folder(self) -> Path:
        """Folder that people know it by, with their `corrections/` and `coding/`."""
        return self.stock.folder

    @property
    def config(self) -> Config:
        """What the corpus says about itself."""
        return self.stock.config

    @cached_property
    def digest(self) -> str:
        """Hash of all articles' words, whatever their order: two equal ones are one corpus."""
        return hashlib.sha256("".join(sorted(self._keys)).encode()).hexdigest()[:16]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Frame of frames.ARTICLES, in the order of their files."""
        return self.columns("articles")

    @cached_property
    def versions(self) -> pd.DataFrame:
        """Frame of frames.VERSIONS: earlier versions of these articles."""
        rows = self.stock.read("versions")
        return rows[rows["version_of"].isin(self._index["article_id"])].reset_index(drop=True)

    @cached_property
    def read_dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED of what could not be read."""
        return self.stock.read("unread")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Frame of frames.MENTIONS; annotates what was not annotated yet."""
        return self.columns("mentions")

    @cached_property
    def actors(self) -> pd.DataFrame:
        """Frame of frames.ACTORS, those in doubt first, derived from mentions."""
        return actor_table(self.mentions)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES; annotates what was not annotated yet."""
        return self.columns("quotes")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Frame of frames.SOURCES, derived from quotes."""
        return sources(self.quotes)

    @cached_property
    def dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED: whatever came in and is in no other frame."""
        return frames.frame(frames.DROPPED, pd.concat([self.read_dropped, self.columns("dropped")]))

    @cached_property
    def without_text(self) -> WithoutText:
        """`articles`, `mentions` and `quotes` without texts: all that nearly every measure reads.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "content" in corpus.without_text.quotes
            False
        """
        return WithoutText(self.columns)

    def columns(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Some columns of a frame: of a large corpus, nothing else is loaded.

        Args:
            name: "articles", "mentions" or "quotes" ("dropped": what annotation and corrections
                left over).
            columns: their names; all unless said.

        Raises:
            KeyError: no such column.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").columns("quotes", ["cue", "speaker"]).shape[1]
            2
        """
        if name != "articles":
            return self._found(name, columns)
        if not self.choices:
            return self.stock.read(name, columns)
        if self.stock.tables.in_pieces:
            return self.stock.read(name, columns, expression(self.choices))
        rows = chosen(self.choices, self.stock.read(name)).reset_index(drop=True)
        return rows[[*columns]] if columns else rows

    def sql(self, query: str) -> pd.DataFrame:
        """Ask in SQL (DuckDB's): of a large corpus, nothing but the answer is loaded.

        Args:
            query: over the tables `articles`, `versions`, `mentions`, `quotes` and `sources`, with
                actors merged and corrections applied; without ORDER BY in any order.

        Raises:
            ValueError: the query cannot be understood.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").sql("SELECT count(*) AS n FROM articles")["n"].tolist()
            [54]
        """
        named = [n for n in ("articles", "versions", "mentions", "quotes", "sources") if n in query]
        return ask(query, {name: self._asked(name) for name in named})

    def _asked(self, name: str) -> pd.DataFrame | tuple[Path, ...]:
        """A table for SQL: its files, where there are such of this corpus."""
        if self.choices or name == "sources":
            frame: pd.DataFrame = getattr(self, name)
            return frame
        own = self.stock.tables if name in ("articles", "versions") else self.findings.tables
        return own.held[name]

    def where(
        self,
        outlet: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        text: str | None = None,
        article: str | Iterable[str] | None = None,
    ) -> Corpus:
        """A smaller corpus; what is annotated already is not annotated again.

        Args:
            outlet: name or names of outlets.
            since: first day, "2025-03-01"; articles without a date are left out.
            until: last day, included.
            text: words that title or text hold, whatever their case.
            article: id or ids of articles.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> len(corpus.where(text="ferry")) < len(corpus)
            True
        """
        choice = choose(outlet, since, until, text, article)
        return replace(self, choices=(*self.choices, choice)) if choice else self

    def show(self, article_id: str) -> Page:
        """One article as HTML, its actors and quotes marked.

        Raises:
            KeyError: no such article.
        """
        return show_article(*self._all_of(article_id))

    def xray(self, article_id: str) -> Page:
        """One article as HTML, and in its margin who speaks in each paragraph, how and as what.

        Raises:
            KeyError: no such article.
        """
        return xray_article(*self._all_of(article_id))

    def _all_of(self, article_id: str) -> tuple[dict[Any, Any], pd.DataFrame, pd.DataFrame]:
        """One article, its mentions and its quotes."""
        names = ("articles", "mentions", "quotes")
        rows, mentions, quotes = (self._of(name, [article_id]) for name in names)
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        return frames.records(rows)[0], mentions, quotes

    def _of(self, name: str, ids: Sequence[str]) -> pd.DataFrame:
        """The rows of some articles: of a large corpus nothing else is loaded."""
        if self.choices or name in vars(self):
            rows: pd.DataFrame = getattr(self, name)
        else:
            own = self.stock if name == "articles" else self.findings
            rows = own.read(name, None, among(ids))
        return rows[rows["article_id"].isin(ids)]

    def sentence(self, row: Mapping[str, Any] | str, most: int = 5) -> Page:
        """The passages behind a row of any table, or behind a quote's id; see `show_passages`.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "<article" in corpus.sentence(corpus.quotes.iloc[0]).html
            True
        """
        return show_passages(
            row,
            partial(self._of, "articles"),
            self.without_text.mentions,
            self.without_text.quotes,
            most,
        )

    def explore(self) -> Explorer:
        """Controls to pick a speaker, an outlet and a period, and the quotes behind the choice.

        Example:
            >>> import toolkit as tk
            >>> explorer = tk.open("data/sample").explore()
            >>> explorer.quotes(outlet="Radio Halvern")["outlet"].unique().tolist()
            ['Radio Halvern']
        """
        counted = self.without_text
        return Explorer(counted.articles, counted.mentions, counted.quotes, self._of)

    def annotate(
        self,
        workers: int = 1,
        client: Client | None = None,
        through: str | None = None,
        patience: float = 300,
    ) -> None:
        """Find mentions and quotes in the articles that were not annotated yet.

        `mentions`, `quotes` and `sources` do so when first asked for; this is to do it beforehand,
        on several cores or machines. What was annotated is kept, a part at a time.

        Args:
            workers: processes. In a script (not in a notebook), more than one needs the usual
                ``if __name__ == "__main__":`` around what the script does.
            client: a ``dask.distributed.Client``: on all workers of its cluster.
            through: storage that this machine and the cluster's workers reach, such as
                "s3://bucket/folder"; unless said, they reach the corpus folder.
            patience: seconds to wait for workers of the cluster when all of them are gone.

        Raises:
            RuntimeError: processes or workers die again and again, or all are gone.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").annotate()
        """
        only = self._keys if self.choices else None
        cluster = Cluster(client, through, patience) if client else None
        self.findings.annotate(only, workers, cluster)

    @cached_property
    def findings(self) -> Findings:
        """What the annotator finds in all articles of its files."""
        return Findings(self.stock, self.annotator)

    def _found(self, name: str, columns: Sequence[str] | None) -> pd.DataFrame:
        """Some columns of mentions, quotes or dropped."""
        if not self.choices:
            return self.findings.read(name, columns)
        with suppress(Damaged):
            if whole := self.findings.kept():
                return whole.read(name, columns, own_rows(name, self.columns("articles", OWN)))
        return self._part.read(name, columns)

    @cached_property
    def _part(self) -> Tables:
        """Tables of a part of a corpus, in memory."""
        return self.findings.of(self.articles, self._keys)

    @cached_property
    def _index(self) -> pd.DataFrame:
        """Of each article, in order, `article_id` and `text_key`."""
        whole = self.stock.index
        if not self.choices:
            return whole
        own = self.columns("articles", ["article_id"])["article_id"]
        return whole[whole["article_id"].isin(own)].reset_index(drop=True)

    @property
    def _keys(self) -> pd.Series[str]:
        """Hash of the words of each article: what its annotation is kept under."""
        return self._index["text_key"]

"""A set of articles and all that is known about them, as frames."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import pyarrow.compute as pc

from toolkit import frames
from toolkit.annotate import Annotator
from toolkit.corpus.annotations import Annotations
from toolkit.corpus.config import Config
from toolkit.corpus.derived_tables import actor_table, sources
from toolkit.corpus.parallel.batches import Annotate
from toolkit.corpus.parallel.processes import on_this_machine
from toolkit.show import Explorer, Page, show_article, show_passages, xray_article
from toolkit.storage.parquet import Damaged, among
from toolkit.storage.tables import Tables, query_sql

if TYPE_CHECKING:
    from distributed import Client

Answer = TypeVar("Answer")
_OF_ARTICLES = ("articles", "versions", "unread")
"""Tables that need no annotation."""
_DAY = pd.Timedelta(days=1)
_ON_DISK = ("articles", "versions", "mentions", "quotes")
TEXT_COLUMNS = {
    "articles": ("text", "standfirst", "extra"),
    "mentions": ("text",),
    "quotes": ("content",),
}


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles and what was found in them; a frame is made or loaded when first asked for.

    Attributes:
        annotations: all articles of the files, and their annotations.
        selection: condition on the articles of this corpus. Actors are those of all articles.
    """

    annotations: Annotations
    selection: pc.Expression | None = None

    def __len__(self) -> int:
        return len(self._text_keys)

    def __repr__(self) -> str:
        outlets = self.columns("articles", ["outlet"])["outlet"].nunique()
        return (
            f"<Corpus {self.config.title!r}: {len(self)} articles of {outlets} outlets, "
            f"{len(self.read_dropped)} dropped>"
        )

    @property
    def home(self) -> Path:
        """Folder for derived data."""
        return self.annotations.articles.home

    @property
    def folder(self) -> Path:
        """The corpus folder of the user, with `corrections/` and `coding/`."""
        return self.annotations.articles.folder

    @property
    def config(self) -> Config:
        """The settings of the corpus."""
        return self.annotations.articles.config

    @property
    def annotator(self) -> Annotator:
        """What finds mentions and quotes."""
        return self.annotations.annotator

    @cached_property
    def digest(self) -> str:
        """Hash of the words of all articles, whatever their order."""
        return hashlib.sha256("".join(sorted(self._text_keys)).encode()).hexdigest()[:16]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Frame of frames.ARTICLES, in the order of their files."""
        return self.columns("articles")

    @cached_property
    def versions(self) -> pd.DataFrame:
        """Frame of frames.VERSIONS: earlier versions of these articles."""
        rows = self.columns("versions")
        own = self.columns("articles", ["article_id"])["article_id"]
        return rows[rows["version_of"].isin(own)].reset_index(drop=True)

    @cached_property
    def read_dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED: what could not be read, and repeated articles."""
        return self.columns("unread")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Frame of frames.MENTIONS; annotates new articles."""
        return self.columns("mentions")

    @cached_property
    def actors(self) -> pd.DataFrame:
        """Frame of frames.ACTORS, those in doubt first; derived from mentions."""
        return actor_table(self.mentions)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES; annotates new articles."""
        return self.columns("quotes")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Frame of frames.SOURCES, derived from quotes."""
        return sources(self.quotes)

    @property
    def dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED: whatever came in and is in no other frame.

        Annotates nothing: what annotation and corrections leave out is known after `mentions` or
        `quotes` were asked for, or after `annotate`.
        """
        later = self._retry(self._left_out)
        return frames.frame(frames.DROPPED, pd.concat([self.read_dropped, later]))

    def _left_out(self) -> pd.DataFrame:
        """What annotation and corrections left out, as far as it is known."""
        own = None if self.selection is None else self._text_keys
        if self.annotations.pending(own).articles == 0:
            return self._read("dropped")
        failures = self.annotations.failures()
        ids = self.columns("articles", ["article_id"])["article_id"]
        return failures[failures["article_id"].isin(ids)]

    @cached_property
    def without_text(self) -> WithoutText:
        """`articles`, `mentions` and `quotes` without texts: enough for nearly every measure.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "content" in corpus.without_text.quotes
            False
        """
        return WithoutText(self.columns)

    def columns(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Some columns of a frame; nothing else is loaded.

        Args:
            name: "articles", "versions", "unread", "mentions", "quotes" or "dropped" (what
                annotation and corrections left out).
            columns: names of columns; all by default.

        Raises:
            KeyError: no such column.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").columns("quotes", ["cue", "speaker"]).shape[1]
            2
        """
        return self._retry(lambda: self._read(name, columns))

    def _read(
        self, name: str, columns: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Columns of a table, for the selected articles or for some of their ids."""
        own = self._own_rows(name) if ids is None or name == "articles" else None
        only = _both(own, None if ids is None else among(ids))
        return self._tables(name).read(name, columns, only)

    def _tables(self, name: str) -> Tables:
        """The tables of which one has this name; annotates new articles if needed."""
        return (self.annotations.articles if name in _OF_ARTICLES else self._annotated).tables

    def _own_rows(self, name: str) -> pc.Expression | None:
        """The condition that a row belongs to a selected article."""
        if name in _OF_ARTICLES or self.selection is None:
            return self.selection if name == "articles" else None
        own = self._read("articles", ["article_id", "source_file"])
        if name != "dropped":
            return among(own["article_id"])
        return among(own["source_file"], "source_file") | (pc.field("step") == "corrections")

    @cached_property
    def _annotated(self) -> Annotations:
        """The annotations, after all selected articles were annotated."""
        self._annotate(partial(on_this_machine, workers=1), 1)
        return self.annotations

    def _annotate(self, annotate: Annotate, workers: int) -> None:
        text_keys = None if self.selection is None else self._text_keys
        self.annotations.annotate(text_keys, annotate, workers)

    @cached_property
    def _text_keys(self) -> pd.Series[str]:
        """Hash of the words of each article: the key of its annotation."""
        index = self._retry(lambda: self.annotations.articles.index)
        if self.selection is None:
            return index["text_key"]
        own = self.columns("articles", ["article_id"])["article_id"]
        return index[index["article_id"].isin(own)].reset_index(drop=True)["text_key"]

    def _retry(self, read: Callable[[], Answer]) -> Answer:
        """What a function returns, after the files that it finds damaged are rebuilt."""
        while True:
            try:
                return read()
            except Damaged:
                self.__dict__.pop("_annotated", None)
                self.annotations.articles.reopen()
                self.annotations.reopen()

    def sql(self, query: str) -> pd.DataFrame:
        """The result of an SQL query (DuckDB); nothing but the result is loaded.

        Args:
            query: over the tables `articles`, `versions`, `mentions`, `quotes` and `sources`, with
                actors linked and corrections applied; rows come in any order without ORDER BY.

        Raises:
            ValueError: the query is not valid.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").sql("SELECT count(*) AS n FROM articles")["n"].tolist()
            [54]
        """
        named = [name for name in (*_ON_DISK, "sources") if name in query]
        return query_sql(query, {name: self._table(name) for name in named})

    def _table(self, name: str) -> pd.DataFrame | tuple[Path, ...]:
        """A table for SQL: its files, or a frame of the selected articles."""
        if self.selection is not None or name not in _ON_DISK:
            frame: pd.DataFrame = getattr(self, name)
            return frame
        return self._retry(lambda: self._tables(name).files[name])

    def where(
        self,
        outlet: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        text: str | None = None,
        article: str | Iterable[str] | None = None,
    ) -> Corpus:
        """A smaller corpus; what has been annotated is not annotated again.

        Args:
            outlet: name or names of outlets.
            since: first day, as "2025-03-01"; articles without a date are left out.
            until: last day, included.
            text: words that title or text contain, whatever their case.
            article: id or ids of articles.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> len(corpus.where(text="ferry")) < len(corpus)
            True
        """
        selection = select(outlet, since, until, text, article)
        if selection is None:
            return self
        return replace(self, selection=_both(self.selection, selection))

    def show(self, article_id: str) -> Page:
        """One article as HTML, with its actors and quotes marked.

        Raises:
            KeyError: no such article.
        """
        return show_article(*self._all_of(article_id))

    def xray(self, article_id: str) -> Page:
        """One article as HTML, with the sources of each paragraph in the margin.

        Raises:
            KeyError: no such article.
        """
        return xray_article(*self._all_of(article_id))

    def _all_of(self, article_id: str) -> tuple[dict[Any, Any], pd.DataFrame, pd.DataFrame]:
        """One article, its mentions and its quotes."""
        names = ("articles", "mentions", "quotes")
        rows, mentions, quotes = (self._rows_of(name, [article_id]) for name in names)
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        return frames.records(rows)[0], mentions, quotes

    def _rows_of(self, name: str, ids: Sequence[str]) -> pd.DataFrame:
        """The rows of some articles; nothing else is loaded."""
        if name in vars(self):
            rows: pd.DataFrame = getattr(self, name)
            return rows[rows["article_id"].isin(ids)]
        return self._retry(lambda: self._read(name, ids=ids))

    def sentence(self, row: Mapping[str, Any] | str, most: int = 5) -> Page:
        """The passages behind a row of any table, or behind a quote's id; see `show_passages`.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "<article" in corpus.sentence(corpus.quotes.iloc[0]).html
            True
        """
        counted, texts = self.without_text, partial(self._rows_of, "articles")
        return show_passages(row, texts, counted.mentions, counted.quotes, most)

    def explore(self) -> Explorer:
        """Controls to choose a speaker, an outlet and a period, and the quotes of that choice.

        Example:
            >>> import toolkit as tk
            >>> explorer = tk.open("data/sample").explore()
            >>> explorer.quotes(outlet="Radio Halvern")["outlet"].unique().tolist()
            ['Radio Halvern']
        """
        counted = self.without_text
        return Explorer(counted.articles, counted.mentions, counted.quotes, self._rows_of)

    def annotate(
        self,
        workers: int = 1,
        client: Client | None = None,
        storage: str | None = None,
        patience: float = 300,
    ) -> None:
        """Find mentions and quotes in the articles that have not been annotated yet.

        `mentions`, `quotes` and `sources` do this when first asked for. This method does it
        beforehand, on several cores or machines. Annotations are stored one part at a time.

        Args:
            workers: processes. In a script (not in a notebook), more than one requires the usual
                ``if __name__ == "__main__":``.
            client: a ``dask.distributed.Client``, to annotate on all workers of its cluster.
            storage: storage that this machine and the workers of the cluster reach, such as
                "s3://bucket/folder"; the corpus folder by default.
            patience: seconds to wait for workers of the cluster when all of them are gone.

        Raises:
            RuntimeError: processes or workers die again and again, or all are gone.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").annotate()
        """
        annotate = partial(on_this_machine, workers=workers)
        if client:
            from toolkit.corpus.parallel.cluster import on_cluster

            workers = len(client.nthreads())
            annotate = partial(on_cluster, client=client, storage=storage, patience=patience)
        self._retry(lambda: self._annotate(annotate, workers))


def _both(one: pc.Expression | None, other: pc.Expression | None) -> pc.Expression | None:
    """The condition that both hold; None stands for no condition."""
    return one if other is None else other if one is None else one & other


def select(
    outlet: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    article: str | Iterable[str] | None = None,
) -> pc.Expression | None:
    """The condition on the columns of frames.ARTICLES that `Corpus.where` describes.

    Example:
        >>> select() is None
        True
    """
    conditions = []
    for column, names in (("outlet", outlet), ("article_id", article)):
        if names is not None:
            conditions.append(among([names] if isinstance(names, str) else names, column))
    if since is not None:
        conditions.append(pc.field("published") >= pc.scalar(_midnight(since)))
    if until is not None:
        conditions.append(pc.field("published") < pc.scalar(_midnight(until) + _DAY))
    if text is not None:
        title = pc.coalesce(pc.field("title"), pc.scalar(""))
        words = pc.binary_join_element_wise(title, pc.field("text"), pc.scalar("\n"))
        conditions.append(pc.match_substring(words, text, ignore_case=True))
    return reduce(and_, conditions) if conditions else None


def _midnight(day: str) -> pd.Timestamp:
    """The first moment of a day in UTC, or a moment with a time zone of its own."""
    moment = pd.Timestamp(day)
    return moment.tz_localize("UTC") if moment.tzinfo is None else moment


@dataclass(frozen=True, eq=False)
class WithoutText:
    """Articles, mentions and quotes without TEXT_COLUMNS.

    Attributes:
        columns: gives some columns of a frame, as `Corpus.columns` does.
    """

    columns: Callable[[str, Sequence[str]], pd.DataFrame]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Frame of frames.ARTICLES without texts."""
        return self._frame("articles")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Frame of frames.MENTIONS without texts."""
        return self._frame("mentions")

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES without contents."""
        return self._frame("quotes")

    def _frame(self, name: str) -> pd.DataFrame:
        columns = frames.SCHEMAS[name].columns
        return self.columns(name, [c for c in columns if c not in TEXT_COLUMNS[name]])

"""A set of articles and all that is known about them, as frames."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import pyarrow.compute as pc

from toolkit import frames
from toolkit.annotate import Annotator
from toolkit.corpus.annotations import Annotations
from toolkit.corpus.config import Config
from toolkit.corpus.derived_tables import actor_table, sources
from toolkit.corpus.measures import Measures
from toolkit.corpus.parallel.batches import Annotate
from toolkit.corpus.parallel.processes import on_this_machine
from toolkit.corpus.selection import NAMED, Names, both, check_known, listed, select, who
from toolkit.corpus.summary import facts, outlet_table, summarize
from toolkit.lexicons.word_forms import plural
from toolkit.measure.estimation.calls import Call
from toolkit.measure.estimation.encode import attributed_quotes
from toolkit.show import Explorer, Page, rows_behind, show_article, show_passages, xray_article
from toolkit.show.summary import Summary, overview
from toolkit.storage.parquet import Damaged, among
from toolkit.storage.tables import Tables, query_sql

if TYPE_CHECKING:
    from distributed import Client

Answer = TypeVar("Answer")
_OF_ARTICLES = ("articles", "versions", "unread")
"""Tables that need no annotation."""
_REBUILDS = 20
"""Times that damaged files are rebuilt before reading gives up."""
_ON_DISK = ("articles", "versions", "mentions", "quotes")
TEXT_COLUMNS = {
    "articles": ("text", "standfirst", "extra"),
    "mentions": ("title", "text"),
    "quotes": ("title", "content"),
}


@dataclass(frozen=True, eq=False)
class Corpus(Measures):
    """Articles and what was found in them; a frame is made or loaded when first asked for.

    Each measure is a method: ``corpus.voice_share(by="outlet")``.

    Attributes:
        annotations: all articles of the files, and their annotations.
        selection: condition on the articles of this corpus. Actors are those of all articles.
        quoted: condition on its quotes, which `quotes` and `sources` hold.
    """

    annotations: Annotations
    selection: pc.Expression | None = None
    quoted: pc.Expression | None = None

    def __len__(self) -> int:
        return len(self._text_keys)

    def __repr__(self) -> str:
        outlets = self.columns("articles", ["outlet"])["outlet"].nunique()
        counts = f"{plural(len(self), 'article')} of {plural(outlets, 'outlet')}"
        return f"<Corpus {self.config.title!r}: {counts}, {len(self.read_dropped):,} dropped>"

    def _repr_html_(self) -> str:
        articles = self.columns("articles", ["outlet", "published", "n_words"])
        about = [*facts(articles, self.read_dropped), self._annotated_so_far()]
        return overview(self.config.title, about, outlet_table(articles))

    def _annotated_so_far(self) -> str:
        """A sentence about the annotation, which is not started for it."""
        left = self._retry(lambda: self.annotations.pending(self._text_keys)).articles
        if left:
            return f"{plural(left, 'article')} not annotated yet: corpus.annotate() does it."
        quotes = self.columns("quotes", ["cue_kind", "actor_id"])
        counted = attributed_quotes(quotes)
        named = plural(counted["actor_id"].nunique(), "actor")
        others = f"; {n:,} more report plans and wants" if (n := len(quotes) - len(counted)) else ""
        return f"{plural(len(counted), 'quote')}, {named} quoted by name{others}."

    def summary(self) -> Summary:
        """The outlets by articles, quotes, speakers, and shares of named and official sources.

        Returns:
            A table that a notebook displays; its `frame` has the figures.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").summary().frame["articles"].iloc[-1]
            np.int64(54)
        """
        articles = self.columns("articles", ["outlet", "language"])
        return summarize(self.config.title, articles, self.without_text.quotes)

    def to_excel(self, path: str | Path) -> Path:
        """Write a spreadsheet with a sheet for each frame and one that says what the columns mean.

        Args:
            path: of the file; without a suffix it becomes an .xlsx.

        Returns:
            The path of the file.

        Raises:
            ValueError: the suffix is another one.

        Example:
            >>> import tempfile, toolkit as tk
            >>> path = Path(tempfile.mkdtemp()) / "radio"
            >>> tk.open("data/sample").where(outlet="Radio Halvern").to_excel(path).name
            'radio.xlsx'
        """
        from toolkit.export import write_workbook

        file = Path(path).expanduser()
        file = file if file.suffix else file.with_suffix(".xlsx")
        if file.suffix.lower() != ".xlsx":
            raise ValueError(f"{file.name}: to_excel writes .xlsx; toolkit export has other kinds")
        write_workbook({name: getattr(self, name) for name in frames.SCHEMAS}, file)
        return file

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
        self,
        name: str,
        columns: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
        also: pc.Expression | None = None,
    ) -> pd.DataFrame:
        """Columns of a table, for the selected articles or for some of their ids.

        Args:
            also: a further condition on the rows.
        """
        own = self._own_rows(name) if ids is None or name == "articles" else None
        only = both(both(own, None if ids is None else among(ids)), also)
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
            return both(among(own["article_id"]), self.quoted if name == "quotes" else None)
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
        for _ in range(_REBUILDS):
            with suppress(Damaged):
                return read()
            self.__dict__.pop("_annotated", None)
            self.annotations.articles.reopen()
            self.annotations.reopen()
        try:
            return read()
        except Damaged as error:
            raise OSError(f"files of the corpus are damaged again and again: {error}") from error

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
        outlet: Names = None,
        since: str | None = None,
        until: str | None = None,
        text: str | None = None,
        article: Names = None,
        *,
        actor: Names = None,
        speaker: Names = None,
        role: Names = None,
    ) -> Corpus:
        """A smaller corpus; what has been annotated is not annotated again.

        Args:
            outlet: name or names of outlets.
            since: first day, as "2025-03-01"; articles without a date are left out.
            until: last day, included.
            text: words that title or text contain, whatever their case.
            article: id or ids of articles.
            actor: names or actor_ids; the articles that name one of them.
            speaker: names or actor_ids; the articles that quote one of them. `quotes` and `sources`
                then hold these quotes alone.
            role: of frames.SOURCE_ROLES; the articles with quotes of these roles, and these quotes.

        Raises:
            ValueError: there is no such outlet, actor, speaker or role; names the nearest ones.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> len(corpus.where(text="ferry")) < len(corpus)
            True
            >>> set(corpus.where(role="expert").quotes["source_role"])
            {'expert'}
        """
        check_known("role", role, frames.SOURCE_ROLES)
        if outlet is not None:
            every = replace(self, selection=None).columns("articles", ["outlet"])["outlet"]
            check_known("outlet", outlet, set(every.dropna()))
        chosen = self._narrowed(select(outlet, since, until, text, article))
        named = who(actor, "actor")
        chosen = chosen._with_rows("mentions", None if named is None else named & NAMED)
        spoken = who(speaker, "speaker")
        if role is not None:
            spoken = both(spoken, among(listed(role), "source_role"))
        chosen = chosen._with_rows("quotes", spoken)
        for what, names, table in (("actor", actor, "mentions"), ("speaker", speaker, "quotes")):
            chosen._check_who(what, names, table)
        return chosen if spoken is None else replace(chosen, quoted=both(self.quoted, spoken))

    def _narrowed(self, selection: pc.Expression | None) -> Corpus:
        """The articles that also meet a condition."""
        if selection is None:
            return self
        return replace(self, selection=both(self.selection, selection))

    def _with_rows(self, name: str, only: pc.Expression | None) -> Corpus:
        """The articles that have a mention or quote that meets a condition."""
        if only is None:
            return self
        rows = self._retry(lambda: self._read(name, ["article_id"], also=only))
        return self._narrowed(among(rows["article_id"].unique()))

    def _check_who(self, what: str, names: Names, table: str) -> None:
        """Refuse names of people and organizations that no annotated article has."""
        if names is not None:
            columns = [what, "actor_id"]
            rows = self._retry(lambda: self._tables(table).read(table, columns))
            check_known(what, names, set(rows[what].dropna()), set(rows["actor_id"].dropna()))

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

    def _all_of(self, article_id: object) -> tuple[dict[Any, Any], pd.DataFrame, pd.DataFrame]:
        """One article, its mentions and its quotes."""
        if not isinstance(article_id, str):
            raise TypeError(self._instead_of(article_id))
        names = ("articles", "mentions", "quotes")
        rows, mentions, quotes = (self._rows_of(name, [article_id]) for name in names)
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        return frames.records(rows)[0], mentions, quotes

    def _instead_of(self, given: object) -> str:
        """What to pass instead of something that is no article_id, perhaps the number of a row."""
        ids = self.columns("articles", ["article_id"])["article_id"]
        row = given if isinstance(given, int) and 0 <= given < len(ids) else 0
        example = f": row {row} of corpus.articles is article {ids[row]!r}" if len(ids) else ""
        return f"{given!r} is no article_id{example}"

    def _rows_of(self, name: str, ids: Sequence[str]) -> pd.DataFrame:
        """The rows of some articles, all their quotes among them; nothing else is loaded."""
        if name in vars(self) and self.quoted is None:
            rows: pd.DataFrame = getattr(self, name)
            return rows[rows["article_id"].isin(ids)]
        return self._retry(lambda: self._read(name, ids=ids))

    def sentence(self, row: Mapping[str, Any] | str, most: int = 5) -> Page:
        """The passages behind a row of any table, or behind a quote's id, the surest first.

        A row of a measure leads to what it counts, of the frames that the measure was given; other
        rows lead to what has the same values (see `rows_behind`).

        Args:
            row: a row such as ``voice.iloc[0]``, or a quote's id.
            most: at most so many passages; the others are counted.

        Raises:
            KeyError: the row leads to no quote and no mention.
            TypeError: it is no row.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "<article" in corpus.sentence(corpus.voice_share(top=1).iloc[0]).html
            True
        """
        if not isinstance(row, str | Mapping | pd.Series):
            raise TypeError(f"{row!r} is no row: pass one such as corpus.quotes.iloc[0]")
        name, rows = self._behind(row)
        return show_passages(name, rows, partial(self._rows_of, "articles"), most)

    def _behind(self, row: Mapping[str, Any] | str) -> tuple[str, pd.DataFrame]:
        """The rows that a row counts, or those with its values."""
        call = getattr(row, "attrs", {}).get("measure")
        if isinstance(call, Call) and not isinstance(row, str) and "estimate" in row:
            with suppress(LookupError):
                name, rows = call.behind(row)
                if name == "articles" or "in_title" in rows:
                    return name, rows
        counted = self.without_text
        quotes = attributed_quotes(counted.quotes) if "estimate" in row else counted.quotes
        return rows_behind(row, counted.mentions, quotes)

    def explore(self) -> Explorer:
        """Controls to choose a speaker, an outlet and a period, and the quotes of that choice.

        The quotes are those that measures count, the surest first.

        Example:
            >>> import toolkit as tk
            >>> explorer = tk.open("data/sample").explore()
            >>> explorer.quotes(outlet="Radio Halvern")["outlet"].unique().tolist()
            ['Radio Halvern']
        """
        return Explorer(attributed_quotes(self.without_text.quotes), self._rows_of)

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
            workers: processes. With one, an annotator other than the toolkit's works in this
                process, without limits; more need one that can be pickled.
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

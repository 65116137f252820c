"""Corpus: a set of articles and all that is known about them, as frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit import frames, tables
from toolkit.actor_table import actor_table
from toolkit.annotate import Annotator, Pipeline
from toolkit.config import Config
from toolkit.derived import sources
from toolkit.joined import Found, joined
from toolkit.show import Explorer, Page, show_article, show_passages, xray_article
from toolkit.spread.run import run
from toolkit.spread.work import job_at
from toolkit.store import KEY, Damaged
from toolkit.tables import ask, read_table

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, eq=False)
class Corpus:
    """Articles, and what was found in them.

    Attributes:
        home: folder that keeps what is derived.
        config: what the corpus says about itself.
        articles: frame of frames.ARTICLES, in the order of their files.
        read_dropped: frame of frames.DROPPED of what could not be read.
        versions: frame of frames.VERSIONS: earlier versions of these articles.
        annotator: finds mentions and quotes.
        company: keys of the articles among which actors are merged: a part of a corpus keeps the
            actors of the whole; None for its own.
    """

    home: Path
    config: Config
    articles: pd.DataFrame
    read_dropped: pd.DataFrame
    annotator: Annotator = field(default_factory=Pipeline)
    company: pd.Series[str] | None = None
    versions: pd.DataFrame = field(default_factory=lambda: frames.frame(frames.VERSIONS))

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        outlets = self.articles["outlet"].nunique()
        return (
            f"<Corpus {self.config.title!r}: {len(self)} articles of {outlets} outlets, "
            f"{len(self.read_dropped)} dropped>"
        )

    @cached_property
    def digest(self) -> str:
        """Hash of all articles' words, whatever their order: two equal ones are one corpus."""
        return hashlib.sha256("".join(sorted(self._keys)).encode()).hexdigest()[:16]

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

    def columns(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Some columns of mentions or quotes: of a large corpus, nothing else is loaded.

        Args:
            name: "mentions" or "quotes" ("dropped": what annotation and corrections left over).
            columns: their names; all unless said.

        Raises:
            KeyError: no such column.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").columns("quotes", ["cue", "speaker"]).shape[1]
            2
        """
        if self._is_large:
            return read_table(self._files[name], name, columns)
        made = self._made[name]
        return made[[*columns]] if columns else made

    def sql(self, query: str) -> pd.DataFrame:
        """Ask in SQL (DuckDB's): of a large corpus, nothing but the answer is loaded.

        Args:
            query: over the tables `articles`, `versions`, `mentions`, `quotes` and `sources`, with
                actors merged and corrections applied.

        Raises:
            ValueError: the query cannot be understood.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").sql("SELECT count(*) AS n FROM articles")["n"].tolist()
            [54]
        """
        named = [n for n in ("articles", "versions", "mentions", "quotes", "sources") if n in query]
        files = self._files if self._is_large and {"mentions", "quotes"} & {*named} else {}
        return ask(query, {name: files.get(name, getattr(self, name)) for name in named})

    def where(
        self,
        outlet: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        text: str | None = None,
    ) -> Corpus:
        """A smaller corpus; what is annotated already is not annotated again.

        Args:
            outlet: name or names of outlets.
            since: first day, "2025-03-01"; articles without a date are left out.
            until: last day, included.
            text: words that title or text hold, whatever their case.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> len(corpus.where(text="ferry")) < len(corpus)
            True
        """
        rows = self.articles
        if outlet is not None:
            names = [outlet] if isinstance(outlet, str) else list(outlet)
            rows = rows[rows["outlet"].isin(names)]
        if since is not None:
            rows = rows[rows["published"] >= _day(since)]
        if until is not None:
            rows = rows[rows["published"] < _day(until) + pd.Timedelta(days=1)]
        if text is not None:
            words = rows["title"].fillna("") + "\n" + rows["text"]
            rows = rows[words.str.contains(text, case=False, regex=False)]
        company = self._keys if self.company is None else self.company
        older = self.versions[self.versions["version_of"].isin(rows["article_id"])]
        return replace(
            self,
            articles=rows.reset_index(drop=True),
            versions=older.reset_index(drop=True),
            company=company,
        )

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
        rows = self.articles[self.articles["article_id"] == article_id]
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        mentions, quotes = (f[f["article_id"] == article_id] for f in (self.mentions, self.quotes))
        return frames.records(rows)[0], mentions, quotes

    def sentence(self, row: Mapping[str, Any] | str, most: int = 5) -> Page:
        """The passages behind a row of any table, or behind a quote's id; see `show_passages`.

        Example:
            >>> import toolkit as tk
            >>> corpus = tk.open("data/sample")
            >>> "<article" in corpus.sentence(corpus.quotes.iloc[0]).html
            True
        """
        return show_passages(row, self.articles, self.mentions, self.quotes, most)

    def explore(self) -> Explorer:
        """Controls to pick a speaker, an outlet and a period, and the quotes behind the choice.

        Example:
            >>> import toolkit as tk
            >>> explorer = tk.open("data/sample").explore()
            >>> explorer.quotes(outlet="Radio Halvern")["outlet"].unique().tolist()
            ['Radio Halvern']
        """
        return Explorer(self.articles, self.mentions, self.quotes)

    # ------------------------------------------------------------------ annotation

    def annotate(
        self, workers: int = 1, client: Client | None = None, through: str | None = None
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

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").annotate()
        """
        job = job_at(self.home, self.annotator)
        run(self._todo, job, self.home, workers, client, through)

    def _todo(self) -> pd.DataFrame:
        """English articles whose words are in no part of this annotator, each text once."""
        done = job_at(self.home, self.annotator).parts.done()
        left = self.articles["language"].eq("en") & ~self._keys.isin(done)
        columns = self.articles.loc[left, ["title", "text", "n_words"]]
        return columns.assign(**{KEY: self._keys[left]}).drop_duplicates(KEY)

    @cached_property
    def _keys(self) -> pd.Series[str]:
        """Hash of the words of each article: what its annotation is kept under."""
        words = self.articles["title"].fillna("") + "\0" + self.articles["text"]
        return words.map(lambda w: hashlib.sha256(w.encode()).hexdigest()[:24])

    @property
    def _is_large(self) -> bool:
        """Whether its tables are kept: those of a whole corpus that is worth it."""
        return self.company is None and len(self) > tables.FEW

    @cached_property
    def _files(self) -> dict[str, Path]:
        """Where the tables of a large corpus are; made where what they are made of has changed."""
        given = (self.home / "corrections").glob("*.csv")
        corrections = [path.read_text(errors="replace") for path in sorted(given)]
        ids, version = self.articles["article_id"], self.annotator.version
        digest = tables.digest_of(ids, self._keys, version, corrections)
        names = {name: name for name in ("mentions", "quotes", "dropped")}
        there = tables.kept(self.home, digest, names)
        return there or tables.keep(self.home, digest, names, self._make())

    @cached_property
    def _made(self) -> tables.Made:
        return self._make()

    def _make(self) -> tables.Made:
        """Mentions and quotes under the actors of the corpus, with what a person corrected."""
        mentions = self._annotations("mentions")
        known = mentions if self.company is None else self._read("mentions", self.company)
        found = Found(
            mentions,
            self._annotations("quotes"),
            self._annotations("log/annotate"),
            known.rename(columns={KEY: "article_id"}),
        )
        return joined(found, self.articles, self.home, self.company is None)

    def _annotations(self, name: str) -> pd.DataFrame:
        """Rows of one annotated frame, joined to the articles that hold their words."""
        rows = self._read(name, self._keys)
        own = pd.DataFrame({KEY: self._keys, "article_id": self.articles["article_id"]})
        return own.merge(rows, on=KEY, how="inner").drop(columns=KEY)

    def _read(self, name: str, keys: pd.Series[str]) -> pd.DataFrame:
        """Rows of one annotated frame; what is not annotated, or damaged, is annotated first."""
        while True:
            self.annotate()
            with suppress(Damaged):
                return job_at(self.home, self.annotator).parts.read(name, keys)


def _day(written: str) -> pd.Timestamp:
    day = pd.Timestamp(written)
    return day.tz_localize("UTC") if day.tzinfo is None else day

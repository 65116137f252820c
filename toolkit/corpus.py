"""Corpus: a set of articles and all that is known about them, as frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.errors import SchemaError

from toolkit import frames
from toolkit.annotate import Annotator, Pipeline, Text
from toolkit.config import Config
from toolkit.derived import sources
from toolkit.progress import bar
from toolkit.show import Page, show_article
from toolkit.store import KEY, Parts, batches, keyed

_BATCH = 200
"""Articles in one Parquet part: what a killed run loses at most."""


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
    """

    home: Path
    config: Config
    articles: pd.DataFrame
    read_dropped: pd.DataFrame
    annotator: Annotator = field(default_factory=Pipeline)
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
        return frames.frame(frames.MENTIONS, self._annotations("mentions"))

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES; annotates what was not annotated yet."""
        rows = self._annotations("quotes")
        ids = {name: rows["article_id"] + ":" + rows[name] for name in ("quote_id", "parent_id")}
        return frames.frame(frames.QUOTES, rows.assign(**ids))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Frame of frames.SOURCES, derived from quotes."""
        return sources(self.quotes)

    @cached_property
    def dropped(self) -> pd.DataFrame:
        """Frame of frames.DROPPED: whatever came in and is in no other frame."""
        failed = self._annotations("log/annotate")
        names = self.articles.set_index("article_id")["source_file"]
        files = failed["article_id"].map(names).fillna(failed["article_id"])
        rows = [self.read_dropped, failed.assign(source_file=files)]
        return frames.frame(frames.DROPPED, pd.concat(rows))

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
        older = self.versions[self.versions["version_of"].isin(rows["article_id"])]
        return replace(
            self, articles=rows.reset_index(drop=True), versions=older.reset_index(drop=True)
        )

    def show(self, article_id: str) -> Page:
        """One article as HTML, its actors and quotes marked.

        Raises:
            KeyError: no such article.
        """
        rows = self.articles[self.articles["article_id"] == article_id]
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        own = [f[f["article_id"] == article_id] for f in (self.mentions, self.quotes)]
        return show_article(frames.records(rows)[0], *own)

    # ------------------------------------------------------------------ annotation

    @cached_property
    def _keys(self) -> pd.Series[str]:
        """Hash of the words of each article: what its annotation is kept under."""
        words = self.articles["title"].fillna("") + "\0" + self.articles["text"]
        return words.map(lambda w: hashlib.sha256(w.encode()).hexdigest()[:24])

    @cached_property
    def _annotated(self) -> Parts:
        """The parts of this annotator, with all English articles in them."""
        schemas = {
            "log/annotate": frames.arrow_schema(frames.DROPPED),
            "mentions": frames.arrow_schema(frames.MENTIONS),
            "quotes": frames.arrow_schema(frames.QUOTES),
        }
        kept = {n: keyed(s, "article_id", "source_file") for n, s in schemas.items()}
        parts = Parts(self.home, kept, self.annotator.version)
        english = self.articles["language"].eq("en")
        todo = self.articles.assign(**{KEY: self._keys})[english & ~self._keys.isin(parts.done())]
        _annotate(todo.drop_duplicates(KEY), self.annotator, parts)
        return parts

    def _annotations(self, name: str) -> pd.DataFrame:
        """Rows of one annotated frame, joined to the articles that hold their words."""
        rows = self._annotated.read(name, self._keys)
        own = pd.DataFrame({KEY: self._keys, "article_id": self.articles["article_id"]})
        return own.merge(rows, on=KEY, how="inner").drop(columns=KEY)


def _day(written: str) -> pd.Timestamp:
    day = pd.Timestamp(written)
    return day.tz_localize("UTC") if day.tzinfo is None else day


def _annotate(todo: pd.DataFrame, annotator: Annotator, parts: Parts) -> None:
    """Annotate articles and keep the result, a part at a time."""
    rows = frames.records(todo)
    shown = bar(len(rows), "annotating", "articles")
    for batch in batches(rows, _BATCH):
        made: dict[str, list[dict[str, Any]]] = {name: [] for name in parts.schemas}
        for row in batch:
            key = row[KEY]
            try:
                title = row["title"] if isinstance(row["title"], str) else None
                note = next(iter(annotator([Text(title, row["text"])])))
            except Exception as error:  # the promise: no article stops a run
                reason = f"unexpected {type(error).__name__}: {error}"[:300]
                made["log/annotate"].append({KEY: key, "step": "annotate", "reason": reason})
            else:
                made["mentions"] += [{KEY: key, **m} for m in note.mentions]
                made["quotes"] += [{KEY: key, **q} for q in note.quotes]
            shown.update()
        tables = {n: pd.DataFrame(r, columns=parts.schemas[n].names) for n, r in made.items()}
        _check(tables, annotator.version)
        parts.append(tables, [row[KEY] for row in batch])
    shown.close()


def _check(tables: Mapping[str, pd.DataFrame], version: str) -> None:
    """Hold that an annotator's rows fit, before they are kept.

    Raises:
        ValueError: names the annotator and the column.
    """
    for name in ("mentions", "quotes"):
        try:
            frames.frame(frames.SCHEMAS[name], tables[name].rename(columns={KEY: "article_id"}))
        except SchemaError as error:
            raise ValueError(f"annotator {version}: {error}") from error

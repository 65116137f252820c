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
from toolkit.annotate.pool import Failed, Result, annotated
from toolkit.config import Config
from toolkit.corrections import Corrected, corrected, read_corrections
from toolkit.derived import sources
from toolkit.merge import actor_table, canonical, corpus_wide, merged_mentions, merged_quotes
from toolkit.progress import bar
from toolkit.quote_corrections import with_quotes_corrected
from toolkit.show import Explorer, Page, show_article, show_passages
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
        return frames.frame(frames.MENTIONS, self._corrected.mentions)

    @cached_property
    def actors(self) -> pd.DataFrame:
        """Frame of frames.ACTORS, those in doubt first, derived from mentions."""
        return actor_table(self.mentions)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Frame of frames.QUOTES; annotates what was not annotated yet."""
        rows = self._corrected.quotes
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
        unused = [
            {"source_file": f"corrections/{name}.csv", "step": "corrections", "reason": reason}
            for name, reasons in (
                ("actors", self._corrected.unused),
                ("quotes", self._corrected.lost),
            )
            for reason in reasons
        ]
        rows = [self.read_dropped, failed.assign(source_file=files), pd.DataFrame(unused)]
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
        rows = self.articles[self.articles["article_id"] == article_id]
        if rows.empty:
            raise KeyError(f"No article {article_id!r}; see corpus.articles.article_id.")
        own = [f[f["article_id"] == article_id] for f in (self.mentions, self.quotes)]
        return show_article(frames.records(rows)[0], *own)

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

    def annotate(self, workers: int = 1) -> None:
        """Find mentions and quotes in the articles that were not annotated yet.

        `mentions`, `quotes` and `sources` do so when first asked for; this is to do it beforehand,
        on several cores. What was annotated is kept, a part at a time.

        Args:
            workers: processes. In a script (not in a notebook), more than one needs the usual
                ``if __name__ == "__main__":`` around what the script does.

        Example:
            >>> import toolkit as tk
            >>> tk.open("data/sample").annotate()
        """
        parts = self._parts
        english = self.articles["language"].eq("en")
        todo = self.articles.assign(**{KEY: self._keys})[english & ~self._keys.isin(parts.done())]
        _annotate(todo.drop_duplicates(KEY), self.annotator, parts, workers)

    @cached_property
    def _keys(self) -> pd.Series[str]:
        """Hash of the words of each article: what its annotation is kept under."""
        words = self.articles["title"].fillna("") + "\0" + self.articles["text"]
        return words.map(lambda w: hashlib.sha256(w.encode()).hexdigest()[:24])

    @cached_property
    def _annotated(self) -> Parts:
        """The parts of this annotator, with all English articles in them."""
        self.annotate()
        return self._parts

    @cached_property
    def _parts(self) -> Parts:
        schemas = {
            "log/annotate": frames.arrow_schema(frames.DROPPED),
            "mentions": frames.arrow_schema(frames.MENTIONS),
            "quotes": frames.arrow_schema(frames.QUOTES),
        }
        kept = {n: keyed(s, "article_id", "source_file") for n, s in schemas.items()}
        return Parts(self.home, kept, self.annotator.version)

    @cached_property
    def _corrected(self) -> Corrected:
        """Mentions and quotes under the actors of the corpus, with what a person corrected."""
        mentions, quotes = self._annotations("mentions"), self._annotations("quotes")
        known = mentions if self.company is None else self._annotated.read("mentions", self.company)
        into = corpus_wide(known.rename(columns={KEY: "article_id"}))
        names = canonical(known.rename(columns={KEY: "article_id"}), into)
        made = corrected(
            merged_mentions(mentions, into, names),
            merged_quotes(quotes, into, names),
            read_corrections(self.home),
        )
        return with_quotes_corrected(made, self.articles, self.home, self.company is None)

    def _annotations(self, name: str) -> pd.DataFrame:
        """Rows of one annotated frame, joined to the articles that hold their words."""
        rows = self._annotated.read(name, self._keys)
        own = pd.DataFrame({KEY: self._keys, "article_id": self.articles["article_id"]})
        return own.merge(rows, on=KEY, how="inner").drop(columns=KEY)


def _day(written: str) -> pd.Timestamp:
    day = pd.Timestamp(written)
    return day.tz_localize("UTC") if day.tzinfo is None else day


def _annotate(todo: pd.DataFrame, annotator: Annotator, parts: Parts, workers: int) -> None:
    """Annotate articles and keep the result, a part at a time."""
    if todo.empty:
        return
    words = zip(todo["title"], todo["text"], strict=True)
    texts = (Text(title if isinstance(title, str) else None, text) for title, text in words)
    notes = annotated(annotator, texts, workers)
    with bar(len(todo), "annotating", "articles") as shown:
        for keys in batches(todo[KEY].tolist(), _BATCH):
            made: dict[str, list[dict[str, Any]]] = {name: [] for name in parts.schemas}
            for key, note in zip(keys, notes, strict=False):
                _keep(made, key, note)
                shown.update()
            tables = {n: pd.DataFrame(r, columns=parts.schemas[n].names) for n, r in made.items()}
            _check(tables, annotator.version)
            parts.append(tables, keys)


def _keep(made: Mapping[str, list[dict[str, Any]]], key: str, note: Result) -> None:
    """Add one article's rows to what a part is made of."""
    if isinstance(note, Failed):
        made["log/annotate"].append({KEY: key, "step": "annotate", "reason": note.reason})
        return
    made["mentions"] += [{KEY: key, **row} for row in note.mentions]
    made["quotes"] += [{KEY: key, **row} for row in note.quotes]


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

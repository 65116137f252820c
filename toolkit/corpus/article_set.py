"""Stock: all articles of a corpus, as they were read and as they stand beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd
import pyarrow.compute as pc

from toolkit import frames
from toolkit.corpus.article_store import Shelf
from toolkit.corpus.config import Config
from toolkit.corpus.duplicates import compared
from toolkit.normalize import normalizer_version
from toolkit.normalize.duplicates.stories import resolve_stories
from toolkit.storage import tables
from toolkit.storage.parts import until_whole
from toolkit.storage.tables import Piece, Tables, digest_of

Answer = TypeVar("Answer")
_SETTLED = ["origin", "story_id", "warnings"]
"""Columns of articles that comparing them decides."""


class Standing(NamedTuple):
    """What comparing all articles with each other decides: frames of `Shelf.outline`.

    Attributes:
        articles: those that stand, in order.
        versions: earlier ones, with `version_of`.
        dropped: frame of frames.DROPPED: articles that came in twice.
    """

    articles: pd.DataFrame
    versions: pd.DataFrame
    dropped: pd.DataFrame


@dataclass(eq=False)
class Stock:
    """All articles of some files.

    Attributes:
        home: folder that keeps what is derived.
        folder: that people know it by, with their `corrections/` and `coding/`.
        config: what the corpus says about itself.
        unread: rows of frames.DROPPED of files that cannot be read.
        shelf: what was read.
        shelve: reads what is not on it, as where a part of it was damaged.
    """

    home: Path
    folder: Path
    config: Config
    unread: Sequence[dict[str, str]]
    shelf: Shelf
    shelve: Callable[[], Shelf]

    def ask(self, question: Callable[[Shelf], Answer]) -> Answer:
        """The answer to a question about what was read; what is damaged is read again first."""
        return until_whole(lambda: question(self.shelf), self._reshelve)

    def _reshelve(self) -> None:
        self.shelf = self.shelve()

    def read(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        only: pc.Expression | None = None,
    ) -> pd.DataFrame:
        """Some of `articles`, `versions` or `unread`; arguments as of `Tables.read`."""
        return until_whole(lambda: self.tables.read(name, columns, only), self.reopen)

    @cached_property
    def tables(self) -> Tables:
        """Frames `articles`, `versions`, `unread` and, of large corpora, `index`."""
        return self.ask(self._tables)

    @cached_property
    def index(self) -> pd.DataFrame:
        """Of each article, in order, `article_id` and `text_key`."""
        return until_whole(lambda: tables.index_of(self.tables), self.reopen)

    def reopen(self) -> None:
        """Make the tables again, because a piece of them was damaged."""
        for made in ("tables", "index"):
            self.__dict__.pop(made, None)

    def _tables(self, shelf: Shelf) -> Tables:
        setting = (self.config.setting, self.config.outlet_kinds, self.unread)
        digest = digest_of(shelf.files, normalizer_version(), repr(setting))
        there = tables.kept(self.home, "articles", digest)
        if there is None:
            standing = self._compared(shelf)
            if len(standing.articles) <= tables.FEW:
                return Tables(_whole(shelf, standing, self.unread))
            pieces = _pieces(shelf, standing, self.unread)
            there = tables.keep(self.home, "articles", digest, pieces)
        return Tables(there, pd.Index(tables.index_of(Tables(there))["article_id"]))

    def _compared(self, shelf: Shelf) -> Standing:
        outline, sketches = shelf.outline()
        kept, doubles = _once(_marked(outline))
        agencies = [name for name, kind in self.config.outlet_kinds.items() if kind == "agency"]
        pairs = compared(
            sketches.take(kept.index.to_numpy()), partial(_texts, shelf, kept), self.home
        )
        made = resolve_stories(kept, agencies, pairs)
        return Standing(made.articles, made.versions, doubles)


def _texts(shelf: Shelf, rows: pd.DataFrame, numbers: list[int]) -> list[str]:
    """Texts of some rows of an outline; each part is read once."""
    asked = rows.iloc[numbers].assign(number=numbers)
    found: dict[int, str] = {}
    for name, here in asked.groupby("part", sort=False):
        texts = shelf.part(str(name), ["text"])["text"].take(here["row"].to_numpy()).to_pylist()
        found |= zip(here["number"], texts, strict=True)
    return [found[number] for number in numbers]


def _unread(shelf: Shelf, standing: Standing, unread: Sequence[dict[str, str]]) -> pd.DataFrame:
    gone = pd.concat([shelf.lost(), pd.DataFrame(unread), standing.dropped])
    return frames.frame(frames.DROPPED, gone)


def _whole(
    shelf: Shelf, standing: Standing, unread: Sequence[dict[str, str]]
) -> dict[str, pd.DataFrame]:
    """All tables in memory."""
    return {
        "articles": frames.frame(frames.ARTICLES, _full(shelf, standing.articles, "articles")),
        "versions": frames.frame(frames.VERSIONS, _full(shelf, standing.versions, "versions")),
        "unread": _unread(shelf, standing, unread),
        "index": standing.articles[tables.INDEX.names].reset_index(drop=True),
    }


def _pieces(shelf: Shelf, standing: Standing, unread: Sequence[dict[str, str]]) -> Iterator[Piece]:
    """A piece for the articles of each part; one each for the few versions and dropped rows."""
    for name, rows in standing.articles.groupby("part", sort=True):
        make = partial(_made, "articles", partial(_full, shelf, rows, "articles"))
        yield Piece(_digest(shelf, str(name), rows), ("articles",), make)
    older = partial(_full, shelf, standing.versions, "versions")
    yield Piece(
        _digest(shelf, "versions", standing.versions),
        ("versions",),
        partial(_made, "versions", older),
    )
    index = standing.articles[tables.INDEX.names]
    for table, rows in (("unread", _unread(shelf, standing, unread)), ("index", index)):
        digest = digest_of(table, rows.astype(str).to_csv())
        yield Piece(digest, (table,), partial(_made, table, partial(_same, rows)))


def _made(name: str, make: Callable[[], pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: make()}


def _same(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def _digest(shelf: Shelf, name: str, rows: pd.DataFrame) -> str:
    """Of what a piece is made of: the part, the rows of it, and what was decided about them."""
    decided = rows[[c for c in rows if c in (*_SETTLED, "part", "row", "version_of")]]
    return digest_of(name, shelf.parts.version, decided.astype(str).to_csv(index=False))


def _full(shelf: Shelf, rows: pd.DataFrame, schema: str) -> pd.DataFrame:
    """Rows of an outline with all columns of their articles, in the same order."""
    columns = list(frames.SCHEMAS[schema].columns)
    found = []
    for name, here in rows.groupby("part", sort=False):
        whole = shelf.part(str(name)).take(here["row"].to_numpy()).to_pandas()
        decided = {c: here[c].to_numpy() for c in (*_SETTLED, "version_of") if c in here}
        found.append(whole.assign(**decided).set_axis(here.index)[columns])
    return pd.concat(found).loc[rows.index] if found else frames.frame(frames.SCHEMAS[schema])


def _marked(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that are not annotated say so."""
    other = [
        [*w, f"language {lang}: not annotated"] if lang != "en" else [*w]
        for w, lang in zip(articles["warnings"], articles["language"], strict=True)
    ]
    return articles.assign(warnings=pd.Series(other, index=articles.index, dtype="object"))


def _once(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each text of an article once; the same text under the same id again as dropped rows."""
    ranked = articles.assign(number=range(len(articles)), known=articles["outlet"].notna())
    # of equals the one whose outlet is known
    order = ["published", "known", "number"]
    newest = ranked.sort_values(order, na_position="first", kind="stable")
    one = newest.drop_duplicates(["article_id", "body"], keep="last")
    keep = one.set_index(["article_id", "body"])["source_file"]
    double = ~ranked["number"].isin(one["number"])
    gone = ranked[double]
    files = [keep.get(key) for key in zip(gone["article_id"], gone["body"], strict=True)]
    reasons = "same article: " + pd.Series(files, index=gone.index, dtype="str").fillna(
        "another file"
    )
    rows = pd.DataFrame(
        {"source_file": gone["source_file"], "step": "normalize", "reason": reasons}
    )
    return ranked[~double].drop(columns=["number", "known"]), rows

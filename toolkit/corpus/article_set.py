"""All articles of a corpus, deduplicated, with story and origin."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from toolkit import frames
from toolkit.corpus.article_fields import FIELDS, ArticleFields
from toolkit.corpus.article_store import ParsedArticles, parse_files
from toolkit.corpus.config import Config
from toolkit.corpus.corrections.articles import NAME, apply_article_corrections
from toolkit.corpus.duplicates import compare_texts
from toolkit.fingerprint import fingerprint
from toolkit.normalize import normalizer_version
from toolkit.normalize.duplicates.minhash import text_key
from toolkit.normalize.duplicates.stories import resolve_stories
from toolkit.storage.parquet import among
from toolkit.storage.parts import KEY
from toolkit.storage.tables import INDEX, Piece, Tables, build_tables, read_index

_COMPARED = [*FIELDS, "story_id"]
"""Columns of articles that depend on the other articles or on corrections."""
CODE = tuple(f"toolkit.{p}" for p in ("annotate", "corpus", "frames", "storage", "validate"))
"""Packages that make the tables, besides those of the normalizer."""


@dataclass(eq=False)
class ArticleSet:
    """All articles of some files; parsed, compared and stored when first needed.

    Attributes:
        paths: files, folders or glob patterns.
        home: folder for derived data.
        folder: the corpus folder of the user, with `corrections/` and `coding/`.
        config: the settings of the corpus.
        workers: processes that parse new files.
        prepare: is called when there are many new files, before they are parsed.
    """

    paths: Sequence[Path]
    home: Path
    folder: Path
    config: Config
    workers: int = 1
    prepare: Callable[[], None] | None = None

    @cached_property
    def parsed(self) -> ParsedArticles:
        """The articles as parsed from their files."""
        config = self.config
        return parse_files(
            self.paths, self.home, config.setting, self.workers, config.limits, self.prepare
        )

    @cached_property
    def tables(self) -> Tables:
        """Tables `articles`, `versions` and `unread`, and `index`.

        Raises:
            Damaged: a part cannot be read; `reopen` and ask again.
        """
        path = self.folder / NAME
        corrections = path.read_text(errors="replace") if path.is_file() else ""
        settings = repr((self.config, corrections, self.parsed.unreadable))
        digest = digest_of(self.parsed.files, normalizer_version(), settings)
        files = build_tables(self.home, "articles", digest, self._pieces)
        return Tables(files, pd.Index(read_index(files)["article_id"]))

    @cached_property
    def index(self) -> pd.DataFrame:
        """`article_id`, `text_key`, `source_file`, `language`, `n_words` of all articles, in order.

        Raises:
            Damaged: see `tables`.
        """
        return read_index(self.tables.files)

    def reopen(self) -> None:
        """Forget what was read, after a file turned out to be damaged; then it is rebuilt."""
        if not self.parsed.parts.done().issuperset(self.parsed.files):
            self.__dict__.pop("parsed", None)
        for name in ("tables", "index"):
            self.__dict__.pop(name, None)

    def _pieces(self) -> Iterator[Piece]:
        """A piece of `articles` for each part, and one piece for each of the smaller tables."""
        outline, sketches = self.parsed.outline()
        completed = self.fields(outline).complete()
        corrected = apply_article_corrections(completed, self.folder, self.config.timezone)
        retitled = self._rekeyed(corrected.articles, outline["title"])
        unique, repeats = _without_repeats(retitled)
        agencies = [name for name, kind in self.config.outlet_kinds.items() if kind == "agency"]
        own_sketches = sketches.take(unique.index.to_numpy())

        def texts_of(numbers: list[int]) -> list[str]:
            return self.parsed.rows(unique.iloc[numbers], ["text"])["text"].tolist()

        pairs = compare_texts(own_sketches, texts_of, self.home)
        resolved = resolve_stories(unique, agencies, pairs)
        by_part = list(resolved.articles.groupby("part", sort=True)) or [("", resolved.articles)]
        for part, rows in by_part:
            yield _piece("articles", str(part), self.parsed, rows)
        yield _piece("versions", "versions", self.parsed, resolved.versions)
        lost = [self.parsed.dropped(), repeats, corrected.dropped]
        dropped = frames.frame(frames.DROPPED, pd.concat(lost))
        for table, rows in (("unread", dropped), ("index", resolved.articles[INDEX.names])):
            digest = digest_of(table, rows.astype(str).to_csv())
            yield Piece(digest, partial(dict, [(table, rows)]), (table,))

    def fields(self, outline: pd.DataFrame) -> ArticleFields:
        """What the names of the files tell about the articles of an outline."""
        return ArticleFields(_with_language_warnings(outline), self.config)

    def _rekeyed(self, articles: pd.DataFrame, parsed: pd.Series[str]) -> pd.DataFrame:
        """Articles under new keys where their titles are not as parsed."""
        before = parsed.reindex(articles.index)
        changed = articles[articles["title"].fillna("").ne(before.fillna(""))]
        if changed.empty:
            return articles
        texts = self.parsed.rows(changed, ["text"])["text"]
        keys = pd.Series(map(text_key, changed["title"], texts), index=changed.index, dtype="str")
        return articles.assign(text_key=keys.reindex(articles.index).fillna(articles["text_key"]))

    def texts(self, text_keys: Collection[str]) -> Iterator[pd.DataFrame]:
        """Texts by their keys, as `ParsedArticles.texts` gives them, under corrected titles too.

        Raises:
            Damaged: see `tables`.
        """
        left = set(text_keys)
        for rows in self.parsed.texts(left):
            left -= set(rows[KEY])
            yield rows
        new = self.index[self.index["text_key"].isin(left)].drop_duplicates("text_key")
        if len(new):
            columns = ["article_id", "title", "text", "n_words"]
            rows = self.tables.read("articles", columns, among(new["article_id"]))
            yield rows.merge(new[["article_id", "text_key"]]).rename(columns={"text_key": KEY})


def _piece(table: str, name: str, parsed: ParsedArticles, rows: pd.DataFrame) -> Piece:
    """A piece of `articles` or `versions`, from the rows of an outline."""
    compared = rows[[c for c in rows if c in (*_COMPARED, "part", "row", "version_of")]]
    digest = digest_of(name, parsed.parts.version, compared.astype(str).to_csv(index=False))
    return Piece(digest, lambda: {table: _with_texts(parsed, rows, table)}, (table,))


def _with_texts(parsed: ParsedArticles, outline: pd.DataFrame, schema: str) -> pd.DataFrame:
    """The rows of an outline with all columns of their articles, in the same order."""
    if outline.empty:
        return frames.frame(frames.SCHEMAS[schema])
    compared = {c: outline[c] for c in (*_COMPARED, "version_of") if c in outline}
    return parsed.rows(outline).assign(**compared)[list(frames.SCHEMAS[schema].columns)]


def _with_language_warnings(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles with a warning where their language is not annotated."""
    warnings = [
        [*w, f"language {lang}: not annotated"] if lang != "en" else [*w]
        for w, lang in zip(articles["warnings"], articles["language"], strict=True)
    ]
    return articles.assign(warnings=pd.Series(warnings, index=articles.index, dtype="object"))


def _without_repeats(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles without those of the same id and text, and these as rows of frames.DROPPED."""
    same = ["article_id", "body"]
    ranked = articles.assign(number=range(len(articles)), known=articles["outlet"].notna())
    # the latest one is kept, and among equals the one whose outlet is known
    order = ["published", "known", "number"]
    newest = ranked.sort_values(order, na_position="first", kind="stable")
    kept = newest.drop_duplicates(same, keep="last")
    is_kept = ranked["number"].isin(kept["number"])
    repeats = ranked[~is_kept].merge(
        kept[[*same, "source_file"]], "left", same, suffixes=("", "_kept")
    )
    dropped = pd.DataFrame(
        {
            "source_file": repeats["source_file"],
            "step": "normalize",
            "reason": "same article: " + repeats["source_file_kept"],
        }
    )
    return articles[is_kept], dropped


def digest_of(*parts: str | Iterable[str]) -> str:
    """Hash of strings and of the code that makes the tables.

    Example:
        >>> digest_of("a", ["b", "c"]) == digest_of("a", ["b", "c"]) != digest_of("a", ["bc"])
        True
    """
    digest = hashlib.sha256(fingerprint(CODE).encode())
    for part in parts:
        for item in [part] if isinstance(part, str) else part:
            digest.update(item.encode(errors="replace") + b"\0")
        digest.update(b"\1")
    return digest.hexdigest()[:24]

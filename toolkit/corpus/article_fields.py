"""Complete outlet, date, title and authors of articles from what all files of a corpus tell.

A page or text tells about itself when it is parsed. Names of files and folders, and the spelling of
an outlet, are compared here with those of the other articles. A field that stays unsure stays
empty; `toolkit info` proposes what to add to corpus.toml.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from toolkit.corpus.config import Config
from toolkit.normalize.fields.dates import is_ambiguous, parse_date, with_day_first
from toolkit.normalize.fields.file_names import (
    Name,
    day_first_in,
    split_name,
)
from toolkit.normalize.fields.guesses import Guess, guess_folders, guess_patterns
from toolkit.normalize.fields.outlets import (
    DOMAIN,
    host_of,
    known_outlet,
    outlet_key,
    readable_name,
    reads_as_outlet,
)

FIELDS = ("outlet", "title", "authors", "agency", "origin", "published", "published_precision",
          "warnings")  # fmt: skip
"""Columns of articles that are completed."""
FOLDER, FILE = "the folder's name", "the file's name"
_TABLES = {".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xls", ".xlsx"}
MONTH_FIRST = "read month first"
_REPEATED = 2
"""Authors of an outlet whose name stands in the heads of their articles, at least."""
Row = dict[str, Any]


@dataclass(frozen=True)
class ArticleFields:
    """The articles of a corpus, and what the names of their files and folders tell.

    Attributes:
        articles: FIELDS, `url`, `published_raw`, `source_file`, and `place` and `heads` as
            `article_row` has them.
        config: the settings of the corpus.
    """

    articles: pd.DataFrame
    config: Config

    @cached_property
    def rows(self) -> list[Row]:
        """The articles as dictionaries."""
        columns = [*FIELDS, "url", "published_raw", "source_file", "place", "heads"]
        values = (self.articles[c].astype("object").where(self.articles[c].notna(), None)
                  for c in columns)  # fmt: skip
        return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]

    @cached_property
    def names(self) -> dict[str, Name]:
        """Name of each file that is one article, by its place."""
        places = Counter(row["place"] or "/" for row in self.rows)
        single = [p for p, n in places.items() if n == 1 and _is_one_article(p)]
        day_first = self.config.day_first
        day_first = day_first_in(single) if day_first is None else day_first
        return {place: split_name(place, day_first) for place in single}

    @cached_property
    def stated(self) -> set[str]:
        """Keys of the outlets that pages, texts and settings name."""
        named = {k: v for k, v in self.config.outlets.items() if v}
        given = [*named, *named.values(), *self.config.outlet_kinds]
        return {outlet_key(n) for n in (*given, *(r["outlet"] for r in self.rows)) if n}

    @cached_property
    def guesses(self) -> list[Guess]:
        """The forms of the names of files; those that settings describe are left out."""
        patterns = self.config.patterns
        left = {p: n for p, n in self.names.items() if not any(x.read(p) for x in patterns)}
        return guess_patterns(left, self.stated)

    @cached_property
    def folders(self) -> dict[str, str]:
        """The folder that is the outlet, by place."""
        named: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            named[row["place"] or ""] |= {outlet_key(row["outlet"])} if row["outlet"] else set()
        denied = {folder for folder, name in self.config.outlets.items() if not name}
        denied |= {name for row in self.rows for name in row["authors"]}
        return {p: f for p, f in guess_folders(named).items() if f not in denied}

    def complete(self) -> pd.DataFrame:
        """The articles with what could be told, each time with a warning that says from what."""
        told = self._told()
        outlets = self._spelled([self._outlet(row, told) for row in self.rows])
        papers = {outlet_key(name) for name, _ in outlets if name}
        orders = self._day_orders([name for name, _ in outlets])
        rows = [
            self._completed(row, outlet, told.get(row["place"], {}), papers, order)
            for row, outlet, order in zip(self.rows, outlets, orders, strict=True)
        ]
        columns = {
            c: pd.Series(
                [r[c] for r in rows], index=self.articles.index, dtype=self.articles[c].dtype
            )
            for c in FIELDS
        }
        return self.articles.assign(**columns)

    def _told(self) -> dict[str, Row]:
        """What the name of each file tells: by settings, or where a guess is sure."""
        told: dict[str, Row] = {p: {"date": n.day} for p, n in self.names.items() if n.day}
        for place in {row["place"] for row in self.rows if row["place"]} - self.names.keys():
            whole = split_name(place).fields
            if len(whole) == 1 and (
                outlet_key(whole[0]) in self.stated or reads_as_outlet(*whole, True)
            ):
                told[place] = {"outlet": whole[0]}
        for guess in self.guesses:
            for field, texts in (("outlet", guess.outlets), ("title", guess.titles)):
                for place, text in texts.items():
                    told.setdefault(place, {})[field] = text
        for place in {row["place"] for row in self.rows if row["place"]}:
            fields = next((f for p in self.config.patterns if (f := p.read(place))), None)
            if fields is not None:
                told[place] = told.get(place, {}) | fields | {"given": True}
        return told

    # -------------------------------------------------------------- outlets

    def _outlet(self, row: Row, told: Mapping[str, Row]) -> tuple[str | None, str | None]:
        """The outlet of an article, and what tells it if not the article itself."""
        place, stated = row["place"] or "", row["outlet"]
        own = self.config.outlets
        if stated in own.values():
            return stated, None
        folders = reversed(PurePosixPath(place).parts[:-1])
        if given := next((own[f] for f in folders if own.get(f)), None):
            return given, None
        fields = told.get(place, {})
        host = stated if stated and DOMAIN.fullmatch(stated) else None
        candidates = (
            (fields.get("outlet") if fields.get("given") else None, None),
            (None if host else stated, None),
            (self._in_head(row), None),
            (fields.get("outlet"), FILE),
            (self.folders.get(place), FOLDER),
            (host, None),
        )
        return next(((name, why) for name, why in candidates if name), (None, None))

    def _in_head(self, row: Row) -> str | None:
        """A name in the head of an article that is an outlet elsewhere in the corpus."""
        return next((n for n in row["heads"] if outlet_key(n) in self._head_keys), None)

    @cached_property
    def _head_keys(self) -> set[str]:
        """Keys of outlets: those named elsewhere, and names in the heads of several authors."""
        folders = {outlet_key(folder) for folder in self.folders.values()}
        authors: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            for name in row["heads"]:
                if " " in name and name not in row["authors"]:
                    authors[outlet_key(name)].update(row["authors"])
        several = {key for key, people in authors.items() if len(people) >= _REPEATED}
        return self.stated | folders | several

    def _spelled(
        self, outlets: Sequence[tuple[str | None, str | None]]
    ) -> list[tuple[str | None, str | None]]:
        """The same outlets, each under one name."""
        aliases = self._aliases(outlets)
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name, _ in outlets:
            if name:
                spellings[aliases.get(outlet_key(name), outlet_key(name))][name] += 1
        given = {outlet_key(v): v for v in self.config.outlets.values()}
        given |= {outlet_key(k): v for k, v in self.config.outlets.items() if v}
        chosen = {
            name: given.get(key) or _spelling(names)
            for key, names in spellings.items()
            for name in names
        }
        return [(chosen[name] if name else None, why) for name, why in outlets]

    def _aliases(self, outlets: Iterable[tuple[str | None, str | None]]) -> dict[str, str]:
        """Keys of hosts whose pages lie in one folder of an outlet with a similar name."""
        of_host: dict[str, set[str]] = defaultdict(set)
        for row, (name, _) in zip(self.rows, outlets, strict=True):
            if row["outlet"] and name and DOMAIN.fullmatch(row["outlet"]):
                of_host[outlet_key(row["outlet"])].add(outlet_key(name))
        others = {host: keys - {host} for host, keys in of_host.items()}
        return {host: key for host, keys in others.items() if len(keys) == 1 for key in keys}

    # -------------------------------------------------------------- dates and the rest

    def _day_orders(self, outlets: Sequence[str | None]) -> list[bool | None]:
        """Whether the day comes first in the ambiguous date of each article; None if unknown.

        The other dates of the same file tell, or else those of the same outlet.
        """
        files = Counter(row["source_file"] for row in self.rows)
        groups = [
            row["source_file"] if files[row["source_file"]] > 1 else ("outlet", outlet)
            for row, outlet in zip(self.rows, outlets, strict=True)
        ]
        dates: dict[Any, list[str]] = defaultdict(list)
        for row, group in zip(self.rows, groups, strict=True):
            dates[group].append(row["published_raw"] or "")
        orders = {group: day_first_in(raw) for group, raw in dates.items()}
        fixed = self.config.day_first
        return [orders[group] if fixed is None else fixed for group in groups]

    def _completed(
        self,
        row: Row,
        outlet: tuple[str | None, str | None],
        told: Row,
        papers: set[str],
        day_first: bool | None,
    ) -> Row:
        """One article with its fields completed."""
        name, why = outlet
        warnings = [*row["warnings"], *([f"outlet from {why}"] if why else [])]
        authors = [a for a in row["authors"] if outlet_key(a) not in papers]
        if told.get("author") and not authors:
            authors = [told["author"]]
        changed = row | {"outlet": name, "authors": authors}
        if row["agency"] and name and outlet_key(row["agency"]) == outlet_key(name):
            changed |= {"agency": None, "origin": "own"}
        if told.get("title") and not row["title"]:
            changed["title"] = told["title"]
            warnings = [w for w in warnings if w != "no title"] + [f"title from {FILE}"]
        day, warnings = self._published(row, told, day_first, warnings)
        return changed | day | {"warnings": warnings}

    def _published(
        self, row: Row, told: Row, day_first: bool | None, warnings: list[str]
    ) -> tuple[Row, list[str]]:
        """The date of an article where it changes, and its warnings."""
        raw = row["published_raw"] or ""
        if row["published"] is not None and is_ambiguous(raw) and day_first is not None:
            warnings = [w for w in warnings if not w.endswith(MONTH_FIRST)]
            read = parse_date(with_day_first(raw) if day_first else raw, self.config.timezone)
            if read[0]:
                return {"published": read[0], "published_precision": read[1]}, warnings
        day = parse_date(told.get("date"))[0]
        given = told.get("given") and row["published"] is not None
        if day is None or (row["published"] is not None and not given):
            return {}, warnings
        if given and pd.Timestamp(row["published"]).date() == day.date():
            return {}, warnings
        warnings = [w for w in warnings if not w.startswith("no date")]
        source = FILE if self._in_file_name(row["place"]) else FOLDER
        note = [] if told.get("given") else [f"date from {source}"]
        return {"published": day, "published_precision": "day"}, [*warnings, *note]

    def _in_file_name(self, place: str) -> bool:
        return "{date" in self.names[place].template if place in self.names else True


def _is_one_article(place: str) -> bool:
    return (
        not place.endswith("/")
        and PurePosixPath(place.removesuffix(".gz")).suffix.lower() not in _TABLES
    )


def _spelling(names: Counter[str]) -> str:
    """The best spelling of an outlet: a known name, or else one in words, the most frequent."""
    known = next((k for name in sorted(names) if (k := known_outlet(name))), None)
    if known:
        return known

    def rank(name: str) -> tuple[bool, bool, int, str]:
        cased = name not in (name.casefold(), name.upper())
        return (not DOMAIN.fullmatch(name), cased, names[name], name)

    best = max(names, key=rank)
    return host_of(best) if DOMAIN.fullmatch(best) else readable_name(best)

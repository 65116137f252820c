"""What looks wrong with the articles of a corpus, and the line that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from toolkit.corpus.article_fields import FILE, FOLDER, MONTH_FIRST, ArticleFields
from toolkit.corpus.corrections.articles import NAME
from toolkit.lexicons.word_forms import plural
from toolkit.normalize.fields.file_names import names_nothing
from toolkit.normalize.fields.outlets import DOMAIN

_ALIKE = 88
"""Similarity from 0 to 100 above which two names of outlets are worth a check."""
_SHOWN = 3
_BY_HAND = f"{NAME}: article_id,published"
_DENY = '[outlets]  # a folder that is no outlet gets ""'
_FAR = pd.Timedelta(days=3650)
"""Distance from the other articles from which a date looks wrong."""


class Finding(NamedTuple):
    """Something that looks wrong.

    Attributes:
        problem: what it is, with the number of articles.
        mend: the lines of corpus.toml or of corrections/articles.csv that mend it.
    """

    problem: str
    mend: tuple[str, ...] = ()


def examine(articles: pd.DataFrame, fields: ArticleFields) -> list[Finding]:
    """What looks wrong with outlets, dates, titles and authors.

    Args:
        articles: the articles of the corpus.
        fields: what the names of their files tell.
    """
    checks = (_missing, _guessed, _outlets, _alike, _dates, _orders, _zones)
    return [finding for check in checks for finding in check(articles, fields)]


def _missing(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Fields that are empty, each with the pattern that would fill it."""
    columns = {"outlet": "outlet", "published": "date", "title": "title", "authors": "author"}
    for column, field in columns.items():
        empty = articles[column].map(len).eq(0) if column == "authors" else articles[column].isna()
        files = articles["source_file"][empty]
        if len(files):
            many = f"{len(files):,} of {plural(len(articles), 'article')} without {field}"
            mend = () if column == "authors" else _proposals(field, files, fields)
            yield Finding(f"{many}: {_some(files)}", mend)


def _proposals(field: str, files: pd.Series[str], fields: ArticleFields) -> tuple[str, ...]:
    """The lines that fill a field of some files: patterns of their names, else corrections."""
    wanted = set(files)
    patterns = [
        f'filename = "{guess.pattern}"'
        for guess in fields.guesses
        if f"{{{field}" in guess.pattern and wanted.intersection(guess.places)
    ]
    column = {"date": "published"}.get(field, field)
    return tuple(patterns[:_SHOWN]) or (f"{NAME}: source_file,{column}",)


def _guessed(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Outlets and dates that come from names of files and folders."""
    for field in ("outlet", "date", "title"):
        for source in (FILE, FOLDER):
            told = _with_warning(articles, f"{field} from {source}")
            if told.empty:
                continue
            values = told[{"date": "published"}.get(field, field)]
            shown = values.dt.strftime("%Y-%m-%d") if field == "date" else values
            mend: tuple[str, ...] = ()
            if source == FILE:
                mend = _proposals(field, told["source_file"], fields)
            elif field == "outlet":
                mend = (_DENY, *(f'"{f}" = "{o}"' for f, o in _folders(told, fields)))
            problem = f"{plural(len(told), 'article')} with {field} from {source}"
            yield Finding(f"{problem}: {_some(shown)}", mend)


def _folders(told: pd.DataFrame, fields: ArticleFields) -> list[tuple[str, str]]:
    """Folders that became outlets, with the names of these."""
    pairs = (
        (part, outlet)
        for file, outlet in zip(told["source_file"], told["outlet"], strict=True)
        for part in PurePosixPath(file).parts[:-1]
        if part in set(fields.folders.values())
    )
    return [*dict.fromkeys(pairs)]


def _outlets(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Outlets that are a domain, a date, a section or a person who writes."""
    people = {name for names in articles["authors"] for name in names}
    for outlet, n in articles["outlet"].value_counts().items():
        name = str(outlet)
        kinds = {
            "a domain": bool(DOMAIN.fullmatch(name)),
            "a date, a number, a section or a general word": names_nothing(name),
            "the name of an author": name in people,
            "a whole sentence": len(name.split()) > 8,
        }
        if kind := next((k for k, holds in kinds.items() if holds), None):
            line = f'"{name}" = "Name of the outlet"'
            yield Finding(f"outlet {name!r} ({n:,}) is {kind}", ("[outlets]", line))


def _alike(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Outlets with similar names."""
    counts = articles["outlet"].value_counts()
    names = [str(name) for name in counts.index]
    for i, name in enumerate(names):
        for other in names[i + 1 :]:
            if fuzz.ratio(name.casefold(), other.casefold()) >= _ALIKE:
                pair = f"outlets {name!r} ({counts[name]:,}) and {other!r} ({counts[other]:,})"
                mend = ("[outlets]", f'"{other}" = "{name}"')
                yield Finding(f"{pair} look like one", mend)


def _dates(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Dates in the future, and those far from all others."""
    dates = articles["published"]
    now, known = pd.Timestamp.now("UTC"), dates.dropna().sort_values()
    middle = known.iloc[len(known) // 2] if len(known) else now
    for problem, wrong in (
        ("in the future", dates > now),
        ("ten years or more from most others", (dates <= now) & ((dates - middle).abs() > _FAR)),
    ):
        rows = articles[wrong]
        if len(rows) and 10 * len(rows) <= len(articles) + 9:
            shown = rows["source_file"] + " (" + rows["published"].dt.strftime("%Y-%m-%d") + ")"
            yield Finding(
                f"{plural(len(rows), 'article')} with a date {problem}: {_some(shown)}", (_BY_HAND,)
            )


def _orders(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Dates such as 03/04/2025, of which the order is not known."""
    rows = articles[articles["warnings"].map(lambda w: any(x.endswith(MONTH_FIRST) for x in w))]
    if len(rows):
        shown = _some(rows["published_raw"])
        problem = f"{plural(len(rows), 'article')} with a date {MONTH_FIRST}: {shown}"
        yield Finding(problem, ('dates = "day first"',))


def _zones(articles: pd.DataFrame, fields: ArticleFields) -> Iterator[Finding]:
    """Times without a time zone."""
    rows = _with_warning(articles, "time zone unknown: read as UTC")
    if len(rows):
        problem = f"{plural(len(rows), 'article')} with a time without zone, read as UTC"
        yield Finding(f"{problem}: {_some(rows['published_raw'])}", ('timezone = "+01:00"',))


def _with_warning(articles: pd.DataFrame, warning: str) -> pd.DataFrame:
    return articles[articles["warnings"].map(lambda given: warning in given)]


def _some(values: Iterable[object]) -> str:
    """The first few different values."""
    different = [*dict.fromkeys(map(str, values))]
    left = len(different) - _SHOWN
    shown = ", ".join(different[:_SHOWN])
    return f"{shown} and {left:,} more" if left > 0 else shown

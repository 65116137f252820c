"""Corrections of articles: read from `corrections/articles.csv`, and applied before all else.

    article_id,source_file,outlet,published,title,author,drop,note
    b1c2d3,,Carver Post,2025-05-08,,,,the date of the paper
    ,nexis/all.docx,Carver Post,,,,,for all articles of that file
    ,letters/a.txt,,,,,yes,a letter to the editor

A row refers to an article by its article_id, or to all articles of a source_file. An empty cell
changes nothing; a cell with "-" empties the field. Other columns are not read, so that a table of
`toolkit export` can be corrected and put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.normalize.fields.dates import parse_date
from toolkit.validate.coding.read_sheets import read_table

NAME = "corrections/articles.csv"
KEYS = ("article_id", "source_file")
_NONE = "-"
_YES = ("yes", "true", "1", "x", "drop")
_NO = ("", "no", "false", "0")


class ArticleCorrections(NamedTuple):
    """Articles after their corrections.

    Attributes:
        articles: the articles that are left.
        dropped: rows of frames.DROPPED: what was dropped, and rows of the file without effect.
    """

    articles: pd.DataFrame
    dropped: pd.DataFrame


def apply_article_corrections(
    articles: pd.DataFrame, folder: Path, timezone: str | None = None
) -> ArticleCorrections:
    """Articles with the corrections in a folder applied.

    Args:
        articles: `article_id`, `source_file` and the columns that can be corrected.
        folder: the corpus folder, with its `corrections/`.
        timezone: offset of times without a time zone.

    Raises:
        ValueError: the file has neither of KEYS.
    """
    changed: dict[str, dict[Any, Any]] = {c: {} for c in (*_READ, "published_precision")}
    gone: dict[Any, str] = {}
    problems = []
    for line, row in _rows(folder):
        places = _places(articles, row)
        try:
            values = _values(row, timezone)
        except ValueError as error:
            problems.append(f"line {line}: {error}")
            continue
        if not places:
            problems.append(f"line {line}: no such article")
        for place in places:
            for column, value in values.items():
                changed[column][place] = value
            if _is_yes(row, line, problems):
                gone[place] = row.get("note", "").strip() or "as corrected by hand"
    columns = {c: _replaced(articles[c], new) for c, new in changed.items()}
    files = articles["source_file"].reindex([*gone])
    rows = [*zip(files, (f"dropped by hand: {why}" for why in gone.values()), strict=True)]
    dropped = pd.DataFrame(
        [*rows, *((NAME, p) for p in problems)], columns=["source_file", "reason"]
    )
    left = articles.assign(**columns).drop(index=[*gone])
    return ArticleCorrections(left, dropped.assign(step="corrections"))


def _rows(folder: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of the file by the number of their line; nothing if there is none.

    Raises:
        ValueError: the file has neither of KEYS.
    """
    path = folder / NAME
    rows = read_table(path) if path.is_file() else []
    if rows and not {*KEYS} & rows[0].keys():
        raise ValueError(f"{path}: no column {' or '.join(KEYS)}; it has {', '.join(rows[0])}")
    return ((line, row) for line, row in enumerate(rows, 2) if any(v.strip() for v in row.values()))


def _places(articles: pd.DataFrame, row: Mapping[str, str]) -> list[Any]:
    """Positions of the articles to which a row refers."""
    given = {key: row[key].strip() for key in KEYS if row.get(key, "").strip()}
    found = pd.Series(bool(given), index=articles.index)
    for key, value in given.items():
        found &= articles[key].eq(value)
    return [*articles.index[found.fillna(False)]]


def _is_yes(row: Mapping[str, str], line: int, problems: list[str]) -> bool:
    given = row.get("drop", "").strip().casefold()
    if given not in (*_YES, *_NO):
        problems.append(f"line {line}: drop is yes or empty, not {given!r}")
    return given in _YES


def _values(row: Mapping[str, str], timezone: str | None) -> dict[str, Any]:
    """The new values in a row.

    Raises:
        ValueError: its date is none.
    """
    values: dict[str, Any] = {}
    for column, names in _READ.items():
        given = next((g for n in names if (g := row.get(n, "").strip())), "")
        if given and column == "published":
            day, precision = parse_date(given, timezone)
            if day is None and given != _NONE:
                raise ValueError(f"published {given!r} is no date")
            values |= {"published": day, "published_precision": precision}
        elif given and column == "authors":
            people = re.split(r"\s*[;|]\s*|\s+and\s+|[\[\]\"']+(?:,\s*)?", given)
            values["authors"] = [n for n in people if n and given != _NONE]
        elif given:
            values[column] = None if given == _NONE else given
    return values


_READ = {
    "outlet": ("outlet",),
    "published": ("published",),
    "title": ("title",),
    "authors": ("author", "authors"),
}
"""Columns of the file, by the column that they correct."""


def _replaced(column: pd.Series[Any], new: Mapping[Any, Any]) -> pd.Series[Any]:
    """A column with new values at some positions."""
    if not new:
        return column
    values = column.astype("object")
    for place, value in new.items():
        values.at[place] = value
    return values.astype(column.dtype)

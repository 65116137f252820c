"""Lists of addresses: text files, tables with a column of addresses, or what a caller has."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from charset_normalizer import from_bytes

from toolkit.collect.filters import Link, parse_utc

URL_COLUMNS = ("url", "link", "uri", "href", "address", "documentidentifier", "article_url",
               "canonical_url", "story_url", "web_url")  # fmt: skip
_TITLES = ("title", "headline")
_DATES = ("publish_date", "published", "published_at", "date", "seendate", "pubdate")
_TABLES = (".csv", ".tsv", ".tab")


def read_addresses(path: Path) -> list[Link]:
    """The addresses in a file: one a line, or a CSV or TSV with a column of them.

    Lists of Media Cloud, GDELT and Zotero are read as they are. Lines that begin with # are notes.

    Raises:
        FileNotFoundError: no such file.
        ValueError: a table has no such column; the message names those that it has.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no such list: {path}")
    data = path.read_bytes()
    best = from_bytes(data[: 2**20]).best()
    encoding = "utf-8-sig" if best is None or best.encoding in ("utf_8", "ascii") else best.encoding
    text = data.decode(encoding, errors="replace")
    if path.suffix.lower() in _TABLES:
        return _table(text, path)
    if path.suffix.lower() == ".json":
        return _json(text, path)
    lines = (line.strip() for line in text.splitlines())
    return [Link(line) for line in lines if line and not line.startswith("#")]


def _json(text: str, path: Path) -> list[Link]:
    """Answers of NewsAPI and its like: an object with a list of articles, or that list."""
    try:
        loaded = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    found = loaded.get("articles", []) if isinstance(loaded, dict) else loaded
    rows = [row for row in found if isinstance(row, dict) and row.get("url")]
    return [Link(str(r["url"]), r.get("title"), parse_utc(r.get("publishedAt"))) for r in rows]


def _table(text: str, path: Path) -> list[Link]:
    header = text.split("\n", 1)[0]
    delimiter = max("\t;,|", key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = {(c or "").strip().lower().replace(" ", "_"): c for c in rows.fieldnames or []}
    column = next((names[c] for c in URL_COLUMNS if c in names), None)
    if column is None:
        found = ", ".join(rows.fieldnames or []) or "none"
        raise ValueError(
            f"{path}: no column of addresses; the columns are {found[:300]}; name one of them url"
        )
    title, day = (
        next((names[c] for c in wanted if c in names), None) for wanted in (_TITLES, _DATES)
    )
    return [_link(row, column, title, day) for row in rows if (row.get(column) or "").strip()]


def _link(row: dict[str, str], url: str, title: str | None, day: str | None) -> Link:
    return Link(
        row[url].strip(),
        (row.get(title) or None) if title else None,
        parse_utc(row.get(day)) if day else None,
    )


def as_links(given: str | Path | Iterable[str | Path | Link]) -> list[Link]:
    """Addresses from whatever a caller has: an address, a file of them, or a list of both.

    Example:
        >>> as_links(["https://courier.example/ferry"])
        [Link(url='https://courier.example/ferry', title=None, published=None)]
    """
    if isinstance(given, str | Path):
        return _of(given)
    return [link for item in given for link in _of(item)]


def _of(item: str | Path | Link) -> list[Link]:
    if isinstance(item, Link):
        return [item]
    if isinstance(item, Path) or ("://" not in item and _is_list(Path(item))):
        return read_addresses(Path(item))
    return [Link(item)]


def _is_list(path: Path) -> bool:
    try:
        return path.suffix.lower() in (*_TABLES, ".json", ".txt") or path.is_file()
    except (OSError, ValueError):
        return False  # too long for a name, or no name at all

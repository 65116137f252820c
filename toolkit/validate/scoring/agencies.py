"""Credited agencies against the metadata of PolNeAR: who is said to have written a text.

Newell, Margolin and Ruths, "An attribution relations corpus for political news" (LREC 2018). Its
`metadata.tsv` names the wire service of each article; a row that says NA was not coded.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.normalize.fields.bylines import credited_agency

_MISSED = 5


@dataclass(frozen=True)
class Credited:
    """One article: its byline, its body without the headline, the agency that it is from."""

    name: str
    byline: tuple[str, ...]
    text: str
    agency: str | None


def read_credits(folder: Path) -> list[Credited]:
    """The articles of a PolNeAR folder whose wire service is coded.

    Raises:
        FileNotFoundError: there is no metadata.tsv in the folder.
        ValueError: it has no column `wire`.
    """
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    if rows and "wire" not in rows[0]:
        raise ValueError(f"{folder / 'metadata.tsv'} has no column wire")
    return list(_coded(folder, rows))


def _coded(folder: Path, rows: list[dict[str, str]]) -> Iterator[Credited]:
    for row in rows:
        path = folder / row["compartment"] / "text" / f"{row['filename']}.txt"
        if row["wire"] == "NA" or not path.is_file():
            continue
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        byline = () if row["author"] in ("None", "NA") else (row["author"],)
        agency = None if row["wire"] == "None" else row["wire"]
        yield Credited(row["filename"], byline, body, agency)


def score_agencies(articles: list[Credited]) -> pd.DataFrame:
    """Precision and recall of the credited agency, with the byline and from the text alone.

    Returns:
        Frame of `reads`, `precision`, `recall`, `n` (articles from an agency), `articles`, `missed`
        (names of the first few that were).
    """
    rows = []
    for reads, with_byline in (("byline and text", True), ("text alone", False)):
        found = [credited_agency(a.byline if with_byline else (), (), a.text) for a in articles]
        pairs = list(zip(articles, found, strict=True))
        right = sum(_same(a.agency, f) for a, f in pairs if f)
        true = [a for a, f in pairs if a.agency]
        missed = [a.name for a, f in pairs if a.agency and not _same(a.agency, f)]
        precision = right / max(1, sum(bool(f) for f in found))
        more = [f"{len(missed) - _MISSED} more"] if len(missed) > _MISSED else []
        named = ", ".join([*missed[:_MISSED], *more])
        rows.append((reads, precision, right / max(1, len(true)), len(true), len(articles), named))
    return pd.DataFrame(rows, columns=["reads", "precision", "recall", "n", "articles", "missed"])


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()

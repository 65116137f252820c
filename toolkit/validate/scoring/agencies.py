"""Scores of credited news agencies against the metadata of PolNeAR.

Newell, Margolin and Ruths, "An attribution relations corpus for political news" (LREC 2018). Its
`metadata.tsv` names the wire service of each article; a row that says NA was not coded.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.normalize.fields.bylines import credited_agency
from toolkit.validate.scoring.bootstrap import ratio

_LISTED = 5


class CreditedArticle(NamedTuple):
    """One article: its byline, its body without the headline, and the agency it comes from."""

    name: str
    byline: tuple[str, ...]
    text: str
    agency: str | None


def read_credits(folder: Path) -> list[CreditedArticle]:
    """The articles of a PolNeAR folder whose wire service is coded.

    Raises:
        FileNotFoundError: there is no metadata.tsv in the folder.
        ValueError: it has no column `wire`.
    """
    path = folder / "metadata.tsv"
    rows = pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, dtype="str", keep_default_na=False)
    if "wire" not in rows:
        raise ValueError(f"{path} has no column wire")
    articles = []
    for row in rows[rows["wire"] != "NA"].to_dict("records"):
        text = folder / row["compartment"] / "text" / f"{row['filename']}.txt"
        if text.is_file():
            body = text.read_text(encoding="utf-8").partition("\n\n")[2]
            byline = () if row["author"] in ("None", "NA") else (row["author"],)
            agency = None if row["wire"] == "None" else row["wire"]
            articles.append(CreditedArticle(row["filename"], byline, body, agency))
    return articles


def score_agencies(articles: list[CreditedArticle]) -> pd.DataFrame:
    """Precision and recall of the credited agency, with the byline and from the text alone.

    Returns:
        Frame of `reads`, `precision`, `recall`, `n` (articles from an agency), `articles`, `missed`
        (names of the first few articles missed).
    """
    rows = []
    for reads, with_byline in (("byline and text", True), ("text alone", False)):
        found = [credited_agency(a.byline if with_byline else (), (), a.text) for a in articles]
        coded = [(a, f) for a, f in zip(articles, found, strict=True) if a.agency]
        missed = [a.name for a, f in coded if (f or "").casefold() != str(a.agency).casefold()]
        right = len(coded) - len(missed)
        precision, recall = ratio(right, sum(map(bool, found)), 0.0), ratio(right, len(coded), 0.0)
        more = [f"{len(missed) - _LISTED} more"] * (len(missed) > _LISTED)
        names = ", ".join([*missed[:_LISTED], *more])
        rows.append((reads, precision, recall, len(coded), len(articles), names))
    return pd.DataFrame(rows, columns=["reads", "precision", "recall", "n", "articles", "missed"])

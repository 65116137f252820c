"""Articles of a corpus: how many there are, and what extraction lost of their pages."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.intervals import FIGURES
from toolkit.measure.estimation.select import grouped
from toolkit.measure.shares import ratio

PAGES = ("vote", "trafilatura", "tags")
"""Extractors of pages; extraction from text files loses nothing."""
WHAT = ("paragraphs", "quotation marks")

_LOSS = re.compile(r"loss: (\d+) of (\d+) paragraphs, (\d+) of (\d+) quotation marks")
_MARK = re.compile(r"[\"“”„«»]")
_UNCODED = "people code texts, not the pages they come from"


@not_correctable("it counts articles, and nobody recodes these")
def articles_by(articles: pd.DataFrame, by: Columns) -> pd.DataFrame:
    """Number of articles in each group, and their median length.

    A count, not an estimate: low and high are null.

    Args:
        articles: the articles frame.
        by: its columns, or day, week, month; null is a value like any other.

    Returns:
        Columns of `by`, estimate (articles), low, high, n_articles, count (articles), n (articles
        in the corpus), n_words (their median length in words), note; in the order of `by`.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> list(articles_by(frame(ARTICLES), "outlet"))[:2]
        ['outlet', 'estimate']
    """
    if not len(articles):
        return _no_articles(articles, by)
    rows = grouped(articles[["article_id"]], by, articles).assign(words=list(articles["n_words"]))
    groups = rows.groupby(names(by), dropna=False, sort=True)["words"]
    tidy = groups.agg(n_articles="size", n_words="median").reset_index()
    tidy = tidy.assign(estimate=tidy["n_articles"], count=tidy["n_articles"], n=len(articles))
    note = pd.Series("a count: no interval", index=tidy.index, dtype="str")
    tidy = tidy.assign(low=np.nan, high=np.nan, note=note)
    return tidy[[*names(by), *FIGURES[:-1], "n_words", "note"]]


def _no_articles(articles: pd.DataFrame, by: Columns) -> pd.DataFrame:
    blank = pd.DataFrame({"n_articles": 0, "count": 0, "n": 0, "note": "no articles"}, index=[0])
    groups = grouped(articles[["article_id"]], by, articles)[names(by)].reindex([0])
    return pd.concat([groups, blank], axis=1).reindex(
        columns=[*names(by), *FIGURES[:-1], "n_words", "note"]
    )


@not_correctable(_UNCODED)
def extraction_loss(articles: pd.DataFrame, by: Columns = ()) -> pd.DataFrame:
    """The share of the paragraphs and quotation marks of pages that is missing from their texts.

    The base is the article region of each page, as its `warnings` describe it; a page without such
    a warning lost nothing. Files other than pages are left out.

    Args:
        articles: the articles frame.
        by: its columns.

    Returns:
        Columns of `by`, what (paragraphs, quotation marks), estimate (share lost, 0 to 1), low,
        high, n_articles (pages), count (lost), n (in the region), note.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> list(extraction_loss(frame(ARTICLES)))[:2]
        ['what', 'estimate']
    """
    columns = names(by)
    pages = articles[articles["extractor"].isin(PAGES)]
    units = pd.DataFrame(
        [unit for row in pages.to_dict("records") for unit in _counts(row, columns)],
        columns=["article_id", *columns, "what", "lost", "all"],
    )
    parts = units.assign(amount=units["lost"].astype("float64"))
    wholes = units.assign(amount=units["all"].astype("float64"))
    return ratio(parts, wholes, by=[*columns, "what"], bounded=True, unit="pages")


@not_correctable(_UNCODED)
def lost_paragraphs(articles: pd.DataFrame) -> pd.DataFrame:
    """The pages that lost text, with the beginnings of the lost paragraphs.

    Returns:
        article_id, outlet, title, loss; pages that lost most quotation marks first.

    Example:
        >>> from toolkit.frames import ARTICLES, frame
        >>> len(lost_paragraphs(frame(ARTICLES)))
        0
    """
    warnings = articles[["article_id", "outlet", "title", "warnings"]].explode("warnings")
    losses = warnings[warnings["warnings"].astype("str").str.startswith("loss:")]
    marks = [_loss_figures([w])[2] for w in losses["warnings"]]
    ranked = losses.assign(marks=marks).sort_values("marks", ascending=False, kind="stable")
    lost = ranked.drop(columns="marks").rename(columns={"warnings": "loss"})
    return lost.reset_index(drop=True)


def _counts(row: dict[Any, Any], columns: list[str]) -> list[tuple[Any, ...]]:
    """Rows of lost and all paragraphs, and of lost and all quotation marks."""
    text = str(row["text"])
    kept_all = (0, text.count("\n\n") + 1, 0, len(_MARK.findall(text)))
    lost, every, lost_marks, marks = _loss_figures(row["warnings"]) or kept_all
    group = [row["article_id"], *(row[c] for c in columns)]
    return [(*group, WHAT[0], lost, every), (*group, WHAT[1], lost_marks, marks)]


def _loss_figures(warnings: list[str]) -> tuple[int, ...]:
    """The four figures of a loss warning; empty if there is none."""
    match = next((m for w in warnings if (m := _LOSS.match(w))), None)
    return tuple(map(int, match.groups())) if match else ()

"""Articles of a corpus: their number, what extraction lost of them, and where texts come from.

Origins, agencies and stories are those of `articles`: a text is a copy if it shares at least half
of its words with another, and near-duplicates share a story. Uncredited agency copy is recognized
only if the corpus has the agency's own text or another outlet's version of it.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.calls import counts
from toolkit.measure.estimation.encode import Columns, grouped, names, weight_by_article
from toolkit.measure.estimation.intervals import FIGURES
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
    rows = grouped(articles[["article_id"]], by, articles).assign(words=list(articles["n_words"]))
    counts(rows, names(by))
    groups = rows.groupby(names(by), dropna=False, sort=True)["words"]
    tidy = groups.agg(n_articles="size", n_words="median").reset_index()
    tidy = tidy.assign(estimate=tidy["n_articles"], count=tidy["n_articles"], n=len(articles))
    note = pd.Series("a count: no interval", index=tidy.index, dtype="str")
    tidy = tidy.assign(low=np.nan, high=np.nan, note=note)
    if tidy.empty:
        tidy = tidy.reindex([0]).assign(n_articles=0, count=0, n=0, note="no articles")
    return tidy[[*names(by), *FIGURES[:-1], "n_words", "note"]]


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


_ORIGIN_UNCODED = "people code who is quoted, not where texts come from"


@not_correctable(_ORIGIN_UNCODED)
def agency_dependence(
    articles: pd.DataFrame, by: Columns = (), *, per: str = "articles", cluster: str = "articles"
) -> pd.DataFrame:
    """The share of articles, or of their words, that come from a news agency.

    It counts articles whose `origin` is "agency" or that have an `agency`. After Lewis, Williams &
    Franklin 2008, Journalism Studies 9(1) 1-20, who compare texts with agency copy.

    Args:
        articles: the articles frame.
        by: its columns, or day, week, month.
        per: "articles" or "words".
        cluster: "articles", "stories" or "outlets".

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (articles or words), note.

    Raises:
        ValueError: `per` is something else.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(agency_dependence(corpus.articles)["estimate"].iloc[0] > 0)
        True
    """
    from_agency = articles["origin"].eq("agency") | articles["agency"].notna()
    return _share_of(articles, from_agency, by, per, cluster)


@not_correctable(_ORIGIN_UNCODED)
def copied_share(
    articles: pd.DataFrame, by: Columns = (), *, per: str = "articles", cluster: str = "articles"
) -> pd.DataFrame:
    """The share of articles that copy another outlet's text and credit no agency.

    It counts articles whose `origin` is "copy"; arguments and columns as in `agency_dependence`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(copied_share(corpus.articles)["estimate"].iloc[0] < 1)
        True
    """
    return _share_of(articles, articles["origin"].eq("copy"), by, per, cluster)


def story_weights(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add a `weight` to the quotes, so that a story counts once, however many outlets printed it.

    The weight is one over the number of articles of the story (`articles.story_id`), so that one
    agency story in forty outlets does not count as forty voices. Every measure of quotes uses the
    column `weight` if there is one; measures of sources or stories do not. Use
    ``cluster="stories"`` with it, because the copies of a story are not independent.

    Returns:
        The quotes of these articles, with a column `weight`, 0 to 1.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> quotes = story_weights(corpus.quotes, corpus.articles)
        >>> bool(quotes["weight"].between(0, 1).all())
        True
    """
    weight = weight_by_article(articles)
    known = quotes[quotes["article_id"].isin(weight.index)]
    return known.assign(weight=known["article_id"].map(weight).astype("float64"))


@not_correctable(_ORIGIN_UNCODED)
def reuse_matrix(articles: pd.DataFrame) -> pd.DataFrame:
    """For each pair of outlets, the share of one's articles that the other printed as well.

    Both printed a text if each has an article of the same story, that is, near-duplicates; the
    measure does not say which was first. Articles without an outlet are left out.

    Returns:
        outlet, other, estimate, low, high, n_articles, count (articles of `outlet` that `other`
        printed as well), n (articles of `outlet`), note; one row for each ordered pair of outlets.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> matrix = reuse_matrix(corpus.articles)
        >>> bool((matrix["outlet"] != matrix["other"]).all())
        True
    """
    rows = articles.loc[articles["outlet"].notna(), ["article_id", "outlet", "story_id"]]
    printed = rows[["story_id", "outlet"]].drop_duplicates().rename(columns={"outlet": "other"})
    pairs = rows.merge(printed, on="story_id")
    shared = pairs[pairs["outlet"] != pairs["other"]].assign(amount=1)
    tidy = ratio(
        shared,
        rows.assign(amount=1),
        "other",
        "outlet",
        bounded=True,
        values=sorted(set(rows["outlet"])),
        unit="articles with an outlet",
    )
    matrix = tidy[tidy["outlet"].ne(tidy["other"]).fillna(True)].reset_index(drop=True)
    if len(matrix):
        return matrix
    empty = tidy.reindex([0]).assign(other=None, n_articles=len(rows), count=0, n=len(rows))
    note = "one outlet: none to compare" if len(rows) else "no articles with an outlet"
    return empty.astype({"other": "str"}).assign(note=pd.Series([note], dtype="str"))


def _share_of(
    articles: pd.DataFrame, part: pd.Series, by: Columns, per: str, cluster: str
) -> pd.DataFrame:
    if per not in ("articles", "words"):
        raise ValueError(f"per={per!r}: choose articles or words")
    amount = articles["n_words"] if per == "words" else 1
    rows = articles[["article_id"]].assign(part=part, amount=amount)
    rows = grouped(rows, by, articles, cluster)
    return ratio(rows[rows["part"]], rows, (), names(by), bounded=True, unit=per, cluster=cluster)

"""Where texts come from: news agencies, other outlets, and stories printed by many outlets.

Origins, agencies and stories are those of `articles`: a text is a copy if it shares at least half
of its words with another, and near-duplicates share a story. Uncredited agency copy is recognized
only if the corpus has the agency's own text or another outlet's version of it.
"""

from __future__ import annotations

import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.select import grouped, weight_by_article
from toolkit.measure.shares import ratio

_UNCODED = "people code who is quoted, not where texts come from"


@not_correctable(_UNCODED)
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


@not_correctable(_UNCODED)
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


@not_correctable(_UNCODED)
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

"""Where texts come from: agencies, copies, and voices that one text carries into many outlets.

Origins, agencies and stories are those of `articles`: a text is another's copy from half of its
words on, and near-duplicates share a story. Agency copy that no credit names is seen only where the
corpus holds the agency's own text or another outlet's.
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
    """The share of articles, or of their words, that an agency is credited for or stands in.

    Counted are articles whose `origin` is "agency" or that name an `agency`. After Lewis, Williams
    & Franklin 2008, Journalism Studies 9(1) 1-20, who compare texts with agency copy.

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
    counted = articles["origin"].eq("agency") | articles["agency"].notna()
    return _part(articles, counted, by, per, cluster)


@not_correctable(_UNCODED)
def copied_share(
    articles: pd.DataFrame, by: Columns = (), *, per: str = "articles", cluster: str = "articles"
) -> pd.DataFrame:
    """The share of articles that are another outlet's text, without an agency's credit.

    Arguments and columns as in `agency_dependence`; counted are those whose `origin` is "copy".

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(copied_share(corpus.articles)["estimate"].iloc[0] < 1)
        True
    """
    return _part(articles, articles["origin"].eq("copy"), by, per, cluster)


def story_weights(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The quotes with a `weight` by which a story counts once, however many outlets printed it.

    Each quote weighs one over the number of articles of its story (`articles.story_id`), so that
    one agency story in forty outlets is not forty voices. Every measure of quotes counts a quotes
    frame that has a `weight` by it; what counts sources or stories does not. Draw stories
    (`cluster="stories"`) for intervals: copies are not independent.

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
    """For each two outlets, the share of one's articles whose text stands in the other, too.

    A text stands in both where articles of both are of one story, that is near-duplicates; which
    was first it does not say. Articles without an outlet are left out.

    Returns:
        outlet, other, estimate, low, high, n_articles, count (articles of `outlet` that are in
        `other`, too), n (articles of `outlet`), note; one row for each ordered pair of outlets.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> matrix = reuse_matrix(corpus.articles)
        >>> bool((matrix["outlet"] != matrix["other"]).all())
        True
    """
    rows = articles.loc[articles["outlet"].notna(), ["article_id", "outlet", "story_id"]]
    stands = rows[["story_id", "outlet"]].drop_duplicates().rename(columns={"outlet": "other"})
    pairs = rows.merge(stands, on="story_id")
    others = pairs[pairs["outlet"] != pairs["other"]].assign(amount=1)
    outlets = sorted(set(rows["outlet"]))
    wholes = rows.assign(amount=1)
    options = {"values": outlets, "unit": "articles with an outlet"}
    tidy = ratio(others, wholes, "other", "outlet", bounded=True, **options)  # type: ignore[arg-type]
    matrix = tidy[tidy["outlet"].ne(tidy["other"]).fillna(True)].reset_index(drop=True)
    if len(matrix):
        return matrix
    empty = tidy.reindex([0]).assign(other=None, n_articles=len(rows), count=0, n=len(rows))
    note = "one outlet: none to compare" if len(rows) else "no articles with an outlet"
    return empty.astype({"other": "str"}).assign(note=pd.Series([note], dtype="str"))


def _part(
    articles: pd.DataFrame, counted: pd.Series, by: Columns, per: str, cluster: str
) -> pd.DataFrame:
    if per not in ("articles", "words"):
        raise ValueError(f"per={per!r}: choose articles or words")
    amount = articles["n_words"] if per == "words" else 1
    own = articles[["article_id"]].assign(counted=counted, amount=amount)
    rows = grouped(own, by, articles, cluster)
    part = rows[rows["counted"]]
    return ratio(part, rows, (), names(by), bounded=True, unit=per, cluster=cluster)

"""Which sources stories rest on: their forms, how many a story has, how often it has one alone.

A story is an article here: near-duplicates count as often as they were published.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.frames import SOURCE_FORMS
from toolkit.measure.ratios import Columns, ratio, share
from toolkit.measure.rows import KINDS, grouped, said

NUMBERS = ("none", "one", "two", "three or more")


def source_forms(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Shares of named and unnamed people, groups, organizations, documents and media.

    The forms follow the audit schema of Vincent et al. 2025 (arXiv 2501.00164).

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        by: grouping columns, for example "outlet".
        kinds: kinds of cue that count.

    Returns:
        Columns of `by`, source_form (null: none found), estimate, low, high, n_articles, count,
        n (quotes).

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> source_forms(frame(QUOTES)).empty
        True
    """
    rows = grouped(said(quotes, kinds), by, articles)
    return share(rows, "source_form", by, values=SOURCE_FORMS)


def each_source(quotes: pd.DataFrame, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """One row per article and source: article_id, speaker, actor_id, anonymous.

    Anonymous is a source that no quote of the article names. A plural ("critics") is one source:
    the counting rule of the Project for Excellence in Journalism.
    """
    rows = said(quotes, kinds).dropna(subset=["speaker"])
    keys = rows.groupby(["article_id", "speaker", "actor_id"], dropna=False, sort=True)
    return keys["anonymous"].all().reset_index()


def sources_per_story(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Mean number of different sources per article, articles without a source included.

    Args:
        quotes, kinds: as in `source_forms`.
        articles: the articles frame.
        by: columns of `articles`, or day, week, month.

    Returns:
        Columns of `by`, estimate (sources per story), low, high, n_articles, count (sources),
        n (stories).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> mean = sources_per_story(corpus.quotes, corpus.articles)
        >>> bool(mean["estimate"].iloc[0] > 2)
        True
    """
    found = grouped(each_source(quotes, kinds), by, articles)
    stories = grouped(articles[["article_id"]], by, articles)
    return ratio(found.assign(amount=1), stories.assign(amount=1), (), by)


def story_sources(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Shares of stories with no, one, two, three or more sources; arguments as above.

    Returns:
        Columns of `by`, sources, estimate, low, high, n_articles, count, n (stories).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> story_sources(corpus.quotes, corpus.articles)["sources"].tolist()
        ['none', 'one', 'two', 'three or more']
    """
    stories = _counted(quotes, articles, by, kinds)
    return share(stories, "sources", by, values=NUMBERS)


def single_source(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Of the stories with any source, the share that rest on one alone (Tiffen et al. 2014).

    Tiffen et al. 2014, "Sources in the News", Journalism Studies 15(4),
    doi 10.1080/1461670X.2013.831239. Arguments as in `sources_per_story`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (stories with any source).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> single = single_source(corpus.quotes, corpus.articles)
        >>> bool((single["low"] <= single["estimate"]).all())
        True
    """
    stories = _counted(quotes, articles, by, kinds)
    sourced = stories[stories["sources"] != "none"].assign(amount=1)
    return ratio(sourced[sourced["sources"] == "one"], sourced, (), by, bounded=True)


def _counted(
    quotes: pd.DataFrame, articles: pd.DataFrame, by: Columns, kinds: Sequence[str]
) -> pd.DataFrame:
    stories = grouped(articles[["article_id"]], by, articles)
    found = each_source(quotes, kinds)["article_id"].value_counts()
    number = stories["article_id"].map(found).fillna(0).clip(upper=3).astype(int)
    return stories.assign(sources=pd.Series([NUMBERS[n] for n in number], dtype="str"))

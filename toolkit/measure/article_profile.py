"""One article compared with the corpus: its figures, and their percentiles."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.correction.coded_sample import not_correctable
from toolkit.measure.estimation.select import KINDS, attributed_quotes
from toolkit.measure.sources import each_source

# The figures of an article and their units; "%" for shares.
FIGURES = {
    "quotes": "quotes",
    "sources": "sources",
    "words in quotes": "%",
    "direct quotes": "%",
    "anonymous quotes": "%",
    "quotes of officials": "%",
    "quotes of citizens": "%",
    "first voice": "% of the way down",
}

_UNCODED = "it describes single articles; use a measure of the whole corpus"


@not_correctable(_UNCODED)
def story_figures(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, kinds: Sequence[str] = KINDS
) -> pd.DataFrame:
    """Number and kinds of the quotes and sources of each article.

    Args:
        quotes, articles: the frames; a quote inside another adds no words.
        kinds: kinds of cue that count.

    Returns:
        One row an article, indexed by article_id: quotes, sources (numbers); words in quotes (of
        the words), direct, anonymous, officials' and citizens' quotes (of the quotes), first voice
        (place of the first quote of the body): 0 to 1, null without quotes.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> len(story_figures(corpus.quotes, corpus.articles)) == len(corpus)
        True
    """
    rows = attributed_quotes(quotes, kinds)
    by = rows["article_id"]
    outer = rows.loc[rows["parent_id"].isna() & ~rows["in_title"]]
    parts = {
        "quotes": by.value_counts(),
        "sources": each_source(quotes, kinds)["article_id"].value_counts(),
        "words in quotes": outer.groupby("article_id")["n_words"].sum(),
        "direct quotes": rows["quote_type"].eq("direct").groupby(by).mean(),
        "anonymous quotes": rows["anonymous"].groupby(by).mean(),
        "quotes of officials": rows["source_role"].eq("official").fillna(False).groupby(by).mean(),
        "quotes of citizens": rows["source_role"].eq("citizen").fillna(False).groupby(by).mean(),
        "first voice": outer.groupby("article_id")["position"].min(),
    }
    figures = pd.DataFrame(parts).reindex(articles["article_id"]).astype("float64")
    figures[["quotes", "sources"]] = figures[["quotes", "sources"]].fillna(0)
    words = articles.set_index("article_id")["n_words"]
    figures["words in quotes"] = (
        figures["words in quotes"].fillna(0) / words.where(words > 0)
    ).clip(0, 1)
    return figures


@not_correctable(_UNCODED)
def article_percentiles(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    article_id: str | None,
    *,
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """An article's figures compared with those of all articles.

    Args:
        quotes, articles, kinds: as in `story_figures`.
        article_id: the article, which is itself among those it is compared with.

    Returns:
        figure, unit, estimate (the article's), median, p10, p90 (of the articles that have the
        figure), below (share of them with less), n (their number), note (why a figure is missing;
        all are missing if there is no such article).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> first = corpus.articles["article_id"].iloc[0]
        >>> tidy = article_percentiles(corpus.quotes, corpus.articles, first)
        >>> bool(tidy["below"].dropna().between(0, 1).all())
        True
    """
    profiles = story_figures(quotes, articles, kinds=kinds)
    article = profiles.reindex([article_id]).iloc[0]
    figures = pd.DataFrame({
        "figure": list(FIGURES),
        "unit": list(FIGURES.values()),
        "estimate": [article[f] for f in FIGURES],
        "median": [profiles[f].median() for f in FIGURES],
        "p10": [profiles[f].quantile(0.1) for f in FIGURES],
        "p90": [profiles[f].quantile(0.9) for f in FIGURES],
        "below": [(profiles[f].dropna() < article[f]).mean() for f in FIGURES],
        "n": [int(profiles[f].notna().sum()) for f in FIGURES],
    })  # fmt: skip
    missing = figures["estimate"].isna()
    reason = "no quotes in the article" if article_id in profiles.index else "no such article"
    note = pd.Series(reason, index=figures.index, dtype="str")
    return figures.assign(below=figures["below"].mask(missing), note=note.where(missing))

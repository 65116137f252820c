"""Anonymous sources: how frequent and how vague they are, and whether the text gives a reason."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, WEIGHTS, Columns
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.sources import each_source

UNITS = ("quotes", "words", "sources", "stories")
GRADES = (0, 1, 2, 3, 4)


def anonymity(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    per: str = "quotes",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Share of quotes, words, sources or stories that are anonymous.

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        per: "quotes" and "words" of anonymous sources; "sources" that no quote of the article
            names (once per article; quotes without a source are left out); "stories" with at
            least one anonymous quote, among the stories with quotes.
        by: grouping columns, for example "outlet"; for sources and stories, of `articles`.
        kinds: kinds of cue that count.
        cluster: "articles", "stories" or "outlets", as in `voice_share`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (quotes, words, …), note.

    Raises:
        ValueError: `per` is something else.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> anonymity(frame(QUOTES), per="stories")["note"].tolist()
        ['no stories with quotes']
    """
    if per not in UNITS:
        raise ValueError(f"per={per!r}: choose from {', '.join(UNITS)}")
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    if per in WEIGHTS:
        rows = inputs.select_quotes((), by, kinds=kinds, weight=per, also=["anonymous"])
    else:
        rows = inputs.grouped(_counted(inputs, per, kinds), by)
    unit = "stories with quotes" if per == "stories" else per
    return inputs.proportion(rows, rows["anonymous"], by, unit)


def only_anonymous(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of stories with sources that have only anonymous ones.

    A story is an article. Arguments as in `anonymity`; `by` takes columns of `articles`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (stories with sources), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(only_anonymous(corpus.quotes)["estimate"].iloc[0] < 0.5)
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    sources = each_source(inputs.quotes, kinds)
    stories = sources.groupby(inputs.keys, sort=True)["anonymous"].all()
    rows = inputs.grouped(stories.reset_index().assign(amount=1), by)
    return inputs.proportion(rows, rows["anonymous"], by, "stories with sources")


def stated_reason(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of anonymous quotes for which the text gives a reason for the anonymity.

    The justification of the audit schema of Vincent et al. 2025 (arXiv 2501.00164); reasons are
    those of `quotes.reason`. Arguments as in `anonymity`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (anonymous quotes), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(stated_reason(corpus.quotes)["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    quotes = inputs.select_quotes((), by, kinds=kinds, also=["anonymous", "reason"])
    rows = quotes[quotes["anonymous"]]
    return inputs.proportion(rows, rows["reason"].notna(), by, "anonymous quotes")


def anonymity_grades(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    weight: str = "quotes",
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shares of quotes by how precisely the source is identified, from 0 to 4.

    4 is a name with an affiliation, 3 a name, 2 an office, 1 a description, 0 vague. Arguments as
    in `anonymity`; weight: "quotes" or "words".

    Returns:
        Columns of `by`, anonymity (0 to 4; null: no source found), estimate, low, high,
        n_articles, count, n, note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> anonymity_grades(corpus.quotes)["anonymity"].dropna().tolist()
        [0, 1, 2, 3, 4]
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes("anonymity", by, kinds=kinds, weight=weight)
    return inputs.share(rows, "anonymity", by, values=GRADES, unit=weight)


def _counted(inputs: Inputs, per: str, kinds: Sequence[str]) -> pd.DataFrame:
    if per == "sources":
        return each_source(inputs.quotes, kinds).assign(amount=1)
    stories = inputs.attributed(kinds).groupby(inputs.keys, sort=True)["anonymous"].any()
    return stories.reset_index().assign(amount=1)

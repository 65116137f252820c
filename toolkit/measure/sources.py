"""The sources of stories: their forms, their roles, and their number per story.

A story is an article here; near-duplicates count as often as they were published. A published
scheme of sources reads the columns of `quotes` as another study's categories: a table of rules
(`toolkit/lexicons/typologies.csv`, with the study that it comes from), of which the first that fits
a quote gives its category. The schemes are coarser than the studies where the columns are: nothing
tells government from opposition.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from toolkit.frames import SOURCE_FORMS, SOURCE_ROLES
from toolkit.lexicons import lexicon
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, Columns, article_columns, attributed_quotes
from toolkit.measure.estimation.inputs import Inputs

NUMBERS = ("none", "one", "two", "three or more")


def source_forms(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shares of named and unnamed people, groups, organizations, documents and media.

    The forms follow the audit schema of Vincent et al. 2025 (arXiv 2501.00164).

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        by: grouping columns, for example "outlet".
        kinds: kinds of cue that count.
        cluster: "articles", "stories" or "outlets", as in `voice_share`.

    Returns:
        Columns of `by`, source_form (null: none found), estimate, low, high, n_articles, count,
        n (quotes), note.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> source_forms(frame(QUOTES))["note"].unique().tolist()
        ['no quotes']
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes("source_form", by, kinds=kinds)
    return inputs.share(rows, "source_form", by, values=SOURCE_FORMS)


def source_roles(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    weight: str = "quotes",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shares of the roles in which sources speak: officials, experts, citizens and others.

    Args:
        quotes, articles, by, kinds, cluster: as in `source_forms`.
        weight: "quotes" counts attributions, "words" their words.

    Returns:
        Columns of `by`, source_role (null: the text does not say), estimate, low, high, n_articles,
        count, n (quotes or words), note.

    Raises:
        ValueError: `weight` is something else.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> round(float(source_roles(corpus.quotes)["estimate"].sum()), 6)
        1.0
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes("source_role", by, kinds=kinds, weight=weight)
    return inputs.share(rows, "source_role", by, values=SOURCE_ROLES, unit=weight)


def each_source(quotes: pd.DataFrame, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """One row per article and source: article_id, speaker, actor_id, anonymous.

    A source is anonymous if no quote of the article names it. A plural ("critics") is one source:
    the counting rule of the Project for Excellence in Journalism.
    """
    rows = attributed_quotes(quotes, kinds).dropna(subset=["speaker"])
    keys = [*article_columns(rows), "speaker", "actor_id"]
    return rows.groupby(keys, dropna=False, sort=True)["anonymous"].all().reset_index()


def sources_per_story(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Mean number of distinct sources per article, including articles without a source.

    Args:
        quotes, kinds: as in `source_forms`.
        articles: the articles frame.
        by: columns of `articles`, or day, week, month.

    Returns:
        Columns of `by`, estimate (sources per story), low, high, n_articles, count (sources),
        n (stories), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> mean = sources_per_story(corpus.quotes, corpus.articles)
        >>> bool(mean["estimate"].iloc[0] > 2)
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    sources = inputs.grouped(each_source(inputs.quotes, kinds), by).assign(amount=1)
    return inputs.ratio(sources, inputs.stories(by), (), by, unit="stories")


def story_sources(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shares of stories with no, one, two, three or more sources; arguments as above.

    Returns:
        Columns of `by`, sources, estimate, low, high, n_articles, count, n (stories), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> story_sources(corpus.quotes, corpus.articles)["sources"].tolist()
        ['none', 'one', 'two', 'three or more']
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = _stories(inputs, by, kinds)
    return inputs.share(rows, "sources", by, values=NUMBERS, unit="stories")


def single_source(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of stories with sources that have only one (Tiffen et al. 2014).

    Tiffen et al. 2014, "Sources in the News", Journalism Studies 15(4),
    doi 10.1080/1461670X.2013.831239. Arguments as in `sources_per_story`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (stories with any
        source), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> single = single_source(corpus.quotes, corpus.articles)
        >>> bool((single["low"] <= single["estimate"]).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = _stories(inputs, by, kinds)
    rows = rows[rows["sources"] != "none"]
    return inputs.proportion(rows, rows["sources"] == "one", by, "stories with sources")


def _stories(inputs: Inputs, by: Columns, kinds: Sequence[str]) -> pd.DataFrame:
    """One row per article, with its number of sources in words."""
    stories = inputs.stories(by)
    keys = inputs.keys
    counts = each_source(inputs.quotes, kinds).groupby(keys).size().rename("number")
    number = stories[keys].join(counts, on=keys)["number"].fillna(0).clip(upper=3).astype(int)
    return stories.assign(sources=pd.Series(np.array(NUMBERS)[number], stories.index, "str"))


_COLUMNS = ("source_form", "source_role", "anonymous", "channel")


@cache
def schemes() -> dict[str, str]:
    """The study of each scheme, by its name.

    Example:
        >>> schemes()["audit"]
        'Vincent et al. 2025, arXiv:2501.00164'
    """
    rows = lexicon("typologies").drop_duplicates("scheme")
    return dict(zip(rows["scheme"], rows["cite"], strict=True))


def typology(quotes: pd.DataFrame, scheme: str = "comparative") -> pd.Series:
    """The category of each quote's source in a published scheme.

    Args:
        quotes: the quotes frame.
        scheme: "comparative" (Tiffen et al. 2014), "institutional" (Splendore 2017),
            "professional" (Wintterlin 2022), "elite" (Van Leuven et al. 2015), "audit" (Vincent et
            al. 2025) or "channels" (Berkowitz 1986); `schemes` has the references.

    Returns:
        `str` series with the index of `quotes`, named after the scheme; null where no rule fits,
        as for quotes without a source.

    Raises:
        ValueError: no scheme of that name.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> typology(frame(QUOTES), "elite").empty
        True
    """
    if scheme not in schemes():
        raise ValueError(f"no scheme {scheme!r}: choose from {', '.join(schemes())}")
    category = pd.Series(pd.NA, index=quotes.index, dtype="str", name=scheme)
    unassigned = quotes["source_form"].notna()
    for rule in lexicon("typologies").query("scheme == @scheme").to_dict("records"):
        fits = unassigned & _fits(quotes, {c: rule[c] for c in _COLUMNS if rule[c]})
        category[fits] = rule["category"]
        unassigned &= ~fits
    return category


def _fits(quotes: pd.DataFrame, wanted: dict[str, str]) -> pd.Series:
    fits = pd.Series(True, index=quotes.index)
    for column, value in wanted.items():
        fits &= quotes[column] if column == "anonymous" else quotes[column].eq(value).fillna(False)
    return fits

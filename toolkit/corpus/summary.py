"""What a corpus holds: its outlets, with counts and shares."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from toolkit import measure
from toolkit.lexicons.word_forms import plural
from toolkit.measure.estimation.encode import attributed_quotes
from toolkit.show.summary import Summary

UNKNOWN, ALL = "outlet unknown", "all outlets"
_NAMED = ("named_person", "named_organization")
_REASONS = 3
_NOTES = (
    "Quotes: what was said, thought or found. Speakers: people and organizations quoted by name.",
    "Named: the source is a person or an organization with its name. Official: government, "
    "parliament and administration. Shares are of all quotes, with 95% intervals over articles.",
)


def summarize(title: str, articles: pd.DataFrame, quotes: pd.DataFrame) -> Summary:
    """The outlets of a corpus by articles, quotes, speakers and kinds of sources.

    Args:
        title: above the table.
        articles: `outlet` and `language` of each article.
        quotes: the quotes frame, with or without texts.

    Returns:
        A frame of outlet, articles, quotes, speakers, named, named_low, named_high, official,
        official_low and official_high; those with most articles first, all together last.

    Example:
        >>> from toolkit.frames import SCHEMAS, frame
        >>> blank = summarize("Nothing", frame(SCHEMAS["articles"]), frame(SCHEMAS["quotes"]))
        >>> blank.frame["outlet"].tolist()
        ['all outlets']
    """
    counted = attributed_quotes(quotes)
    sources = {
        "named": counted["source_form"].isin(_NAMED),
        "official": counted["source_role"].eq("official").fillna(False),
    }
    rows = counted.assign(**sources, outlet=counted["outlet"].fillna(UNKNOWN))
    outlets = articles["outlet"].fillna(UNKNOWN)
    each = _figures(outlets, rows, list(sources)).sort_values(
        "articles", ascending=False, kind="stable"
    )
    every = _figures(outlets.map(lambda _: ALL), rows.assign(outlet=ALL), list(sources))
    whole = every.reindex([ALL]).fillna({"articles": 0, "quotes": 0, "speakers": 0})
    frame = pd.concat([each, whole]).rename_axis("outlet").reset_index()
    counts = ["articles", "quotes", "speakers"]
    return Summary(
        frame.astype(dict.fromkeys(counts, "int64")), title, (*_NOTES, *_left_out(articles))
    )


def _figures(outlets: pd.Series[str], rows: pd.DataFrame, shares: list[str]) -> pd.DataFrame:
    """Counts and shares by outlet, which is the index."""
    groups = rows.groupby("outlet")
    figures = pd.DataFrame({
        "articles": outlets.value_counts().sort_index(),
        "quotes": groups.size(),
        "speakers": groups["actor_id"].nunique(),
    }).fillna(0)  # fmt: skip
    for name in shares:
        tidy = measure.share(rows, name, by="outlet", values=[True]).set_index("outlet")
        ends = tidy[["estimate", "low", "high"]].set_axis(
            [name, f"{name}_low", f"{name}_high"], axis=1
        )
        figures = figures.join(ends)
    return figures


def _left_out(articles: pd.DataFrame) -> Iterator[str]:
    """A sentence about articles in languages that are not annotated."""
    if n := int(articles["language"].ne("en").sum()):
        yield f"{plural(n, 'article')} in other languages than English: counted, but not searched."


def facts(articles: pd.DataFrame, dropped: pd.DataFrame) -> Iterator[str]:
    """Sentences about the articles of a corpus.

    Args:
        articles: `outlet`, `published` and `n_words` of each article.
        dropped: frame of frames.DROPPED.
    """
    words = int(articles["n_words"].sum())
    outlets = plural(articles["outlet"].nunique(), "outlet")
    counts = f"{plural(len(articles), 'article')} of {outlets}, {plural(words, 'word')}"
    yield f"{counts}{_span(articles)}."
    if len(dropped):
        kinds = dropped["reason"].str.split(":").str[0].value_counts().head(_REASONS)
        reasons = "; ".join(f"{n:,} {reason}" for reason, n in kinds.items())
        yield f"{len(dropped):,} dropped ({reasons}): see corpus.dropped."


def _span(articles: pd.DataFrame) -> str:
    """The first and the last day, and how many articles have none."""
    dates = articles["published"].dropna()
    if dates.empty:
        return ", none with a date" if len(articles) else ""
    first, last = (f"{day.day} {day:%B %Y}" for day in (dates.min(), dates.max()))
    undated = len(articles) - len(dates)
    rest = f"; {undated:,} without a date" if undated else ""
    return (f", {first}" if first == last else f", {first} to {last}") + rest


def outlet_table(articles: pd.DataFrame) -> pd.DataFrame:
    """The outlets of a corpus with their articles, words and days, the largest first."""
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    table = named.groupby("outlet").agg(
        articles=("n_words", "size"), words=("n_words", "sum"),
        first=("published", "min"), last=("published", "max"),
    )  # fmt: skip
    days = {day: table[day].dt.floor("D") for day in ("first", "last")}
    return (
        table.assign(**days).sort_values("articles", ascending=False, kind="stable").reset_index()
    )

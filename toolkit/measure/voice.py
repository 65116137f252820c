"""Who speaks: shares of quotes and of quoted words, directly or indirectly, under which cues.

A quote inside another quote is an attribution of its own and is counted; its words stand in the
outer quote already and are counted there alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.measure.ratios import Columns, share
from toolkit.measure.rows import KINDS, grouped, said

SPEAKER = ["speaker", "actor_id"]


def voice_share(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    weigh: str = "quotes",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
) -> pd.DataFrame:
    """Each speaker's share of all quotes, or of all quoted words.

    Args:
        quotes: the quotes frame.
        articles: the articles frame; needed to group by one of its columns.
        weigh: "quotes" counts attributions, "words" their words.
        by: grouping columns, for example "outlet" or "quote_type".
        kinds: kinds of cue that count.
        top: report only so many speakers, those with most; shares stay shares of all.

    Returns:
        Columns of `by`, speaker (null: no source found), actor_id (null: unnamed), estimate, low,
        high, n_articles, count, n; the largest first. n counts quotes or words.

    Raises:
        ValueError: `weigh` is something else.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> voice_share(frame(QUOTES), weigh="words").empty
        True
    """
    rows = grouped(weighed(said(quotes, kinds), weigh), by, articles)
    return share(rows, SPEAKER, by, weight="amount", top=top)


def quote_types(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
) -> pd.DataFrame:
    """Shares of direct, mixed and indirect quotes; arguments as in `voice_share`.

    Returns:
        Columns of `by`, quote_type, estimate, low, high, n_articles, count, n (quotes).

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> round(float(quote_types(corpus.quotes)["estimate"].sum()), 6)
        1.0
    """
    rows = grouped(said(quotes, kinds), by, articles)
    return share(rows, "quote_type", by, values=("direct", "mixed", "indirect"))


def cues(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
) -> pd.DataFrame:
    """Which words attribute: each cue's share of all quotes; arguments as in `voice_share`.

    Returns:
        Columns of `by`, cue (lower case; null: a quote without one), cue_kind, estimate, low,
        high, n_articles, count, n (quotes); the most frequent first.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> str(cues(corpus.quotes, top=1)["cue"].iloc[0])
        'said'
    """
    rows = said(quotes, kinds)
    lower = rows.assign(cue=rows["cue"].str.lower())
    return share(grouped(lower, by, articles), ["cue", "cue_kind"], by, top=top)


def weighed(quotes: pd.DataFrame, weigh: str) -> pd.DataFrame:
    """The quotes with an `amount`: 1, or their words (0 for a quote inside another)."""
    if weigh == "quotes":
        return quotes.assign(amount=1)
    if weigh == "words":
        return quotes.assign(amount=quotes["n_words"].where(quotes["parent_id"].isna(), 0))
    raise ValueError(f"weigh={weigh!r}: choose quotes or words")

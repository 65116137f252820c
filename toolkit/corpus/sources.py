"""The table of sources: one row per article and speaker, derived from quotes."""

from __future__ import annotations

import pandas as pd

from toolkit.frames import SOURCES, frame

_SOURCE = ["article_id", "who"]
"""Key of a source in an article: its actor, or the words for it."""


def sources(quotes: pd.DataFrame) -> pd.DataFrame:
    """The sources of each article, with how often and how much each is quoted.

    Quotes without a speaker are left out.

    Args:
        quotes: frame of frames.QUOTES.

    Returns:
        Frame of frames.SOURCES, in the order of their first quotes.

    Example:
        >>> from toolkit.frames import QUOTES
        >>> sources(frame(QUOTES)).shape
        (0, 11)
    """
    known = quotes.dropna(subset=["speaker"])
    if known.empty:
        return frame(SOURCES)
    known = known.assign(
        who=known["actor_id"].fillna(known["speaker"].str.casefold()),
        direct=known["quote_type"].ne("indirect"),
    )
    counted = known.groupby(_SOURCE, sort=False).agg(
        n_quotes=("speaker", "size"), n_direct=("direct", "sum"), n_words=("n_words", "sum"),
        position=("position", "min"), anonymity=("anonymity", "max"),
        anonymous=("anonymous", "all"),
    )  # fmt: skip
    first = known.sort_values("position", kind="stable").drop_duplicates(_SOURCE).set_index(_SOURCE)
    modes = {name: _modes(known, name) for name in ("source_form", "source_role")}
    named = counted.join(first[["speaker", "actor_id"]]).assign(**modes)
    return frame(SOURCES, named.reset_index())


def _modes(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """The most frequent value of each source; of ties the first by letter."""
    counts = rows.groupby([*_SOURCE, column]).size().rename("n").reset_index()
    ranked = counts.sort_values(["n", column], ascending=[False, True], kind="stable")
    modes: pd.Series[str] = ranked.drop_duplicates(_SOURCE).set_index(_SOURCE)[column]
    return modes

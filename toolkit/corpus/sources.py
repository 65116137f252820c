"""Sources: one row per article and speaker, derived from quotes."""

from __future__ import annotations

import pandas as pd

from toolkit.frames import SOURCES, frame

_ONE = ["article_id", "who"]
"""What makes a source of an article: its actor, or the words for it."""


def sources(quotes: pd.DataFrame) -> pd.DataFrame:
    """The sources of each article: how often and how much each is quoted.

    Quotes without any speaker are left out: there is no source to count.

    Args:
        quotes: frame of frames.QUOTES.

    Returns:
        Frame of frames.SOURCES, in the order of first quotes.

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
    counted = known.groupby(_ONE, sort=False).agg(
        n_quotes=("speaker", "size"), n_direct=("direct", "sum"), n_words=("n_words", "sum"),
        position=("position", "min"), anonymity=("anonymity", "max"),
        anonymous=("anonymous", "all"),
    )  # fmt: skip
    first = known.sort_values("position", kind="stable").drop_duplicates(_ONE).set_index(_ONE)
    modes = {name: _modes(known, name) for name in ("source_form", "source_role")}
    named = counted.join(first[["speaker", "actor_id"]]).assign(**modes)
    return frame(SOURCES, named.reset_index())


def _modes(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """The most frequent value of each source, of equally frequent ones the first by letters."""
    counts = rows.groupby([*_ONE, column]).size().rename("n").reset_index()
    ranked = counts.sort_values(["n", column], ascending=[False, True], kind="stable")
    modes: pd.Series[str] = ranked.drop_duplicates(_ONE).set_index(_ONE)[column]
    return modes

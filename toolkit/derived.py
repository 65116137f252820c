"""Sources: one row per article and speaker, derived from quotes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.frames import SOURCES, frame


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
    grouped = known.assign(who=known["actor_id"].fillna(known["speaker"].str.casefold())).groupby(
        ["article_id", "who"], sort=False
    )
    return frame(SOURCES, [_source(rows) for _, rows in grouped])


def _source(rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.sort_values("position", kind="stable").iloc[0]
    return {
        "article_id": first["article_id"],
        "speaker": first["speaker"],
        "actor_id": first["actor_id"],
        "n_quotes": len(rows),
        "n_direct": int(rows["quote_type"].ne("indirect").sum()),
        "n_words": int(rows["n_words"].sum()),
        "position": float(rows["position"].min()),
        "source_form": _mode(rows["source_form"]),
        "source_role": _mode(rows["source_role"]),
        "anonymity": rows["anonymity"].max(),
        "anonymous": bool(rows["anonymous"].all()),
    }


def _mode(values: pd.Series[str]) -> str | None:
    modes = values.mode()
    return str(modes.iloc[0]) if len(modes) else None

"""Which rows people coded: while a measure is corrected, the ids of their articles bear a mark."""

from __future__ import annotations

import pandas as pd

_MARK = "\x1fpeople"


def marked(article_id: pd.Series[str]) -> pd.Series[str]:
    """The ids of articles as people coded them.

    Example:
        >>> unmarked(marked(pd.Series(["a"]))).tolist()
        ['a']
    """
    return article_id + _MARK


def by_people(article_id: pd.Series[str]) -> pd.Series[bool]:
    """Which rows people coded."""
    return article_id.str.endswith(_MARK).fillna(False).astype(bool)


def unmarked(article_id: pd.Series[str]) -> pd.Series[str]:
    """The articles that rows are of, whoever coded them."""
    return article_id.str.removesuffix(_MARK)


def of_machine(rows: pd.DataFrame) -> pd.DataFrame:
    """Without people's rows: what a measure ranks by, so that naive figures stay as they are."""
    return rows[~by_people(rows["article_id"])]

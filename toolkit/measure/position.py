"""The position of voices in a story: first, last, in the headline, near the top.

Studies of structural balance measure prominence in this way: who opens a story, and who has the
last word. The position of a quote is that of its first character in the body, from 0 at the top to
1 at the end; quotes in the headline are counted separately. Of nested quotes, the outer one gives
the first voice and the voice of the headline.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, Columns, names
from toolkit.measure.estimation.inputs import Inputs


def first_voice(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who speaks first: shares of stories by the source of the first quote of the body.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        of: column of `quotes` whose values are compared, for example "speaker".
        by: columns of `articles`, or day, week, month.
        top: number of values to report, those with most stories.

    Returns:
        Columns of `by`, the column `of` (null: unknown), estimate, low, high, n_articles, count,
        n (stories with a quote in the body), note; the largest first.

    Raises:
        ValueError: there is no column `of`; the message lists the columns.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> round(float(first_voice(corpus.quotes)["estimate"].sum()), 6)
        1.0
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    first = _foremost(inputs, kinds)
    rows = inputs.select_quotes(of, by, kinds=kinds, quotes=first)
    return inputs.share(rows, of, by, top=top, unit="stories with quotes")


def last_word(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who speaks last: shares of stories by the source of the quote that starts last.

    Arguments and columns as in `first_voice`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(last_word(corpus.quotes)["n"].eq(first_voice(corpus.quotes)["n"].iloc[0]).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    last = _foremost(inputs, kinds, last=True)
    rows = inputs.select_quotes(of, by, kinds=kinds, quotes=last)
    return inputs.share(rows, of, by, top=top, unit="stories with quotes")


def headline_voice(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    top: int | None = None,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who speaks in headlines: shares of headlines by the source of their first quote.

    Arguments and columns as in `first_voice`; n counts headlines with a quote.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> headline_voice(frame(QUOTES))["note"].tolist()
        ['no headlines with quotes']
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    title = _foremost(inputs, kinds, in_title=True)
    rows = inputs.select_quotes(of, by, kinds=kinds, quotes=title)
    return inputs.share(rows, of, by, top=top, unit="headlines with quotes")


def relative_position(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The mean position of each value's quotes in the body, from 0 (top) to 1 (end).

    Arguments as in `first_voice`.

    Returns:
        Columns of `by`, the column `of`, estimate (0 top, 1 end), low, high, n_articles, count
        (sum of positions), n (quotes), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(relative_position(corpus.quotes)["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes(of, by, kinds=kinds, also=["in_title", "position"])
    body = rows[~rows["in_title"]]
    placed = body.assign(amount=body["amount"] * body["position"])
    tidy = inputs.ratio(placed, body, (), [*names(by), of])
    return tidy.assign(high=tidy["high"].clip(upper=1))


def position_profile(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    bins: int = 5,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who speaks in which part of the story: shares of the quotes that start in it.

    Args:
        quotes, articles, of, by, kinds, cluster: as in `first_voice`.
        bins: equal parts of the body.

    Returns:
        Columns of `by`, part (1 at the top, `bins` at the end), the column `of`, estimate, low,
        high, n_articles, count, n (quotes in that part), note. A part without quotes has no row.

    Raises:
        ValueError: no column `of`, or `bins` is less than 1.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> sorted(set(position_profile(corpus.quotes)["part"]))
        [1, 2, 3, 4, 5]
    """
    if bins < 1:
        raise ValueError(f"bins={bins}: choose 1 or more")
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes(of, by, kinds=kinds, also=["in_title", "position"])
    body = rows[~rows["in_title"]]
    part = np.minimum((body["position"] * bins).astype("int64"), bins - 1) + 1
    return inputs.share(body.assign(part=part), of, [*names(by), "part"])


def _foremost(
    inputs: Inputs, kinds: Sequence[str], in_title: bool = False, last: bool = False
) -> pd.DataFrame:
    """The first or last quote of each article; of several, an outer one, then by identifier."""
    rows = inputs.attributed(kinds)
    rows = rows[rows["in_title"] == in_title]
    keys = rows[[*inputs.keys, "position", "quote_id"]].assign(inner=rows["parent_id"].notna())
    keys["position"] *= -1 if last else 1
    order = keys.reset_index(drop=True).sort_values(["position", "inner", "quote_id"])
    return rows.iloc[np.sort(order.drop_duplicates(inputs.keys).index)]

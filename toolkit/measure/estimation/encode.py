"""The rows that a measure counts, and integer codes of their groups, values and articles.

The codes are the cells of a table of sums. `spoken_about` selects the actors who are named in the
words of quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.frames import OF_ARTICLE
from toolkit.measure.estimation.bootstrap import CLUSTERS, Ints, Units

Columns = str | Sequence[str]

_MANY = 2**31
_SPARSE = 10


def names(columns: Columns) -> list[str]:
    """One column name or several, as a list.

    Example:
        >>> names("outlet")
        ['outlet']
    """
    return [columns] if isinstance(columns, str) else list(columns)


def article_columns(rows: pd.DataFrame) -> list[str]:
    """The columns that identify one coding of an article: `article_id` and, if present, `coded`.

    A corrected measure has rows coded by people (`coded` is True) and rows coded by the machine.
    """
    return [column for column in ("article_id", "coded") if column in rows]


def is_coded(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows people coded; none if there is no column `coded`."""
    if "coded" not in rows:
        return np.zeros(len(rows), dtype=bool)
    return rows["coded"].to_numpy(np.bool_)


def machine_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the machine coded; naive figures and rankings use only these."""
    return rows[~is_coded(rows)] if "coded" in rows else rows


def codes(keys: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """The distinct rows, sorted with nulls last, and the code of each row.

    An empty frame has one distinct row, of nulls, so that its figures have a row as well.
    """
    if not len(keys):
        return keys.reindex([0]), np.zeros(0, dtype=np.int64)
    code = np.zeros(len(keys), dtype=np.int64)
    for column in keys:
        rank, n_values = _ranks(keys[column])
        code = code * (n_values + 1) + rank
        if code.max() > _MANY:
            code = distinct(code)[1]
    values, place = distinct(code)
    first = np.empty(len(values), dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    return keys.iloc[first].reset_index(drop=True), place


def distinct(code: Ints) -> tuple[Ints, Ints]:
    """The distinct codes, sorted, and the position of each code among them; codes start at 0.

    Example:
        >>> values, place = distinct(np.array([7, 2, 7]))
        >>> values.tolist(), place.tolist()
        ([2, 7], [1, 0, 1])
    """
    if code.max(initial=0) > _SPARSE * len(code):
        values, place = np.unique(code, return_inverse=True)
        return values, place.astype(np.int64)
    present = np.zeros(1 + int(code.max(initial=0)), dtype=bool)  # faster than sorting
    present[code] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[code]


def _ranks(column: pd.Series[Any]) -> tuple[Ints, int]:
    """The rank of each value among the distinct ones, null last, and the number of these."""
    code, values = pd.factorize(column)
    rank = np.empty(len(values) + 1, dtype=np.int64)
    rank[np.asarray(values.argsort())] = np.arange(len(values))
    rank[-1] = len(values)  # null has code -1
    return rank[code], len(values)


def common(parts: pd.DataFrame, wholes: pd.DataFrame) -> tuple[pd.DataFrame, Ints, Ints]:
    """Encode the rows of two frames together: distinct rows, and the codes of each frame."""
    if parts is wholes:
        known, code = codes(parts)
        return known, code, code
    known, code = codes(pd.concat([f for f in (parts, wholes) if len(f)] or [parts]))
    return known, code[: len(parts)], code[len(parts) :]


def articles(
    parts: pd.DataFrame, wholes: pd.DataFrame, cluster: str = "articles"
) -> tuple[Units, Ints, Ints]:
    """Number the articles by their sorted identifiers, so that the order of rows has no effect.

    With ``cluster="stories"``, stories are numbered instead.
    """
    unit_id = "story_id" if cluster == "stories" else "article_id"
    keys = [unit_id, *(["outlet"] if cluster == "outlets" else [])]
    ids = [f[keys] for f in (parts, wholes)]
    known, of_parts, of_wholes = common(ids[0], ids[0] if parts is wholes else ids[1])
    n_articles = len(known) if len(of_parts) or len(of_wholes) else 0
    outlet = codes(known[["outlet"]])[1] if cluster == "outlets" else None
    return Units(n_articles, outlet, cluster), of_parts, of_wholes


def kinds(
    parts: pd.DataFrame, of: list[str], values: Sequence[object] | None, top: int | None
) -> tuple[pd.DataFrame, Ints]:
    """The values to report, and the position of each part among them; -1 if it is not reported."""
    if not of:  # one figure a group
        return pd.DataFrame(index=range(1)), np.zeros(len(parts), dtype=np.int64)
    if values is not None:
        return _given(parts[of[0]], values)
    known, code = codes(parts[of])
    if top is None or top >= len(known):
        return known, code
    machine = np.where(is_coded(parts), 0, parts["amount"])
    amounts = np.bincount(code, weights=machine, minlength=len(known))
    kept = np.sort(np.argsort(-amounts, kind="stable")[:top])
    place = np.full(len(known), -1, dtype=np.int64)
    place[kept] = np.arange(top)
    return known.iloc[kept].reset_index(drop=True), place[code]


def _given(column: pd.Series[Any], values: Sequence[object]) -> tuple[pd.DataFrame, Ints]:
    number, present = pd.factorize(column)
    places = np.append(pd.Index(list(values)).get_indexer(pd.Index(present)), -1)
    code, unknown = places[number].astype(np.int64), number < 0
    if unknown.any():
        code[unknown], values = len(values), [*values, None]
    return pd.DataFrame({column.name: pd.Series(list(values), dtype=column.dtype)}), code


def grid(groups: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    """Every combination of a group and a value."""
    left = groups.loc[np.repeat(groups.index, len(of))].reset_index(drop=True)
    right = of.loc[np.tile(of.index, len(groups))].reset_index(drop=True)
    return pd.concat([left, right], axis=1)


# What was said, thought or found; "plans to" and "wants" report no words (DESIGN: Words, cue).
KINDS = ("communication", "belief", "finding")

WEIGHTS = ("quotes", "words")
DRAWN_BY = {"stories": ["story_id"], "outlets": ["outlet"]}
"""The column of the units drawn by the bootstrap; none for articles."""
PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}


def attributed_quotes(quotes: pd.DataFrame, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """The quotes whose cue is of one of these kinds.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> attributed_quotes(corpus.quotes)["cue_kind"].eq("intention").any()
        np.False_
    """
    return quotes[quotes["cue_kind"].isin(list(kinds))]


def weighed(quotes: pd.DataFrame, weight: str = "quotes") -> pd.DataFrame:
    """The quotes with an `amount`: 1, or their words (0 for a quote inside another).

    The amount is multiplied by the column `weight` if there is one (see `story_weights`).

    Raises:
        ValueError: `weight` is something else.
    """
    if weight not in WEIGHTS:
        raise ValueError(f"weight={weight!r}: choose {' or '.join(WEIGHTS)}")
    amount: Any = 1
    if weight == "words":
        amount = quotes["n_words"].where(quotes["parent_id"].isna(), 0)
    return quotes.assign(amount=quotes["weight"] * amount if "weight" in quotes else amount)


def named(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions by name, which are the mentions that measures count.

    Titles, descriptions and pronouns are in the frame as evidence; a name in a dateline says where
    an article was written, not whom it is about.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> set(named(corpus.mentions)["kind"])
        {'name'}
    """
    return mentions[mentions["kind"].eq("name") & mentions["rule"].ne("dateline")]


def grouped(
    rows: pd.DataFrame, by: Columns, articles: pd.DataFrame | None, cluster: str = "articles"
) -> pd.DataFrame:
    """The rows with all columns of `by`; missing ones are taken from their articles.

    Args:
        rows: a frame with `article_id`.
        by: columns of `rows` or of `articles`, or one of day, week, month (UTC, of `published`;
            weeks start on Monday).
        articles: the articles frame, or None where `rows` has all columns. What it says of an
            article counts more than what the rows say.
        cluster: units drawn for intervals: "articles"; "stories", each with all its articles;
            "outlets", then articles within them. The last two need `articles`.

    Returns:
        New rows with the index of `rows`; if articles are given, only those of these articles.
        With stories or outlets there is a column `story_id` or `outlet`.

    Raises:
        ValueError: a column is in neither frame; the message lists the columns.

    Example:
        >>> rows = pd.DataFrame({"article_id": ["a", "a"]})
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Ferry Post", None]})
        >>> grouped(rows, "outlet", articles)["outlet"].tolist()
        ['Ferry Post', 'Ferry Post']
    """
    wanted = dict.fromkeys([*names(by), *_drawn_by(cluster)])
    if articles is None:
        return rows.assign(**{n: _column(rows, n) for n in wanted})
    taken = [n for n in wanted if n not in rows or (n in OF_ARTICLE and n in articles)]
    joined = articles[["article_id"]].assign(**{n: _column(articles, n) for n in taken})
    unique = joined.drop_duplicates("article_id")
    own = rows.drop(columns=taken, errors="ignore")
    found = own.merge(unique, on="article_id", how="inner")
    if len(found) < len(rows):
        rows = rows[rows["article_id"].isin(unique["article_id"])]
    return found.set_axis(rows.index)  # a merge keeps the order of rows, but not their index


def _drawn_by(cluster: str) -> list[str]:
    if cluster not in CLUSTERS:
        raise ValueError(f"cluster={cluster!r}: choose from {', '.join(CLUSTERS)}")
    return DRAWN_BY.get(cluster, [])


def weight_by_article(articles: pd.DataFrame) -> pd.Series[float]:
    """One over the number of articles of each article's story, by article_id.

    Example:
        >>> articles = pd.DataFrame({"article_id": list("abc"), "story_id": list("xxy")})
        >>> weight_by_article(articles).tolist()
        [0.5, 0.5, 1.0]
    """
    distinct = articles.drop_duplicates("article_id")
    sizes = distinct.groupby("story_id")["article_id"].transform("size")
    return pd.Series(1.0 / sizes.to_numpy(), index=pd.Index(distinct["article_id"]))


def _column(rows: pd.DataFrame, name: str) -> pd.Series[Any]:
    """A column of the rows, or the period of each row.

    Raises:
        ValueError: there is no such column; says what to pass instead.
    """
    if name in PERIODS and "published" in rows:
        return period(rows["published"], name)
    if name not in rows:
        known = ", ".join([*PERIODS, *(str(c) for c in rows if c not in ("coded", "amount"))])
        raise ValueError(f"by={name!r}: give articles=corpus.articles, too, or choose from {known}")
    return rows[name]


def period(published: pd.Series[Any], every: str) -> pd.Series[Any]:
    """First day of the day, week or month (UTC) of each time, without a time zone."""
    utc = published.dt.tz_convert("UTC").dt.tz_localize(None)
    first: pd.Series[Any] = utc.dt.to_period(PERIODS[every]).dt.start_time
    return first


_FAR = 2**32  # characters between one article and the next, and its title


def spoken_about(quotes: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per quote and actor named in its segments.

    Args:
        quotes: the quotes frame; all segments of each quote are searched.
        mentions: the mentions frame of the same articles; those by name count.

    Returns:
        article_id (and `coded`), speaker, speaker_id, on_behalf_id, quote (row number), actor,
        actor_id, actor_type; the index is that of the quotes.
    """
    about = named(mentions)
    row, start, end = _segments(quotes)
    ids = pd.Index(pd.unique(pd.concat([quotes["article_id"], about["article_id"]])))
    at = _places(about, ids) + about["start"].to_numpy(np.int64)
    order = np.argsort(at, kind="stable")
    base = _places(quotes, ids)[row]
    first = np.searchsorted(at[order], base + start, "left")
    n = np.maximum(np.searchsorted(at[order], base + end, "left") - first, 0)
    inside = np.repeat(first, n) + np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    quote = np.repeat(row, n)
    actors = about[["actor", "actor_id", "actor_type"]].iloc[order[inside]]
    speaking = quotes[[*article_columns(quotes), "speaker", "actor_id", "on_behalf_id"]]
    speakers = speaking.rename(columns={"actor_id": "speaker_id"}).iloc[quote]
    pairs = speakers.assign(quote=quote, **{str(name): actors[name].array for name in actors})
    return pairs.drop_duplicates(["quote", "actor_id"])


def _segments(quotes: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """The quote, start and end of each segment."""
    segments = quotes["segments"].tolist()
    row = np.repeat(np.arange(len(segments)), [len(s) for s in segments])
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(segments)), dtype=np.int64)
    return row, flat[::2], flat[1::2]


def _places(rows: pd.DataFrame, ids: pd.Index) -> Ints:
    """Start of each row's text if all texts and titles were joined end to end."""
    number = 2 * ids.get_indexer(pd.Index(rows["article_id"])).astype(np.int64) + is_coded(rows)
    places: Ints = (2 * number + rows["in_title"].to_numpy(np.int64)) * _FAR
    return places

"""Articles of several newsrooms about the same event.

Two articles are near if they share distinctive words within a few days. The words of a text are
weighted by how rarely articles have them, in general and in this corpus (tf-idf); two texts are
compared by the cosine of their weights (Salton and Buckley 1988), as in topic detection and
tracking (Allan 2002). A few names alone, such as those of a county and its sheriff, make no story:
what texts share besides their most distinctive words must make them near, too.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from toolkit.lexicons import lexicon
from toolkit.measure.correction.coded_sample import not_correctable

DAYS = 3
"""Days between two articles on one event, at most."""
SAME = 0.25
"""Similarity, 0 to 1, from which two articles are on one event."""
TOGETHER = 0.2
"""Mean similarity of the articles of a story to each other, at least."""
REST = 0.1
"""Similarity without the FEW words that count most, from which two articles are on one event."""
FEW = 5
WORTH_SHOWING = 0.05
PRIOR = 50
"""Number of articles that the frequency of words in general counts for."""
_UNCODED = "people code who is quoted, not which articles are about one event"
_LENGTH = 400
"""Words of an article, for the share of articles that have a common word."""
_RARE = 40_000
"""Rank of words that are not among the common ones."""
_CHUNK = 500
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’](?!s\b)[^\W\d_]+)?|\d+(?:[.,]\d+)*")
Array = np.ndarray[Any, Any]
_PAIR = ["similarity", "days", "outlet", "title", "other_outlet", "other_title", "words",
         "article_id", "other_id"]  # fmt: skip


@not_correctable(_UNCODED)
def stories(articles: pd.DataFrame, *, days: float = DAYS) -> pd.DataFrame:
    """Groups of articles about one event: near in words and in time.

    Articles without a date are in none, and neither are those that are near no other or of which it
    is not sure; `story_candidates` shows the nearest pairs.

    Args:
        articles: the articles frame, with texts.
        days: days between two articles that are compared, at most.

    Returns:
        story (1 for the story of most outlets), n_outlets (known ones), similarity (mean, to the
        other articles of the story), article_id, published, outlet, title; by story and date.

    Example:
        >>> import toolkit as tk
        >>> told = stories(tk.open("data/sample").articles)
        >>> bool(told["story"].value_counts().min() > 1)
        True
    """
    dated = articles.dropna(subset=["published"]).sort_values("published", kind="stable")
    weights, _ = _weights(dated)
    near = _near(weights, _in_days(dated), days, SAME)
    group, similarity = _groups(weights, near)
    told = dated[["article_id", "published", "outlet", "title"]]
    rows = told.assign(group=group, similarity=similarity)[group >= 0]
    sizes = rows.groupby("group").agg(
        n_outlets=("outlet", "nunique"), n=("outlet", "size"), first=("published", "min")
    )
    ranked = sizes.sort_values(["n_outlets", "n", "first"], ascending=[False, False, True])
    ranked["story"] = range(1, len(ranked) + 1)
    rows = rows.join(ranked[["story", "n_outlets"]], on="group")
    rows = rows.sort_values(["story", "published", "article_id"], ignore_index=True)
    return rows[["story", "n_outlets", "similarity", *told]]


@not_correctable(_UNCODED)
def story_candidates(
    articles: pd.DataFrame, *, days: float = DAYS, top: int | None = 20
) -> pd.DataFrame:
    """The pairs of articles nearest in words and time, whether or not they are one story.

    Args:
        articles: the articles frame, with texts.
        days: days between two articles, at most; articles without a date are compared with all.
        top: number of pairs.

    Returns:
        similarity (0 to 1), days (null if one has no date), outlet, title, other_outlet,
        other_title, words (those that make them near), article_id, other_id; the nearest first.

    Example:
        >>> import toolkit as tk
        >>> pairs = story_candidates(tk.open("data/sample").articles, top=3)
        >>> bool(pairs["similarity"].is_monotonic_decreasing)
        True
    """
    ordered = articles.sort_values("published", kind="stable", na_position="last")
    weights, words = _weights(ordered)
    near = _near(weights, _in_days(ordered), days, WORTH_SHOWING)
    best = near.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)[:top]
    columns = {"article_id": "other_id", "outlet": "other_outlet", "title": "other_title"}
    one, other = (
        ordered.iloc[best[side]][[*columns]].reset_index(drop=True) for side in ("one", "other")
    )
    sides = zip(best["one"], best["other"], strict=True)
    shared = [[words[w] for w in _shared(weights, i, j)[0][:FEW]] for i, j in sides]
    pairs = best.join(one).join(other.rename(columns=columns))
    return pairs.assign(words=pd.Series(shared, dtype="object"))[_PAIR]


def _in_days(articles: pd.DataFrame) -> Array:
    """Times of publication in days; NaN without one."""
    elapsed = articles["published"] - pd.Timestamp(0, tz="UTC")
    return (elapsed / pd.Timedelta(days=1)).to_numpy(dtype="float64")


def _near(weights: Any, times: Array, days: float, least: float) -> pd.DataFrame:
    """Pairs of at least this similarity within some days; articles are ordered by time.

    Returns:
        one, other (positions of the two articles), similarity, days (between the two).
    """
    parts = [pd.DataFrame({"one": [], "other": [], "similarity": [], "days": []})]
    for start in range(0, len(times), _CHUNK):
        some = slice(start, start + _CHUNK)
        late = times > times[some].max() + days
        columns = np.flatnonzero(~late)
        columns = columns[columns > start]
        products = (weights[some] @ weights[columns].T).tocoo()
        one, other = products.row + start, columns[products.col]
        gaps = np.abs(times[other] - times[one])
        pairs = {"one": one, "other": other, "similarity": products.data, "days": gaps}
        kept = (one < other) & (products.data >= least) & ~(gaps > days)
        parts.append(pd.DataFrame(pairs)[kept])
    return pd.concat(parts, ignore_index=True).astype({"one": "int64", "other": "int64"})


def _groups(weights: Any, near: pd.DataFrame) -> tuple[Array, Array]:
    """Join the articles that are surely near, as long as all of a group are near on average.

    Returns:
        The group of each article, -1 for none, and its mean similarity to the others of it.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # slow to import
    from scipy.sparse import coo_array, csgraph
    from scipy.spatial.distance import squareform

    size = weights.shape[0]
    group, similarity = np.full(size, -1), np.zeros(size)
    pairs = zip(near["one"], near["other"], strict=True)
    links = near.loc[[_shared(weights, i, j)[1] >= REST for i, j in pairs]]
    graph = coo_array((np.ones(len(links)), (links["one"], links["other"])), shape=(size, size))
    _, parts = csgraph.connected_components(graph, directed=False)
    for part in np.flatnonzero(np.bincount(parts, minlength=1) > 1) if size else ():
        members = np.flatnonzero(parts == part)
        alike = (weights[members] @ weights[members].T).toarray()
        np.fill_diagonal(alike, 0)
        distances = squareform(np.clip(1 - alike, 0, 1), checks=False)
        labels = fcluster(linkage(distances, "average"), 1 - TOGETHER, "distance")
        for label in np.unique(labels):
            own = np.flatnonzero(labels == label)
            if len(own) > 1:
                group[members[own]] = members[own[0]]
                inner = alike[np.ix_(own, own)]
                similarity[members[own]] = inner.sum(axis=1) / (len(own) - 1)
    return group, similarity


def _shared(weights: Any, one: int, other: int) -> tuple[Array, float]:
    """The words that make two articles near, the strongest first; their similarity without FEW."""
    product = weights[[one]].multiply(weights[[other]]).tocsr()
    order = np.argsort(-product.data, kind="stable")
    return product.indices[order], float(product.data[order[FEW:]].sum())


def _weights(articles: pd.DataFrame) -> tuple[Any, list[str]]:
    """Weights of the words of each article, of length one, and the words as first written."""
    from scipy.sparse import csr_array, diags_array  # slow to import

    titles = articles["title"].fillna("")
    found = [_WORD.findall(f"{a}\n{b}") for a, b in zip(titles, articles["text"], strict=True)]
    counts = [Counter(map(_plain, words)) for words in found]
    written = {_plain(word): word for words in found[::-1] for word in words[::-1]}
    numbers = {word: n for n, word in enumerate(written)}
    columns = np.array([numbers[word] for count in counts for word in count], dtype=np.int64)
    times = np.array([n for count in counts for n in count.values()], dtype="float64")
    starts = np.cumsum([0, *map(len, counts)])
    held = np.bincount(columns, minlength=len(numbers))
    expected = np.array([_expected(word) for word in numbers])
    rarity = -np.log((PRIOR * expected + held) / (PRIOR + len(counts)))
    values = (1 + np.log(times)) * np.clip(rarity, 0, None)[columns]
    table = csr_array((values, columns, starts), shape=(len(counts), len(numbers)))
    lengths = np.sqrt((table * table).sum(axis=1))
    scale = np.divide(1.0, lengths, out=np.zeros(len(counts)), where=lengths > 0)
    return (diags_array(scale) @ table).tocsr(), [*written.values()]


def _plain(word: str) -> str:
    """A word in lower case without the s of a plural."""
    word = word.casefold()
    return word[:-1] if len(word) > 4 and word[-1] == "s" != word[-2] else word


def _expected(word: str) -> float:
    """Share of articles with a word in general, by its rank (Zipf 1949)."""
    ranks = _ranks()
    rank = ranks.get(word) or ranks.get(f"{word}s") or _RARE
    return float(1 - np.exp(-_LENGTH / (10 * rank)))


@cache
def _ranks() -> dict[str, int]:
    """Rank of each common word, from 1."""
    return {word: n for n, word in enumerate(lexicon("common_words")["word"], 1)}

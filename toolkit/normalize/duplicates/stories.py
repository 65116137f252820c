"""Group near-duplicates into stories, keep the newest version of each article, mark copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.normalize.duplicates.near_duplicates import Pair, connected_components, find_pairs
from toolkit.normalize.text.shingles import plain_words

BoolArray = npt.NDArray[np.bool_]
SAME_STORY = 0.5
"""Share of the shorter text in the longer one from which both are the same story."""
ROUNDUP = 0.15
"""Share of the longer text below which the shorter one is an item of a roundup, not a duplicate."""
COPY = 0.5
"""Share of a text in an earlier one of another outlet from which it is a copy."""
WEEK = pd.Timedelta(days=7)
"""Time within which an outlet corrects and updates an article."""


class ResolvedStories(NamedTuple):
    """The newest version of each article, and the earlier versions.

    Attributes:
        articles: frame of frames.ARTICLES, with final origin and story_id.
        versions: frame of frames.VERSIONS: the earlier versions.
    """

    articles: pd.DataFrame
    versions: pd.DataFrame


def resolve_stories(
    articles: pd.DataFrame, agencies: Collection[str] = (), pairs: Sequence[Pair] | None = None
) -> ResolvedStories:
    """Resolve stories, versions and copies among all articles of a corpus.

    Args:
        articles: frame of frames.ARTICLES; several rows may have the same id.
        agencies: names of outlets that are agencies; their texts are always the origin.
        pairs: pairs of texts that share words, by position of the articles; computed if None.

    Returns:
        The newest version of each article, and earlier versions with the id of the newest.
    """
    pairs = find_pairs(articles["text"].tolist()) if pairs is None else pairs
    edges = pd.DataFrame(pairs, columns=[*Pair._fields])
    articles = articles.reset_index(drop=True)
    repeated = articles.index[articles["article_id"].duplicated(keep=False)]
    near = articles.loc[sorted({*repeated, *edges["one"], *edges["other"]})]
    shares = edges[["of_one", "of_other"]]
    similar = edges[(shares.max(axis=1) >= SAME_STORY) & (shares.min(axis=1) >= ROUNDUP)]
    newest = _newest(near, similar)
    older = newest[newest != newest.index]
    across = edges[edges["one"].map(newest) != edges["other"].map(newest)]
    shared = _shared(near, across, agencies)
    copied = near.index.isin(shared.index[shared["share"] >= COPY]) & near["origin"].eq("own")
    articles.loc[near.index, "story_id"] = _stories(near, similar)
    articles.loc[near.index, "origin"] = near["origin"].mask(copied, "copy")
    articles.loc[near.index, "warnings"] = _warnings(near, shared, older)
    versions = articles.loc[older.index].assign(
        version_of=older.map(near["article_id"]).astype("str")
    )
    return ResolvedStories(articles.drop(index=older.index), versions)


def _groups(near: pd.DataFrame, ones: Iterable[int], others: Iterable[int]) -> pd.Series[int]:
    """The number of the connected component of each article; edges join labels of articles."""
    ends = (near.index.get_indexer(pd.Index(labels)) for labels in (ones, others))
    components = connected_components(len(near), zip(*ends, strict=True))
    return pd.Series(components, near.index, dtype="int64")


def _stories(near: pd.DataFrame, similar: pd.DataFrame) -> pd.Series[str]:
    """The story of each article: the story_id of the earliest article in its group.

    Ids decide among articles of the same time, so that the order of files has no effect.
    """
    groups = _groups(near, similar["one"], similar["other"])
    earliest = near.sort_values(["published", "article_id"], kind="stable")
    return earliest["story_id"].groupby(groups).transform("first")


# ------------------------------------------------------------------ versions


def _newest(near: pd.DataFrame, similar: pd.DataFrame) -> pd.Series[int]:
    """The label of the newest version of each article.

    Versions have the same id, or are updates. The longest of the same date counts, as updates add
    text.
    """
    same = near.index.to_series().groupby(near["article_id"]).transform("first")
    updates = similar[_are_updates(near.loc[similar["one"]], near.loc[similar["other"]])]
    groups = _groups(near, [*same, *updates["one"]], [*same.index, *updates["other"]])
    ranked = near.assign(named=near["outlet"].notna())
    ranked = ranked.sort_values(["published", "n_words", "named"], ascending=False, kind="stable")
    newest = ranked.index.to_series().groupby(groups).transform("first")
    return newest.sort_index()


def _are_updates(one: pd.DataFrame, other: pd.DataFrame) -> BoolArray:
    """Whether similar articles are versions of one: same outlet, near dates, similar headlines."""
    one, other = one.reset_index(), other.reset_index()
    far = (one["published"] - other["published"]).abs() > WEEK
    titles = zip(one["title"], other["title"], strict=True)
    alike = np.array([_similar_titles(*both) for both in titles], dtype=bool)
    return alike & (one["outlet"].eq(other["outlet"]) & one["outlet"].notna() & ~far).to_numpy()


def _similar_titles(one: object, other: object) -> bool:
    """Whether two headlines share half of their words."""
    a, b = (set(plain_words(t).split()) if isinstance(t, str) else set() for t in (one, other))
    return bool(a & b) and 2 * len(a & b) >= len(a | b)


# ------------------------------------------------------------------ origins


def _shared(near: pd.DataFrame, edges: pd.DataFrame, agencies: Collection[str]) -> pd.DataFrame:
    """The `source` of each article that another outlet published first, and the `share` in it."""
    ways = [{"one": "copy", "other": "source", "of_one": "share"},
            {"one": "source", "other": "copy", "of_other": "share"}]  # fmt: skip
    shared = pd.concat([edges.rename(columns=way)[["copy", "source", "share"]] for way in ways])
    shared = shared[_precede(near.loc[shared["source"]], near.loc[shared["copy"]], agencies)]
    shared = shared.sort_values(["share", "source"]).drop_duplicates("copy", keep="last")
    return shared.set_index("copy")


def _precede(source: pd.DataFrame, copy: pd.DataFrame, agencies: Collection[str]) -> BoolArray:
    """Whether articles can be the source of others, which are of other outlets."""
    source, copy = source.reset_index(), copy.reset_index()
    by_day = source["published_precision"].eq("day") | copy["published_precision"].eq("day")
    first, second = (
        rows["published"].mask(by_day, rows["published"].dt.floor("D")) for rows in (source, copy)
    )
    longer = first.eq(second) & (source["n_words"] > copy["n_words"])
    earlier = source["outlet"].isin(agencies) | (first < second) | longer
    same = source["outlet"].eq(copy["outlet"])
    return (earlier & ~same & ~copy["outlet"].isin(agencies)).to_numpy(dtype=bool)


def _warnings(
    near: pd.DataFrame, shared: pd.DataFrame, older: pd.Series[int]
) -> pd.Series[list[str]]:
    """The warnings of articles, with one about each source and each earlier version."""
    outlets = near["outlet"].fillna(near["article_id"]) + " (" + near["article_id"] + ")"
    places = near["source_file"].fillna(near["url"]).fillna(near["article_id"])
    found = zip(shared.index, shared["share"], outlets[shared["source"]], strict=True)
    notes = [(copy, f"shared: {share:.0%} stands in {outlet}") for copy, share, outlet in found]
    replaced = zip(older, places[older.index], strict=True)
    warnings = near["warnings"].to_dict()
    for label, note in [*notes, *((new, f"earlier version: {place}") for new, place in replaced)]:
        warnings[label] = [*warnings[label], note]
    return pd.Series(warnings, dtype="object")

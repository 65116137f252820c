"""Group near-duplicates into stories, keep the newest version of each article, mark copies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.frames import records
from toolkit.normalize.duplicates.near_duplicates import Pair, connected_components, find_pairs
from toolkit.normalize.text.draft import Row
from toolkit.normalize.text.shingles import plain_words

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
    if pairs is None:
        pairs = find_pairs(articles["text"].tolist())
    numbers = _related(articles["article_id"], pairs)
    place = {number: i for i, number in enumerate(numbers)}
    rows = [dict(r) for r in records(articles.iloc[numbers])]
    near = [p._replace(one=place[p.one], other=place[p.other]) for p in pairs]
    newest = _newest(rows, near)
    for row, story in zip(rows, _stories(rows, near), strict=True):
        row["story_id"] = story
    _mark_origins(rows, [p for p in near if newest[p.one] != newest[p.other]], set(agencies))
    _note_versions(rows, newest)
    replaced = enumerate(zip(numbers, newest, strict=True))
    older = {number: rows[j]["article_id"] for i, (number, j) in replaced if i != j}
    resolved = _with(articles.reset_index(drop=True), numbers, rows)
    versions = resolved.loc[[*older]].assign(version_of=pd.Series(older, dtype="str"))
    return ResolvedStories(resolved.drop(index=[*older]), versions)


def _related(ids: pd.Series[str], pairs: Sequence[Pair]) -> list[int]:
    """Sorted positions of the articles in a pair or with a repeated id, usually few."""
    same = np.flatnonzero(ids.duplicated(keep=False)).tolist()
    return sorted({*same, *(n for p in pairs for n in (p.one, p.other))})


def _with(articles: pd.DataFrame, numbers: Sequence[int], rows: Sequence[Row]) -> pd.DataFrame:
    """Articles with the columns that were resolved for some of them."""
    changed = {}
    for column in ("origin", "story_id", "warnings"):
        values = articles[column].astype("object").to_numpy(copy=True)
        for number, row in zip(numbers, rows, strict=True):
            values[number] = row[column]
        changed[column] = pd.Series(values, index=articles.index, dtype=articles[column].dtype)
    return articles.assign(**changed)


def _stories(rows: Sequence[Row], pairs: Sequence[Pair]) -> list[str]:
    """The story of each article: the story_id of the earliest article in its group."""
    near = [(p.one, p.other) for p in pairs if _is_one_story(p)]
    groups_of = connected_components(len(rows), near)
    members: dict[int, list[int]] = {}
    for i, group in enumerate(groups_of):
        members.setdefault(group, []).append(i)
    first = {g: min(m, key=lambda i: _age_key(rows[i], i)) for g, m in members.items()}
    return [str(rows[first[g]]["story_id"]) for g in groups_of]


def _is_one_story(pair: Pair) -> bool:
    shares = (pair.of_one, pair.of_other)
    return max(shares) >= SAME_STORY and min(shares) >= ROUNDUP


def _age_key(row: Row, number: int) -> tuple[bool, Any, str, int]:
    """Sort key: by date, undated articles last; ties by id, so that file order has no effect."""
    return (_unknown(row["published"]), _stamp(row), str(row["article_id"]), number)


def _stamp(row: Row) -> Any:
    return pd.Timestamp(0, tz="UTC") if _unknown(row["published"]) else row["published"]


def _unknown(value: Any) -> bool:
    """Whether a cell is empty: None, NaN and NaT alike."""
    return value is None or bool(value != value)


# ------------------------------------------------------------------ versions


def _newest(rows: Sequence[Row], pairs: Sequence[Pair]) -> list[int]:
    """The index of the newest version of each article."""
    by_id: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        by_id.setdefault(str(row["article_id"]), []).append(i)
    same = ((a, b) for ids in by_id.values() for a, b in pairwise(ids))
    updated = ((p.one, p.other) for p in pairs if _is_update(rows[p.one], rows[p.other], p))
    groups_of = connected_components(len(rows), chain(same, updated))
    best: dict[int, int] = {}
    for i, group in enumerate(groups_of):
        if group not in best or _rank(rows[i]) > _rank(rows[best[group]]):
            best[group] = i
    return [best[group] for group in groups_of]


def _is_update(one: Row, other: Row, pair: Pair) -> bool:
    """Whether two articles are versions of one: same outlet, similar texts and headlines."""
    if _unknown(one["outlet"]) or one["outlet"] != other["outlet"] or not _is_one_story(pair):
        return False
    stamps = (one["published"], other["published"])
    far = not any(map(_unknown, stamps)) and abs(stamps[0] - stamps[1]) > WEEK
    return not far and _similar_titles(one["title"], other["title"])


def _similar_titles(one: object, other: object) -> bool:
    """Whether two headlines share half of their words."""
    a, b = (set(plain_words(t).split()) if isinstance(t, str) else set() for t in (one, other))
    return bool(a & b) and 2 * len(a & b) >= len(a | b)


def _rank(row: Row) -> tuple[bool, Any, int, bool]:
    """Sort key, newest last; of articles with the same date the longest, as updates add text."""
    dated, has_outlet = not _unknown(row["published"]), not _unknown(row["outlet"])
    return (dated, _stamp(row), int(row["n_words"]), has_outlet)


def _note_versions(rows: Sequence[Row], newest: Sequence[int]) -> None:
    """Add a warning about each earlier version to the newest one."""
    for i, j in enumerate(newest):
        if i != j:
            place = rows[i]["source_file"] or rows[i]["url"] or rows[i]["article_id"]
            rows[j]["warnings"] = [*rows[j]["warnings"], f"earlier version: {place}"]


# ------------------------------------------------------------------ origins


def _mark_origins(rows: Sequence[Row], pairs: Sequence[Pair], agencies: set[str]) -> None:
    """Mark articles that another outlet published first, wholly or in part, and name it."""
    best: dict[int, tuple[float, int]] = {}
    for pair in pairs:
        for copy, source, share in (
            (pair.one, pair.other, pair.of_one),
            (pair.other, pair.one, pair.of_other),
        ):
            if _precedes(rows[source], rows[copy], agencies):
                best[copy] = max(best.get(copy, (0.0, source)), (share, source))
    for i, (share, j) in best.items():
        origin = f"{rows[j]['outlet'] or rows[j]['article_id']} ({rows[j]['article_id']})"
        if share >= COPY and rows[i]["origin"] == "own":
            rows[i]["origin"] = "copy"
        rows[i]["warnings"] = [*rows[i]["warnings"], f"shared: {share:.0%} stands in {origin}"]


def _precedes(source: Row, copy: Row, agencies: set[str]) -> bool:
    """Whether an article can be the source of one in another outlet."""
    if source["outlet"] == copy["outlet"] or copy["outlet"] in agencies:
        return False
    if source["outlet"] in agencies:
        return True
    stamps = [r["published"] for r in (source, copy)]
    if any(map(_unknown, stamps)):
        return False
    if "day" in (source["published_precision"], copy["published_precision"]):
        stamps = [s.floor("D") for s in stamps]
    if stamps[0] != stamps[1]:
        return bool(stamps[0] < stamps[1])
    return int(source["n_words"]) > int(copy["n_words"])

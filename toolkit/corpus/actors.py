"""The table of all actors of a corpus, and why a person should look at some of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from toolkit.corpus.linking.actors import called, counted
from toolkit.frames import ACTORS, frame, records

_ALIKE = 90
"""Similarity, 0 to 100, from which two names are worth a look."""
_UNSURE = 0.7
_BLOCK = 2000
"""Names compared with each other at most: look-alikes are looked for among one initial part."""


def actor_table(mentions: pd.DataFrame) -> pd.DataFrame:
    """All actors of a corpus, those in doubt first.

    In doubt is what a person should look at before counting: a name that several actors bear, one
    that articles give different types, one that looks like another, one told with little evidence.

    Args:
        mentions: frame of frames.MENTIONS, merged and corrected.

    Returns:
        Frame of frames.ACTORS; within those in doubt and the others, the most mentioned first.

    Example:
        >>> from toolkit.frames import MENTIONS
        >>> actor_table(frame(MENTIONS)).empty
        True
    """
    named = mentions[mentions["kind"].eq("name")]
    if named.empty:
        return frame(ACTORS)
    table = counted(named).reset_index()
    grouped = named.groupby("actor_id", sort=True)
    table["names"] = [_by_frequency(v) for _, v in grouped["text"]]
    table["merged"] = [sorted(set(v.dropna())) for _, v in grouped["merged_from"]]
    table["confidence"] = grouped["confidence"].mean().to_numpy()
    table["doubt"] = _doubts(table)
    order = table.assign(sure=table["doubt"].isna()).sort_values(
        ["sure", "n_mentions", "actor_id"], ascending=[True, False, True]
    )
    return frame(ACTORS, order)


def _by_frequency(texts: pd.Series[str]) -> list[str]:
    counts = Counter(texts)
    return sorted(counts, key=lambda t: (-counts[t], t))


def _doubts(table: pd.DataFrame) -> list[str | None]:
    rows = records(table)
    known = called(table.set_index("actor_id"), {})
    names = dict(zip(table["actor_id"], table["actor"], strict=True))
    alike = _look_alikes(table)
    return [_doubt(row, known, names, alike) for row in rows]


def _doubt(
    row: Mapping[str, Any],
    called: Mapping[tuple[str, str], set[str]],
    names: Mapping[str, str],
    alike: Mapping[str, list[str]],
) -> str | None:
    own, reasons = row["actor_id"], []
    others = called.get((row["actor"], row["actor_type"]), set()) - {own}
    if others:
        reasons.append("name also of " + ", ".join(sorted(names[o] for o in others)))
    if own in alike:
        reasons.append("looks like " + ", ".join(alike[own]))
    types = {merged.split(":")[0] for merged in row["merged"]} - {row["actor_type"]}
    if types:
        reasons.append(f"also taken for {', '.join(sorted(types))}")
    if row["confidence"] < _UNSURE:
        reasons.append("little evidence")
    return "; ".join(reasons) or None


def _look_alikes(table: pd.DataFrame) -> dict[str, list[str]]:
    """Names of actors of one type that differ by little, by actor_id."""
    found: dict[str, list[str]] = defaultdict(list)
    long = table[table["actor"].str.len() > 6]
    for _, rows in long.groupby([long["actor_type"], long["actor"].str[:2].str.casefold()]):
        block = rows.head(_BLOCK)
        names, ids = block["actor"].tolist(), block["actor_id"].tolist()
        scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for i, j in zip(*scores.nonzero(), strict=True):
            if i != j:
                found[ids[i]].append(names[j])
    return dict(found)

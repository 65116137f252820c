"""Tables of a corpus that are derived from others: all actors, those in doubt first; sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from toolkit.corpus.linking.actors import actor_counts, actors_by_short_name, actors_of
from toolkit.frames import ACTORS, OF_ARTICLE, SCHEMAS, frame, records

_SIMILAR = 90
"""Similarity from 0 to 100 above which two names are worth a check."""
_UNSURE = 0.7
_BLOCK = 2000
"""Names compared with each other at most: those that begin with the same two letters."""
_SOURCE = ["article_id", "who"]
"""Key of a source in an article: its actor, or the words for it."""


def actor_table(mentions: pd.DataFrame) -> pd.DataFrame:
    """All actors of a corpus, those in doubt first.

    An actor is in doubt, and worth a check before counting, if several actors share its name, if
    articles give it different types, if its name resembles another, or if there is little evidence.

    Args:
        mentions: frame of frames.MENTIONS, linked and corrected.

    Returns:
        Frame of frames.ACTORS; those in doubt and the others, each by falling number of mentions.

    Example:
        >>> from toolkit.frames import MENTIONS
        >>> actor_table(frame(MENTIONS)).empty
        True
    """
    named = mentions[mentions["kind"].eq("name")]
    if named.empty:
        return frame(ACTORS)
    table = actors_of(actor_counts(named)).reset_index()
    grouped = named.groupby("actor_id", sort=True)
    table["names"] = [_by_frequency(names) for _, names in grouped["text"]]
    table["merged"] = [sorted(set(ids.dropna())) for _, ids in grouped["merged_from"]]
    table["confidence"] = grouped["confidence"].mean().to_numpy()
    table["doubt"] = _doubts(table)
    order = table.assign(sure=table["doubt"].isna()).sort_values(
        ["sure", "n_mentions", "actor_id"], ascending=[True, False, True]
    )
    return frame(ACTORS, order)


def _by_frequency(names: pd.Series[str]) -> list[str]:
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _doubts(table: pd.DataFrame) -> list[str | None]:
    bearers = actors_by_short_name(table.set_index("actor_id"), {}, initials=True)
    names = dict(zip(table["actor_id"], table["actor"], strict=True))
    similar = _similar_names(table)

    def doubt(row: Mapping[str, Any]) -> str | None:
        own, reasons = row["actor_id"], []
        others = bearers.get((row["actor"], row["actor_type"]), set()) - {own}
        if others:
            reasons.append("name also of " + ", ".join(sorted(names[o] for o in others)))
        if own in similar:
            reasons.append("looks like " + ", ".join(similar[own]))
        types = {merged.split(":")[0] for merged in row["merged"]} - {row["actor_type"]}
        if types:
            reasons.append(f"also taken for {', '.join(sorted(types))}")
        if row["confidence"] < _UNSURE:
            reasons.append("little evidence")
        return "; ".join(reasons) or None

    return [doubt(row) for row in records(table)]


def _similar_names(table: pd.DataFrame) -> dict[str, list[str]]:
    """Similar names of actors of the same type, by actor_id."""
    similar: dict[str, list[str]] = defaultdict(list)
    long = table[table["actor"].str.len() > 6]
    for _, rows in long.groupby([long["actor_type"], long["actor"].str[:2].str.casefold()]):
        block = rows.head(_BLOCK)
        names, ids = block["actor"].tolist(), block["actor_id"].tolist()
        scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        for i, j in zip(*scores.nonzero(), strict=True):
            if i != j:
                similar[ids[i]].append(names[j])
    return dict(similar)


def sources(quotes: pd.DataFrame) -> pd.DataFrame:
    """The sources of each article, with how often and how much each is quoted.

    Quotes without a speaker are left out.

    Args:
        quotes: the quotes frame of a corpus.

    Returns:
        Frame of frames.SCHEMAS["sources"], in the order of their first quotes.

    Example:
        >>> sources(frame(SCHEMAS["quotes"])).shape
        (0, 14)
    """
    known = quotes.dropna(subset=["speaker"])
    if known.empty:
        return frame(SCHEMAS["sources"])
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
    about = first.reindex(columns=[*OF_ARTICLE, "speaker", "actor_id"])
    named = counted.join(about).assign(**modes)
    return frame(SCHEMAS["sources"], named.reset_index())


def _modes(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """The most frequent value of each source; of ties the first by letter."""
    counts = rows.groupby([*_SOURCE, column]).size().rename("n").reset_index()
    ranked = counts.sort_values(["n", column], ascending=[False, True], kind="stable")
    modes: pd.Series[str] = ranked.drop_duplicates(_SOURCE).set_index(_SOURCE)[column]
    return modes

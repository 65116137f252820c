"""Counts of what mentions say of each actor; counts of parts of a corpus can be added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

_WEAK_RULES = ("first name", "named most", "named in the paragraph", "metonym")
_KEYS = ["what", "actor_id", "value"]
COUNTED = ["article_id", "actor_id", "actor", "actor_type", "text", "kind", "rule"]
"""Columns of mentions that are counted."""


def actor_counts(mentions: pd.DataFrame) -> pd.DataFrame:
    """Counts of the articles, mentions, names, types and reliable forms of each actor.

    Args:
        mentions: frame of frames.MENTIONS, or its columns COUNTED.

    Returns:
        Frame of `what` ("article", "mention", "name", "type" over mentions by name; "form" over
        those from reliable rules; "given name", "given type" as each article has it first),
        `actor_id`, `value` and `n`.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> actor_counts(frame(MENTIONS)).columns.tolist()
        ['what', 'actor_id', 'value', 'n']
    """
    named = mentions[mentions["kind"].eq("name")]
    first = mentions.drop_duplicates(["article_id", "actor_id"])
    no_value = {"value": ""}
    rows = {
        "article": named.drop_duplicates(["article_id", "actor_id"]).assign(**no_value),
        "mention": named.assign(**no_value),
        "name": named.assign(value=named["actor"]),
        "type": named.assign(value=named["actor_type"]),
        "form": named[~named["rule"].isin(_WEAK_RULES)].assign(value=named["text"]),
        "given name": first.assign(value=first["actor"]),
        "given type": first.assign(value=first["actor_type"]),
    }
    return add_counts([counted.assign(what=what, n=1) for what, counted in rows.items()])


def add_counts(counts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The counts of all mentions, from those of parts of a corpus that share no article."""
    if not counts:
        strings = {key: pd.Series(dtype="str") for key in _KEYS}
        return pd.DataFrame({**strings, "n": pd.Series(dtype=int)})
    joined = pd.concat([c[[*_KEYS, "n"]] for c in counts])
    return joined.groupby(_KEYS, sort=True)["n"].sum().reset_index()


def actors_of(counts: pd.DataFrame) -> pd.DataFrame:
    """One row per actor_id: name, type, articles, mentions, and the set of reliable forms."""
    by_what = {str(what): rows for what, rows in counts.groupby("what")}
    empty = counts.iloc[:0]
    articles = by_what.get("article", empty).set_index("actor_id")["n"]
    forms = defaultdict[str, set[str]](set)
    for actor_id, form in by_what.get("form", empty)[["actor_id", "value"]].itertuples(index=False):
        forms[actor_id].add(form)
    names, types = (pd.Series(most_frequent(counts, w), dtype="str") for w in ("name", "type"))
    return pd.DataFrame(
        {
            "actor": names.reindex(articles.index),
            "actor_type": types.reindex(articles.index),
            "n_articles": articles,
            "n_mentions": by_what.get("mention", empty).set_index("actor_id")["n"],
            "forms": articles.index.map(lambda actor_id: frozenset(forms.get(actor_id, ()))),
        }
    )


def most_frequent(counts: pd.DataFrame, what: str) -> dict[str, str]:
    """The most frequent value of each actor; of ties the longest, then the first by letter."""
    rows = counts[counts["what"].eq(what)].groupby(["actor_id", "value"])["n"].sum().reset_index()
    ranked = rows.assign(length=rows["value"].str.len()).sort_values(
        ["n", "length", "value"], ascending=[False, False, True]
    )
    best = ranked.drop_duplicates("actor_id").sort_values("actor_id")
    return dict(zip(best["actor_id"], best["value"], strict=True))

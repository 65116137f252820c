"""Tally: what mentions say of each actor, counted, so that counts of several corpora add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

_WEAK = ("first name", "named most", "named in the paragraph", "metonym")
COLUMNS = ["what", "actor_id", "value", "n"]
SEEN = ["article_id", "actor_id", "actor", "actor_type", "text", "kind", "rule"]
"""Columns of mentions that are counted."""


def tally(mentions: pd.DataFrame) -> pd.DataFrame:
    """Counts of each actor's articles, mentions, names, types and sure forms.

    Args:
        mentions: frame of frames.MENTIONS, or the columns SEEN of it.

    Returns:
        Frame of `what` ("article", "mention", "name", "type": of mentions by name; "form": such of
        which the annotator was sure; "given name", "given type": what each article calls it first),
        `actor_id`, `value` and `n`.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> tally(frame(MENTIONS)).columns.tolist()
        ['what', 'actor_id', 'value', 'n']
    """
    named = mentions[mentions["kind"].eq("name")]
    first = mentions.drop_duplicates(["article_id", "actor_id"])
    nothing = {"value": ""}
    counts = {
        "article": named.drop_duplicates(["article_id", "actor_id"]).assign(**nothing),
        "mention": named.assign(**nothing),
        "name": named.assign(value=named["actor"]),
        "type": named.assign(value=named["actor_type"]),
        "form": named[~named["rule"].isin(_WEAK)].assign(value=named["text"]),
        "given name": first.assign(value=first["actor"]),
        "given type": first.assign(value=first["actor_type"]),
    }
    return _summed([rows.assign(what=what, n=1) for what, rows in counts.items()])


def added(tallies: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The tally of all mentions, from those of parts of them that share no article."""
    return _summed(list(tallies))


def _summed(tallies: list[pd.DataFrame]) -> pd.DataFrame:
    keys = COLUMNS[:3]
    if not tallies:
        return pd.DataFrame(
            {**{k: pd.Series(dtype="str") for k in keys}, "n": pd.Series(dtype=int)}
        )
    whole = pd.concat([t[COLUMNS] for t in tallies])
    return whole.groupby(keys, sort=True)["n"].sum().reset_index()


def actors_of(tally: pd.DataFrame) -> pd.DataFrame:
    """One row per actor_id: its name, type, articles, mentions, and the set of its sure forms."""
    by = {str(what): rows for what, rows in tally.groupby("what")}
    none = tally.iloc[:0]
    articles = by.get("article", none).set_index("actor_id")["n"]
    forms = defaultdict[str, set[str]](set)
    for actor, form in by.get("form", none)[["actor_id", "value"]].itertuples(index=False):
        forms[actor].add(form)
    return pd.DataFrame(
        {
            "actor": pd.Series(most_frequent(tally, "name"), dtype="str").reindex(articles.index),
            "actor_type": pd.Series(most_frequent(tally, "type"), dtype="str").reindex(
                articles.index
            ),
            "n_articles": articles,
            "n_mentions": by.get("mention", none).set_index("actor_id")["n"],
            "forms": articles.index.map(lambda actor: frozenset(forms.get(actor, ()))),
        }
    )


def most_frequent(tally: pd.DataFrame, what: str) -> dict[str, str]:
    """Of each actor the most frequent value, of equals the longest, then the first by letters."""
    rows = tally[tally["what"].eq(what)].groupby(["actor_id", "value"])["n"].sum().reset_index()
    ranked = rows.assign(length=rows["value"].str.len()).sort_values(
        ["n", "length", "value"], ascending=[False, False, True]
    )
    best = ranked.drop_duplicates("actor_id").sort_values("actor_id")
    return dict(zip(best["actor_id"], best["value"], strict=True))

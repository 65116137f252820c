"""Actors named in the words of quotes."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from toolkit.measure.estimation.article_sums import Ints
from toolkit.measure.estimation.encode import article_columns, is_coded
from toolkit.measure.estimation.select import named

_FAR = 2**32  # characters between one article and the next, and its title


def spoken_about(quotes: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per quote and actor named in its segments.

    Args:
        quotes: the quotes frame; all segments of each quote are searched.
        mentions: the mentions frame of the same articles; those by name count.

    Returns:
        article_id (and `coded`), quote (row number), speaker, speaker_id, on_behalf_id, actor,
        actor_id, actor_type.
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
    named_in = pd.DataFrame({"quote": np.repeat(row, n), "mention": order[inside]})
    actors = about[["actor", "actor_id", "actor_type"]].iloc[named_in["mention"]]
    speaking = quotes[[*article_columns(quotes), "speaker", "actor_id", "on_behalf_id"]]
    speakers = speaking.rename(columns={"actor_id": "speaker_id"}).iloc[named_in["quote"]]
    pairs = pd.concat(
        [named_in[["quote"]], *(f.reset_index(drop=True) for f in (speakers, actors))], axis=1
    )
    return pairs.drop_duplicates(["quote", "actor_id"], ignore_index=True)


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

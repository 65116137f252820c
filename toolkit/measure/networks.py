"""Networks of voices: who is quoted in the same story as whom, and who speaks about whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, codes, is_coded, spoken_about
from toolkit.measure.estimation.inputs import Inputs

PAIR = ["a", "a_id", "b", "b_id"]
EDGE = ["speaker", "speaker_id", "actor", "actor_id"]
_SCALED = ["estimate", "low", "high", "least"]


def co_voices(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    top: int | None = 50,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Pairs of named speakers who are quoted in the same story.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        top: number of pairs to report, those with most stories.
        corrected: as in every measure, but not with ``cluster="stories"``, where a pair may be in
            two articles of a story of which people coded only one.

    Returns:
        a, a_id, b, b_id (a before b by identifier), estimate (stories with both), low, high,
        n_articles (stories with any named speaker), count (as estimate), n (as n_articles), note;
        the largest first. Intervals are those of the share of n, multiplied by n.

    Raises:
        ValueError: `corrected` is given with ``cluster="stories"``.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> pairs = co_voices(corpus.quotes, top=3)
        >>> bool((pairs["a_id"] < pairs["b_id"]).all())
        True
    """
    if cluster == "stories" and corrected is not None:
        raise ValueError(
            "pairs of a story may stand in articles that nobody coded: correct co_voices over "
            "articles or outlets"
        )
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    taken = inputs.attributed(kinds)
    keys = inputs.keys
    rows = inputs.grouped(taken[[*keys, "speaker", "actor_id"]].dropna().drop_duplicates())
    if cluster == "stories":
        rows = rows.assign(article_id=rows["story_id"])
    rows = rows.drop_duplicates([*keys, "actor_id"])
    stories = rows.drop_duplicates(keys).drop(columns=["speaker", "actor_id"])
    pairs = _pairs(rows, keys, top).merge(stories, on=keys)
    return _counted(inputs, pairs, stories, PAIR, "stories with named speakers")


def speaks_about(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    top: int | None = 50,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who names whom in quotes: edges from a speaker to an actor named in the quoted words.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        mentions: the mentions frame of the same articles; those by name count.
        top: number of edges to report, those with most quotes.

    Returns:
        speaker, speaker_id, actor, actor_id, estimate (quotes of the speaker that name the actor),
        low, high, n_articles, count (as estimate), n (quotes of named speakers), note; the largest
        first. Speakers who name themselves are left out. Intervals are those of the share of n,
        multiplied by n.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> edges = speaks_about(corpus.quotes, corpus.mentions, top=3)
        >>> bool((edges["speaker_id"] != edges["actor_id"]).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected, mentions=mentions)
    taken = inputs.attributed(kinds).dropna(subset=["actor_id"])
    about = spoken_about(taken, inputs.mentions)
    edges = inputs.grouped(about[about["speaker_id"] != about["actor_id"]][[*inputs.keys, *EDGE]])
    wholes = inputs.grouped(taken[inputs.keys])
    return _counted(inputs, edges, wholes, EDGE, "quotes of named speakers", top)


def _counted(
    inputs: Inputs,
    parts: pd.DataFrame,
    wholes: pd.DataFrame,
    of: list[str],
    unit: str,
    top: int | None = None,
) -> pd.DataFrame:
    """Counts with their intervals: shares of the base, multiplied by the base."""
    parts, wholes = parts.assign(amount=1), wholes.assign(amount=1)
    tidy = inputs.ratio(parts, wholes, of, (), bounded=True, top=top, unit=unit)
    return tidy.assign(**{c: tidy[c] * tidy["n"] for c in _SCALED if c in tidy})


def _pairs(rows: pd.DataFrame, keys: list[str], top: int | None) -> pd.DataFrame:
    """The article and both speakers of each occurrence of the most frequent pairs.

    The machine's coding decides which pairs are frequent; people's occurrences follow it.
    """
    who, speaker = codes(rows[["actor_id"]])
    names = rows.sort_values("speaker").drop_duplicates("actor_id").set_index("actor_id")["speaker"]
    stories, story = codes(rows[keys])
    shape = (len(stories), len(who))
    table = csr_array((np.ones(len(rows), dtype=np.int32), (story, speaker)), shape=shape)
    machine = table[np.flatnonzero(~is_coded(stories))]
    both = triu(machine.T @ machine, k=1).tocoo()
    order = np.lexsort((both.col, both.row, -both.data))[: top or None]
    sides = {"a": both.row[order], "b": both.col[order]}
    columns = table.tocsc()
    shared = [
        np.intersect1d(columns[:, [a]].indices, columns[:, [b]].indices)
        for a, b in zip(sides["a"], sides["b"], strict=True)
    ]
    places = np.concatenate([[], *shared]).astype(int)
    pairs = stories.iloc[places].reset_index(drop=True)
    for side, number in sides.items():
        ids = who["actor_id"].iloc[np.repeat(number, [len(f) for f in shared])]
        pairs[side] = ids.map(names).to_numpy()
        pairs[f"{side}_id"] = ids.to_numpy()
    return pairs.astype(dict.fromkeys(["article_id", *PAIR], "str"))

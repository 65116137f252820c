"""Networks of voices: who is quoted beside whom, and who speaks about whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from toolkit.measure.correction.coded_sample import CodedSample, correctable, running
from toolkit.measure.estimation.coded_rows import by_people
from toolkit.measure.estimation.encode import codes
from toolkit.measure.estimation.mentions_in_quotes import spoken_about
from toolkit.measure.estimation.select import KINDS, attributed_quotes, grouped
from toolkit.measure.shares import ratio

PAIR = ["a", "a_id", "b", "b_id"]
EDGE = ["speaker", "speaker_id", "actor", "actor_id"]
_SCALED = ["estimate", "low", "high", "least"]


@correctable
def co_voices(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    top: int | None = 50,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Pairs of speakers who are quoted in the same story; the unnamed are left out.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        top: report only so many pairs, those with most stories.
        corrected: as in every measure, but not with ``cluster="stories"``, where a pair may stand
            in two articles of a story of which people coded one.

    Returns:
        a, a_id, b, b_id (a before b by identifier), estimate (stories with both), low, high,
        n_articles (stories with any named speaker), count (as estimate), n (as n_articles), note;
        the largest first. Intervals are those of the share of n, times n.

    Raises:
        ValueError: corrected, with stories.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> pairs = co_voices(corpus.quotes, top=3)
        >>> bool((pairs["a_id"] < pairs["b_id"]).all())
        True
    """
    few = (
        attributed_quotes(quotes, kinds)[["article_id", "speaker", "actor_id"]]
        .dropna()
        .drop_duplicates()
    )
    rows = grouped(few, (), articles, cluster)
    if cluster == "stories":
        if running() is not None:
            raise ValueError(
                "pairs of a story may stand in articles that nobody coded: correct co_voices over "
                "articles or outlets"
            )
        rows = rows.assign(article_id=rows["story_id"])
    rows = rows.drop_duplicates(["article_id", "actor_id"])
    stories = rows.drop_duplicates("article_id").assign(amount=1)
    drawn = stories[[c for c in ("article_id", "story_id", "outlet") if c in stories]]
    pairs = _pairs(rows, top).merge(drawn, on="article_id").assign(amount=1)
    return _counted(pairs, stories, PAIR, "stories with named speakers", cluster)


@correctable
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
        top: report only so many edges, those with most quotes.

    Returns:
        speaker, speaker_id, actor, actor_id, estimate (quotes of the one that name the other), low,
        high, n_articles, count (as estimate), n (quotes of named speakers), note; the largest
        first. Nobody who names themselves is an edge. Intervals are those of the share of n, times
        n.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> edges = speaks_about(corpus.quotes, corpus.mentions, top=3)
        >>> bool((edges["speaker_id"] != edges["actor_id"]).all())
        True
    """
    taken = attributed_quotes(quotes, kinds).dropna(subset=["actor_id"])
    about = spoken_about(taken, mentions)
    edges = about[about["speaker_id"] != about["actor_id"]][["article_id", *EDGE]]
    wholes = grouped(taken[["article_id"]], (), articles, cluster).assign(amount=1)
    parts = grouped(edges, (), articles, cluster).assign(amount=1)
    return _counted(parts, wholes, EDGE, "quotes of named speakers", cluster, top)


def _counted(
    parts: pd.DataFrame,
    wholes: pd.DataFrame,
    of: list[str],
    unit: str,
    cluster: str,
    top: int | None = None,
) -> pd.DataFrame:
    """Counts with their intervals: shares of the base, times the base."""
    options = {"top": top, "unit": unit, "cluster": cluster, "bounded": True}
    tidy = ratio(parts, wholes, of, (), **options)  # type: ignore[arg-type]
    return tidy.assign(**{c: tidy[c] * tidy["n"] for c in _SCALED if c in tidy})


def _pairs(rows: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """article_id and both speakers of each pair in each article, for the most frequent pairs.

    These are the machine's; where people found them, too, is told of them alone.
    """
    who, speaker = codes(rows[["actor_id"]])
    names = rows.sort_values("speaker").drop_duplicates("actor_id").set_index("actor_id")["speaker"]
    stories, story = codes(rows[["article_id"]])
    shape = (len(stories), len(who))
    table = csr_array((np.ones(len(rows), dtype=np.int32), (story, speaker)), shape=shape)
    machine = table[np.flatnonzero(~by_people(stories["article_id"]))]
    both = triu(machine.T @ machine, k=1).tocoo()
    order = np.lexsort((both.col, both.row, -both.data))[: top or None]
    sides = {"a": both.row[order], "b": both.col[order]}
    columns = table.tocsc()
    found = [
        np.intersect1d(columns[:, [a]].indices, columns[:, [b]].indices)
        for a, b in zip(sides["a"], sides["b"], strict=True)
    ]
    n = [len(f) for f in found]
    places = np.concatenate([[], *found]).astype(int)
    made: dict[str, object] = {"article_id": stories["article_id"].iloc[places]}
    for side, number in sides.items():
        ids = who["actor_id"].iloc[np.repeat(number, n)]
        made |= {side: ids.map(names).to_numpy(), f"{side}_id": ids.to_numpy()}
    return pd.DataFrame({k: np.asarray(v) for k, v in made.items()}).astype("str")

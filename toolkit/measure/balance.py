"""Balance: denials, and whether those talked about get to answer in the same story.

A claim about X is a quote that names X, by anyone but X or a spokesperson for X. X replies if any
quote of the same article is by X or by a spokesperson for X (`quotes.on_behalf_id`). The measures
miss claims that do not name X and those in the reporter's own words. Only the force of the cue
says whether a claim is an accusation, and a quote by X counts as a reply whatever it answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.frames import CUE_FORCES
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import KINDS, Columns, machine_rows, spoken_about
from toolkit.measure.estimation.inputs import Inputs

PAIR = ["accuser", "accuser_id", "replier", "replier_id"]
_CLAIM = dict(zip(["speaker", "speaker_id", "actor", "actor_id"], PAIR, strict=True))


def denial_rate(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    weight: str = "quotes",
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of quotes with a cue of denial: denied, rejected, refuted.

    Args:
        quotes, articles, by, kinds, weight, cluster: as in `voice_share`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count, n (quotes or words), note.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(denial_rate(corpus.quotes)["estimate"].iloc[0] < 0.5)
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    rows = inputs.select_quotes("cue_force", by, kinds=kinds, weight=weight)
    return inputs.proportion(rows, rows["cue_force"].eq("denying").fillna(False), by, weight)


def reply_rate(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    forces: Sequence[str] | None = None,
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """How often people and organizations reply in a story to claims made about them in it.

    Args:
        quotes: the quotes frame.
        mentions: the mentions frame of the same articles; people and organizations by name count.
        articles: the articles frame; needed to group by one of its columns.
        forces: forces of the cue that count as a claim, for example ["aggressive"] for
            accusations; None for any quote about X.
        by: columns of `articles`, or day, week, month.
        kinds, cluster: as in `voice_share`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count (pairs with a reply), n (pairs
        of a story and somebody about whom it has a claim), note.

    Raises:
        ValueError: `forces` has an unknown force.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(reply_rate(corpus.quotes, corpus.mentions)["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected, mentions=mentions)
    claims = _claims(inputs, forces, kinds)
    pairs = claims[[*inputs.keys, "replier_id", "replies"]].drop_duplicates()
    rows = inputs.grouped(pairs.assign(amount=1), by)
    return inputs.proportion(rows, rows["replies"], by, "claims about anyone")


def who_replies(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    forces: Sequence[str] | None = None,
    kinds: Sequence[str] = KINDS,
    top: int | None = 20,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Who makes claims about whom, and how often the other replies.

    Args:
        quotes, mentions, articles, forces, kinds, cluster: as in `reply_rate`.
        top: number of pairs to report, those with most stories.

    Returns:
        accuser, accuser_id, replier, replier_id, estimate (share of the stories with a claim by
        the accuser about the replier in which the replier is quoted), low, high, n_articles, count,
        n (stories), note; the pair with most stories first.

    Raises:
        ValueError: as in `reply_rate`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> pairs = who_replies(corpus.quotes, corpus.mentions)
        >>> bool((pairs["accuser_id"] != pairs["replier_id"]).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected, mentions=mentions)
    claims = _claims(inputs, forces, kinds).dropna(subset=["accuser_id"])
    pairs = inputs.grouped(claims[[*inputs.keys, *PAIR, "replies"]].drop_duplicates())
    ids = ["accuser_id", "replier_id"]
    machine = machine_rows(pairs)
    sizes = machine.groupby(ids)["article_id"].transform("size")
    kept = _ranked(machine.assign(rank=-sizes))[ids].drop_duplicates().head(top or len(pairs))
    leading = pd.MultiIndex.from_frame(pairs[ids]).isin(pd.MultiIndex.from_frame(kept))
    rows = pairs[leading].assign(amount=1)
    tidy = inputs.proportion(rows, rows["replies"], PAIR, "claims about anyone")
    rank = -tidy.groupby(ids, dropna=False)["n"].transform("first")  # of the naive figure
    return _ranked(tidy.assign(rank=rank)).drop(columns="rank")


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["rank", *PAIR], kind="stable", ignore_index=True)


def _claims(inputs: Inputs, forces: Sequence[str] | None, kinds: Sequence[str]) -> pd.DataFrame:
    """One row per claim: article_id, accuser, accuser_id, replier, replier_id, replies."""
    if unknown := [f for f in forces or () if f not in CUE_FORCES]:
        raise ValueError(f"forces={unknown[0]!r}: choose from {', '.join(CUE_FORCES)}")
    rows = inputs.attributed(kinds)
    claims = rows if forces is None else rows[rows["cue_force"].isin(list(forces))]
    about = spoken_about(claims, inputs.mentions)
    actor = about["actor_id"]
    by_actor = actor.eq(about["speaker_id"]) | actor.eq(about["on_behalf_id"])
    counted = about["actor_type"].isin(["person", "organization"]) & ~by_actor.fillna(False)
    others = about[counted].rename(columns=_CLAIM)
    speakers = [
        rows[[*inputs.keys, c]].rename(columns={c: "replier_id"}).dropna()
        for c in ("actor_id", "on_behalf_id")
    ]
    replies = pd.concat(speakers)
    pair = [*inputs.keys, "replier_id"]
    found = pd.MultiIndex.from_frame(others[pair]).isin(pd.MultiIndex.from_frame(replies[pair]))
    return others.assign(replies=found)

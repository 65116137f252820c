"""Balance: denials, and whether those talked about get to answer in the same story.

A claim about X is a quote in whose words X is named, and that neither X nor a spokesperson for X
makes. X replies where a quote of the same article is X's, or a spokesperson's for X
(`quotes.on_behalf_id`), wherever it stands. What is said about X without a name, in the reporter's
own words or in answer to something else is not seen: whether a claim is an accusation, only the
force of its cue tells, and that a quote answers the claim is not checked.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.frames import CUE_FORCES
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import Columns, article_columns, machine_rows
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.estimation.mentions_in_quotes import spoken_about
from toolkit.measure.estimation.select import KINDS, attributed_quotes

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
    """The share of quotes under a cue that denies: denied, rejected, refuted.

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
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
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
    """How often those whom somebody makes a claim about reply in the same story.

    Args:
        quotes: the quotes frame.
        mentions: the mentions frame of the same articles; people and organizations by name count.
        articles: the articles frame; needed to group by one of its columns.
        forces: forces of the cue that count as a claim, for example ["aggressive"] for
            accusations; None: any quote about X.
        by: columns of `articles`, or day, week, month.
        kinds, cluster: as in `voice_share`.

    Returns:
        Columns of `by`, estimate, low, high, n_articles, count (of these, those who reply), n
        (pairs of a story and someone claims are made about in it), note.

    Raises:
        ValueError: `forces` names a force that there is not.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> bool(reply_rate(corpus.quotes, corpus.mentions)["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(
        quotes=quotes, mentions=mentions, articles=articles, cluster=cluster, corrected=corrected
    )
    claims = _claims(inputs, forces, kinds)
    pairs = claims[[*article_columns(claims), "replier_id", "replies"]].drop_duplicates()
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
    """Who makes claims about whom, and how often the other one replies.

    Args:
        quotes, mentions, articles, forces, kinds, cluster: as in `reply_rate`.
        top: report only so many pairs, those with most stories.

    Returns:
        accuser, accuser_id, replier, replier_id, estimate (share of the stories with a claim by
        the one about the other in which the other replies), low, high, n_articles, count, n
        (stories), note; the pair with most stories first.

    Raises:
        ValueError: as in `reply_rate`.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> pairs = who_replies(corpus.quotes, corpus.mentions)
        >>> bool((pairs["accuser_id"] != pairs["replier_id"]).all())
        True
    """
    inputs = Inputs.of(
        quotes=quotes, mentions=mentions, articles=articles, cluster=cluster, corrected=corrected
    )
    claims = _claims(inputs, forces, kinds).dropna(subset=["accuser_id"])
    pairs = inputs.grouped(claims[[*article_columns(claims), *PAIR, "replies"]].drop_duplicates())
    ids = ["accuser_id", "replier_id"]
    machine = machine_rows(pairs)
    sizes = machine.groupby(ids)["article_id"].transform("size")
    kept = _ranked(machine.assign(rank=-sizes))[ids].drop_duplicates()
    rows = pairs.merge(kept.head(top or len(kept)), on=ids).assign(amount=1)
    tidy = inputs.proportion(rows, rows["replies"], PAIR, "claims about anyone")
    rank = -tidy.groupby(ids, dropna=False)["n"].transform("first")  # naive figures stand first
    return _ranked(tidy.assign(rank=rank)).drop(columns="rank")


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["rank", *PAIR], kind="stable", ignore_index=True)


def _claims(inputs: Inputs, forces: Sequence[str] | None, kinds: Sequence[str]) -> pd.DataFrame:
    """One row per claim: article_id, accuser, accuser_id, replier, replier_id, replies."""
    wrong = [f for f in forces or () if f not in CUE_FORCES]
    if wrong:
        raise ValueError(f"forces={wrong[0]!r}: choose from {', '.join(CUE_FORCES)}")
    rows = attributed_quotes(inputs.quotes, kinds)
    claims = rows if forces is None else rows[rows["cue_force"].isin(list(forces))]
    about = spoken_about(claims, inputs.mentions)
    about = about[about["actor_type"].isin(["person", "organization"])]
    own = about[["speaker_id", "on_behalf_id"]].eq(about["actor_id"], axis=0).fillna(False)
    others = about[~own.any(axis=1)].rename(columns=_CLAIM)
    keys = article_columns(rows)
    speakers = [
        rows[[*keys, c]].rename(columns={c: "replier_id"}).dropna()
        for c in ("actor_id", "on_behalf_id")
    ]
    replies = pd.concat(speakers).drop_duplicates().assign(replies=True)
    answered = others.merge(replies, on=[*keys, "replier_id"], how="left")
    return answered.assign(replies=answered["replies"].eq(True).fillna(False))

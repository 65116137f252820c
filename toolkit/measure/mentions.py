"""Who is mentioned: share of mentions, reach over articles, mentions over time.

`voice_against_mention` compares who is talked about with who gets to talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Amounts, CodedSample, Correction
from toolkit.measure.correction.estimators import Ratios, add_corrected, corrected_difference
from toolkit.measure.estimation import encode as cells
from toolkit.measure.estimation.bootstrap import Ints, Sums
from toolkit.measure.estimation.calls import counts
from toolkit.measure.estimation.encode import KINDS, Columns, machine_rows, named, names, weighed
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.estimation.intervals import FEWEST, add_notes, critical_value, deviation
from toolkit.measure.shares import divide, ratio_figures

ACTOR = ["actor", "actor_id"]


def mention_share(
    mentions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    by: Columns = (),
    top: int | None = None,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each actor's share of all mentions.

    Args:
        mentions: the mentions frame; those by name count.
        articles: the articles frame; needed to group by one of its columns.
        by: grouping columns, for example "outlet", "actor_type" or "week".
        top: number of actors to report, those mentioned most; shares remain shares of all.

    Returns:
        Columns of `by`, actor, actor_id, estimate, low, high, n_articles, count, n; the most
        mentioned first. n counts mentions; note says why a figure is missing.

    Example:
        >>> from toolkit.frames import MENTIONS, frame
        >>> mention_share(frame(MENTIONS))["note"].tolist()
        ['no mentions']
    """
    inputs = Inputs.of(mentions=mentions, articles=articles, corrected=corrected)
    rows = inputs.grouped(_by_name(inputs, by), by).assign(amount=1)
    return inputs.share(rows, ACTOR, by, top=top, unit="mentions")


def mention_reach(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Columns = (),
    top: int | None = None,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The share of articles that mention each actor at all, however often.

    Unlike in `mention_share`, one long article cannot make an actor look important.

    Args:
        mentions, articles, top: as in `mention_share`.
        by: columns of `articles`, or day, week, month.

    Returns:
        As `mention_share`; n counts articles, and the estimates of a group do not sum to one.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> reach = mention_reach(corpus.mentions, corpus.articles, top=3)
        >>> bool(reach["estimate"].between(0, 1).all())
        True
    """
    inputs = Inputs.of(mentions=mentions, articles=articles, corrected=corrected)
    mentioned = inputs.grouped(_by_name(inputs, by).drop_duplicates(), by).assign(amount=1)
    stories = inputs.stories(by)
    return inputs.ratio(mentioned, stories, ACTOR, by, bounded=True, top=top, unit="articles")


def mentions_over_time(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    every: str = "week",
    by: Columns = (),
    top: int | None = 5,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Mentions of each actor per article, day by day, week by week or month by month.

    Counts are per article, because a week with more articles has more mentions of everyone.

    Args:
        mentions, articles, top: as in `mention_share`.
        every: "day", "week" (from Monday) or "month", in UTC.
        by: further grouping columns, for example "outlet".

    Returns:
        Columns of `by`, the period's first day (named day, week or month), actor, actor_id,
        estimate (mentions per article), low, high, n_articles, count (mentions), n (articles),
        note. The most mentioned actor first. Articles without a date are left out; periods without
        articles have no row.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> weeks = mentions_over_time(corpus.mentions, corpus.articles, top=1)
        >>> weeks["week"].nunique()
        6
    """
    dated = articles[articles["published"].notna()]
    inputs = Inputs.of(mentions=mentions, articles=dated, corrected=corrected)
    keys = [*dict.fromkeys([*names(by), every])]
    parts = inputs.grouped(_by_name(inputs), keys).assign(amount=1)
    tidy = inputs.ratio(parts, inputs.stories(keys), ACTOR, keys, top=top, unit="dated articles")
    tidy["rank"] = -tidy.groupby("actor_id")["count"].transform("sum")
    order = [*names(by), "rank", "actor", "actor_id", every]
    return tidy.sort_values(order, ignore_index=True).drop(columns="rank")


def _by_name(inputs: Inputs, by: Columns = ()) -> pd.DataFrame:
    """The mentions by name, with only the columns that are needed."""
    columns = [c for c in inputs.mentions if c in {*ACTOR, *names(by)}]
    return named(inputs.mentions)[[*inputs.keys, *columns]]


SHARES = ("mentions", "voice", "gap")


def voice_against_mention(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    top: int | None = 20,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each actor's share of the mentions, its share of the voice, and the gap between them.

    Args:
        quotes: the quotes frame; unnamed speakers count in the base, but have no row.
        mentions: the mentions frame of the same articles; those by name count.
        weight: "quotes" counts attributions, "words" their words.
        kinds: kinds of cue that count.
        top: number of actors to report, those with the largest sum of both shares.
        corrected: as in every measure, by a sample in which people coded actors as well.

    Returns:
        Three rows an actor, the largest actor first: actor, actor_id, share ("mentions", "voice",
        "gap": voice less mentions), estimate, low, high, n_articles, count, n, note. The gap's
        interval draws an article's quotes and mentions together; its count and n are the voice's.

    Raises:
        ValueError: `weight` is something else.

    Example:
        >>> from toolkit.frames import MENTIONS, QUOTES, frame
        >>> list(voice_against_mention(frame(QUOTES), frame(MENTIONS)))[:4]
        ['actor', 'actor_id', 'share', 'estimate']
    """
    inputs = Inputs.of(quotes=quotes, mentions=mentions, corrected=corrected)
    spoken = weighed(inputs.attributed(kinds), weight)
    voice = spoken.assign(actor=spoken["speaker"])
    about = named(inputs.mentions).assign(amount=1)
    counts(dict(zip(SHARES, (about, voice, voice), strict=True)), ["share", "actor_id"])
    actors = _leading(machine_rows(about), machine_rows(voice), top)
    sides = [_Side.of(rows, actors["actor_id"]) for rows in (about, voice)]
    figures = _naive(sides[0], sides[1], ("mentions", weight))
    if inputs.correction is not None:
        figures = _corrected(figures, sides[0], sides[1], inputs.correction)
    parts = [
        actors.join(rows).assign(share=name) for name, rows in zip(SHARES, figures, strict=True)
    ]
    order = ["actor", "actor_id", "share", *figures[0]]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)[order]


@dataclass(frozen=True)
class _Side:
    """Amounts of one frame: of each actor and, in a last cell, of all others; and of everyone."""

    each: Amounts
    whole: Amounts

    @classmethod
    def of(cls, rows: pd.DataFrame, ids: pd.Series[Any]) -> _Side:
        code, known = pd.factorize(rows["actor_id"])
        place = np.append(pd.Index(ids).get_indexer(pd.Index(known)), -1)
        cell = place[code].astype(np.int64)
        cell[cell < 0] = len(ids)
        zeros = np.zeros(len(cell), dtype=np.int64)
        return cls(Amounts(rows, cell, len(ids) + 1), Amounts(rows, zeros, 1))

    def machine_sums(self, article: Ints) -> tuple[Sums, Sums]:
        return self.each.of_machine().sums(article), self.whole.of_machine().sums(article)


def _naive(about: _Side, voice: _Side, names: tuple[str, str]) -> list[pd.DataFrame]:
    """Shares of mentions, shares of voice and their difference, from the same draws of articles."""
    rows = [machine_rows(side.whole.rows) for side in (about, voice)]
    units, of_about, of_voice = cells.articles(rows[0], rows[1])
    weights = units.draws()
    sums = [about.machine_sums(of_about), voice.machine_sums(of_voice)]
    drawn = [divide(each.drawn(weights), all_.drawn(weights)) for each, all_ in sums]
    shares = [
        ratio_figures(*both, units, deviation(draws), True, name).iloc[:-1]
        for both, draws, name in zip(sums, drawn, names, strict=True)
    ]
    estimate = shares[1]["estimate"] - shares[0]["estimate"]
    n_articles = np.full(len(estimate), units.n_articles)
    half = critical_value(n_articles) * deviation((drawn[1] - drawn[0])[:-1])
    half[n_articles < FEWEST] = np.nan
    low, high = (estimate - half).clip(lower=-1), (estimate + half).clip(upper=1)
    gap = shares[1].assign(estimate=estimate, low=low, high=high, n_articles=units.n_articles)
    return [*shares, add_notes(gap, n_articles, "articles", "quotes")]


def _corrected(
    naive: list[pd.DataFrame], about: _Side, voice: _Side, correction: Correction
) -> list[pd.DataFrame]:
    """Add the corrected figures; the gap is the difference of corrected shares."""
    codings = [[a.codings(correction) for a in (side.each, side.whole)] for side in (about, voice)]

    def ratios(weight: float | None) -> list[Ratios]:
        return [Ratios.of(each, all_, correction.design, weight) for each, all_ in codings]

    def gap(weight: float | None) -> pd.DataFrame:
        left, right = ratios(weight)
        difference = corrected_difference(right, left)
        return difference.assign(count=right.count, n=right.n[0]).iloc[:-1]

    estimates = [lambda w: ratios(w)[0].tidy().iloc[:-1], lambda w: ratios(w)[1].tidy().iloc[:-1]]
    n_coded = [np.repeat(all_.n_present(), len(naive[0])) for _, all_ in codings]
    present = [each.n_present()[:-1] for each, _ in codings]
    counts = [*zip(n_coded, present, strict=True), (n_coded[1], np.minimum(*present))]
    return [
        add_corrected(rows, correction, estimate, *n, (least, 1))
        for rows, estimate, n, least in zip(
            naive, [*estimates, gap], counts, (0, 0, -1), strict=True
        )
    ]


def _leading(about: pd.DataFrame, voice: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """actor and actor_id of the actors with the largest sum of both shares; ties by name."""
    rows = [
        f[["actor", "actor_id"]].assign(weight=f["amount"] / max(f["amount"].sum(), 1))
        for f in (about, voice)
    ]
    known = pd.concat(rows, ignore_index=True).dropna(subset=["actor_id"])
    summed = known.groupby("actor_id", sort=True).agg({"actor": "first", "weight": "sum"})
    ranked = summed.reset_index().sort_values(["weight", "actor"], ascending=[False, True])
    actors = ranked[["actor", "actor_id"]].head(top or len(ranked)).reset_index(drop=True)
    return actors if len(actors) else actors.reindex([0])

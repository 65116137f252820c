"""Voice against mention: who is talked about, and who gets to talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.correction.amounts import Amounts
from toolkit.measure.correction.coded_sample import CodedSample, Running, correctable, running
from toolkit.measure.correction.estimators import corrected_difference
from toolkit.measure.correction.linearization import Ratios
from toolkit.measure.correction.tables import (
    FEWEST_CODED,
    WEIGHTS,
    present,
    stacked,
    uncorrected,
    within,
)
from toolkit.measure.estimation.article_sums import Floats, Ints, Weights
from toolkit.measure.estimation.coded_rows import of_machine
from toolkit.measure.estimation.encode import articles
from toolkit.measure.estimation.intervals import (
    FEWEST,
    around_share,
    boundary_interval,
    critical_value,
    design_effect,
    deviation,
)
from toolkit.measure.estimation.notes import noted
from toolkit.measure.estimation.select import KINDS, attributed_quotes, named, weighed
from toolkit.measure.shares import divide, whole

SHARES = ("mentions", "voice", "gap")
ROW = ["article_id", "actor", "actor_id", "amount"]


@correctable
def voice_against_mention(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    top: int | None = 20,
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Each actor's share of the mentions beside its share of the voice.

    Args:
        quotes: the quotes frame; unnamed speakers are in the base, but have no row.
        mentions: the mentions frame of the same articles; those by name count.
        weight: "quotes" counts attributions, "words" their words.
        kinds: kinds of cue that count.
        top: report only so many actors, those with the largest sum of both shares.
        corrected: as in every measure; a sample in which people coded actors, too.

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
    voice = weighed(attributed_quotes(quotes, kinds), weight).assign(actor=lambda f: f["speaker"])[
        ROW
    ]
    about = named(mentions).assign(amount=1)[ROW]
    found = of_machine(about), of_machine(voice)
    actors = _leading(*found, top)
    units, of_about, of_voice = articles(*found)
    drawn = units.draws()
    left = _Shares(_Side.of(found[0], actors["actor_id"]), of_about, drawn)
    right = _Shares(_Side.of(found[1], actors["actor_id"]), of_voice, drawn)
    figures = [left.figures("mentions"), right.figures(weight), _gap(left, right, units.n_articles)]
    run = running()
    if run is not None:
        sides = [_Side.of(rows, actors["actor_id"]) for rows in (about, voice)]
        figures = _beside(figures, sides, run)
    made = [
        actors.join(figure).assign(share=share)
        for share, figure in zip(SHARES, figures, strict=True)
    ]
    order = ["actor", "actor_id", "share", *figures[0]]
    return pd.concat(made).sort_index(kind="stable").reset_index(drop=True)[order]


@dataclass(frozen=True)
class _Side:
    """One frame's amounts: of each actor, then of everyone else and the unnamed; and of all."""

    each: Amounts
    whole: Amounts

    @classmethod
    def of(cls, rows: pd.DataFrame, ids: pd.Series[Any]) -> _Side:
        own, found = pd.factorize(rows["actor_id"])
        cell = np.append(pd.Index(ids).get_indexer(pd.Index(found)), -1)[own].astype(np.int64)
        cell[cell < 0] = len(ids)
        nothing = np.zeros(len(cell), dtype=np.int64)
        return cls(Amounts(rows, cell, len(ids) + 1), Amounts(rows, nothing, 1))

    @property
    def n_articles(self) -> int:
        """In how many articles there is any."""
        return self.whole.rows["article_id"].nunique()


class _Shares:
    """Actors' shares of one frame's amounts, in the corpus and in every draw of its articles."""

    def __init__(self, side: _Side, article: Ints, drawn: Weights) -> None:
        self.n_articles = side.n_articles
        sums, whole = side.each.sums(article), side.whole.sums(article)
        self.effect = design_effect(sums, whole)
        totals, draws = sums.totals(), sums.drawn(drawn)
        self.count, self.n = totals[:-1], totals.sum()
        self.estimate = divide(self.count, np.full_like(self.count, self.n))
        self.drawn: Floats = divide(draws[:-1], draws.sum(axis=0))

    def figures(self, unit: str) -> pd.DataFrame:
        base, rows = (np.full(len(self.count), v) for v in (self.n, self.n_articles))
        ends = around_share(self.estimate, critical_value(rows) * deviation(self.drawn))
        mended = boundary_interval(self.estimate, base, rows, self.effect, *ends)
        return self.tidy(self.estimate, *mended, self.n_articles, unit)

    def tidy(
        self, estimate: Floats, low: Floats, high: Floats, n_articles: int, unit: str
    ) -> pd.DataFrame:
        few = np.nan if n_articles < FEWEST else 0.0
        made = {"estimate": estimate, "low": low + few, "high": high + few}
        n = whole(np.full(len(estimate), self.n).round(9))
        counts = {"n_articles": n_articles, "count": whole(self.count.round(9)), "n": n}
        return noted(
            pd.DataFrame({**made, **counts}), np.full(len(estimate), n_articles), "articles", unit
        )


def _gap(left: _Shares, right: _Shares, n_articles: int) -> pd.DataFrame:
    estimate = right.estimate - left.estimate
    half = critical_value(np.full(len(estimate), n_articles)) * deviation(right.drawn - left.drawn)
    low, high = np.maximum(estimate - half, -1), np.minimum(estimate + half, 1)
    return right.tidy(estimate, low, high, n_articles, "quotes")


def _beside(naive: list[pd.DataFrame], sides: list[_Side], run: Running) -> list[pd.DataFrame]:
    """Mentions, voice and gap with their corrected selves; the gap is that of corrected shares."""
    if len(run) < FEWEST_CODED:
        return [uncorrected(figures, run) for figures in naive]
    split = [(side.each.split(run), side.whole.split(run)) for side in sides]
    made: list[dict[str, pd.DataFrame]] = [{}, {}, {}]
    for name, weight in WEIGHTS.items():
        about, voice = (Ratios.of(*both, run.design, weight) for both in split)
        gap = corrected_difference(voice, about).assign(count=voice.count, n=voice.n[0])
        for one, rows in zip(made, (about.tidy(), voice.tidy(), gap), strict=True):
            one[name] = within(rows, -1 if rows is gap else 0, 1).iloc[:-1]
    n_coded = [present(whole) for _, whole in split]
    found = [present(each)[:-1] for each, _ in split]
    n_coded, found = [*n_coded, n_coded[1]], [*found, np.minimum(*found)]
    return [
        stacked(figures, one, np.repeat(n, len(figures)), p, run)
        for figures, one, n, p in zip(naive, made, n_coded, found, strict=True)
    ]


def _leading(about: pd.DataFrame, voice: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """actor and actor_id of the actors with the largest sum of both shares, ties by name."""
    rows = [
        f[["actor", "actor_id"]].assign(weight=f["amount"] / max(f["amount"].sum(), 1))
        for f in (about, voice)
    ]
    named = pd.concat(rows, ignore_index=True).dropna(subset=["actor_id"])
    summed = named.groupby("actor_id", sort=True).agg({"actor": "first", "weight": "sum"})
    ranked = summed.reset_index().sort_values(["weight", "actor"], ascending=[False, True])
    made = ranked[["actor", "actor_id"]].head(top or len(ranked)).reset_index(drop=True)
    return made if len(made) else made.reindex([0])

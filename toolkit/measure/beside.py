"""Naive figures with the corrected one and that of the coded sample beside each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.measure.corrected import CodedSample, by_people, unmarked
from toolkit.measure.correcting import (
    Both,
    Coding,
    corrected_ratio,
    corrected_statistic,
)
from toolkit.measure.intervals import FEWEST
from toolkit.measure.sums import Floats, Ints, Sums

ESTIMATED = ("naive", "corrected", "coded sample")
FEWEST_CODED = 20
"""Coded articles below which nothing is corrected: intervals cover too seldom."""

_WEIGHTS = {"corrected": None, "coded sample": 0.0}


@dataclass(frozen=True)
class Amounts:
    """A quantity by cell and article.

    Attributes:
        rows: article_id and amount.
        cell: of each row; -1 where it is in none.
        n_cells: their number.
    """

    rows: pd.DataFrame
    cell: Ints
    n_cells: int

    @property
    def amount(self) -> Floats:
        """The amount of each row."""
        return self.rows["amount"].to_numpy(np.float64)

    def sums(self, article: Ints) -> Sums:
        """By cell and number of article."""
        used = self.cell >= 0
        return Sums.of(self.cell[used], article[used], self.amount[used], self.n_cells)

    def of_machine(self) -> Amounts:
        """Without people's rows."""
        own = ~by_people(self.rows["article_id"]).to_numpy()
        return Amounts(self.rows[own], self.cell[own], self.n_cells)

    def split(self, sample: CodedSample) -> Both:
        """People's coding and the machine's, in the sample's order of articles."""
        known = pd.Index(sample.articles["article_id"])
        place = known.get_indexer(pd.Index(unmarked(self.rows["article_id"]))).astype(np.int64)
        people = by_people(self.rows["article_id"]).to_numpy()
        tables = [self._table(own, place, len(sample)) for own in (people, ~people)]
        own = (self.cell >= 0) & ~people
        total = np.bincount(self.cell[own], weights=self.amount[own], minlength=self.n_cells)
        return Coding(tables[0]), Coding(tables[1], total.astype(np.float64))

    def _table(self, own: NDArray[np.bool_], place: Ints, width: int) -> Floats:
        made = np.zeros((self.n_cells, width))
        own = own & (place >= 0) & (self.cell >= 0)
        np.add.at(made, (self.cell[own], place[own]), self.amount[own])
        return made


def ratios_beside(
    naive: pd.DataFrame, above: Amounts, below: Amounts, sample: CodedSample, bounded: bool
) -> pd.DataFrame:
    """Ratios and their corrected selves.

    Args:
        naive: estimate, low, high, n_articles, count, n, note, one row a cell of `above`.
        above: amounts of the numerators; as many cells a group, one group after the other.
        below: amounts of the bases, one cell a group.
        sample: what people coded.
        bounded: whether the ratios are shares, and so never beyond 0 and 1.

    Returns:
        Three rows a cell, under its index: estimated, the columns of `naive`, then n_coded (coded
        articles in the base), least (the interval's width, were every article coded), note. Where
        too few articles are coded there is no figure but the naive one, and the note says so.
    """
    if len(sample) < FEWEST_CODED:
        return _uncorrected(naive, len(sample))
    tops, bases = above.split(sample), below.split(sample)
    group = np.repeat(np.arange(below.n_cells), above.n_cells // below.n_cells)
    n_coded, rare, most = _present(bases)[group], _present(tops), 1 if bounded else None
    made = {
        name: _within(corrected_ratio(tops, bases, group, sample.design, weight), 0, most)
        for name, weight in _WEIGHTS.items()
    }
    return _stacked(naive, made, n_coded, _note(n_coded, rare))


def statistics_beside(
    naive: pd.DataFrame,
    cells: Amounts,
    first: Ints,
    statistic: Callable[[Floats, Ints], Floats],
    sample: CodedSample,
    bounds: tuple[Floats, Floats],
) -> pd.DataFrame:
    """The same for figures that are no ratio; `statistic` and `first` as in ``statistics``."""
    if len(sample) < FEWEST_CODED:
        return _uncorrected(naive, len(sample))
    both = cells.split(sample)
    present = _present(both)
    ends = np.append(first[1:], cells.n_cells)
    n_figures = len(naive) // len(first)
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in _WEIGHTS}
    n_coded, rare = [], []
    for start, end in zip(first, ends, strict=True):
        own = tuple(Coding(c.coded[start:end], None if c.total is None else c.total[start:end])
                    for c in both)  # fmt: skip
        n_coded.append(int(_present((_summed(own[0]), _summed(own[1])))[0]))
        rare.append(int(present[start:end].min(initial=len(sample))))
        for name, weight in _WEIGHTS.items():
            parts[name].append(
                corrected_statistic(
                    (own[0], own[1]),
                    lambda sums: statistic(sums, np.zeros(1, dtype=np.int64))[0],
                    sample.design,
                    weight,
                )
            )
    counts = [np.repeat(values, n_figures) for values in (n_coded, rare)]
    made = {name: _within(pd.concat(p, ignore_index=True), *bounds) for name, p in parts.items()}
    return _stacked(naive, made, counts[0], _note(*counts))


def _uncorrected(naive: pd.DataFrame, n_coded: int) -> pd.DataFrame:
    """Where the whole sample is too small."""
    empty = pd.DataFrame(np.nan, index=naive.index, columns=["estimate", "low", "high", "least"])
    counts = np.full(len(naive), n_coded)
    return _stacked(naive, dict.fromkeys(_WEIGHTS, empty), counts, _note(counts, counts))


def _summed(coding: Coding) -> Coding:
    return Coding(coding.coded.sum(axis=0, keepdims=True))


def _stacked(
    naive: pd.DataFrame, made: dict[str, pd.DataFrame], n_coded: Ints, note: pd.Series[str]
) -> pd.DataFrame:
    figures = [naive.assign(estimated="naive")]
    for name, rows in made.items():
        own = rows.mask(note.notna()).assign(estimated=name, n_coded=n_coded, note=note)
        n_articles = n_coded if name == "coded sample" else naive["n_articles"]
        figures.append(own.assign(n_articles=n_articles))
    kept = [c for c in naive if c != "note"]
    columns = ["estimated", *kept, "n_coded", "least", "note"]
    both = pd.concat([one.reindex(columns=columns) for one in figures])
    return both.sort_index(kind="stable").astype({"note": "str", "n_coded": "Int64"})


def _present(codings: Both) -> Ints:
    """In how many coded articles people or the machine have any, one a cell."""
    people, machine = codings
    made: Ints = ((people.coded != 0) | (machine.coded != 0)).sum(axis=1).astype(np.int64)
    return made


def _note(n_coded: Ints, present: Ints) -> pd.Series[str]:
    """Why a cell is not corrected, null where it is."""
    note = pd.Series([None] * len(n_coded), dtype="str")
    rare, few = present < FEWEST, n_coded < FEWEST_CODED
    note[rare] = [
        f"in {n} coded article{'s' if n != 1 else ''} alone: not corrected" for n in present[rare]
    ]
    note[few] = [f"{n} coded articles, {FEWEST_CODED} needed: not corrected" for n in n_coded[few]]
    return note


def _within(
    figures: pd.DataFrame, least: Floats | float, most: Floats | float | None
) -> pd.DataFrame:
    ends = {c: figures[c].clip(least, most) for c in ("estimate", "low", "high")}
    return figures.assign(**ends)


def more_articles(tidy: pd.DataFrame, width: float) -> pd.Series[int]:
    """How many more articles to code for an interval of a given width.

    The part of a width that coding more can narrow shrinks with the root of the coded articles; the
    rest is how much articles differ, and would be left were all of them coded.

    Args:
        tidy: of a measure with ``corrected=``.
        width: high less low, wanted, in units of the estimate: 0.06 for a share.

    Returns:
        `Int64` series with the index of `tidy`; 0 where the interval is narrow enough, null where
        no coding makes it so, for naive figures, and where there is no interval.

    Example:
        >>> row = {"low": [0.2], "high": [0.4], "least": [0.02], "n_coded": [60]}
        >>> more_articles(pd.DataFrame(row), 0.1).tolist()
        [188]
    """
    spread = (tidy["high"] - tidy["low"]) ** 2 - tidy["least"] ** 2
    wanted = width**2 - tidy["least"] ** 2
    times = (spread / wanted).where(wanted > 0)
    more: pd.Series[float] = -(tidy["n_coded"].astype("float64") * (1 - times) // 1)
    return more.clip(lower=0).astype("Int64")

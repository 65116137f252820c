"""Tidy frames of naive figures, corrected ones and those of the coded sample."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import Amounts, Correction
from toolkit.measure.correction.estimators import corrected_ratio, corrected_statistic
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.intervals import FEWEST

FEWEST_CODED = 25
"""Fewest coded articles for a correction; with fewer, the coverage of intervals is too low.

In `toolkit.benchmarks.correction_simulation` (10,000 draws), 93.3 % of the intervals from 24
articles cover the truth, 92.9 % of those from 20, 93.7 % of those from 30.
"""

WEIGHTS = {"corrected": None, "coded sample": 0.0}
"""The weight of the machine's coding in each estimate; None for the best one."""


def add_corrected(
    naive: pd.DataFrame,
    correction: Correction,
    estimate: Callable[[float | None], pd.DataFrame],
    n_coded: Ints,
    n_present: Ints,
    bounds: tuple[Floats | float, Floats | float | None],
) -> pd.DataFrame:
    """Three rows per figure: naive, corrected and of the coded sample.

    Args:
        naive: estimate, low, high, n_articles, count, n, note, one row per figure.
        correction: by the coded sample.
        estimate: makes the corrected figures, given the weight of the machine's coding.
        n_coded: coded articles in the base of each figure.
        n_present: coded articles with anything to count for each figure.
        bounds: lowest and highest possible value.

    Returns:
        Under the index of `naive`: estimated, its columns, then n_coded, least (the interval's
        width if every article were coded), note. If too few articles are coded, only the naive
        figure is given, and the note says so.
    """
    if len(correction) < FEWEST_CODED:
        n_coded = n_present = np.full(len(naive), len(correction))
    figures = [naive.assign(estimated="naive")]
    note = _note(n_coded, n_present)
    few = "" if correction.cluster is None else f"fewer than five {correction.cluster_name}, or "
    for name, weight in WEIGHTS.items():
        rows = pd.DataFrame(np.nan, naive.index, ["estimate", "low", "high", "least"])
        if len(correction) >= FEWEST_CODED:
            rows = _within(estimate(weight), *bounds).mask(note.notna())
        rows = rows.assign(estimated=name, n_coded=n_coded, note=note)
        unknown = rows["estimate"].notna() & rows["low"].isna()
        rows["note"] = rows["note"].mask(unknown, f"{few}nothing counted: no interval")
        n_articles = n_coded if name == "coded sample" else naive["n_articles"]
        figures.append(rows.assign(n_articles=n_articles))
    kept = [c for c in naive if c != "note"]
    columns = ["estimated", *kept, "n_coded", "least", "note"]
    stacked = pd.concat([rows.reindex(columns=columns) for rows in figures])
    return stacked.sort_index(kind="stable").astype({"note": "str", "n_coded": "Int64"})


def add_corrected_ratios(
    naive: pd.DataFrame, above: Amounts, below: Amounts, correction: Correction, bounded: bool
) -> pd.DataFrame:
    """Ratios as `add_corrected` returns them.

    Args:
        naive, correction: as in `add_corrected`; one row per cell of `above`.
        above: the numerators; as many cells per group, one group after the other.
        below: the bases, one cell per group.
        bounded: whether the ratios are shares, and so between 0 and 1.
    """
    tops, bases = above.codings(correction), below.codings(correction)
    group = np.repeat(np.arange(below.n_cells), above.n_cells // below.n_cells)

    def estimate(weight: float | None) -> pd.DataFrame:
        return corrected_ratio(tops, bases, group, correction.design, weight)

    counts = bases.n_present()[group], tops.n_present()
    return add_corrected(naive, correction, estimate, *counts, (0, 1 if bounded else None))


def add_corrected_statistics(
    naive: pd.DataFrame,
    amounts: Amounts,
    first: Ints,
    statistic: Callable[[Floats, Ints], Floats],
    correction: Correction,
    bounds: tuple[Floats, Floats],
) -> pd.DataFrame:
    """Statistics as `add_corrected` returns them; `statistic` and `first` as in ``statistics``."""
    cells = amounts.codings(correction)
    ends = np.append(first[1:], amounts.n_cells)
    groups = [cells.take(slice(*place)) for place in zip(first, ends, strict=True)]

    def of_group(sums: Floats) -> Floats:
        figures: Floats = statistic(sums, np.zeros(1, dtype=np.int64))[0]
        return figures

    def estimate(weight: float | None) -> pd.DataFrame:
        parts = [corrected_statistic(g, of_group, correction.design, weight) for g in groups]
        return pd.concat(parts, ignore_index=True)

    n_coded = np.array([int(g.summed().n_present()[0]) for g in groups])
    rarest = np.array([g.n_present().min(initial=len(correction)) for g in groups])
    counts = [np.repeat(n, len(naive) // len(first)) for n in (n_coded, rarest)]
    return add_corrected(naive, correction, estimate, counts[0], counts[1], bounds)


def _note(n_coded: Ints, n_present: Ints) -> pd.Series[str]:
    """Why a figure is not corrected; null if it is."""
    note = pd.Series([None] * len(n_coded), dtype="str")
    rare, few = n_present < FEWEST, n_coded < FEWEST_CODED
    note[rare] = [
        f"in {n} coded article{'s' if n != 1 else ''} alone: not corrected" for n in n_present[rare]
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

    One part of the width shrinks with the root of the number of coded articles; the rest is due to
    the differences between articles and remains even if all of them are coded.

    Args:
        tidy: of a measure with ``corrected=``.
        width: desired difference of high and low, in units of the estimate: 0.06 for a share.

    Returns:
        `Int64` series with the index of `tidy`; 0 where the interval is narrow enough, null where
        no coding can make it so, for naive figures, and where there is no interval.

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

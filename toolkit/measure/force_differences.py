"""Whether two kinds of voices are put in different verbs: differences, intervals and a test."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.frames import CUE_FORCES
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
from toolkit.measure.estimation.article_sums import Floats, Ints
from toolkit.measure.estimation.coded_rows import of_machine
from toolkit.measure.estimation.encode import codes
from toolkit.measure.estimation.select import KINDS, select_quotes
from toolkit.measure.shares import divide, whole
from toolkit.measure.statistics import Table, figures


@correctable
def force_differences(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    between: str = "source_role",
    top: int = 10,
    permutations: int = 1_000,
    seed: int = 1,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Whether two values of `between` are put in different verbs: differences and permutation test.

    What is permuted are the values of blocks: all quotes of one value in one article are a block,
    which stays together. Under the hypothesis that the value has no bearing on the verbs, blocks
    can swap their values; for a column of articles, such as "outlet", blocks are the articles.
    Blocks of one article resemble each other, which the test does not use: it errs on the side of
    finding nothing. Quotes whose value or force is unknown are left out.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        between: column of `quotes` or `articles` whose values are compared, each with each.
        top: compare only so many of them, those with most quotes.
        permutations: how often values are permuted.
        seed: of the permutations.
        corrected: as in every measure; the differences alone: p is of the machine's coding, and
            null beside corrected ones, whose interval says whether there is a difference.

    Returns:
        between_a and between_b (named after the column: for example source_role_a), cue_force, p
        (two-sided; at least 1 / (permutations + 1)), p_all (the same for the largest difference of
        all in the frame, in units of its spread: holds for all of them together), estimate (share
        of the first less that of the second), low, high (bootstrap over articles), n_articles,
        count (quotes of the two with that force), n (quotes of the two), note; the smallest p
        first.

    Raises:
        ValueError: no column `between`, or less than one permutation.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = force_differences(corpus.quotes, between="quote_type", permutations=99)
        >>> bool(tidy["p"].between(0.01, 1).all())
        True
    """
    if permutations < 1:
        raise ValueError(f"permutations={permutations}: choose 1 or more")
    every = select_quotes(quotes, articles, "cue_force", between, kinds=kinds, cluster=cluster)
    known = every.dropna(subset=[between, "cue_force"])
    amounts = of_machine(known).groupby(between)["amount"].sum()
    most = amounts.sort_values(ascending=False, kind="stable").index[:top]
    rows = known[known[between].isin(most)]
    table = Table.of(rows, "cue_force", between, values=CUE_FORCES, cluster=cluster)
    values = table.groups[between]
    pairs = np.array(list(combinations(range(len(values)), 2)) or [(0, 0)])
    tidy = _differences(table, pairs, f"quotes with {between} and force")
    p, p_all = _permuted(table, pairs, permutations, seed)
    one = len(values) < 2
    sides = {f"{between}_{side}": values.iloc[pairs[:, i]] for i, side in enumerate("ab")}
    names_ = {k: np.repeat(v.to_numpy(), len(CUE_FORCES)) for k, v in sides.items()}
    front = pd.DataFrame({**names_, "cue_force": list(CUE_FORCES) * len(pairs)}, dtype="str")
    run = running()
    if run is not None:
        tidy = _corrected(tidy, table, pairs, run)
    made = front.assign(p=p, p_all=p_all, rank=p, rank_all=p_all).join(tidy)
    if run is not None:
        made.loc[made["estimated"].ne("naive"), ["p", "p_all"]] = np.nan
    if one:
        made.loc[:, ["p", "p_all", "estimate", "low", "high"]] = np.nan
        made["note"] = made["note"].where(made["n"].eq(0), f"one {between}: none to compare")
    ranked = made.sort_values(["rank", "rank_all"], kind="stable", ignore_index=True)
    return ranked.drop(columns=["rank", "rank_all"])


def _differences(table: Table, pairs: Ints, unit: str) -> pd.DataFrame:
    """The difference of every pair in every force, with its interval."""
    pooled = Table(
        pd.DataFrame(index=range(1)),
        table.values,
        np.zeros(1, dtype=np.int64),
        table.sums,
        table.base,
        table.units,
    )
    n_forces = len(CUE_FORCES)

    def one(sums: Floats, first: Ints) -> Floats:
        return _gaps(_shares(sums, n_forces), pairs)[None]

    labels = pd.DataFrame(index=range(len(pairs) * n_forces))
    n = len(labels)
    tidy = figures(pooled, one, labels, ([-1.0] * n, [1.0] * n), unit)
    per_value = table.base.n_articles(), table.base.totals()
    articles, amounts = (v[pairs].sum(axis=1).repeat(n_forces) for v in per_value)
    held = table.sums.totals().reshape(-1, n_forces)[pairs].sum(axis=1).reshape(-1)
    return tidy.assign(n_articles=articles, count=whole(held), n=whole(amounts))


def _corrected(naive: pd.DataFrame, table: Table, pairs: Ints, run: Running) -> pd.DataFrame:
    """The same with corrected differences below each."""
    if len(run) < FEWEST_CODED or table.amounts is None:
        return uncorrected(naive, run)
    forces, amounts = len(CUE_FORCES), table.amounts
    cells = amounts.split(run)
    of_value = [tuple(c.take(slice(i, i + forces)) for c in cells)
                for i in range(0, amounts.n_cells, forces)]  # fmt: skip
    bases = [(people.summed(), machine.summed()) for people, machine in of_value]
    parts = {}
    for name, weight in WEIGHTS.items():
        both = zip(of_value, bases, strict=True)
        made = [Ratios.of((top[0], top[1]), base, run.design, weight) for top, base in both]
        rows = [_difference(made[i], made[j]) for i, j in pairs]
        parts[name] = within(pd.concat(rows, ignore_index=True), -1, 1)
    least = np.minimum(*(np.concatenate([present(bases[k]) for k in side]) for side in pairs.T))
    held = present(cells).reshape(-1, forces)[pairs].max(axis=1).reshape(-1)
    return stacked(naive, parts, np.repeat(least, forces), held, run)


def _difference(one: Ratios, other: Ratios) -> pd.DataFrame:
    made = corrected_difference(one, other)
    return made.assign(count=one.count + other.count, n=one.n[0] + other.n[0])


def _shares(sums: Floats, n_forces: int) -> Floats:
    """Shares of the forces of each value: values x forces x draws."""
    held = sums.reshape(-1, n_forces, sums.shape[1])
    return divide(held, np.broadcast_to(held.sum(axis=1, keepdims=True), held.shape))


def _gaps(shares: Floats, pairs: Ints) -> Floats:
    """Differences of both values of each pair: pairs and forces x draws."""
    made = shares[pairs[:, 0]] - shares[pairs[:, 1]]
    return made.reshape(-1, shares.shape[2])


def _permuted(table: Table, pairs: Ints, n: int, seed: int) -> tuple[Floats, Floats]:
    """How often permuted values differ as much: of each difference, and of the largest of all.

    Blocks alike are one column of a table of values by blocks: a permutation is a random table
    with the same margins.
    """
    from scipy.stats import random_table  # slow to load

    n_forces, sums = len(CUE_FORCES), table.sums
    value, force = np.divmod(sums.cell, n_forces)
    block, place = np.unique(value * table.units.n_articles + sums.article, return_inverse=True)
    held = np.zeros((len(block), n_forces))
    held[place, force] = sums.value
    alike, pattern = codes(pd.DataFrame(held))
    sizes = np.bincount(block // max(table.units.n_articles, 1), minlength=len(table.groups))
    tables = random_table(sizes, np.bincount(pattern, minlength=len(alike)), seed=seed).rvs(n)
    made = np.moveaxis(tables @ alike.to_numpy(np.float64), 0, 2).reshape(-1, n)
    seen = _gaps(_shares(sums.totals()[:, None], n_forces), pairs)
    drawn = _gaps(_shares(made, n_forces), pairs)
    spread = np.sqrt(np.mean(drawn**2, axis=1, keepdims=True))
    p = (1 + (np.abs(drawn) >= np.abs(seen) - 1e-12).sum(axis=1)) / (n + 1)
    largest = divide(np.abs(drawn), np.broadcast_to(spread, drawn.shape))
    scaled = divide(np.abs(seen), spread)
    top = np.nanmax(np.where(np.isnan(largest), 0, largest), axis=0)
    p_all = (1 + (top >= scaled - 1e-12).sum(axis=1)) / (n + 1)
    return p, np.where(np.isnan(scaled[:, 0]), 1.0, p_all)

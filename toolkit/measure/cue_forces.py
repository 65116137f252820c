"""Verbs of attribution: the force of the cues under which sources are quoted.

Whether sources say or claim, admit or accuse. The force of a cue is its stance in the lexicon
(`quotes.cue_force`); quotes without a cue, or with a cue that has no entry, have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.frames import CUE_FORCES
from toolkit.measure.correction.coded_sample import CodedSample, Correction
from toolkit.measure.correction.estimators import Ratios, add_corrected, corrected_difference
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.encode import KINDS, Columns, codes, machine_rows, names
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.shares import divide, whole
from toolkit.measure.statistics import Table, figures

_N_FORCES = len(CUE_FORCES)


def cue_force(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "source_role",
    by: Columns = (),
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """The shares of the quotes of each value of `of` by the force of their cue.

    Args:
        quotes, articles, by, kinds, cluster: as in `voice_share`.
        of: column of `quotes` or, where `articles` are given, of `articles` whose values are
            compared, for example "speaker" or "outlet".

    Returns:
        Columns of `by`, the column `of`, cue_force (null: no force known), estimate, low, high,
        n_articles, count, n (quotes of that value), note; all forces for each value.

    Raises:
        ValueError: there is no column `of`; the message lists the columns.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> forces = cue_force(corpus.quotes, of="quote_type")
        >>> bool(forces.groupby("quote_type")["estimate"].sum().round(9).eq(1).all())
        True
    """
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    keys = [*names(by), of]
    rows = inputs.select_quotes("cue_force", keys, kinds=kinds)
    return inputs.share(rows, "cue_force", keys, values=CUE_FORCES)


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
    """Differences between values of `between` in the force of cues, with a permutation test.

    The test permutes the values of blocks: the quotes of one value in one article are a block,
    which stays together. Under the hypothesis that the value has no effect on the verbs, blocks can
    swap their values; for a column of articles, such as "outlet", blocks are the articles. The test
    ignores that blocks of one article resemble each other, which makes it conservative. Quotes
    whose value or force is unknown are left out.

    Args:
        quotes, articles, kinds, cluster: as in `voice_share`.
        between: column of `quotes` or `articles` whose values are compared, each with each.
        top: number of values to compare, those with most quotes.
        permutations: number of permutations.
        seed: seed of the permutations.
        corrected: as in every measure, but for the differences only: p is of the machine's coding,
            and null for corrected ones, whose interval shows whether there is a difference.

    Returns:
        between_a and between_b (named after the column: for example source_role_a), cue_force, p
        (two-sided; at least 1 / (permutations + 1)), p_all (the same for the largest of all
        differences in the frame, each divided by its spread: it corrects for multiple tests),
        estimate (share of the first less that of the second), low, high (bootstrap over articles),
        n_articles, count (quotes of the two with that force), n (quotes of the two), note; the
        smallest p first.

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
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    known = inputs.select_quotes("cue_force", between, kinds=kinds).dropna(
        subset=[between, "cue_force"]
    )
    amounts = machine_rows(known).groupby(between)["amount"].sum()
    most = amounts.sort_values(ascending=False, kind="stable").index[:top]
    rows = known[known[between].isin(most)]
    table = Table.of(rows, "cue_force", between, values=CUE_FORCES, cluster=cluster)
    values = table.groups[between]
    pairs = np.array(list(combinations(range(len(values)), 2)) or [(0, 0)])
    naive = _differences(table, pairs, f"quotes with {between} and force")
    p, p_all = _permuted(table, pairs, permutations, seed)
    sides = {f"{between}_{side}": values.iloc[pairs[:, i]] for i, side in enumerate("ab")}
    front = {k: np.repeat(v.to_numpy(), len(CUE_FORCES)) for k, v in sides.items()}
    front["cue_force"] = np.tile(CUE_FORCES, len(pairs))
    tested = pd.DataFrame(front, dtype="str").assign(p=p, p_all=p_all, rank=p, rank_all=p_all)
    if inputs.correction is None:
        tidy = tested.join(naive)
    else:
        tidy = tested.join(_corrected(naive, table, pairs, inputs.correction))
        tidy.loc[tidy["estimated"].ne("naive"), ["p", "p_all"]] = np.nan
    if len(values) < 2:
        tidy.loc[:, ["p", "p_all", "estimate", "low", "high"]] = np.nan
        tidy["note"] = tidy["note"].where(tidy["n"].eq(0), f"one {between}: none to compare")
    ranked = tidy.sort_values(["rank", "rank_all"], kind="stable", ignore_index=True)
    return ranked.drop(columns=["rank", "rank_all"])


def _differences(table: Table, pairs: Ints, unit: str) -> pd.DataFrame:
    """The difference of each pair in each force, with its interval."""
    pooled = replace(table, groups=pd.DataFrame(index=range(1)), first=np.zeros(1, dtype=np.int64))

    def statistic(sums: Floats, first: Ints) -> Floats:
        return _gaps(_shares(sums), pairs)[None]

    labels = pd.DataFrame(index=range(len(pairs) * _N_FORCES))
    n = len(labels)
    tidy = figures(pooled, statistic, labels, ([-1.0] * n, [1.0] * n), unit)
    per_value = table.base.n_articles(), table.base.totals()
    articles, amounts = (v[pairs].sum(axis=1).repeat(_N_FORCES) for v in per_value)
    held = table.sums.totals().reshape(-1, _N_FORCES)[pairs].sum(axis=1).reshape(-1)
    return tidy.assign(n_articles=articles, count=whole(held), n=whole(amounts))


def _corrected(
    naive: pd.DataFrame, table: Table, pairs: Ints, correction: Correction
) -> pd.DataFrame:
    """Add the corrected differences of each pair and force."""
    cells = table.amounts.codings(correction)
    of_value = [cells.take(slice(i, i + _N_FORCES)) for i in range(0, len(cells.people), _N_FORCES)]
    bases = [cell.summed() for cell in of_value]

    def estimate(weight: float | None) -> pd.DataFrame:
        both = zip(of_value, bases, strict=True)
        ratios = [Ratios.of(top, base, correction.design, weight) for top, base in both]
        rows = [_difference(ratios[i], ratios[j]) for i, j in pairs]
        return pd.concat(rows, ignore_index=True)

    of_base = np.concatenate([base.n_present() for base in bases])
    n_coded = of_base[pairs].min(axis=1).repeat(_N_FORCES)
    present = cells.n_present().reshape(-1, _N_FORCES)[pairs].max(axis=1).reshape(-1)
    return add_corrected(naive, correction, estimate, n_coded, present, (-1, 1))


def _difference(one: Ratios, other: Ratios) -> pd.DataFrame:
    difference = corrected_difference(one, other)
    return difference.assign(count=one.count + other.count, n=one.n[0] + other.n[0])


def _shares(sums: Floats) -> Floats:
    """Shares of the forces of each value: values x forces x draws."""
    counts = sums.reshape(-1, _N_FORCES, sums.shape[1])
    return divide(counts, counts.sum(axis=1, keepdims=True))


def _gaps(shares: Floats, pairs: Ints) -> Floats:
    """Differences of both values of each pair: pairs and forces x draws."""
    gaps = shares[pairs[:, 0]] - shares[pairs[:, 1]]
    return gaps.reshape(-1, shares.shape[2])


def _permuted(table: Table, pairs: Ints, n: int, seed: int) -> tuple[Floats, Floats]:
    """The p-values of each difference, by itself and compared with the largest of all.

    Equal blocks are one column of a table of values by blocks, so that a permutation is a random
    table with the same margins.
    """
    from scipy.stats import random_table  # slow to load

    sums = table.sums
    value, force = np.divmod(sums.cell, _N_FORCES)
    block, place = np.unique(value * table.units.n_articles + sums.article, return_inverse=True)
    held = np.zeros((len(block), _N_FORCES))
    held[place, force] = sums.value
    alike, pattern = codes(pd.DataFrame(held))
    sizes = np.bincount(block // max(table.units.n_articles, 1), minlength=len(table.groups))
    tables = random_table(sizes, np.bincount(pattern, minlength=len(alike)), seed=seed).rvs(n)
    permuted = np.moveaxis(tables @ alike.to_numpy(np.float64), 0, 2).reshape(-1, n)
    observed = _gaps(_shares(sums.totals()[:, None]), pairs)
    drawn = _gaps(_shares(permuted), pairs)
    spread = np.sqrt(np.mean(drawn**2, axis=1, keepdims=True))
    p = (1 + (np.abs(drawn) >= np.abs(observed) - 1e-12).sum(axis=1)) / (n + 1)
    largest = divide(np.abs(drawn), spread)
    scaled = divide(np.abs(observed), spread)
    top = np.nanmax(np.where(np.isnan(largest), 0, largest), axis=0)
    p_all = (1 + (top >= scaled - 1e-12).sum(axis=1)) / (n + 1)
    return p, np.where(np.isnan(scaled[:, 0]), 1.0, p_all)

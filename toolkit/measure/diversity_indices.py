"""Diversity of sources: number and evenness of voices, corrected for small samples.

The effective number of voices is the number of equally frequent voices with the same diversity.
Unnamed sources cannot be distinguished across stories, so that the diversity of speakers is that
of named ones.

Functions of sums take cells x draws, sorted by group, and each group's first cell, and return
groups x draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import gammaln, xlog1py, xlogy

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.encode import KINDS, Columns
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.statistics import Scale, Table, figures, per_group, spread

CORRECTIONS = ("none", "chao-shen", "miller-madow")
INDICES = ("shannon", "simpson", "hhi", "effective", "effective_simpson", "evenness", "richness")
USED = {  # the correction of each index that has one of its own
    "simpson": "unbiased",
    "hhi": "unbiased",
    "effective_simpson": "unbiased",
    "evenness": "none",
    "richness": "chao1",
}
LOWER_BOUND = "no interval: the richness of a sample is a lower bound"
LEAST = (0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0)
MOST = (np.inf, 1.0, 1.0, np.inf, np.inf, 1.0, np.inf)


def indices(sums: Floats, first: Ints, correction: str) -> Floats:
    """All of INDICES: groups x indices x draws."""
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = shannon(sums, first, "none")
        entropy = plain if correction == "none" else shannon(sums, first, correction)
        hhi = herfindahl(sums, first, unbiased=correction != "none")
        observed = per_group((sums > 0).astype(np.float64), first)
        rich = observed if correction == "none" else chao1(sums, first)
        even = np.where(observed > 1, plain / np.log(observed), np.nan)
        effective = np.where(hhi > 0, 1 / hhi, np.nan)
        values = [entropy, 1 - hhi, hhi, np.exp(entropy), effective, even, rich]
    return np.stack(values, axis=1)


def scaled(values: Floats, effective: Callable[[Floats], Floats]) -> Floats:
    """INDICES (groups x indices x any) with effective numbers as entropy and HHI, or back.

    Their intervals are therefore those of entropy and of the HHI.

    Args:
        effective: logarithm to the scale of entropy, or the exponential function back from it.

    Example:
        >>> values = np.array([[[0.0], [0.5], [0.5], [np.e], [2.0], [1.0], [3.0]]])
        >>> to_scale, from_scale = SCALE
        >>> to_scale(values)[0, 3:5, 0].round(3).tolist(), from_scale(to_scale(values))[0, 4, 0]
        ([1.0, 0.5], np.float64(2.0))
    """
    made, place = values.copy(), INDICES.index("effective")
    simpson = values[:, place + 1]
    made[:, place] = effective(values[:, place])
    made[:, place + 1] = np.divide(
        1, simpson, out=np.full_like(simpson, np.inf), where=~(simpson <= 0)
    )
    return made


SCALE: Scale = (partial(scaled, effective=np.log), partial(scaled, effective=np.exp))


def shannon(sums: Floats, first: Ints, correction: str = "none") -> Floats:
    """Shannon entropy: plug-in, after Miller and Madow, or after Chao and Shen.

    Miller-Madow adds (observed values - 1) / 2n. Chao & Shen 2003, Environ. Ecol. Stat. 10:429-443,
    weight each value by its probability of being observed and scale by the coverage of the sample
    (1 less the share of values observed once), as the R package entropy does.
    """
    n = per_group(sums, first)
    if correction == "chao-shen":
        return _chao_shen(sums, first, n)
    plain = np.log(n) - per_group(xlogy(sums, sums), first) / n
    if correction == "none":
        return plain
    return plain + (per_group((sums > 0).astype(np.float64), first) - 1) / (2 * n)


def _chao_shen(sums: Floats, first: Ints, n: Floats) -> Floats:
    once = per_group(((sums > 0) & (sums <= 1)).astype(np.float64), first)
    coverage = 1 - np.minimum(once, n - 1) / n
    n_cell = spread(n, first, len(sums))
    p = spread(coverage / n, first, len(sums)) * sums
    chance = -np.expm1(xlog1py(n_cell, -p))  # of being observed
    return -per_group(np.where(sums > 0, xlogy(p, p) / np.where(sums > 0, chance, 1), 0), first)


def herfindahl(sums: Floats, first: Ints, unbiased: bool) -> Floats:
    """Sum of squared shares; unbiased, the probability that two quotes have the same voice."""
    n = per_group(sums, first)
    if unbiased:
        return np.where(n > 1, per_group(sums * (sums - 1), first) / (n * (n - 1)), np.nan)
    return per_group(sums**2, first) / n**2


def chao1(sums: Floats, first: Ints) -> Floats:
    """Estimated number of values, observed or not, from those observed once and twice.

    Chao 1984, Scand. J. Statist. 11:265-270, with the bias correction of scikit-bio.
    """
    seen, once, twice = (
        per_group(f.astype(np.float64), first)
        for f in (sums > 0, (sums > 0) & (sums <= 1), (sums > 1) & (sums <= 2))
    )
    return seen + once * np.maximum(once - 1, 0) / (2 * (twice + 1))


def rarefaction(sums: Floats, first: Ints, depth: float) -> Floats:
    """Expected number of values in `depth` units drawn without replacement.

    Hurlbert 1971, Ecology 52(4) 577-586: the sum over values of 1 - C(n - sum, depth) / C(n,
    depth); if a draw has fewer units, all of its values.
    """
    n = per_group(sums, first)
    m = np.minimum(depth, n)
    rest = spread(n, first, len(sums)) - sums
    m_cell = spread(m, first, len(sums))
    with np.errstate(invalid="ignore"):
        missed = gammaln(rest + 1) - gammaln(np.maximum(rest - m_cell, 0) + 1)
        whole = gammaln(n + 1) - gammaln(n - m + 1)
        chance = np.exp(missed - spread(whole, first, len(sums)))
    seen = np.where(rest >= m_cell, 1 - chance, 1.0) * (sums > 0)
    return per_group(seen, first)


def diversity(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "speaker",
    by: Columns = (),
    correction: str = "chao-shen",
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Shannon, Simpson, HHI, effective numbers of voices, evenness and richness.

    Args:
        quotes, articles, by, weight, kinds, cluster: as in `voice_share`.
        of: column of `quotes` whose values are the voices; quotes without a value and, for
            speakers, quotes of unnamed ones are left out.
        correction: for voices that the sample missed: "chao-shen" or "miller-madow" for entropy,
            both with the unbiased Simpson index and Chao1 for richness; or "none". Evenness is
            always that of the observed voices.

    Returns:
        Columns of `by`, index ("shannon" H in nats; "simpson" 1 - HHI; "hhi"; "effective" exp H;
        "effective_simpson" 1 / HHI; "evenness" H / ln of the voices; "richness" their number),
        correction (the one applied), estimate, low, high, n_articles, count (observed voices), n
        (quotes or words), note. Richness has no interval: draws cannot show what a sample missed.

    Raises:
        ValueError: `of`, `correction` or `weight` is something else.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = diversity(corpus.quotes).set_index("index")
        >>> bool(tidy.loc["effective", "estimate"] <= tidy.loc["richness", "estimate"])
        True
    """
    if correction not in CORRECTIONS:
        raise ValueError(f"correction={correction!r}: choose from {', '.join(CORRECTIONS)}")
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    table = _voices(inputs, of, by, kinds, weight)
    used = [USED.get(i, correction) if correction != "none" else "none" for i in INDICES]
    labels = pd.DataFrame({"index": INDICES, "correction": used}, dtype="str")
    statistic = partial(indices, correction=correction)
    bounds, unit = (LEAST, MOST), f"{weight} with a known {of}"
    tidy = figures(table, statistic, labels, bounds, unit, SCALE, inputs.correction)
    rich = tidy["index"].eq("richness")
    tidy.loc[rich, ["low", "high"]] = np.nan
    silent = tidy["note"].isna() | tidy["note"].str.endswith("nothing counted: no interval")
    tidy.loc[rich & silent, "note"] = LOWER_BOUND
    return tidy


def rarefied(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    of: str = "speaker",
    by: Columns = (),
    depth: int | None = None,
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
    corrected: CodedSample | None = None,
) -> pd.DataFrame:
    """Number of distinct voices in equally many quotes, to compare groups of unequal size.

    Exact rarefaction (Hurlbert 1971, Ecology 52(4) 577-586): the expected number of voices in
    `depth` quotes drawn from those of the group without replacement.

    Args:
        quotes, articles, of, by, kinds, cluster: as in `diversity`.
        depth: number of quotes; by default that of the smallest group.

    Returns:
        Columns of `by`, depth, estimate (voices), low, high, n_articles, count (observed
        voices), n (quotes), note. Null for a group with fewer quotes than `depth`.

    Raises:
        ValueError: `depth` is less than one.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> round(float(rarefied(corpus.quotes, depth=1)["estimate"].iloc[0]), 6)
        1.0
    """
    if depth is not None and depth < 1:
        raise ValueError(f"depth={depth}: choose 1 or more")
    inputs = Inputs.of(quotes, articles, cluster, corrected)
    table = _voices(inputs, of, by, kinds)
    used = float(table.base.totals().min() if depth is None else depth)

    def statistic(sums: Floats, first: Ints) -> Floats:
        return rarefaction(sums, first, used)[:, None]

    labels, bounds = pd.DataFrame({"depth": [int(used)]}), ([1.0], [used])
    unit = f"quotes with a known {of}"
    tidy = figures(table, statistic, labels, bounds, unit, correction=inputs.correction)
    short = (tidy["n"] < used) & (tidy["n"] > 0)
    tidy.loc[short, ["estimate", "low", "high"]] = np.nan
    tidy.loc[short, "note"] = "fewer quotes than depth"
    return tidy


def _voices(
    inputs: Inputs, of: str, by: Columns, kinds: Sequence[str], weight: str = "quotes"
) -> Table:
    """Sums of the quotes with a known voice."""
    key = "actor_id" if of == "speaker" else of
    rows = inputs.select_quotes(of, by, kinds=kinds, weight=weight, also=[key])
    return Table.of(rows[rows[key].notna() & (rows["amount"] > 0)], key, by, cluster=inputs.cluster)

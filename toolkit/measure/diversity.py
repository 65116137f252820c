"""Diversity of sources: number and evenness of voices, corrected for small samples.

The effective number of voices is the number of equally frequent voices with the same diversity.
Unnamed sources cannot be distinguished across stories, so that the diversity of speakers is that
of named ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.bootstrap import Floats, Ints
from toolkit.measure.estimation.encode import Columns
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.estimation.select import KINDS
from toolkit.measure.indices import (
    CORRECTIONS,
    INDICES,
    LEAST,
    LOWER_BOUND,
    MOST,
    SCALE,
    USED,
    indices,
    rarefaction,
)
from toolkit.measure.statistics import Table, figures


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
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
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
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
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

"""How many voices, how even: diversity of sources with small samples corrected and compared.

"Effective number of voices": as many equal voices would be as diverse. Unnamed sources cannot be
told apart across stories, so that the diversity of speakers is that of named ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from toolkit.measure.correction.coded_sample import CodedSample, correctable
from toolkit.measure.estimation.article_sums import Floats, Ints
from toolkit.measure.estimation.encode import Columns
from toolkit.measure.estimation.select import KINDS, select_quotes
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


@correctable
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
        of: column of `quotes` whose values are the voices; quotes without one are left out, and of
            speakers the unnamed.
        correction: for voices that the sample missed: "chao-shen" or "miller-madow" for entropy,
            with either the unbiased Simpson index and Chao1 for richness; or "none". Evenness is
            that of the voices seen, always.

    Returns:
        Columns of `by`, index ("shannon" H in nats; "simpson" 1 - HHI; "hhi"; "effective" exp H;
        "effective_simpson" 1 / HHI; "evenness" H / ln of the voices; "richness" their number),
        correction (what was done), estimate, low, high, n_articles, count (voices seen), n (quotes
        or words), note. Richness has no interval: draws of a sample do not show what it missed.

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
    rows = voices(quotes, articles, of, by, weight=weight, kinds=kinds, cluster=cluster)
    used = [USED.get(i, correction) if correction != "none" else "none" for i in INDICES]
    labels = pd.DataFrame({"index": INDICES, "correction": used}, dtype="str")
    table = Table.of(rows, _key(of), by, cluster=cluster)
    one = partial(indices, correction=correction)
    tidy = figures(table, one, labels, (LEAST, MOST), f"{weight} with a known {of}", SCALE)
    rich = tidy["index"].eq("richness")
    tidy.loc[rich, ["low", "high"]] = np.nan
    silent = tidy["note"].isna() | tidy["note"].str.endswith("nothing counted: no interval")
    tidy.loc[rich & silent, "note"] = LOWER_BOUND
    return tidy


@correctable
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
    """How many different voices so many quotes have: groups of unequal size made comparable.

    Exact rarefaction (Hurlbert 1971, Ecology 52(4) 577-586): the expected number of voices in
    `depth` quotes drawn from those of the group without replacement.

    Args:
        quotes, articles, of, by, kinds, cluster: as in `diversity`.
        depth: number of quotes; that of the smallest group by default.

    Returns:
        Columns of `by`, depth, estimate (voices), low, high, n_articles, count (voices seen), n
        (quotes), note. Null for a group with fewer quotes than `depth`.

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
    rows = voices(quotes, articles, of, by, kinds=kinds, cluster=cluster)
    table = Table.of(rows, _key(of), by, cluster=cluster)
    least = table.base.totals().min()
    used = float(least if depth is None else depth)

    def one(sums: Floats, first: Ints) -> Floats:
        return rarefaction(sums, first, used)[:, None]

    labels = pd.DataFrame({"depth": [int(used)]})
    tidy = figures(table, one, labels, ([1.0], [used]), f"quotes with a known {of}")
    short = (tidy["n"] < used) & (tidy["n"] > 0)
    tidy.loc[short, ["estimate", "low", "high"]] = np.nan
    tidy.loc[short, "note"] = "fewer quotes than depth"
    return tidy


def voices(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None,
    of: str,
    by: Columns,
    *,
    weight: str = "quotes",
    kinds: Sequence[str] = KINDS,
    cluster: str = "articles",
) -> pd.DataFrame:
    """The quotes whose voice is known, with their `amount`."""
    key = _key(of)
    rows = select_quotes(
        quotes, articles, of, by, kinds=kinds, weight=weight, cluster=cluster, also=[key]
    )
    return rows[rows[key].notna() & (rows["amount"] > 0)]


def _key(of: str) -> str:
    return "actor_id" if of == "speaker" else of

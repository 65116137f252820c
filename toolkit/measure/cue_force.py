"""In which verbs voices are put: said or claimed, admitted or accused.

The force of a cue is its stance in the lexicon (`quotes.cue_force`); a quote without a cue, or with
one that has no entry, has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.frames import CUE_FORCES
from toolkit.measure.correction.coded_sample import CodedSample
from toolkit.measure.estimation.encode import Columns, names
from toolkit.measure.estimation.inputs import Inputs
from toolkit.measure.estimation.select import KINDS


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
    """For each value of `of`, the shares of its quotes by the force of their cue.

    Args:
        quotes, articles, by, kinds, cluster: as in `voice_share`.
        of: column of `quotes` or, where `articles` are given, of `articles` whose values are
            compared, for example "speaker" or "outlet".

    Returns:
        Columns of `by`, the column `of`, cue_force (null: no force known), estimate, low, high,
        n_articles, count, n (quotes of that value), note; all forces for each value.

    Raises:
        ValueError: there is no column `of`; the message says what there is.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> forces = cue_force(corpus.quotes, of="quote_type")
        >>> bool(forces.groupby("quote_type")["estimate"].sum().round(9).eq(1).all())
        True
    """
    inputs = Inputs.of(quotes=quotes, articles=articles, cluster=cluster, corrected=corrected)
    keys = [*names(by), of]
    rows = inputs.select_quotes("cue_force", keys, kinds=kinds)
    return inputs.share(rows, "cue_force", keys, values=CUE_FORCES)

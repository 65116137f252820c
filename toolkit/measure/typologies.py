"""Published typologies of sources: the columns of `quotes` read as another study's categories.

Each scheme is a table of rules (`toolkit/lexicons/typologies.csv`, with the study that it comes
from): the first rule that fits a quote gives its category. The schemes are coarser than the studies
where the columns are: nothing tells government from opposition.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from toolkit.lexicons import lexicon

_COLUMNS = ("source_form", "source_role", "anonymous", "channel")


@cache
def schemes() -> dict[str, str]:
    """The study of each scheme, by its name.

    Example:
        >>> schemes()["audit"]
        'Vincent et al. 2025, arXiv:2501.00164'
    """
    rows = lexicon("typologies").drop_duplicates("scheme")
    return dict(zip(rows["scheme"], rows["cite"], strict=True))


def typology(quotes: pd.DataFrame, scheme: str = "comparative") -> pd.Series:
    """The category of each quote's source in a published scheme.

    Args:
        quotes: the quotes frame.
        scheme: "comparative" (Tiffen et al. 2014), "institutional" (Splendore 2017),
            "professional" (Wintterlin 2022), "elite" (Van Leuven et al. 2015), "audit" (Vincent et
            al. 2025) or "channels" (Berkowitz 1986); `schemes` has the references.

    Returns:
        `str` series with the index of `quotes`, named after the scheme; null where no rule fits,
        as for quotes without a source.

    Raises:
        ValueError: no scheme of that name.

    Example:
        >>> from toolkit.frames import QUOTES, frame
        >>> typology(frame(QUOTES), "elite").empty
        True
    """
    if scheme not in schemes():
        raise ValueError(f"no scheme {scheme!r}: choose from {', '.join(schemes())}")
    category = pd.Series(pd.NA, index=quotes.index, dtype="str", name=scheme)
    unassigned = quotes["source_form"].notna()
    for rule in lexicon("typologies").query("scheme == @scheme").to_dict("records"):
        fits = unassigned & _fits(quotes, {c: rule[c] for c in _COLUMNS if rule[c]})
        category[fits] = rule["category"]
        unassigned &= ~fits
    return category


def _fits(quotes: pd.DataFrame, wanted: dict[str, str]) -> pd.Series:
    fits = pd.Series(True, index=quotes.index)
    for column, value in wanted.items():
        fits &= quotes[column] if column == "anonymous" else quotes[column].eq(value).fillna(False)
    return fits

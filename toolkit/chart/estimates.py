"""Which figure a chart draws where a measure gives several: the corrected one, the naive beside."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

P = ParamSpec("P")
R = TypeVar("R")

_WHOLE: ContextVar[pd.DataFrame | None] = ContextVar("whole", default=None)


def one_each(
    chart: Callable[Concatenate[pd.DataFrame, P], R],
) -> Callable[Concatenate[pd.DataFrame, P], R]:
    """A chart of one figure a row, which takes frames with corrected figures, too."""

    @wraps(chart)
    def inner(tidy: pd.DataFrame, /, *args: P.args, **options: P.kwargs) -> R:
        if "estimated" not in tidy:
            return chart(tidy, *args, **options)
        token = _WHOLE.set(tidy)
        try:
            return chart(chosen(tidy), *args, **options)
        finally:
            _WHOLE.reset(token)

    return inner


def asked(tidy: pd.DataFrame) -> pd.DataFrame:
    """The frame that a chart was asked to draw, with every estimate."""
    given = _WHOLE.get()
    return tidy if given is None else given


def chosen(tidy: pd.DataFrame) -> pd.DataFrame:
    """One row for each three of a measure with ``corrected=``.

    Args:
        tidy: a tidy frame with `estimated`; one that was cut to one kind of estimate stays so.

    Returns:
        Corrected rows where there is a corrected figure, else naive ones; without `estimated`, with
        a last column `naive`: the naive estimate where a row is corrected.

    Example:
        >>> figures = {"estimated": ["naive", "corrected", "coded sample"], "note": None}
        >>> chosen(pd.DataFrame({**figures, "estimate": [0.2, 0.3, 0.4]}))["naive"].tolist()
        [0.2]
    """
    kinds = {k: tidy[tidy["estimated"] == k].reset_index(drop=True) for k in ("naive", "corrected")}
    naive, fixed = kinds["naive"], kinds["corrected"]
    if naive.empty or len(naive) != len(fixed):
        return tidy.drop(columns="estimated")
    known = fixed["estimate"].notna()
    rows = fixed.where(known, naive).drop(columns="estimated")
    whole = {c: rows[c].where(~known, rows[c].round()) for c in ("count", "n") if c in rows}
    return rows.assign(naive=naive["estimate"].where(known, np.nan), **whole).infer_objects()


def told() -> str:
    """What a subtitle says of it; nothing where there is nothing to choose."""
    tidy = _WHOLE.get()
    if tidy is None:
        return ""
    fixed = tidy[tidy["estimated"] == "corrected"]
    known = fixed[fixed["estimate"].notna()]
    if known.empty:
        kinds = " and ".join(tidy["estimated"].unique())
        return f"not corrected: {kinds} figures" if len(fixed) == 0 else "uncorrected"
    coded = f"corrected by {known['n_coded'].max()} coded articles"
    rest = "" if len(known) == len(fixed) else f"{len(known)} of {len(fixed)} rows "
    return f"{rest}{coded}"


def naive_marks(ax: Axes, x: pd.Series[float], y: np.ndarray, colour: str) -> None:
    """A hollow mark at each naive figure that stands beside a corrected one."""
    known = x.notna().to_numpy()
    ax.scatter(x[known], y[known], s=20, facecolor="white", edgecolor=colour, linewidth=1.2,
               marker="D", zorder=4, clip_on=False)  # fmt: skip

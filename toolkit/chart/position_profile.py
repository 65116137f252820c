"""Who speaks where in the story: one small course a value, from top to end, on one scale."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.estimates import one_each
from toolkit.chart.labels import keys, name, number, percent, shortened, spread, unknown, why
from toolkit.chart.style import (
    BLUE,
    GREY,
    PALE,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)

STRIP = 0.62  # inches


@styled
@one_each
def position_profile(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    of: str,
    title: str = "",
    n: str = "quotes",
    top: int = 9,
) -> Axes:
    """The share of each value among the quotes of each part of the story, top to end.

    Args:
        tidy: what `measure.position_profile` returns for one group: part (1 is the top of the
            story), the column `of`, estimate, low, high, n.
        ax: Axes to draw into; a new figure without.
        of: the column of values, for example "source_role"; each gets a strip.
        title: in sentence case.
        n: what n counts.
        top: at most so many values, those with most.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Raises:
        ValueError: `tidy` has other grouping columns: draw one group at a time.

    Example:
        >>> parts = {"part": [1, 2], "speaker": ["Ada Brook"] * 2, "estimate": [0.5, 0.2]}
        >>> ends = {"low": [0.3, 0.1], "high": [0.7, 0.4], "n_articles": 9, "count": 1, "n": 20}
        >>> rows = pd.DataFrame({**parts, **ends})
        >>> ax = position_profile(rows, of="speaker", title="Who comes first")
        >>> ax.get_title(loc="left")
        'Who comes first'
    """
    others = [k for k in keys(tidy) if k not in ("part", of)]
    if others:
        raise ValueError(f"profile draws one group at a time: choose one of {others[0]}")
    known = tidy.dropna(subset=["estimate"])
    largest = known.groupby(of, dropna=False)["count"].sum().sort_values(ascending=False)
    values = list(largest.index[:top])
    ax, own = panel(ax, STRIP * max(len(values), 1) + 0.2)
    if known.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, f"there are no {n} here to place."), own)
    rows = [_course(known, of, value) for value in values]
    _draw(ax, rows, [name(v, of) for v in values])
    keep(ax, tidy, _alt(title, rows, [name(v, of) for v in values]))
    return header(ax, title, _subtitle(known, n, len(values), len(largest)), own)


def _course(known: pd.DataFrame, of: str, value: str | None) -> pd.DataFrame:
    """The rows of one value with a row for every part."""
    here = known[of].isna() if unknown(value) else known[of].astype("str").eq(str(value))
    parts = range(int(known["part"].min()), int(known["part"].max()) + 1)
    return known[here].set_index("part").reindex(parts)


def _draw(ax: Axes, rows: list[pd.DataFrame], names: list[str]) -> None:
    peak = float(np.nanmax([r[["estimate", "high"]].to_numpy(float) for r in rows])) or 1.0
    bases = np.arange(len(rows))[::-1]
    for base, one in zip(bases, rows, strict=True):
        _strip(ax, base, one, 0.74 / peak)
    parts = list(rows[0].index)
    ax.set_yticks(bases + 0.2, [shortened(value, narrow(ax, 24)) for value in names])
    middle = [""] * (len(parts) - 2)
    ax.set_xticks(parts, ["top of the story", *middle, "end"][-len(parts) :])
    ax.tick_params(left=False)
    ax.set_xlim(parts[0] - 0.35, parts[-1] + 0.35)
    ax.set_ylim(-0.1, len(rows))
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _strip(ax: Axes, base: float, rows: pd.DataFrame, scale: float) -> None:
    low, y, high = (base + scale * rows[c].to_numpy(float) for c in ("low", "estimate", "high"))
    ax.axhline(base, color=PALE, linewidth=0.8)
    ax.fill_between(rows.index, low, high, color=BLUE, alpha=0.15, linewidth=0)
    ax.plot(rows.index, y, color=BLUE, marker="o", markersize=3.5)
    for part, at, value, n in zip(rows.index, y, rows["estimate"], rows["n"], strict=True):
        if pd.notna(value):
            ax.annotate(percent(value, n), (part, at), (0, 4), textcoords="offset points",
                        ha="center", fontsize=8, color=GREY)  # fmt: skip


def _subtitle(known: pd.DataFrame, n: str, n_shown: int, n_values: int) -> str:
    per = known.drop_duplicates("part")["n"]
    few, many = number(per.min()), number(per.max())
    parts = [f"Share of the {n} in each part of the story, same scale"]
    parts.append(f"{few} {n} a part" if few == many else f"{few} to {many} {n} a part")
    parts += spread(known, "band: 95% interval")
    parts += [f"{n_shown} of {n_values} shown"] if n_shown < n_values else []
    return " · ".join(parts)


def _alt(title: str, rows: list[pd.DataFrame], names: list[str]) -> str:
    told = [
        f"{value} from {percent(one['estimate'].iloc[0])} at the top to "
        f"{percent(one['estimate'].iloc[-1])} at the end"
        for value, one in zip(names, rows, strict=True)
    ]
    return f"{title}. Courses along the story: {'; '.join(told[:6])}."

"""One strip a group, all on the same scale: the course of something over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.estimates import one_each
from toolkit.chart.labels import figure, keys, row_names, shortened, spread
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
STEPS = {"day": "D", "week": "7D", "month": "MS"}


@styled
@one_each
def timeline(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "%",
    top: int = 8,
) -> Axes:
    """The estimate of each group, day by day, week by week or month by month.

    Args:
        tidy: a tidy frame with a column day, week or month, and any grouping columns beside it.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        unit: "%" for shares; for counts and means what they count, for example "mentions an
            article".
        top: at most so many groups, the first in the frame.

    Returns:
        The Axes: a line and its 95 % interval in each strip, its peak labelled; the line breaks
        where a period has no row. "No data" where nothing is dated.

    Raises:
        ValueError: no column day, week or month.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> weeks = tk.measure.mentions_over_time(corpus.mentions, corpus.articles)
        >>> type(timeline(weeks)).__name__
        'Axes'
    """
    every = next((c for c in STEPS if c in tidy), None)
    if every is None:
        raise ValueError("timeline needs a column day, week or month")
    dated = tidy.dropna(subset=[every, "estimate"])
    groups = _groups(dated, every)
    shown = dict(list(groups.items())[:top])
    ax, own = panel(ax, STRIP * max(len(shown), 1) + 0.2)
    if not shown:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, "no article has a date.", own)
    _draw(ax, shown, every, unit)
    keep(ax, tidy, _alt(title, shown, every, unit))
    return header(ax, title, _subtitle(dated, every, unit, len(shown), len(groups)), own)


def _groups(dated: pd.DataFrame, every: str) -> dict[str, pd.DataFrame]:
    """The rows of each group with a row for every period, empty where there was none."""
    by = [k for k in keys(dated) if k != every]
    names = pd.Series(row_names(dated, by), dated.index, "str")
    span = _span(dated[every], every)
    rows = {name: dated[names == name] for name in names.unique()}
    return {n: r.drop_duplicates(every).set_index(every).reindex(span) for n, r in rows.items()}


def _span(periods: pd.Series[pd.Timestamp], every: str) -> pd.DatetimeIndex:
    if periods.empty:
        return pd.DatetimeIndex([])
    return pd.date_range(periods.min(), periods.max(), freq=STEPS[every])


def _draw(ax: Axes, groups: dict[str, pd.DataFrame], every: str, unit: str) -> None:
    ends = pd.concat(groups.values())[["estimate", "high"]].to_numpy(float)
    peak = float(np.nanmax(ends)) or 1.0
    bases = np.arange(len(groups))[::-1]
    for base, rows in zip(bases, groups.values(), strict=True):
        _strip(ax, base, rows, 0.82 / peak, unit)
    ax.set_yticks(bases + 0.2, [shortened(name, narrow(ax, 24)) if name else "" for name in groups])
    ax.tick_params(left=False)
    ax.set_ylim(-0.1, len(groups))
    ax.spines[["left", "bottom"]].set_visible(False)
    _dates(ax, pd.DatetimeIndex(next(iter(groups.values())).index), every)
    plain_ticks(ax)


def _strip(ax: Axes, base: float, rows: pd.DataFrame, scale: float, unit: str) -> None:
    low, y, high = (base + scale * rows[c].to_numpy(float) for c in ("low", "estimate", "high"))
    ax.axhline(base, color=PALE, linewidth=0.8)
    ax.fill_between(rows.index, low, high, color=BLUE, alpha=0.15, linewidth=0)
    ax.plot(rows.index, y, color=BLUE, marker="o", markersize=3.5)
    at = int(np.nanargmax(y))
    value = figure(rows["estimate"].iloc[at], unit)
    ax.annotate(value, (rows.index[at], y[at]), (0, 5), textcoords="offset points",
                ha="center", fontsize=8.5, color=GREY)  # fmt: skip


def _dates(ax: Axes, span: pd.DatetimeIndex, every: str) -> None:
    """At most eight of the periods themselves; the year below the first of each."""
    shown = span[:: -(-len(span) // 8)]
    years = [None, *shown.year[:-1]]
    labels = [f"{t:%b}" if every == "month" else f"{t.day} {t:%b}" for t in shown]
    dated = [
        label + (f"\n{t.year}" if t.year != before else "")
        for label, t, before in zip(labels, shown, years, strict=True)
    ]
    ax.set_xticks(list(shown.to_pydatetime()), dated)


def _subtitle(dated: pd.DataFrame, every: str, unit: str, n_shown: int, n_groups: int) -> str:
    per = dated.drop_duplicates(every)["n_articles"]
    few, many = int(per.min()), int(per.max())
    n = f"{few}" if few == many else f"{few} to {many}"
    parts = [("Share" if unit == "%" else unit.capitalize()) + f" by {every}, same scale"]
    parts.append(f"{n} article{'' if n == '1' else 's'} a {every}")
    parts += spread(dated, "band: 95% interval")
    parts += [f"{n_shown} of {n_groups} shown"] if n_shown < n_groups else []
    return " · ".join(parts)


def _alt(title: str, groups: dict[str, pd.DataFrame], every: str, unit: str) -> str:
    when = {"day": "on", "week": "in the week of", "month": "in the month of"}
    peaks = [
        f"{name or 'it'} peaks at {figure(rows['estimate'].max(), unit)} {when[every]}"
        f" {rows['estimate'].idxmax():%Y-%m-%d}"
        for name, rows in groups.items()
    ]
    return f"{title}. Timeline by {every}: {'; '.join(peaks)}."

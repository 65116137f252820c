"""Ranked bars with whiskers: who or what there is most of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.estimates import naive_marks, one_each
from toolkit.chart.labels import articles, figure, number, row_names, shortened, spread, why
from toolkit.chart.style import (
    BLUE,
    GREY,
    INK,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)

ROW = 0.3  # inches


@styled
@one_each
def ranked(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    of: str = "",
    unit: str = "%",
    top: int = 30,
) -> Axes:
    """One bar a row, in the order of the frame, with its interval, its value and its n.

    Args:
        tidy: a tidy frame of a measure.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        of: what n counts, for example "quotes".
        unit: "%" for shares; what counts and means count: "articles", "sources per story".
        top: at most so many rows; the subtitle says how many there are.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Example:
        >>> from toolkit.measure import share
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "cue": ["said", "denied"]})
        >>> ranked(share(rows, "cue"), title="Which cues", of="quotes").get_title(loc="left")
        'Which cues'
    """
    known = tidy.dropna(subset=["estimate"])
    rows = known.head(top)
    ax, own = panel(ax, ROW * max(len(rows), 1))
    if rows.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, f"there are no {of or unit} here to count."), own)
    labels, values = row_names(rows), _values(rows, unit)
    _bars(ax, rows, labels, values)
    keep(ax, tidy, _alt(title, labels, values))
    return header(ax, title, _subtitle(rows, len(known), of, unit), own)


def _bars(ax: Axes, rows: pd.DataFrame, labels: list[str], values: list[tuple[str, str]]) -> None:
    y = np.arange(len(rows))[::-1]
    ends = rows["high"].fillna(rows["estimate"]).to_numpy(float)
    ax.barh(y, rows["estimate"], height=0.62, color=BLUE, alpha=0.35, linewidth=0)
    ax.hlines(y, rows["low"], rows["high"], color=BLUE, linewidth=1.6)
    if "naive" in rows:
        naive_marks(ax, rows["naive"], y, GREY)
    for at, end, (value, n) in zip(y, ends, values, strict=True):
        shown = ax.annotate(value, (end, at), (5, 0), textcoords="offset points", va="center")
        ax.annotate(n, (1, 0.5), (5, 0), xycoords=shown, textcoords="offset points",
                    va="center", color=GREY, fontsize=8.5)  # fmt: skip
    ax.set_yticks(y, [shortened(label, narrow(ax, 34)) for label in labels])
    ax.tick_params(left=False)
    ax.axvline(0, color=INK, linewidth=0.8)
    most = np.nanmax([*ends, *rows.get("naive", [])])
    ax.set_xlim(0, max(float(most), 1e-9) * 1.02)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_visible(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _values(rows: pd.DataFrame, unit: str) -> list[tuple[str, str]]:
    """The value of each bar, and what it was counted from."""
    same = rows["n"].nunique() == 1
    made = []
    for estimate, count, n in rows[["estimate", "count", "n"]].itertuples(index=False):
        base = number(count) if same else f"{number(count)} of {number(n)}"
        if unit != "%":
            base = "" if estimate == count else f"n = {number(n)}"
        made.append((figure(estimate, unit, n), base))
    return made


def _subtitle(rows: pd.DataFrame, n_known: int, of: str, unit: str) -> str:
    first, same = rows.iloc[0], rows["n"].nunique() == 1
    if unit != "%":
        counted = (rows["estimate"] == rows["count"]).all()
        parts = [f"{number(first['n'])} {unit} in all" if counted else unit.capitalize()]
        parts += [f"n: {of}"] if of and not counted else []
    elif same:
        parts = [f"Share of {number(first['n'])} {of} in {articles(first['n_articles'])}"]
    else:
        parts = [f"Share of {of}"]
    parts += [*spread(rows), *(["diamonds: naive"] if "naive" in rows else [])]
    if len(rows) < n_known:
        parts.append(f"the first {len(rows)} of {number(n_known)}")
    return " · ".join(p for p in parts if p)


def _alt(title: str, labels: list[str], values: list[tuple[str, str]]) -> str:
    told = [f"{label} {value}" for label, (value, _) in zip(labels, values, strict=True)][:5]
    rest = f"; and {len(labels) - 5} more" if len(labels) > 5 else ""
    return f"{title}. Bar chart with {len(labels)} rows: {', '.join(told)}{rest}."

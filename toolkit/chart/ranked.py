"""Ranked bars with intervals: the values that a corpus holds most of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import format_estimate, interval_note, number, row_labels, why_empty
from toolkit.chart.panel import Panel, draw_naive, naive_note, one_estimate, row_places
from toolkit.chart.style import BLUE, GREY, INK, styled
from toolkit.lexicons.word_forms import plural

ROW = 0.3  # inches


@styled
def ranked(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    of: str = "",
    unit: str = "%",
    top: int = 30,
    about: str = "",
) -> Axes:
    """Draw one bar a row, in the order of the frame, with its interval, its value and its n.

    Args:
        tidy: a tidy frame of a measure.
        ax: Axes to draw into; None for a new figure.
        title: in sentence case.
        of: what n counts, for example "quotes".
        unit: "%" for shares; what counts and means count: "articles", "sources per story".
        top: at most so many rows; the subtitle says how many there are.
        about: column whose accuracy the subtitle states, for example "anonymous".

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Example:
        >>> from toolkit.measure import share
        >>> rows = pd.DataFrame({"article_id": ["a", "b"], "cue": ["said", "denied"]})
        >>> ranked(share(rows, "cue"), title="Which cues", of="quotes").get_title(loc="left")
        'Which cues'
    """
    known = one_estimate(tidy).dropna(subset=["estimate"])
    rows = known.head(top)
    panel = Panel.open(ax, tidy, title, ROW * len(rows), about=about)
    if rows.empty:
        return panel.blank(why_empty(tidy, f"there are no {of or unit} here to count."))
    labels, values = row_labels(rows), _values(rows, unit)
    panel.label_rows(labels)
    _bars(panel.ax, rows, values)
    return panel.finish(_subtitle(rows, len(known), of, unit), _alt(labels, values))


def _bars(ax: Axes, rows: pd.DataFrame, values: list[tuple[str, str]]) -> None:
    y = row_places(rows)
    ends = rows["high"].fillna(rows["estimate"]).to_numpy(float)
    ax.barh(y, rows["estimate"], height=0.62, color=BLUE, alpha=0.35, linewidth=0)
    ax.hlines(y, rows["low"], rows["high"], color=BLUE, linewidth=1.6)
    draw_naive(ax, rows.get("naive"), y, GREY)
    for at, end, (value, n) in zip(y, ends, values, strict=True):
        shown = ax.annotate(value, (end, at), (5, 0), textcoords="offset points", va="center")
        ax.annotate(n, (1, 0.5), (5, 0), xycoords=shown, textcoords="offset points",
                    va="center", color=GREY, fontsize=8.5)  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.8)
    largest = np.nanmax([*ends, *rows.get("naive", [])])
    ax.set_xlim(0, max(float(largest), 1e-9) * 1.02)


def _values(rows: pd.DataFrame, unit: str) -> list[tuple[str, str]]:
    """The value of each bar, and the count or n beside it."""
    same = rows["n"].nunique() == 1
    values = []
    for estimate, count, n in rows[["estimate", "count", "n"]].itertuples(index=False):
        base = number(count) if same else f"{number(count)} of {number(n)}"
        if unit != "%":
            base = "" if estimate == count else f"n = {number(n)}"
        values.append((format_estimate(estimate, unit, n), base))
    return values


def _subtitle(rows: pd.DataFrame, n_known: int, of: str, unit: str) -> list[str]:
    n, n_articles = rows.iloc[0][["n", "n_articles"]]
    counted = unit != "%" and (rows["estimate"] == rows["count"]).all()
    if counted:
        parts = [f"{number(n)} {unit} in all"]
    elif unit != "%":
        parts = [unit.capitalize(), f"n: {of}" if of else ""]
    elif rows["n"].nunique() == 1:
        articles = "" if of == "articles" else f" in {plural(n_articles, 'article')}"
        parts = [f"Share of {number(n)} {of}{articles}", "grey: their number"]
    else:
        parts = [f"Share of {of}", "grey: number and base"]
    cut = f"the first {len(rows)} of {number(n_known)}" if len(rows) < n_known else ""
    return [*parts, interval_note(rows), naive_note(rows), cut]


def _alt(labels: list[str], values: list[tuple[str, str]]) -> str:
    first = [f"{label} {value}" for label, (value, _) in zip(labels, values, strict=True)][:5]
    rest = f"; and {len(labels) - 5} more" if len(labels) > 5 else ""
    return f"Bar chart with {len(labels)} rows: {', '.join(first)}{rest}."

"""Timeline: the estimates of each group over days, weeks or months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import format_estimate, interval_note, key_columns, row_labels, shortened
from toolkit.chart.panel import Panel, label_width, one_estimate, row_places
from toolkit.chart.style import BLUE, GREY, PALE, styled
from toolkit.lexicons.word_forms import plural

PERIODS = {"day": "D", "week": "7D", "month": "MS"}


@styled
def timeline(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "%",
    top: int = 8,
    about: str = "",
) -> Axes:
    """Draw the estimates of each group, day by day, week by week or month by month.

    Args:
        tidy: a tidy frame with a column day, week or month, and any grouping columns beside it.
        ax: Axes to draw into; None for a new figure.
        title: in sentence case.
        unit: "%" for shares; for counts and means what they count, for example "mentions an
            article".
        top: at most so many groups, the first in the frame.
        about: column whose accuracy the subtitle states, for example "anonymous".

    Returns:
        The Axes: points and their 95 % intervals in each strip, the peak labelled, with a line
        where the changes exceed the intervals; the line breaks where a period has no row. "No
        data" where nothing is dated.

    Raises:
        ValueError: no column day, week or month.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> weeks = tk.measure.mentions_over_time(corpus.mentions, corpus.articles)
        >>> type(timeline(weeks)).__name__
        'Axes'
    """
    every = next((c for c in PERIODS if c in tidy), None)
    if every is None:
        raise ValueError("timeline needs a column day, week or month")
    dated = one_estimate(tidy).dropna(subset=[every, "estimate"])
    groups = _groups(dated, every)
    shown = dict(list(groups.items())[:top])
    panel = Panel.open(ax, tidy, title, STRIP * len(shown) + 0.2, about=about)
    if not shown:
        return panel.blank("no article has a date.")
    strips = list(shown.values())
    for rows, y in zip(strips, draw_strips(panel, list(shown), strips, 0.82), strict=True):
        _label_peak(panel.ax, rows, y, unit)
    _label_scale(panel.ax, strips, unit)
    _label_dates(panel.ax, pd.DatetimeIndex(strips[0].index), every)
    cut = f"{len(shown)} of {len(groups)} shown" if len(shown) < len(groups) else ""
    return panel.finish([*_subtitle(dated, every, unit), cut], _alt(shown, every, unit))


def _groups(dated: pd.DataFrame, every: str) -> dict[str, pd.DataFrame]:
    """The rows of each group, with a row for every period, empty where there was none."""
    by = [k for k in key_columns(dated) if k != every]
    names = pd.Series(row_labels(dated, by), dated.index, "str")
    rows = {name: dated[names == name] for name in names.unique()}
    if not rows:
        return {}
    periods = pd.date_range(dated[every].min(), dated[every].max(), freq=PERIODS[every])
    return {n: r.drop_duplicates(every).set_index(every).reindex(periods) for n, r in rows.items()}


def _label_peak(ax: Axes, rows: pd.DataFrame, y: np.ndarray, unit: str) -> None:
    peak = int(np.nanargmax(y))
    value = format_estimate(rows["estimate"].iloc[peak], unit)
    ax.annotate(value, (rows.index[peak], y[peak]), (0, 5), textcoords="offset points",
                ha="center", fontsize=8.5, color=GREY)  # fmt: skip


def _label_scale(ax: Axes, strips: Sequence[pd.DataFrame], unit: str) -> None:
    """An axis at the right of each strip, from 0 to the end of the scale."""
    end = _end(strips)
    for base in row_places(strips):
        for height, value in ((0.0, 0.0), (0.82, end)):
            ax.annotate(format_estimate(value, unit), (1, base + height), (5, 0), fontsize=7.5,
                        xycoords=("axes fraction", "data"), textcoords="offset points",
                        va="center", color=GREY)  # fmt: skip
        ax.vlines(1, base, base + 0.82, transform=ax.get_yaxis_transform(), color=GREY,
                  linewidth=0.7)  # fmt: skip


def _label_dates(ax: Axes, periods: pd.DatetimeIndex, every: str) -> None:
    """Label at most eight of the periods; the year stands below the first of each year."""
    shown = periods[:: -(-len(periods) // 8)]
    labels = []
    for day, before in zip(shown, [None, *shown.year[:-1]], strict=True):
        label = f"{day:%b}" if every == "month" else f"{day.day} {day:%b}"
        labels.append(label + (f"\n{day.year}" if day.year != before else ""))
    ax.set_xticks(list(shown.to_pydatetime()), labels)


def _subtitle(dated: pd.DataFrame, every: str, unit: str) -> list[str]:
    articles = dated.drop_duplicates(every)["n_articles"]
    few, many = int(articles.min()), int(articles.max())
    n = f"{few} to {many} articles" if few < many else plural(few, "article")
    return [
        f"{'Share' if unit == '%' else unit.capitalize()} by {every}, same scale",
        f"{n} a {every}",
        interval_note(dated, f"band: 95% interval; {NO_LINE}"),
    ]


def _alt(groups: dict[str, pd.DataFrame], every: str, unit: str) -> str:
    when = {"day": "on", "week": "in the week of", "month": "in the month of"}
    peaks = [
        f"{name or 'it'} peaks at {format_estimate(rows['estimate'].max(), unit)} {when[every]}"
        f" {rows['estimate'].idxmax():%Y-%m-%d}"
        for name, rows in groups.items()
    ]
    return f"Timeline by {every}: {'; '.join(peaks)}."


STRIP = 0.62  # inches
NO_LINE = "points without a line: no change larger than the intervals"


def _end(strips: Sequence[pd.DataFrame]) -> float:
    """The end of the scale that all strips share."""
    ends = pd.concat(strips)[["estimate", "high"]].to_numpy(float)
    return float(np.nanmax(ends)) or 1.0


def draw_strips(
    panel: Panel, labels: Sequence[str], strips: Sequence[pd.DataFrame], height: float
) -> list[np.ndarray]:
    """Draw the estimates of each strip as a line and the intervals as a band.

    Args:
        panel: to draw into.
        labels: of the strips; may be empty.
        strips: the rows of each strip, with the horizontal places as their index.
        height: of the highest strip; 1 reaches the strip above.

    Returns:
        The heights of the points of each strip.
    """
    ax, bases = panel.ax, row_places(strips)
    scale = height / _end(strips)
    heights = []
    for base, rows in zip(bases, strips, strict=True):
        low, y, high = (base + scale * rows[c].to_numpy(float) for c in ("low", "estimate", "high"))
        ax.axhline(base, color=PALE, linewidth=0.8)
        ax.fill_between(rows.index, low, high, color=BLUE, alpha=0.15, linewidth=0)
        changes = not rows["low"].max() <= rows["high"].min()
        ax.plot(rows.index, y, "o-" if changes else "o", color=BLUE, markersize=3.5)
        heights.append(y)
    width = label_width(ax, 24)
    ax.set_yticks(bases + 0.2, [shortened(x, width) if x else "" for x in labels])
    ax.set_ylim(-0.1, len(strips))
    panel.hide_lines("left", "bottom")
    return heights

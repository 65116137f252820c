"""The frame around a chart: Axes, title, row labels, margins, and the table behind the picture.

Of naive and corrected estimates, `one_estimate` chooses those that a chart draws.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.chart.labels import accuracy, key_columns, shortened
from toolkit.chart.style import GREY, MISSING, drawable


def one_estimate(tidy: pd.DataFrame) -> pd.DataFrame:
    """One row for each three rows of a measure with ``corrected=``.

    Args:
        tidy: a tidy frame; one without `estimated` is returned as it is, and one that was cut to
            one kind of estimate keeps its rows.

    Returns:
        The corrected row where there is a corrected estimate, else the naive one; without
        `estimated`, and with a last column `naive`: the naive estimate where a row is corrected.

    Example:
        >>> figures = {"estimated": ["naive", "corrected", "coded sample"], "note": None}
        >>> one_estimate(pd.DataFrame({**figures, "estimate": [0.2, 0.3, 0.4]}))["naive"].tolist()
        [0.2]
    """
    if "estimated" not in tidy:
        return tidy
    naive, corrected = (
        tidy[tidy["estimated"] == kind].reset_index(drop=True) for kind in ("naive", "corrected")
    )
    if naive.empty or len(naive) != len(corrected):
        return tidy.drop(columns="estimated")
    known = corrected["estimate"].notna()
    rows = corrected.where(known, naive).drop(columns="estimated")
    counts = {c: rows[c].where(~known, rows[c].round()) for c in ("count", "n") if c in rows}
    return rows.assign(naive=naive["estimate"].where(known, np.nan), **counts).infer_objects()


def estimates_note(tidy: pd.DataFrame) -> str:
    """What a subtitle says about the estimates; empty for a measure without ``corrected=``.

    Example:
        >>> estimates_note(pd.DataFrame({"estimated": ["naive"], "estimate": [0.2]}))
        'not corrected: naive figures'
    """
    if "estimated" not in tidy:
        return ""
    corrected = tidy[tidy["estimated"] == "corrected"]
    known = corrected[corrected["estimate"].notna()]
    if corrected.empty:
        return f"not corrected: {' and '.join(tidy['estimated'].unique())} figures"
    if known.empty:
        return "uncorrected"
    rows = f"{len(known)} of {len(corrected)} rows " if len(known) < len(corrected) else ""
    return f"{rows}corrected by {known['n_coded'].max()} coded articles"


def naive_note(rows: pd.DataFrame) -> str:
    """What a subtitle says about the marks of `draw_naive`."""
    return "diamonds: naive" if "naive" in rows else ""


def draw_naive(ax: Axes, x: pd.Series[float] | None, y: np.ndarray, colour: str) -> None:
    """Draw a hollow diamond at each naive estimate beside a corrected one.

    Args:
        ax: Axes to draw into.
        x: the places of the naive estimates; None where no row is corrected.
        y: the height of each row.
        colour: of the marks.
    """
    if x is not None:
        known = x.notna().to_numpy()
        ax.scatter(x[known], y[known], s=20, facecolor="white", edgecolor=colour, linewidth=1.2,
                   marker="D", zorder=4, clip_on=False)  # fmt: skip


WIDTH = 7.2  # inches: a notebook cell, a column and a half in print
MARGIN = 0.12  # inches around everything


class ChartData(Artist):
    """An invisible artist that carries the table behind a chart and the chart in words."""

    def __init__(self, table: pd.DataFrame, alt: str) -> None:
        super().__init__()
        self.table, self.alt = table, alt
        self.set_in_layout(False)


@dataclass(frozen=True)
class Panel:
    """One chart while it is drawn.

    Attributes:
        ax: the Axes to draw into.
        table: the tidy frame that the caller passed.
        title: in sentence case.
        note: which estimates are drawn, for the subtitle; may be empty.
        about: column whose accuracy the subtitle states, besides those of the table.
    """

    ax: Axes
    table: pd.DataFrame
    title: str
    note: str
    about: str = ""

    @classmethod
    def open(
        cls,
        ax: Axes | None,
        table: pd.DataFrame,
        title: str,
        height: float,
        note: str | None = None,
        about: str = "",
    ) -> Panel:
        """Prepare an Axes for a chart.

        Args:
            ax: the caller's Axes, or None for a new figure.
            table: the tidy frame that the caller passed.
            title: in sentence case.
            height: of the drawing area in inches, for a figure that holds this chart alone; its
                width is the caller's.
            note: which estimates are drawn; None for what `estimates_note` says.
            about: as in the attributes.
        """
        ax = plt.figure(figsize=(WIDTH, height + 1)).add_subplot() if ax is None else ax
        ax.spines[["top", "right"]].set_visible(False)
        # an Axes of the caller was made in another style
        ax.tick_params(axis="x", labelsize=plt.rcParams["xtick.labelsize"])
        ax.tick_params(axis="y", labelsize=plt.rcParams["ytick.labelsize"])
        panel = cls(ax, table, title, estimates_note(table) if note is None else note, about)
        panel._set_height(height + 1)
        return panel

    def label_rows(self, labels: Sequence[str], width: int = 34, *, x_axis: bool = False) -> None:
        """Label the rows from the top down, without ticks and axis lines.

        Args:
            labels: one for each row.
            width: characters on a line at full width.
            x_axis: whether the horizontal axis stays visible.
        """
        ax = self.ax
        ax.set_yticks(row_places(labels), [shortened(x, label_width(ax, width)) for x in labels])
        ax.set_ylim(-0.6, len(labels) - 0.4)
        ax.xaxis.set_visible(x_axis)
        self.hide_lines(*(["left"] if x_axis else ["left", "bottom"]))

    def hide_lines(self, *sides: str) -> None:
        """Hide the axis lines of these sides, and the ticks of the rows."""
        self.ax.tick_params(left=False)
        self.ax.spines[list(sides)].set_visible(False)

    def blank(self, reason: str, alt: str = "no data.") -> Axes:
        """Say in words why there is nothing to draw."""
        self.ax.set_axis_off()
        text = f"No data: {reason}"
        self.ax.text(0, 0.5, text, color=GREY, transform=self.ax.transAxes, va="center")
        self._set_height(1.4)
        self._set_title([])
        return self._attach(f"{self.title}: {alt}")

    def finish(self, subtitle: Iterable[str], alt: str) -> Axes:
        """Set the title, the subtitle and the margins, and attach the table.

        Args:
            subtitle: its parts; empty ones are left out.
            alt: the chart in words, without its title.
        """
        for label in [*self.ax.get_xticklabels(), *self.ax.get_yticklabels()]:
            label.set_parse_math(False)  # a dollar sign in a name starts no formula
        self._set_title(subtitle)
        return self._attach(f"{self.title}. {alt}")

    @property
    def _fills_figure(self) -> bool:
        return len(figure_of(self.ax).axes) == 1

    def _set_height(self, inches: float) -> None:
        if self._fills_figure:
            figure_of(self.ax).set_figheight(inches)

    def _set_title(self, subtitle: Iterable[str]) -> None:
        """The title starts where the row labels start, not where the bars do."""
        ax = self.ax
        lacking = f" ({MISSING}: no font for this script is installed)" if _lacks_font(ax) else ""
        errors = [accuracy(c, "chart") for c in (*key_columns(self.table), self.about)]
        text = " · ".join(part for part in (*subtitle, self.note, *errors) if part)
        lines = textwrap.wrap(text + lacking, label_width(ax, 92))
        titles = textwrap.wrap(drawable(self.title), label_width(ax, 62))
        below, above = 13 * len(lines), 17 * len(titles)  # points
        left = _fit_margins(ax, (below + above + 8) / 72) if self._fills_figure else 0.0
        ax.set_title("\n".join(titles), loc="left", x=left, pad=below + 8)
        ax.annotate(
            "\n".join(lines), (left, 1), xytext=(0, 7), xycoords="axes fraction",
            textcoords="offset points", va="bottom", color=GREY, fontsize=9, annotation_clip=False,
        )  # fmt: skip

    def _attach(self, alt: str) -> Axes:
        words = " ".join(f"{alt} ({self.note})".split() if self.note else alt.split())
        self.ax.add_artist(ChartData(self.table, words))
        return self.ax


def row_places(rows: Sequence[object] | pd.DataFrame) -> np.ndarray:
    """The heights of rows that are drawn from the top down; the last one is at 0."""
    return np.arange(len(rows))[::-1]


def label_width(ax: Axes, full: int, least: int = 14) -> int:
    """Characters that fit on a line of a label, of those that fit at a notebook's full width."""
    figure, with_labels = figure_of(ax), ax.get_window_extent().width * 1.3
    pixels = figure.bbox.width if len(figure.axes) == 1 else with_labels
    return max(int(full * min(float(pixels) / figure.dpi / WIDTH, 1.0)), least)


def _lacks_font(ax: Axes) -> bool:
    return any(MISSING in text.get_text() for text in [*ax.get_yticklabels(), *ax.texts])


def _fit_margins(ax: Axes, head: float) -> float:
    """Set the margins to what the labels need; returns where the labels start, in axes units."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    box, frame = ax.get_tightbbox(), ax.get_window_extent()
    assert box is not None
    width, height = figure.get_size_inches()
    left, right = 1.02 * (frame.x0 - box.x0) / figure.dpi, (box.x1 - frame.x1) / figure.dpi
    bottom = (frame.y0 - box.y0) / figure.dpi
    figure.subplots_adjust(
        left=(left + MARGIN) / width,
        right=1 - (max(right, 0) + MARGIN) / width,
        bottom=(bottom + MARGIN) / height,
        top=1 - (head + MARGIN) / height,
    )
    return -float(left) / float(width - left - max(right, 0) - 2 * MARGIN)


def behind(ax: Axes | Figure) -> pd.DataFrame:
    """The tidy frame that a chart was drawn from; for several charts in one figure, all of them.

    Raises:
        KeyError: the figure holds no chart of this toolkit.

    Example:
        >>> import toolkit as tk
        >>> from toolkit.chart import ranked
        >>> corpus = tk.open("data/sample")
        >>> ax = ranked(tk.measure.voice_share(corpus.quotes, top=5))
        >>> len(behind(ax))
        5
    """
    charts = _charts(ax)
    if not charts:
        raise KeyError("this figure holds no chart of the toolkit")
    return pd.concat([chart.table for chart in charts], ignore_index=True)


def alt_text(ax: Axes | Figure) -> str:
    """A chart in words, for readers who do not see it; empty for any other figure.

    Example:
        >>> import toolkit as tk
        >>> from toolkit.chart import ranked
        >>> corpus = tk.open("data/sample")
        >>> ax = ranked(tk.measure.voice_share(corpus.quotes, top=5))
        >>> bool(alt_text(ax))
        True
    """
    return " ".join(chart.alt for chart in _charts(ax))


def _charts(ax: Axes | Figure) -> list[ChartData]:
    artists = [artist for each in figure_of(ax).axes for artist in each.artists]
    return [artist for artist in artists if isinstance(artist, ChartData)]


def figure_of(ax: Axes | Figure) -> Figure:
    """The figure that an Axes is in, at the top."""
    figure = ax if isinstance(ax, Figure) else ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure

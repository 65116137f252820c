"""Scatter plot: each actor's share of the mentions against its share of the voice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from toolkit.chart.dumbbell import counted, mentions_and_voice, shares_in_words
from toolkit.chart.labels import interval_note, shortened, why_empty
from toolkit.chart.panel import Panel, figure_of, label_width
from toolkit.chart.style import BLUE, GREY, PALE, styled

HEIGHT = 4.6  # inches
TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0)
# Places of a name beside its dot, the best one first: offset in points, alignments.
PLACES = (
    ((6, 3), "left", "bottom"), ((6, -3), "left", "top"), ((-6, 3), "right", "bottom"),
    ((-6, -3), "right", "top"), ((0, 8), "center", "bottom"), ((0, -8), "center", "top"),
)  # fmt: skip


@styled
def scatter(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    of: str = "quotes",
    top: int = 40,
) -> Axes:
    """Draw each actor's share of the mentions (across) against its share of the voice (up).

    Both scales are square roots, so that those with little are not one heap. A name that finds no
    room is left out; the dumbbell and the table have them all.

    Args:
        tidy: what `measure.voice_against_mention` returns.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        of: what the voice was counted in: "quotes" or "words".
        top: at most so many actors, the first in the frame.

    Returns:
        The Axes; one that says "No data" where there are no mentions or no quotes.

    Example:
        >>> import toolkit as tk
        >>> corpus = tk.open("data/sample")
        >>> tidy = tk.measure.voice_against_mention(corpus.quotes, corpus.mentions)
        >>> type(scatter(tidy)).__name__
        'Axes'
    """
    mentions, voice = mentions_and_voice(tidy, top)
    panel = Panel.open(ax, tidy, title, HEIGHT)
    if mentions["estimate"].isna().all() or voice["estimate"].isna().all():
        return panel.blank(why_empty(tidy, f"there are no mentions or no {of}."))
    _dots(panel.ax, mentions, voice)
    _axes(panel.ax, mentions, voice)
    base, cut = counted(tidy, mentions, voice, of)
    above = "above the line: more voice than mentions"
    panel.finish([base, interval_note(voice), cut, above], _alt(mentions, voice))
    _names(panel.ax, mentions, voice)
    return panel.ax


def _dots(ax: Axes, mentions: pd.DataFrame, voice: pd.DataFrame) -> None:
    x, y = mentions["estimate"], voice["estimate"]
    ax.hlines(y, mentions["low"], mentions["high"], color=GREY, linewidth=0.7, alpha=0.35)
    ax.vlines(x, voice["low"], voice["high"], color=GREY, linewidth=0.7, alpha=0.35)
    ax.scatter(x, y, s=26, color=BLUE, zorder=3, clip_on=False)


def _axes(ax: Axes, mentions: pd.DataFrame, voice: pd.DataFrame) -> None:
    right, top = (np.nanmax(f[["estimate", "high"]].to_numpy(float)) for f in (mentions, voice))
    ax.set_xscale("function", functions=(_root, np.square))
    ax.set_yscale("function", functions=(_root, np.square))
    ax.set(xlim=(0, 1.05 * right), xlabel="share of the mentions")
    ax.set(ylim=(0, 1.05 * top), ylabel="share of the voice")
    for axis, end in ((ax.xaxis, right), (ax.yaxis, top)):
        at = [tick for tick in TICKS if end / label_width(ax, 60) <= tick <= end]
        axis.set_ticks([0, *at], ["0", *(f"{100 * tick:g}%" for tick in at)])
    ax.axline((0, 0), (right, right), color=PALE, linewidth=1.2, zorder=0)
    end = min(right, top)
    ax.annotate("equal", (end, end), (5, -2), textcoords="offset points", va="top", fontsize=8,
                color=GREY)  # fmt: skip


def _root(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.clip(values, 0, None)))


def _names(ax: Axes, mentions: pd.DataFrame, voice: pd.DataFrame) -> None:
    """Draw each name in the first place where it covers no other name and no dot."""
    points = np.column_stack([mentions["estimate"], voice["estimate"]])
    dots = ax.transData.transform(points)
    taken = [Bbox.from_extents(x - 4, y - 4, x + 4, y + 4) for x, y in dots]
    taken += [text.get_window_extent() for text in ax.texts if text.get_text()]
    frame, right = ax.get_window_extent(), figure_of(ax).bbox.x1
    for point, name in zip(points, mentions["actor"], strict=True):
        for offset, ha, va in PLACES:
            label = ax.annotate(shortened(name, 26), point, offset, textcoords="offset points",
                                ha=ha, va=va, fontsize=8.5, linespacing=0.95)  # fmt: skip
            box = label.get_window_extent().padded(1.5)
            inside = frame.x0 <= box.x0 and box.x1 <= right and frame.y0 < box.y0
            if inside and box.y1 < frame.y1 and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            label.remove()


def _alt(mentions: pd.DataFrame, voice: pd.DataFrame) -> str:
    above = mentions["estimate"].to_numpy() < voice["estimate"].to_numpy()
    return (
        f"Scatter of {len(voice)} actors, {above.sum()} of them with more voice than "
        f"mentions: {shares_in_words(mentions, voice)}."
    )

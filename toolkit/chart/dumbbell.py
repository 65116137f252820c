"""Dumbbell chart: each actor's share of the mentions and share of the voice, joined by a line."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from toolkit.chart.labels import interval_note, number, percent
from toolkit.chart.panel import Panel, draw_naive, naive_note, one_estimate, row_places
from toolkit.chart.style import BLUE, GREY, ORANGE, PALE, styled
from toolkit.lexicons.word_forms import plural

ROW = 0.34  # inches
APART = 0.13  # rows between the two intervals of an actor


@styled
def dumbbell(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    of: str = "quotes",
    top: int = 20,
) -> Axes:
    """Draw each actor's share of the mentions (orange) and of the voice (blue), with intervals.

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
        >>> tidy = tk.measure.voice_against_mention(
        ...     corpus.quotes, corpus.mentions, top=5
        ... )
        >>> type(dumbbell(tidy)).__name__
        'Axes'
    """
    mentions, voice = mentions_and_voice(tidy, top)
    panel = Panel.open(ax, tidy, title, ROW * len(voice) + 0.3)
    for rows, missing in ((mentions, "mentions"), (voice, of)):
        if rows["estimate"].isna().all():
            return panel.blank(f"there are no {missing} of named actors here.")
    panel.label_rows(list(mentions["actor"]), x_axis=True)
    _dots(panel.ax, mentions, voice)
    _axes(panel.ax, len(voice))
    base, cut = counted(tidy, mentions, voice, of)
    alt = f"Pairs of dots for {len(voice)} actors: {shares_in_words(mentions, voice)}."
    return panel.finish([base, interval_note(voice), naive_note(voice), cut], alt)


def mentions_and_voice(tidy: pd.DataFrame, top: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The actors' shares of the mentions and of the voice, in the same order."""
    rows = one_estimate(tidy)
    mentions, voice = (rows[rows["share"] == share].head(top) for share in ("mentions", "voice"))
    return mentions, voice


def counted(
    tidy: pd.DataFrame, mentions: pd.DataFrame, voice: pd.DataFrame, of: str
) -> tuple[str, str]:
    """What a subtitle says about the counts, and about actors that are not drawn."""
    m, v = mentions.iloc[0], voice.iloc[0]
    n_articles = max(m["n_articles"], v["n_articles"])
    bases = f"{number(m['n'])} mentions and of {number(v['n'])} {of}"
    n_actors = int((one_estimate(tidy)["share"] == "voice").sum())
    cut = f"{len(voice)} of {n_actors} actors" if len(voice) < n_actors else ""
    return f"Share of {bases} in {plural(n_articles, 'article')}", cut


def shares_in_words(mentions: pd.DataFrame, voice: pd.DataFrame) -> str:
    """Both shares of the first five actors."""
    rows = zip(mentions["actor"], mentions["estimate"], voice["estimate"], strict=True)
    shares = [
        f"{actor} {percent(m)} of mentions, {percent(v)} of the voice" for actor, m, v in rows
    ]
    return "; ".join(shares[:5])


def _dots(ax: Axes, mentions: pd.DataFrame, voice: pd.DataFrame) -> None:
    y = row_places(voice)
    ax.hlines(y, mentions["estimate"], voice["estimate"], color=GREY, linewidth=1, alpha=0.6)
    for rows, colour, shift in ((mentions, ORANGE, APART), (voice, BLUE, -APART)):
        ax.hlines(y + shift, rows["low"], rows["high"], color=colour, linewidth=1.3, alpha=0.55)
        draw_naive(ax, rows.get("naive"), y + shift, colour)
    ax.scatter(mentions["estimate"], y, s=42, facecolor="white", edgecolor=ORANGE, linewidth=1.8,
               zorder=3, clip_on=False)  # fmt: skip
    ax.scatter(voice["estimate"], y, s=42, color=BLUE, zorder=3, clip_on=False)
    _name_dots(ax, float(mentions["estimate"].iloc[0]), float(voice["estimate"].iloc[0]), y[0])


def _name_dots(ax: Axes, mentioned: float, voiced: float, y: float) -> None:
    """Direct labels above the first row, each on its own side."""
    left, right = ("right", "left") if mentioned <= voiced else ("left", "right")
    for x, text, colour, side in (
        (mentioned, "mentioned", ORANGE, left),
        (voiced, "quoted", BLUE, right),
    ):
        ax.annotate(text, (x, y), (0, 11), textcoords="offset points", ha=side, color=colour,
                    fontsize=8.5, fontweight="bold")  # fmt: skip


def _axes(ax: Axes, n_rows: int) -> None:
    places = row_places(range(n_rows))
    across = ax.get_yaxis_transform()
    ax.hlines(places, 0, 1, transform=across, color=PALE, linewidth=0.6, zorder=0)
    ax.set_xlim(left=0)
    ax.set_ylim(-0.6, n_rows + 0.2)
    ax.xaxis.set_major_formatter(PercentFormatter(1))

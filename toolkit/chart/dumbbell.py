"""Voice against mention: two dots an actor, and the way between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from toolkit.chart.estimates import naive_marks, one_each
from toolkit.chart.labels import articles, number, percent, shortened, spread
from toolkit.chart.style import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    blank,
    header,
    keep,
    narrow,
    panel,
    plain_ticks,
    styled,
)  # fmt: skip

ROW = 0.34  # inches
APART = 0.13  # rows between the two intervals of an actor


@styled
@one_each
def dumbbell(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    of: str = "quotes",
    top: int = 20,
) -> Axes:
    """Each actor's share of the mentions (orange) and of the voice (blue), with intervals.

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
    rows = {s: tidy[tidy["share"] == s].head(top) for s in ("mentions", "voice")}
    mentions, voice = rows["mentions"], rows["voice"]
    ax, own = panel(ax, ROW * max(len(voice), 1) + 0.3)
    missing = next((w for w, r in rows.items() if r["estimate"].notna().sum() == 0), None)
    if missing:
        keep(ax, tidy, f"{title}: no data.")
        why = f"there are no {missing if missing == 'mentions' else of} of named actors here."
        return blank(ax, title, why, own)
    _dots(ax, mentions, voice)
    _axes(ax, list(mentions["actor"]), voice)
    keep(ax, tidy, _alt(title, mentions, voice))
    return header(ax, title, subtitle(mentions, voice, tidy, of), own)


def _dots(ax: Axes, mentions: pd.DataFrame, voice: pd.DataFrame) -> None:
    y = np.arange(len(voice))[::-1]
    ax.hlines(y, mentions["estimate"], voice["estimate"], color=GREY, linewidth=1, alpha=0.6)
    for rows, colour, shift in ((mentions, ORANGE, APART), (voice, BLUE, -APART)):
        ax.hlines(y + shift, rows["low"], rows["high"], color=colour, linewidth=1.3, alpha=0.55)
        if "naive" in rows:
            naive_marks(ax, rows["naive"], y + shift, colour)
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


def _axes(ax: Axes, actors: list[str], voice: pd.DataFrame) -> None:
    y = np.arange(len(actors))[::-1]
    ax.set_yticks(y, [shortened(actor, narrow(ax, 34)) for actor in actors])
    ax.tick_params(left=False)
    ax.hlines(y, 0, 1, transform=ax.get_yaxis_transform(), color=PALE, linewidth=0.6, zorder=0)
    ax.set_xlim(left=0)
    ax.set_ylim(-0.6, len(actors) + 0.2)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.spines[["left"]].set_visible(False)
    plain_ticks(ax)


def subtitle(mentions: pd.DataFrame, voice: pd.DataFrame, tidy: pd.DataFrame, of: str) -> str:
    m, v = mentions.iloc[0], voice.iloc[0]
    n_actors = int((tidy["share"] == "voice").sum())
    bases = f"{number(m['n'])} mentions and of {number(v['n'])} {of}"
    parts = [f"Share of {bases} in {articles(max(m['n_articles'], v['n_articles']))}"]
    parts += [*spread(voice), *(["diamonds: naive"] if "naive" in voice else [])]
    parts += [f"{len(voice)} of {n_actors} actors"] if len(voice) < n_actors else []
    return " · ".join(parts)


def _alt(title: str, mentions: pd.DataFrame, voice: pd.DataFrame) -> str:
    rows = zip(mentions["actor"], mentions["estimate"], voice["estimate"], strict=True)
    told = [f"{a} {percent(m)} of mentions, {percent(v)} of the voice" for a, m, v in rows][:5]
    return f"{title}. Pairs of dots for {len(voice)} actors: {'; '.join(told)}."

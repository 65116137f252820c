"""What all charts share: the style, the margins, the header, the table behind the picture."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.chart.estimates import asked, told
from toolkit.chart.fonts import MISSING, drawable, families

STYLE = Path(__file__).with_name("voices.mplstyle")
WIDTH = 7.2  # inches: a notebook cell, a column and a half in print
INK, GREY, PALE = "#1a1a1a", "#595959", "#e3e3e3"
BLUE, ORANGE = "#0072B2", "#D55E00"
MARGIN = 0.12  # inches around everything

P = ParamSpec("P")
R = TypeVar("R")

_behind: WeakKeyDictionary[Figure, list[tuple[pd.DataFrame, str]]] = WeakKeyDictionary()


def styled(chart: Callable[P, R]) -> Callable[P, R]:
    """Run a chart function in the toolkit's style, leaving the user's own as it was."""

    @wraps(chart)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with plt.style.context([STYLE, {"font.family": list(families())}]):
            made = chart(*args, **kwargs)
            interactive = plt.isinteractive()  # a notebook's backend sets it with its first figure
        matplotlib.interactive(interactive)
        return made

    return inner


def panel(ax: Axes | None, height: float) -> tuple[Axes, bool]:
    """The Axes to draw into, and whether its figure is ours to lay out: it holds this chart alone.

    Args:
        ax: the caller's Axes, or None for a new figure.
        height: of the drawing area of such a figure, in inches; its width is the caller's.
    """
    made = plt.figure(figsize=(WIDTH, height + 1)).add_subplot() if ax is None else ax
    made.spines[["top", "right"]].set_visible(False)
    # an Axes of the caller was made in another style
    made.tick_params(axis="x", labelsize=plt.rcParams["xtick.labelsize"])
    made.tick_params(axis="y", labelsize=plt.rcParams["ytick.labelsize"])
    own = len(_figure(made).axes) == 1
    if own:
        _figure(made).set_figheight(height + 1)
    return made, own


def narrow(ax: Axes, most: int, least: int = 14) -> int:
    """As many characters as a label may have here, of those it has at full width."""
    return max(int(most * min(_wide(ax), 1.0)), least)


def _wide(ax: Axes) -> float:
    """The width that a chart has, its labels included; 1 is a notebook's."""
    figure, share = _figure(ax), ax.get_window_extent().width * 1.3
    inches = (figure.bbox.width if len(figure.axes) == 1 else share) / figure.dpi
    return float(inches) / WIDTH


def blank(ax: Axes, title: str, why: str, own: bool) -> Axes:
    """An Axes that says in words why there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0, 0.5, f"No data: {why}", color=GREY, transform=ax.transAxes, va="center")
    if own:
        _figure(ax).set_figheight(1.4)
    return header(ax, title, "", own)


def header(ax: Axes, title: str, subtitle: str, own: bool) -> Axes:
    """Set the title and the line below it, and, in a figure of ours, the margins.

    The title starts where the row labels start, not where the bars do.
    """
    note = f" ({MISSING}: no font for this script is installed)" if _lacks(ax) else ""
    under = " · ".join(part for part in (subtitle, told()) if part)
    lines = textwrap.wrap(under + note, narrow(ax, 92))
    titles = textwrap.wrap(drawable(title), narrow(ax, 62))
    below, above = 13 * len(lines), 17 * len(titles)  # points
    left = _fit(ax, (below + above + 8) / 72) if own else 0.0
    ax.set_title("\n".join(titles), loc="left", x=left, pad=below + 8)
    ax.annotate(
        "\n".join(lines),
        (left, 1),
        xytext=(0, 7),
        xycoords="axes fraction",
        textcoords="offset points",
        va="bottom",
        color=GREY,
        fontsize=9,
        annotation_clip=False,
    )
    return ax


def _lacks(ax: Axes) -> bool:
    texts = [t.get_text() for t in [*ax.get_yticklabels(), *ax.texts]]
    return any(MISSING in t for t in texts)


def _fit(ax: Axes, head: float) -> float:
    """Set the margins to what the labels need; returns where the labels start, in axes."""
    figure = _figure(ax)
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


def plain_ticks(ax: Axes) -> None:
    """Let labels of names be names: a dollar sign starts no formula."""
    for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]:
        label.set_parse_math(False)


def keep(ax: Axes, tidy: pd.DataFrame, alt: str) -> Axes:
    """Remember the table behind a chart and its description in words."""
    alt = f"{alt} ({told()})" if told() else alt
    _behind.setdefault(_figure(ax), []).append((asked(tidy), " ".join(alt.split())))
    return ax


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
    return pd.concat([tidy for tidy, _ in _behind[_figure(ax)]], ignore_index=True)


def alt_text(ax: Axes | Figure) -> str:
    """A chart in words, for those who do not see it; empty for another's figure.

    Example:
        >>> import toolkit as tk
        >>> from toolkit.chart import ranked
        >>> corpus = tk.open("data/sample")
        >>> ax = ranked(tk.measure.voice_share(corpus.quotes, top=5))
        >>> bool(alt_text(ax))
        True
    """
    return " ".join(alt for _, alt in _behind.get(_figure(ax), []))


def _figure(ax: Axes | Figure) -> Figure:
    figure = ax if isinstance(ax, Figure) else ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure

"""Arc diagram of actors who are quoted in the same stories."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Arc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from toolkit.chart.labels import number, why_empty
from toolkit.chart.panel import Panel, one_estimate, row_places
from toolkit.chart.style import BLUE, GREY, styled
from toolkit.lexicons.word_forms import plural

ROW = 0.32  # inches
LONGEST = 0.92  # share of the width that the longest arc reaches
STEP = 0.12  # share of the width for each row between two names, at most


@styled
def network(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "stories",
    top: int = 40,
) -> Axes:
    """Draw an arc diagram (Wattenberg 2002): an arc for each pair, thicker for more stories.

    Names stand in a column, so that all of them can be read; linked names stand close together.

    Args:
        tidy: what `measure.co_voices` returns: a pair of names, then the figures.
        ax: Axes to draw into; a new figure without.
        title: in sentence case.
        unit: what the estimate counts.
        top: at most so many pairs, the first in the frame.

    Returns:
        The Axes; one that says "No data" where there is no pair.

    Example:
        >>> pairs = {"a": ["Ada Brook", "Ada Brook"], "b": ["Ben Hale", "Cora Finch"]}
        >>> figures = {"low": None, "high": None, "n_articles": 9, "count": [4, 2], "n": 9}
        >>> rows = pd.DataFrame({**pairs, "estimate": [4, 2], **figures})
        >>> network(rows, title="Side by side").get_title(loc="left")
        'Side by side'
    """
    known = one_estimate(tidy).dropna(subset=["estimate"])
    pairs = known.head(top)
    names = _ordered(pairs)
    panel = Panel.open(ax, tidy, title, ROW * len(names))
    if pairs.empty:
        reason = "no two named actors are quoted in one story."
        return panel.blank(why_empty(tidy, reason))
    _arcs(panel.ax, pairs, names)
    panel.ax.scatter(np.zeros(len(names)), row_places(names), s=16, color=BLUE, zorder=3,
                     clip_on=False)  # fmt: skip
    panel.ax.set_xlim(0, 1)
    panel.label_rows(names)
    return panel.finish(_subtitle(pairs, len(known), len(names), unit), _alt(pairs, unit))


def _ordered(pairs: pd.DataFrame) -> list[str]:
    """The names in an order that keeps the links between them short (Cuthill & McKee 1969)."""
    names = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
    if not names:
        return []
    a, b = (pairs[side].map(names.index).to_numpy() for side in ("a", "b"))
    linked = coo_array((np.ones(len(a)), (a, b)), shape=(len(names), len(names)))
    order = reverse_cuthill_mckee((linked + linked.T).tocsr(), symmetric_mode=True)
    return [names[i] for i in order]


def _arcs(ax: Axes, pairs: pd.DataFrame, names: list[str]) -> None:
    """Draw an arc for each pair, with its estimate at the middle where there is room."""
    place = {name: y for y, name in enumerate(reversed(names))}
    ends = pairs[["a", "b"]].replace(place).astype(int)
    apart, middles = (ends["a"] - ends["b"]).abs(), ends.mean(axis=1)
    widths, most = apart * min(LONGEST / apart.max(), STEP), pairs["estimate"].max()
    labelled: list[tuple[float, float]] = []
    for width, height, middle, shared in zip(
        widths, apart, middles, pairs["estimate"], strict=True
    ):
        weight = shared / most
        ax.add_patch(
            Arc((0, middle), 2 * width, height, theta1=-90, theta2=90, color=BLUE,
                linewidth=0.8 + 4 * weight, alpha=0.25 + 0.5 * weight)
        )  # fmt: skip
        if all(abs(width - x) > 0.05 or abs(middle - y) > 0.8 for x, y in labelled):
            ax.annotate(number(shared), (width, middle), (4, 0), va="center",
                        textcoords="offset points", fontsize=8, color=GREY)  # fmt: skip
            labelled.append((width, middle))


def _subtitle(pairs: pd.DataFrame, n_known: int, n_names: int, unit: str) -> list[str]:
    cut = f"the first {len(pairs)} of {number(n_known)} pairs"
    return [
        f"Figures and thickness: {unit} that quote both",
        f"{n_names} names",
        f"in {plural(pairs['n_articles'].max(), 'article')}",
        cut if len(pairs) < n_known else "",
    ]


def _alt(pairs: pd.DataFrame, unit: str) -> str:
    rows = zip(pairs["a"], pairs["b"], pairs["estimate"], strict=True)
    first = [f"{a} and {b} {number(shared)}" for a, b, shared in rows][:5]
    return f"Arc diagram of {len(pairs)} pairs by {unit}: {'; '.join(first)}."

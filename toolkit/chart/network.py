"""Who speaks beside whom: names in a column, an arc between two for their stories."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Arc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from toolkit.chart.estimates import one_each
from toolkit.chart.labels import articles, number, shortened, why
from toolkit.chart.style import BLUE, GREY, blank, header, keep, narrow, panel, plain_ticks, styled

ROW = 0.32  # inches
REACH = 0.92  # of the drawing's width is the longest arc
SLACK = 0.12  # of it is an arc between neighbours at most


@styled
@one_each
def network(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    unit: str = "stories",
    top: int = 40,
) -> Axes:
    """An arc diagram (Wattenberg 2002): an arc for each pair, as thick as what they share.

    Names stand in a column, so that all of them can be read; who is linked stands close.

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
    known = tidy.dropna(subset=["estimate"])
    pairs = known.head(top)
    names = _ordered(pairs)
    ax, own = panel(ax, ROW * max(len(names), 1))
    if pairs.empty:
        keep(ax, tidy, f"{title}: no data.")
        return blank(ax, title, why(tidy, "no two named actors are quoted in one story."), own)
    _arcs(ax, pairs, names)
    _names(ax, names)
    keep(ax, tidy, _alt(title, pairs, unit))
    return header(ax, title, _subtitle(pairs, len(known), len(names), unit), own)


def _ordered(pairs: pd.DataFrame) -> list[str]:
    """The names, so that the links between them are short (Cuthill & McKee 1969)."""
    names = list(dict.fromkeys([*pairs["a"], *pairs["b"]]))
    if not names:
        return []
    a, b = (pairs[side].map(names.index).to_numpy() for side in ("a", "b"))
    linked = coo_array((np.ones(len(a)), (a, b)), shape=(len(names), len(names)))
    order = reverse_cuthill_mckee((linked + linked.T).tocsr(), symmetric_mode=True)
    return [names[i] for i in order]


def _arcs(ax: Axes, pairs: pd.DataFrame, names: list[str]) -> None:
    """An arc for each pair; how much they share stands at its middle where there is room."""
    place = {name: y for y, name in enumerate(reversed(names))}
    ends = pairs[["a", "b"]].replace(place).astype(int)
    apart, middles = (ends["a"] - ends["b"]).abs(), ends.mean(axis=1)
    reach, most = apart * min(REACH / apart.max(), SLACK), pairs["estimate"].max()
    labelled: list[tuple[float, float]] = []
    for out, height, middle, shared in zip(reach, apart, middles, pairs["estimate"], strict=True):
        weight = shared / most
        ax.add_patch(
            Arc((0, middle), 2 * out, height, theta1=-90, theta2=90, color=BLUE,
                linewidth=0.8 + 4 * weight, alpha=0.25 + 0.5 * weight)
        )  # fmt: skip
        if all(abs(out - x) > 0.05 or abs(middle - y) > 0.8 for x, y in labelled):
            ax.annotate(number(shared), (out, middle), (4, 0), va="center",
                        textcoords="offset points", fontsize=8, color=GREY)  # fmt: skip
            labelled.append((out, middle))


def _names(ax: Axes, names: list[str]) -> None:
    y = np.arange(len(names))[::-1]
    ax.scatter(np.zeros(len(names)), y, s=16, color=BLUE, zorder=3, clip_on=False)
    ax.set_yticks(y, [shortened(name, narrow(ax, 34)) for name in names])
    ax.tick_params(left=False)
    ax.xaxis.set_visible(False)
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.spines[["left", "bottom"]].set_visible(False)
    plain_ticks(ax)


def _subtitle(pairs: pd.DataFrame, n_known: int, n_names: int, unit: str) -> str:
    parts = [f"Figures and thickness: {unit} that quote both", f"{n_names} names"]
    parts += [f"in {articles(pairs['n_articles'].max())}"]
    parts += [f"the first {len(pairs)} of {number(n_known)} pairs"] if len(pairs) < n_known else []
    return " · ".join(parts)


def _alt(title: str, pairs: pd.DataFrame, unit: str) -> str:
    rows = zip(pairs["a"], pairs["b"], pairs["estimate"], strict=True)
    told = [f"{a} and {b} {number(e)}" for a, b, e in rows][:5]
    return f"{title}. Arc diagram of {len(pairs)} pairs by {unit}: {'; '.join(told)}."

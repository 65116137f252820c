"""Position profile: the share of each value in each part of a story, from top to end."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.chart.labels import interval_note, key_columns, number, percent, value_label, why_empty
from toolkit.chart.panel import Panel, one_estimate
from toolkit.chart.style import GREY, styled
from toolkit.chart.timeline import NO_LINE, STRIP, draw_strips


@styled
def position_profile(
    tidy: pd.DataFrame,
    ax: Axes | None = None,
    *,
    of: str,
    title: str = "",
    n: str = "quotes",
    top: int = 9,
) -> Axes:
    """Draw the share of each value among the quotes of each part of the story, top to end.

    Args:
        tidy: what `measure.position_profile` returns for one group: part (1 is the top of the
            story), the column `of`, estimate, low, high, n.
        ax: Axes to draw into; None for a new figure.
        of: the column of values, for example "source_role"; each gets a strip.
        title: in sentence case.
        n: what n counts.
        top: at most so many values, those with most.

    Returns:
        The Axes; one that says "No data" where no row has an estimate.

    Raises:
        ValueError: `tidy` has other grouping columns: draw one group at a time.

    Example:
        >>> parts = {"part": [1, 2], "speaker": ["Ada Brook"] * 2, "estimate": [0.5, 0.2]}
        >>> ends = {"low": [0.3, 0.1], "high": [0.7, 0.4], "n_articles": 9, "count": 1, "n": 20}
        >>> rows = pd.DataFrame({**parts, **ends})
        >>> ax = position_profile(rows, of="speaker", title="Who comes first")
        >>> ax.get_title(loc="left")
        'Who comes first'
    """
    rows = one_estimate(tidy)
    others = [k for k in key_columns(rows) if k not in ("part", of)]
    if others:
        raise ValueError(f"profile draws one group at a time: choose one of {others[0]}")
    known = rows.dropna(subset=["estimate"])
    values = known.groupby(of, dropna=False)["count"].sum().sort_values(ascending=False).index
    labels = [value_label(value, of) for value in values[:top]]
    strips = [_strip(known, of, value) for value in values[:top]]
    panel = Panel.open(ax, tidy, title, STRIP * len(strips) + 0.2)
    if known.empty:
        return panel.blank(why_empty(tidy, f"there are no {n} here to place."))
    for strip, heights in zip(strips, draw_strips(panel, labels, strips, 0.74), strict=True):
        _label_points(panel.ax, strip.assign(height=heights))
    _label_parts(panel.ax, list(strips[0].index))
    cut = f"{len(strips)} of {len(values)} shown" if len(strips) < len(values) else ""
    return panel.finish([*_subtitle(known, n), cut], _alt(labels, strips))


def _strip(known: pd.DataFrame, of: str, value: str | None) -> pd.DataFrame:
    """The rows of one value, with a row for every part."""
    here = known[of].isna() if pd.isna(value) else known[of].astype("str").eq(str(value))
    parts = range(int(known["part"].min()), int(known["part"].max()) + 1)
    return known[here].set_index("part").reindex(parts)


def _label_points(ax: Axes, strip: pd.DataFrame) -> None:
    for part, row in strip.dropna(subset=["estimate"]).iterrows():
        share = percent(row["estimate"], row["n"])
        ax.annotate(share, (part, row["height"]), (0, 4), textcoords="offset points", ha="center",
                    fontsize=8, color=GREY)  # fmt: skip


def _label_parts(ax: Axes, parts: list[int]) -> None:
    middle = [""] * (len(parts) - 2)
    ax.set_xticks(parts, ["top of the story", *middle, "end"][-len(parts) :])
    ax.set_xlim(parts[0] - 0.35, parts[-1] + 0.35)


def _subtitle(known: pd.DataFrame, n: str) -> list[str]:
    sizes = known.drop_duplicates("part")["n"]
    few, many = number(sizes.min()), number(sizes.max())
    return [
        f"Share of the {n} in each part of the story, same scale",
        f"{few} {n} a part" if few == many else f"{few} to {many} {n} a part",
        interval_note(known, f"band: 95% interval; {NO_LINE}"),
    ]


def _alt(labels: list[str], strips: list[pd.DataFrame]) -> str:
    changes = [
        f"{label} from {percent(strip['estimate'].iloc[0])} at the top to "
        f"{percent(strip['estimate'].iloc[-1])} at the end"
        for label, strip in zip(labels, strips, strict=True)
    ]
    return f"Courses along the story: {'; '.join(changes[:6])}."

"""Tables to sort and search, and quotes to choose by speaker, outlet and period, in JupyterLab.

Everywhere else they are plain tables and paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from typing import Any

import pandas as pd

from toolkit.show.passages import show_passages

WIDGET = "application/vnd.jupyter.widget-view+json"
_ALL = "all"
_MOST = 60  # speakers in the list
_SHOWN = 8  # quotes at once
_BAR = 16  # characters of the longest bar


@dataclass(frozen=True)
class Browser:
    """A frame that a notebook displays as a table.

    Attributes:
        frame: any frame.
        rows: rows of the plain table.
    """

    frame: pd.DataFrame
    rows: int

    def _repr_html_(self) -> str:
        shown = self.frame.head(self.rows)
        more = len(self.frame) - len(shown)
        rest = f"<p>… and {more:,} more rows.</p>" if more else ""
        return shown.to_html(escape=True, na_rep="–", border=0) + rest

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        static = {"text/html": self._repr_html_(), "text/plain": repr(self.frame)}
        return {**static, **widget_view(_table(self.frame))}


def browse(frame: pd.DataFrame, rows: int = 15) -> Browser:
    """A frame to sort, search and page through in JupyterLab; in a report, its first rows.

    Args:
        frame: any frame.
        rows: how many of them a report shows.

    Example:
        >>> import toolkit as tk
        >>> shown = tk.browse(tk.open("data/sample").sources, rows=2)
        >>> shown._repr_html_().count("<tr>")
        2
    """
    return Browser(frame, rows)


def widget_view(widget: Any) -> dict[str, Any]:
    """The part of an output that needs a kernel; a page on disk does not have it."""
    bundle = widget._repr_mimebundle_() if widget is not None else {}
    data = bundle[0] if isinstance(bundle, tuple) else bundle or {}
    return {WIDGET: data[WIDGET]} if WIDGET in data else {}


def _table(frame: pd.DataFrame) -> Any:
    """The frame as a widget; its texts are escaped."""
    from itables.widget import ITable

    left = "table-layout:auto;width:auto;margin-left:0;margin-right:auto"
    return ITable(frame, allow_html=False, classes="display compact", style=left)


class Explorer:
    """Controls and the chosen quotes; without a kernel, the quotes of the most quoted speaker.

    Args:
        quotes: those that count, with or without texts.
        of: returns the rows of a frame of the corpus for some articles, with texts.
    """

    def __init__(
        self,
        quotes: pd.DataFrame,
        of: Callable[[str, Sequence[str]], pd.DataFrame],
    ) -> None:
        self._of, self._rows = of, quotes

    def quotes(self, **choice: Any) -> pd.DataFrame:
        """Rows of quotes that fit.

        Args:
            choice: `speaker` and `outlet`; `since` and `until`, as days that are dates or strings,
                both included.
        """
        rows = self._fitting(**choice)
        whole = self._of("quotes", rows["article_id"].unique().tolist())
        return whole[whole["quote_id"].isin(rows["quote_id"])]

    def _fitting(self, **choice: Any) -> pd.DataFrame:
        """The rows that fit, as the frames have them: perhaps without texts."""
        given = {name: value for name, value in choice.items() if value is not None}
        rows = self._rows
        for column in given.keys() & {"speaker", "outlet"}:
            rows = rows[rows[column] == given[column]]
        if "since" in given:
            rows = rows[rows["published"] >= pd.Timestamp(given["since"], tz="UTC")]
        if "until" in given:
            end = pd.Timestamp(given["until"], tz="UTC") + pd.Timedelta(days=1)
            rows = rows[rows["published"] < end]
        return rows

    def html(self, **choice: Any) -> str:
        """The chosen quotes, each in its paragraph, the surest first."""
        rows = self._fitting(**choice)
        n, n_articles = len(rows), rows["article_id"].nunique()
        head = f"<p>Quotes: {n:,}, articles: {n_articles:,}.</p>"
        return head + show_passages("quotes", rows, partial(self._of, "articles"), _SHOWN).html

    def _repr_html_(self) -> str:
        first = [name for _, name in self._speakers()[1:2]]
        head = f"<h3>The quotes of {escape(' '.join(first[0].split()))}</h3>" if first else ""
        return head + self.html(speaker=first[0] if first else None)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        plain = f"{len(self._rows):,} quotes to explore in JupyterLab"
        static = {"text/html": self._repr_html_(), "text/plain": plain}
        return {**static, **widget_view(self.widget)}

    def _speakers(self, **choice: Any) -> list[tuple[str, str]]:
        """Labels and names of the speakers; a label is the name, the number of quotes and a bar."""
        counts = self._fitting(**choice)["speaker"].value_counts().head(_MOST)
        bars = [
            (f"{' '.join(name.split())} · {n} {'█' * max(round(_BAR * n / counts.max()), 1)}", name)
            for name, n in zip(counts.index.astype(str), counts, strict=True)
        ]
        return [(_ALL, ""), *bars]

    @cached_property
    def widget(self) -> Any:
        """The controls and the quotes below them."""
        from ipywidgets import HTML, DatePicker, Dropdown, Select, VBox

        outlets = sorted(self._rows["outlet"].dropna().unique())
        outlet = Dropdown(options=[(_ALL, None), *((o, o) for o in outlets)], description="outlet")
        days = [DatePicker(description=name) for name in ("since", "until")]
        speaker = Select(options=self._speakers(), rows=12, description="speaker")
        speaker.layout.width = "40em"
        shown = HTML(self.html())

        def context() -> dict[str, Any]:
            return {"outlet": outlet.value, "since": days[0].value, "until": days[1].value}

        def narrowed(change: Any) -> None:
            speaker.options = self._speakers(**context())
            read(change)

        def read(change: Any) -> None:
            shown.value = self.html(speaker=speaker.value or None, **context())

        for control in (outlet, *days):
            control.observe(narrowed, names="value")
        speaker.observe(read, names="value")
        return VBox([outlet, *days, speaker, shown])

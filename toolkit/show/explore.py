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
from toolkit.show.readable import html_table, numeric_columns, readable, wide_columns

WIDGET = "application/vnd.jupyter.widget-view+json"
_ALL = "all"
_MOST = 60  # speakers in the list
_SHOWN = 8  # quotes at once
_BAR = 16  # characters of the longest bar
# unlike scrollX, this scrolls the buttons of the header, too, so that the keyboard reaches it
_CSS = """
.itables_anywidget .dt-layout-table { overflow-x: auto }
.itables_anywidget td { vertical-align: top }
.itables_anywidget .voices-wide { min-width: 20em }
"""
_MOST_ROWS = 100_000  # of a table in JupyterLab; a browser takes no more


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
        return html_table(readable(self.frame.head(self.rows)), len(self.frame))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        static = {"text/html": self._repr_html_(), "text/plain": repr(self.frame)}
        return {**static, **widget_view(_table(self.frame))}


def browse(frame: pd.DataFrame | pd.Series[Any], rows: int = 15) -> Browser:
    """A frame to sort, search and page through in JupyterLab; in a report, its first rows.

    All rows and columns are there, in words for readers: see `toolkit.show.readable`. Texts longer
    than 400 characters are cut.

    Args:
        frame: any frame or series.
        rows: how many of them a report shows.

    Raises:
        TypeError: it is no frame.

    Example:
        >>> import toolkit as tk
        >>> shown = tk.browse(tk.open("data/sample").sources, rows=2)
        >>> shown._repr_html_().count("<tr>")
        2
    """
    try:
        return Browser(pd.DataFrame(frame), rows)
    except (ValueError, TypeError):
        kind = type(frame).__name__
        raise TypeError(f"browse takes a frame, such as corpus.quotes, not a {kind}") from None


def widget_view(widget: Any) -> dict[str, Any]:
    """The part of an output that needs a kernel; a page on disk does not have it."""
    bundle = widget._repr_mimebundle_() if widget is not None else {}
    data = bundle[0] if isinstance(bundle, tuple) else bundle or {}
    return {WIDGET: data[WIDGET]} if WIDGET in data else {}


def _table(frame: pd.DataFrame) -> Any:
    """All rows and columns of a frame as a widget; its texts are escaped."""
    from itables.widget import ITable

    shown = readable(frame.head(_MOST_ROWS))
    more = len(frame) - len(shown)
    figures = {"targets": numeric_columns(shown), "type": "num-fmt", "className": "dt-right"}
    return ITable(
        shown,
        caption=f"The first {len(shown):,} of {len(frame):,} rows." if more else None,
        allow_html=False,
        maxBytes=0,
        maxRows=0,
        maxColumns=0,
        css=_CSS,
        text_in_header_can_be_selected=False,  # so that a click anywhere in it sorts
        columnDefs=[figures, {"targets": wide_columns(shown), "className": "voices-wide"}],
        classes="display compact",
        style="table-layout:auto;width:100%;margin:0",
    )


class Explorer:
    """Controls and the chosen quotes; without a kernel, the quotes of the most quoted speaker.

    Args:
        quotes: those that count, with or without texts.
        of: returns the rows of a frame of the corpus for some articles, with texts.
    """

    def __init__(
        self, quotes: pd.DataFrame, of: Callable[[str, Sequence[str]], pd.DataFrame]
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

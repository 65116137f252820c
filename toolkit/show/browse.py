"""Interactive tables in JupyterLab that are plain tables everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

WIDGET = "application/vnd.jupyter.widget-view+json"


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

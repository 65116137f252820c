"""A frame to look through: sorted and searched in JupyterLab, a plain table everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Browser:
    """A frame that shows itself as a table.

    Attributes:
        frame: any frame.
        rows: rows that stand on a printed page, where nothing can be turned.
    """

    frame: pd.DataFrame
    rows: int

    def _repr_html_(self) -> str:
        shown = self.frame.head(self.rows)
        more = len(self.frame) - len(shown)
        rest = f"<p>… and {more:,} more rows.</p>" if more else ""
        return shown.to_html(escape=True, na_rep="–", border=0) + rest

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        still = {"text/html": self._repr_html_(), "text/plain": repr(self.frame)}
        return {**still, **moving(_table(self.frame))}


def browse(frame: pd.DataFrame, rows: int = 15) -> Browser:
    """A frame that JupyterLab sorts, searches and turns the pages of; in a report, its first rows.

    Args:
        frame: any frame.
        rows: how many of them stand in a report.

    Example:
        >>> import toolkit as tk
        >>> shown = tk.browse(tk.open("data/sample").sources, rows=2)
        >>> shown._repr_html_().count("<tr>")
        2
    """
    return Browser(frame, rows)


def moving(widget: Any) -> dict[str, Any]:
    """The part of an output that a kernel keeps alive, and no page on disk has."""
    bundle = widget._repr_mimebundle_() if widget is not None else {}
    data = bundle[0] if isinstance(bundle, tuple) else bundle or {}
    return {WIDGET: data[WIDGET]} if WIDGET in data else {}


def _table(frame: pd.DataFrame) -> Any:
    """The frame as a widget; its texts are text, whatever they hold."""
    from itables.widget import ITable

    left = "table-layout:auto;width:auto;margin-left:0;margin-right:auto"
    return ITable(frame, allow_html=False, classes="display compact", style=left)

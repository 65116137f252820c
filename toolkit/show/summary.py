"""What a corpus holds, as tables for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import chain
from math import isnan
from typing import Any

import pandas as pd

from toolkit.lexicons.word_forms import plural
from toolkit.show.readable import MISSING, readable

MOST = 20
"""Rows of the overview."""
_ENDS = ("", "_low", "_high")


@dataclass(frozen=True)
class Summary:
    """A table of outlets that a notebook displays.

    Attributes:
        frame: one row per outlet and a last one for all: counts, and shares with their intervals.
        title: above the table.
        notes: below it.
    """

    frame: pd.DataFrame
    title: str
    notes: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """The rows in words, each share with its interval."""
        shares = [str(name) for name in self.frame if f"{name}_low" in self.frame]
        figures = {name: [name + end for end in _ENDS] for name in shares}
        made = readable(self.frame.drop(columns=[*chain(*figures.values())]))
        for name, columns in figures.items():
            rows = self.frame[columns].itertuples(index=False)
            made[name] = [_percent(*row) for row in rows]
        return made

    def __repr__(self) -> str:
        return "\n".join([self.title, self.table.to_string(index=False), *self.notes])

    def _repr_html_(self) -> str:
        return page(self.title, [], self.table, self.notes, last="voices-all")


def _percent(share: float, low: float, high: float) -> str:
    """A share in percent with its interval.

    Example:
        >>> _percent(0.5, 0.41, 0.59), _percent(0.5, float("nan"), float("nan"))
        ('50% (41–59%)', '50%')
    """
    if isnan(share):
        return MISSING
    return f"{share:.0%}" + ("" if isnan(low) else f" ({100 * low:.0f}–{high:.0%})")


def overview(title: str, facts: Iterable[str], outlets: pd.DataFrame) -> str:
    """What a corpus holds, as HTML.

    Args:
        title: of the corpus.
        facts: sentences above the table.
        outlets: one row per outlet.
    """
    more = len(outlets) - MOST
    notes = [f"… and {plural(more, 'more outlet')}."] if more > 0 else []
    return page(title, facts, readable(outlets.head(MOST)), notes)


def page(
    title: str, facts: Iterable[str], table: pd.DataFrame, notes: Iterable[str], last: str = ""
) -> str:
    """A title, sentences, a readable table and notes as HTML, all escaped.

    Args:
        last: CSS class of the last row.
    """
    style = (files("toolkit.show") / "table.css").read_text(encoding="utf-8")
    heads = "".join(f"<th scope='col'>{escape(str(head))}</th>" for head in table)
    rows = [_row(cells) for cells in table.itertuples(index=False)]
    if rows and last:
        rows[-1] = rows[-1].replace("<tr>", f"<tr class='{last}'>", 1)
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    above = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    below = "".join(f"<p class='voices-note'>{escape(note)}</p>" for note in notes)
    inner = f"<p class='voices-title'>{escape(title)}</p>{above}<table>{body}</table>{below}"
    return f"<style>{style}</style><div class='voices-table'>{inner}</div>"


def _row(cells: Iterable[Any]) -> str:
    first, *others = (escape(str(cell)) for cell in cells)
    return f"<tr><th scope='row'>{first}</th>{''.join(f'<td>{c}</td>' for c in others)}</tr>"

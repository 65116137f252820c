"""Calls of measures: they refuse what is no frame, and know which rows a figure counts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn

import pandas as pd

from toolkit.measure.estimation.encode import attributed_quotes

FRAMES = ("quotes", "mentions", "articles")
"""Names of the parameters that take a frame of a corpus."""
_SOURCE = ["article_id", "speaker", "actor_id"]
_IDS = ("speaker_id", "a_id", "b_id", "accuser_id")
"""Columns of those who speak, in measures of pairs."""
Rows = pd.DataFrame | Mapping[Any, pd.DataFrame]


class _Asking(pd.DataFrame):
    """A frame whose caller wants to know which of its rows a figure counts.

    Frames and series derived from it ask the same.
    """

    @property
    def _constructor(self) -> type[_Asking]:
        return _Asking

    @property
    def _constructor_sliced(self) -> type[_AskingSeries]:
        return _AskingSeries


class _AskingSeries(pd.Series):
    @property
    def _constructor_expanddim(self) -> type[_Asking]:
        return _Asking

    @property
    def _constructor(self) -> type[_AskingSeries]:
        return _AskingSeries


class _Counted(Exception):
    """The rows that figures count, and the columns of which each figure has one value."""

    def __init__(self, rows: Rows, keys: list[str]) -> None:
        super().__init__()
        self.rows, self.keys = rows, keys

    def of(self, row: Mapping[Any, Any]) -> pd.DataFrame:
        """The rows that one figure counts."""
        if isinstance(self.rows, pd.DataFrame):
            return fitting(self.rows, {k: row[k] for k in self.keys if k in row})
        first, *others = self.keys
        return _Counted(self.rows[row[first]], others).of(row)


def counts(rows: Rows, keys: list[str]) -> None:
    """Say which rows the figures of a measure count; this ends it if its frame asks for them.

    Args:
        rows: one row for each thing that is counted, or such rows by the values of the first key.
        keys: columns of the frame that is returned.
    """
    if isinstance(rows if isinstance(rows, pd.DataFrame) else next(iter(rows.values())), _Asking):
        raise _Counted(rows, keys)


class Call(str):
    """The name of a measure that was called, with what it was given; each call equals itself alone.

    It is a string because pandas copies, compares and saves it as a part of `DataFrame.attrs`.
    """

    measure: Callable[..., Any]
    given: dict[str, Any]
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __new__(cls, measure: Callable[..., Any], given: Mapping[str, Any]) -> Call:
        """A call of a measure with arguments by name; a correction is left out."""
        call = super().__new__(cls, measure.__name__)
        call.measure = measure
        call.given = {n: v for n, v in given.items() if n != "corrected"}
        return call

    def __copy__(self) -> Call:
        return self

    def __deepcopy__(self, memo: object) -> Call:
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)

    def behind(self, row: Mapping[Any, Any]) -> tuple[str, pd.DataFrame]:
        """The rows that a figure of this call counts.

        Args:
            row: a row of the frame that the measure returned.

        Returns:
            "quotes", "mentions" or "articles", and rows of the frame that the measure was given.

        Raises:
            LookupError: the measure does not say what it counts.
        """
        rows = self._counted().of(row)
        if "amount" in rows:
            rows = rows[rows["amount"] > 0]
        name = str(rows.index.name)
        if name in ("quotes", "mentions"):
            return name, self.given[name].iloc[rows.index.unique()]
        return self._of_articles(rows)

    def _counted(self) -> _Counted:
        given = {n: self.given[n] for n in FRAMES if self.given.get(n) is not None}
        asking = {n: _Asking(v.set_axis(pd.RangeIndex(len(v), name=n))) for n, v in given.items()}
        try:
            self.measure(**(self.given | asking))
        except _Counted as counted:
            return counted
        raise LookupError(f"{self} does not say what it counts")

    def _of_articles(self, rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:
        """Where articles, sources or pairs are counted: their quotes, else the articles."""
        quotes = self._quotes(rows) if "quotes" in self.given else rows.head(0)
        if len(quotes):
            return "quotes", quotes
        articles = rows if self.given.get("articles") is None else self.given["articles"]
        return "articles", articles[articles["article_id"].isin(rows["article_id"])]

    def _quotes(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The quotes that count in the articles of the rows, by those who speak in the rows."""
        kinds = inspect.signature(self.measure).parameters["kinds"].default
        quotes = attributed_quotes(self.given["quotes"], self.given.get("kinds", kinds))
        quotes = quotes[quotes["article_id"].isin(rows["article_id"])]
        if speaking := {i for column in _IDS if column in rows for i in rows[column]}:
            return quotes[quotes["actor_id"].isin(speaking)]
        if "speaker" in rows:
            return quotes[_keys(quotes, _SOURCE).isin(_keys(rows, _SOURCE))]
        return quotes


def _keys(rows: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[columns])


def fitting(rows: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """The rows with these values in these columns; null fits null.

    Example:
        >>> len(fitting(pd.DataFrame({"cue": ["said", None]}), {"cue": None}))
        1
    """
    for column, value in wanted.items():
        rows = rows[rows[column].isna() if pd.isna(value) else rows[column].eq(value).fillna(False)]
    return rows


def remembered(measure: Callable[..., Any]) -> Callable[..., Any]:
    """A measure whose frame has the call in `attrs`, and whose errors say what to pass instead."""
    signature = inspect.signature(measure)
    taken = [name for name in signature.parameters if name in FRAMES]

    @wraps(measure)
    def call(*args: Any, **options: Any) -> Any:
        known = {n: v for n, v in options.items() if n in signature.parameters}
        given = signature.bind_partial(*args, **known).arguments
        for name in taken:
            if name in given and not isinstance(given[name], pd.DataFrame | None):
                _refuse(measure.__name__, taken, given[name])
        made = measure(*args, **options)
        if isinstance(made, pd.DataFrame):
            made.attrs["measure"] = Call(measure, given)
        return made

    call.__module__ = "toolkit.measure"  # where pickle finds it
    return call


def _refuse(name: str, taken: list[str], value: object) -> NoReturn:
    """Say what a measure takes.

    Raises:
        TypeError: always.
    """
    frames = ", ".join(f"corpus.{frame}" for frame in taken)
    raise TypeError(
        f"{name} takes frames, not a {type(value).__name__}: {name}({frames}), "
        f"or corpus.{name}(), which passes them itself"
    )

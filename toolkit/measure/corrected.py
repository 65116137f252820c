"""Measures beside their corrected selves: ``corrected=`` in any measure.

People's rows go through a measure's own code under marked article ids, as more articles of the same
corpus; where the sums are made, they are parted again. So a measure is corrected as it counts, and
says nothing about how.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import ParamSpec

import numpy as np
import pandas as pd

from toolkit.measure.correcting import Design

_MARK = "\x1fpeople"
_FRAMES = ("quotes", "mentions", "articles")
_RUNNING: ContextVar[CodedSample | None] = ContextVar("running", default=None)
Options = ParamSpec("Options")


@dataclass(frozen=True)
class CodedSample:
    """Articles that people coded, and what they coded there.

    Attributes:
        articles: one row a coded article, those without quotes too: article_id, inclusion
            (probability of having been drawn, above 0 to 1), stratum (what it was drawn from).
        quotes: frame of frames.QUOTES: all quotes of those articles, after people.
        mentions: frame of frames.MENTIONS, likewise; None where people coded quotes alone.
        finite: whether figures are for the corpus's own articles alone, and not for the process
            that they came from, as those of all measures are.
    """

    articles: pd.DataFrame
    quotes: pd.DataFrame
    mentions: pd.DataFrame | None = None
    finite: bool = False

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"<CodedSample: {len(self.quotes)} quotes in {len(self)} coded articles>"

    @property
    def design(self) -> Design:
        """How its articles were drawn; the corpus has as many as their weights add up to."""
        inclusion = self.articles["inclusion"].to_numpy(np.float64)
        stratum = pd.factorize(self.articles["stratum"], use_na_sentinel=False)[0]
        size = round(float((1 / inclusion).sum()))
        return Design.of(inclusion, stratum.astype(np.int64), size, self.finite)


def correctable(
    measure: Callable[Options, pd.DataFrame],
) -> Callable[Options, pd.DataFrame]:
    """A measure that heeds its parameter `corrected`: naive figures, and corrected ones beside.

    The measure itself sees people's rows as rows of further articles; `ratio` and `figures` part
    them again.
    """

    @wraps(measure)
    def both(*args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
        bound = signature(measure).bind(*args, **options)
        sample = bound.arguments.pop("corrected", None)
        if not isinstance(sample, CodedSample):
            return measure(*args, **options)
        if bound.arguments.get("resample", "articles") != "articles":
            raise ValueError("corrected figures are over articles: leave resample as it is")
        bound.arguments |= _with_people({n: bound.arguments.get(n) for n in _FRAMES}, sample)
        token = _RUNNING.set(sample)
        try:
            return measure(*bound.args, **bound.kwargs)
        finally:
            _RUNNING.reset(token)

    return both


def running() -> CodedSample | None:
    """The sample that the running measure is corrected by."""
    return _RUNNING.get()


def _with_people(
    given: dict[str, pd.DataFrame | None], sample: CodedSample
) -> dict[str, pd.DataFrame]:
    """A measure's frames with people's rows; those of articles that it does not have left out."""
    known, articles = sample.articles["article_id"], given["articles"]
    if articles is not None:
        known = known[known.isin(articles["article_id"])]
    own = {"quotes": sample.quotes, "mentions": sample.mentions, "articles": articles}
    made = {}
    for name, rows in given.items():
        if rows is None:
            continue
        coded = own[name]
        if coded is None:
            raise ValueError(f"this sample has no coded {name}: nothing to correct with")
        people = coded[coded["article_id"].isin(known)]
        if "weight" in rows and "weight" not in people:
            weight = rows.drop_duplicates("article_id").set_index("article_id")["weight"]
            people = people.assign(weight=people["article_id"].map(weight).fillna(1.0))
        marked = people.assign(article_id=people["article_id"] + _MARK)
        made[name] = pd.concat([rows, marked[[c for c in rows if c in marked]]], ignore_index=True)
    return made


def by_people(article_id: pd.Series[str]) -> pd.Series[bool]:
    """Which rows people coded."""
    return article_id.str.endswith(_MARK).fillna(False).astype(bool)


def unmarked(article_id: pd.Series[str]) -> pd.Series[str]:
    """The articles that rows are of, whoever coded them."""
    return article_id.str.removesuffix(_MARK)

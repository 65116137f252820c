"""Measures beside their corrected selves: ``corrected=`` in any measure.

People's rows go through a measure's own code under marked article ids, as more articles of the same
corpus; where the sums are made, they are parted again. So a measure is corrected as it counts, and
says nothing about how.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, wraps
from inspect import signature
from typing import ParamSpec

import numpy as np
import pandas as pd

from toolkit.measure.correction.survey_design import Clusters, Design
from toolkit.measure.estimation.article_sums import Ints
from toolkit.measure.estimation.coded_rows import marked, unmarked
from toolkit.measure.estimation.select import DRAWN_BY, weight_by_article

_FRAMES = ("quotes", "mentions", "articles")
_RUNNING: ContextVar[Running | None] = ContextVar("running", default=None)
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


@dataclass(frozen=True, eq=False)
class Running:
    """The correction of the measure that runs.

    Attributes:
        sample: what people coded.
        cluster: by article_id, the number of the story or outlet of each article of the corpus;
            None where articles are drawn.
        name: what is drawn: articles, stories, outlets.
    """

    sample: CodedSample
    cluster: pd.Series[int] | None
    name: str

    @classmethod
    def of(cls, sample: CodedSample, articles: pd.DataFrame | None, cluster: str) -> Running:
        """Without articles, nothing tells what they belong to: the measure will say so itself."""
        columns = DRAWN_BY.get(cluster)
        if articles is None or not columns:
            return cls(sample, None, cluster)
        own = articles.drop_duplicates("article_id")
        number = pd.factorize(own[columns[0]], use_na_sentinel=False)[0]
        return cls(sample, pd.Series(number, index=pd.Index(own["article_id"])), cluster)

    def __len__(self) -> int:
        return len(self.sample)

    def place(self, article_id: pd.Series[str]) -> Ints:
        """The number of each row's article in the sample, whoever coded it; -1 for others."""
        known = pd.Index(self.sample.articles["article_id"])
        places: Ints = known.get_indexer(pd.Index(unmarked(article_id))).astype(np.int64)
        return places

    @cached_property
    def design(self) -> Design:
        """How the articles were drawn; the corpus has as many as their weights add up to."""
        articles = self.sample.articles
        inclusion = articles["inclusion"].to_numpy(np.float64)
        stratum = pd.factorize(articles["stratum"], use_na_sentinel=False)[0].astype(np.int64)
        size = round(float((1 / inclusion).sum()))
        return Design.of(inclusion, stratum, size, self.sample.finite, self._clusters(size))

    def _clusters(self, size: int) -> Clusters | None:
        """Coded articles that are not in the corpus are a cluster without any: the last."""
        if self.cluster is None:
            return None
        counts = np.bincount(self.cluster).astype(np.float64)
        ids = self.sample.articles["article_id"]
        of_coded = ids.map(self.cluster).fillna(len(counts)).to_numpy().astype(np.int64)
        return Clusters(of_coded, np.append(counts * size / counts.sum(), 0), self.name)


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
        frames = {name: bound.arguments.get(name) for name in _FRAMES}
        cluster = bound.arguments.get("cluster", "articles")
        run = Running.of(sample, frames["articles"], cluster)
        bound.arguments |= _with_people(frames, sample)
        token = _RUNNING.set(run)
        try:
            return measure(*bound.args, **bound.kwargs)
        finally:
            _RUNNING.reset(token)

    return both


def not_correctable(
    why: str,
) -> Callable[[Callable[Options, pd.DataFrame]], Callable[Options, pd.DataFrame]]:
    """A measure that refuses `corrected` in one line.

    Args:
        why: what people's coding cannot correct here, and what to use instead.
    """

    def wrapped(measure: Callable[Options, pd.DataFrame]) -> Callable[Options, pd.DataFrame]:
        @wraps(measure)
        def refusing(*args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
            if options.pop("corrected", None) is not None:
                raise ValueError(f"{measure.__name__} is not corrected: {why}")
            return measure(*args, **options)

        return refusing

    return wrapped


def running() -> Running | None:
    """The correction of the measure that runs; None where it is not corrected."""
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
            raise ValueError(
                f"people coded no {name} in this sample: code them, too, or correct measures that "
                "take quotes alone"
            )
        people = coded[coded["article_id"].isin(known)]
        if "weight" in rows and "weight" not in people:
            people = people.assign(weight=_weights(rows, people["article_id"], articles))
        mark = people.assign(article_id=marked(people["article_id"]))
        made[name] = pd.concat([rows, mark[[c for c in rows if c in mark]]], ignore_index=True)
    return made


def _weights(
    rows: pd.DataFrame, article_id: pd.Series[str], articles: pd.DataFrame | None
) -> pd.Series[float]:
    """What people's quotes weight: as the machine's of the same article, else by its story."""
    weight = rows.drop_duplicates("article_id").set_index("article_id")["weight"]
    made = article_id.map(weight).astype("float64")
    if made.isna().any():
        if articles is None:
            raise ValueError(
                "people found quotes in articles where the machine has none: give articles=, too, "
                "to weigh them"
            )
        made = made.fillna(article_id.map(weight_by_article(articles)))
    return made

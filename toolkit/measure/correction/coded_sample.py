"""Articles that people coded, and the correction of a measure by them (``corrected=``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

import numpy as np
import pandas as pd

from toolkit.measure.correction.survey_design import Clusters, Design
from toolkit.measure.estimation.article_sums import Ints
from toolkit.measure.estimation.select import DRAWN_BY

Options = ParamSpec("Options")


@dataclass(frozen=True)
class CodedSample:
    """Articles that people coded, and their coding.

    Attributes:
        articles: one row per coded article, including those without quotes: article_id, inclusion
            (probability of being drawn, above 0 and up to 1), stratum (group it was drawn from).
        quotes: frame of frames.QUOTES: all quotes of those articles, as people coded them.
        mentions: frame of frames.MENTIONS, likewise; None if people coded only quotes.
        finite: whether figures describe only the articles of the corpus, instead of the process
            that produced them, as other measures do.
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
class Correction:
    """A coded sample as the estimators use it.

    Attributes:
        article_id: of the coded articles.
        design: how they were drawn.
        cluster_name: the units that are resampled: articles, stories or outlets.
        cluster: number of the story or outlet of each article of the corpus, by article_id; None
            if articles are resampled.
    """

    article_id: pd.Index
    design: Design
    cluster_name: str
    cluster: pd.Series[int] | None

    @classmethod
    def of(cls, sample: CodedSample, articles: pd.DataFrame | None, cluster: str) -> Correction:
        """The correction by a sample; clusters come from the articles frame."""
        coded = sample.articles
        numbers = _cluster_numbers(articles, cluster)
        inclusion = coded["inclusion"].to_numpy(np.float64)
        stratum = pd.factorize(coded["stratum"], use_na_sentinel=False)[0].astype(np.int64)
        size = round(float((1 / inclusion).sum()))
        ids = coded["article_id"]
        clusters = None if numbers is None else _clusters(ids, numbers, size, cluster)
        design = Design.of(inclusion, stratum, size, sample.finite, clusters)
        return cls(pd.Index(ids), design, cluster, numbers)

    def __len__(self) -> int:
        return len(self.article_id)

    def place(self, article_id: pd.Series[str]) -> Ints:
        """The number of each row's article in the sample; -1 for others."""
        return self.article_id.get_indexer(pd.Index(article_id)).astype(np.int64)


def _cluster_numbers(articles: pd.DataFrame | None, cluster: str) -> pd.Series[int] | None:
    column = DRAWN_BY.get(cluster)
    if articles is None or not column:
        return None
    distinct = articles.drop_duplicates("article_id")
    numbers = pd.factorize(distinct[column[0]], use_na_sentinel=False)[0]
    return pd.Series(numbers, index=pd.Index(distinct["article_id"]))


def _clusters(
    coded: pd.Series[str], numbers: pd.Series[int], n_articles: int, name: str
) -> Clusters:
    """Clusters of the coded articles; those not in the corpus form one more, empty cluster."""
    counts = np.bincount(numbers).astype(np.float64)
    of_coded = coded.map(numbers).fillna(len(counts)).to_numpy().astype(np.int64)
    return Clusters(of_coded, np.append(counts * n_articles / counts.sum(), 0), name)


def not_correctable(
    why: str,
) -> Callable[[Callable[Options, pd.DataFrame]], Callable[Options, pd.DataFrame]]:
    """Make a measure refuse `corrected` with a reason.

    Args:
        why: reason why a coding cannot correct it, and what to use instead.
    """

    def decorate(measure: Callable[Options, pd.DataFrame]) -> Callable[Options, pd.DataFrame]:
        @wraps(measure)
        def refusing(*args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
            if options.pop("corrected", None) is not None:
                raise ValueError(f"{measure.__name__} is not corrected: {why}")
            return measure(*args, **options)

        return refusing

    return decorate

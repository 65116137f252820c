"""The frames that a measure takes, with people's rows if it is corrected, and ratios of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from toolkit.frames import OF_ARTICLE
from toolkit.measure.correction.coded_sample import CodedSample, Correction
from toolkit.measure.estimation.encode import (
    KINDS,
    Columns,
    attributed_quotes,
    grouped,
    names,
    weighed,
    weight_by_article,
)
from toolkit.measure.shares import ratio

_COUNTED_BY = ("article_id", "coded", "cue_kind", "n_words", "parent_id", "weight")


@dataclass(frozen=True)
class Inputs:
    """The frames of a measure, the units to resample, and the correction.

    With a correction, each frame has people's rows after the machine's; its column `coded` says
    which are which. The same code counts both until sums are computed.

    Attributes:
        quotes, mentions: empty if the measure takes none.
        articles: None if the user gives none.
        cluster: "articles", "stories" or "outlets".
        correction: by a coded sample; None if the measure is not corrected.
    """

    quotes: pd.DataFrame
    mentions: pd.DataFrame
    articles: pd.DataFrame | None
    cluster: str
    correction: Correction | None

    @classmethod
    def of(
        cls,
        quotes: pd.DataFrame | None = None,
        articles: pd.DataFrame | None = None,
        cluster: str = "articles",
        corrected: CodedSample | None = None,
        *,
        mentions: pd.DataFrame | None = None,
    ) -> Inputs:
        """The given frames and, with a sample, people's rows of the same articles.

        Raises:
            ValueError: people did not code mentions, and the measure takes them.
        """
        given = {"quotes": quotes, "mentions": mentions, "articles": articles}
        frames = {name: rows for name, rows in given.items() if rows is not None}
        correction = None
        if corrected is not None:
            correction = Correction.of(corrected, articles, cluster)
            frames = _with_people(frames, corrected)
        quotes, mentions = (frames.get(name, pd.DataFrame()) for name in ("quotes", "mentions"))
        return cls(quotes, mentions, frames.get("articles"), cluster, correction)

    def select_quotes(
        self,
        of: Columns = (),
        by: Columns = (),
        *,
        kinds: Sequence[str] = KINDS,
        weight: str = "quotes",
        also: Sequence[str] = (),
        quotes: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """The quotes that count, with their `amount`, and only the columns that are needed.

        Args:
            of: columns of `quotes` whose values are compared.
            by, kinds, weight: as in every measure of quotes.
            also: further columns of `quotes`.
            quotes: select from these instead.

        Raises:
            ValueError: there is no such column; the message lists the columns.
        """
        rows = self.quotes if quotes is None else quotes
        if unknown := [name for name in names(of) if name not in rows]:
            known = (str(c) for c in rows if c != "coded")
            raise ValueError(f"of={unknown[0]!r}: choose from {', '.join(known)}")
        used = {*_COUNTED_BY, *names(of), *names(by), *also}
        narrow = rows[[c for c in rows if c in used]]
        return self.grouped(weighed(attributed_quotes(narrow, kinds), weight), by)

    @property
    def keys(self) -> list[str]:
        """The columns that identify one coding of an article: by the machine or by people."""
        return ["article_id"] if self.correction is None else ["article_id", "coded"]

    def attributed(self, kinds: Sequence[str] = KINDS) -> pd.DataFrame:
        """The quotes whose cue is of one of these kinds."""
        return attributed_quotes(self.quotes, kinds)

    def stories(self, by: Columns) -> pd.DataFrame:
        """One row per article, with its grouping columns and an `amount` of 1."""
        assert self.articles is not None
        return self.grouped(self.articles[self.keys], by).assign(amount=1)

    def grouped(self, rows: pd.DataFrame, by: Columns = ()) -> pd.DataFrame:
        """The rows with their grouping columns; see `encode.grouped`."""
        plain = not names(by) and self.cluster == "articles"
        articles = self._described if self.articles is None and not plain else self.articles
        return grouped(rows, by, articles, self.cluster)

    @cached_property
    def _described(self) -> pd.DataFrame | None:
        """What the quotes and mentions of a corpus say of their articles; people's say nothing."""
        if self.correction is not None:
            return None
        columns = ("article_id", *OF_ARTICLE)
        rows = [f[[c for c in f if c in columns]] for f in (self.quotes, self.mentions)]
        return pd.concat(rows).drop_duplicates("article_id", ignore_index=True)

    def share(
        self, rows: pd.DataFrame, of: Columns, by: Columns = (), **options: Any
    ) -> pd.DataFrame:
        """Shares of the `amount` of rows, with intervals; corrected if the measure is."""
        return self.ratio(rows, rows, of, by, bounded=True, **options)

    def proportion(
        self, rows: pd.DataFrame, part: pd.Series[bool], by: Columns = (), unit: str = "quotes"
    ) -> pd.DataFrame:
        """The share of some of the rows in the `amount` of all rows."""
        return self.ratio(rows[part], rows, (), by, bounded=True, unit=unit)

    def ratio(
        self, parts: pd.DataFrame, wholes: pd.DataFrame, of: Columns, by: Columns, **options: Any
    ) -> pd.DataFrame:
        """The `amount` of parts over that of wholes; options as in `shares.ratio`."""
        options |= {"cluster": self.cluster, "correction": self.correction}
        return ratio(parts, wholes, of, by, **options)


def _with_people(frames: dict[str, pd.DataFrame], sample: CodedSample) -> dict[str, pd.DataFrame]:
    """Each frame with people's rows of the same articles appended."""
    known, articles = sample.articles["article_id"], frames.get("articles")
    if articles is not None:
        known = known[known.isin(articles["article_id"])]
    coding = {"quotes": sample.quotes, "mentions": sample.mentions, "articles": articles}
    both = {}
    for name, machine in frames.items():
        people = coding[name]
        if people is None:
            raise ValueError(
                f"people coded no {name} in this sample: code them, too, or correct measures that "
                "take quotes alone"
            )
        if name != "articles":  # people's rows do not say it
            machine = machine.drop(columns=[*OF_ARTICLE], errors="ignore")
        people = people[people["article_id"].isin(known)]
        if "weight" in machine and "weight" not in people:
            people = people.assign(weight=_weights(machine, people["article_id"], articles))
        people = people[[c for c in machine if c in people]].assign(coded=True)
        both[name] = pd.concat([machine.assign(coded=False), people], ignore_index=True)
    return both


def _weights(
    quotes: pd.DataFrame, article_id: pd.Series[str], articles: pd.DataFrame | None
) -> pd.Series[float]:
    """Weights of people's quotes: the machine's in that article, or from its story."""
    weight = quotes.drop_duplicates("article_id").set_index("article_id")["weight"]
    if articles is not None:
        weight = weight.combine_first(weight_by_article(articles))
    weights = article_id.map(weight).astype("float64")
    if weights.isna().any():
        raise ValueError(
            "people found quotes in articles where the machine has none: give articles=, too, "
            "to weigh them"
        )
    return weights

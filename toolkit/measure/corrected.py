"""Measures beside their corrected selves: ``corrected=`` in any measure.

People's rows go through a measure's own code under marked article ids, as more articles of the same
corpus; where the sums are made, they are parted again. So a measure is corrected as it counts, and
says nothing about how.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.measure.correcting import FEWEST_CODED, Coding, Design, corrected_ratio
from toolkit.measure.intervals import FEWEST, Floats, Ints

ESTIMATED = ("naive", "corrected", "coded sample")
_MARK = "\x1fpeople"


@dataclass(frozen=True)
class CodedSample:
    """Articles that people coded, and what they coded there.

    Attributes:
        articles: one row a coded article: article_id, inclusion (probability of having been drawn,
            above 0 to 1) and stratum (what it was drawn from); of people without quotes, too.
        quotes: frame of frames.QUOTES: all quotes of those articles, after people.
        mentions: frame of frames.MENTIONS, likewise; None where people coded quotes alone.
    """

    articles: pd.DataFrame
    quotes: pd.DataFrame
    mentions: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"<CodedSample: {len(self.quotes)} quotes in {len(self)} coded articles>"

    @property
    def design(self) -> Design:
        """How its articles were drawn; the corpus has as many as their weights add up to."""
        inclusion = self.articles["inclusion"].to_numpy(np.float64)
        stratum = pd.factorize(self.articles["stratum"], use_na_sentinel=False)[0]
        return Design.of(inclusion, stratum.astype(np.int64), round(float((1 / inclusion).sum())))


def with_people(
    rows: pd.DataFrame,
    articles: pd.DataFrame | None,
    sample: CodedSample | None,
    coded: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """A measure's rows and articles, with people's added under marked ids.

    Args:
        rows: quotes or mentions of the machine.
        articles: the articles frame, if the measure has one; people's rows in other articles are
            left out, as the machine's are.
        sample: what people coded; None changes nothing.
        coded: people's rows; the sample's quotes unless given.

    Returns:
        Both frames, new where there is a sample.

    Example:
        >>> with_people(pd.DataFrame({"article_id": ["a"]}), None, None)[0].shape
        (1, 1)
    """
    if sample is None:
        return rows, articles
    own = sample.quotes if coded is None else coded
    known = sample.articles["article_id"]
    if articles is not None:
        known = known[known.isin(articles["article_id"])]
        there = articles[articles["article_id"].isin(known)]
        articles = pd.concat([articles, _marked(there)], ignore_index=True)
    people = own[own["article_id"].isin(known)]
    return pd.concat([rows, _marked(people)], ignore_index=True), articles


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(article_id=rows["article_id"] + _MARK)


def is_people(rows: pd.DataFrame) -> pd.Series[bool]:
    """Which rows people coded."""
    return rows["article_id"].str.endswith(_MARK)


@dataclass(frozen=True)
class Amounts:
    """A quantity by cell and article: the cell, the article's id and the amount of each row."""

    cell: Ints
    article_id: pd.Series[str]
    amount: Floats
    n_cells: int

    def split(self, sample: CodedSample) -> tuple[Coding, Coding]:
        """People's coding and the machine's, in the sample's order of articles."""
        ids = self.article_id.str.removesuffix(_MARK)
        place = pd.Index(sample.articles["article_id"]).get_indexer(pd.Index(ids))
        people = self.article_id.str.endswith(_MARK).to_numpy(bool)
        total = np.bincount(
            self.cell[~people], weights=self.amount[~people], minlength=self.n_cells
        )
        tables = [self._table(own & (place >= 0), place, len(sample)) for own in (people, ~people)]
        return Coding(tables[0]), Coding(tables[1], total.astype(np.float64))

    def _table(self, own: np.ndarray, place: np.ndarray, width: int) -> Floats:
        made = np.zeros((self.n_cells, width))
        np.add.at(made, (self.cell[own], place[own]), self.amount[own])
        return made


def beside(
    naive: pd.DataFrame, above: Amounts, below: Amounts, sample: CodedSample, bounded: bool
) -> pd.DataFrame:
    """Naive figures, and after each the corrected one and that of the coded sample alone.

    Args:
        naive: estimate, low, high, n_articles, count, n, one row a cell of `above`.
        above: amounts of the numerators; as many cells a group, one group after the other.
        below: amounts of the bases, one cell a group.
        sample: what people coded.
        bounded: whether the ratios are shares, and so never beyond 0 and 1.

    Returns:
        Three rows a cell: estimated, the columns of `naive`, then n_coded (coded articles in the
        base), least (the interval's width were every article coded), note. Where too few articles
        are coded there is no figure but the naive one, and the note says so.
    """
    tops, bases = above.split(sample), below.split(sample)
    group = np.repeat(np.arange(below.n_cells), above.n_cells // max(below.n_cells, 1))
    n_coded = _present(bases)[group]
    note = _note(n_coded, _present(tops))
    made = [naive.assign(estimated="naive", n_coded=n_coded)]
    for name, weight in (("corrected", None), ("coded sample", 0.0)):
        figures = corrected_ratio(tops, bases, group, sample.design, weight)
        kept = _within(figures, bounded).mask(note.notna())
        n_articles = naive["n_articles"] if weight is None else n_coded
        made.append(kept.assign(estimated=name, n_coded=n_coded, note=note, n_articles=n_articles))
    columns = [
        "estimated",
        *naive.columns.drop("note", errors="ignore"),
        "n_coded",
        "least",
        "note",
    ]
    both = pd.concat([one.reindex(columns=columns) for one in made])
    return both.sort_index(kind="stable").astype({"note": "str"})


def _present(codings: tuple[Coding, Coding]) -> Ints:
    """In how many coded articles people or the machine have any, one a cell."""
    people, machine = codings
    made: Ints = ((people.coded != 0) | (machine.coded != 0)).sum(axis=1).astype(np.int64)
    return made


def _note(n_coded: Ints, n_present: Ints) -> pd.Series[str]:
    """Why a cell is not corrected, null where it is."""
    note = pd.Series(pd.NA, index=range(len(n_coded)), dtype="str")
    note[n_present < FEWEST] = [
        f"in {n} coded articles: too few" for n in n_present[n_present < FEWEST]
    ]
    few = n_coded < FEWEST_CODED
    note[few] = [f"{n} articles coded, {FEWEST_CODED} needed" for n in n_coded[few]]
    return note


def _within(figures: pd.DataFrame, bounded: bool) -> pd.DataFrame:
    """Never below zero, and shares never above one."""
    ends = ["estimate", "low", "high"]
    return figures.assign(**{c: figures[c].clip(0, 1 if bounded else None) for c in ends})


def more_articles(tidy: pd.DataFrame, width: float) -> pd.Series[int]:
    """How many more articles to code for an interval of a given width.

    The part of a width that coding more can narrow shrinks with the root of the coded articles; the
    rest is how much articles differ, and would be left were all of them coded.

    Args:
        tidy: of a measure with ``corrected=``; its corrected rows and those of the coded sample
            count, others are null.
        width: high less low, wanted, in units of the estimate: 0.06 for a share.

    Returns:
        `Int64` series with the index of `tidy`; 0 where the interval is narrow enough, null where
        no coding makes it so or there is no interval.

    Example:
        >>> row = {"low": [0.2], "high": [0.4], "least": [0.02], "n_coded": [60]}
        >>> more_articles(pd.DataFrame(row), 0.1).tolist()
        [188]
    """
    spread = (tidy["high"] - tidy["low"]) ** 2 - tidy["least"] ** 2
    wanted = width**2 - tidy["least"] ** 2
    times = (spread / wanted).where(wanted > 0)
    more: pd.Series[float] = -(tidy["n_coded"] * (1 - times) // 1)
    return more.clip(lower=0).astype("Int64")

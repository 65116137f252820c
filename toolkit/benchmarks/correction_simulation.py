"""Bias and coverage of corrected figures, in simulations with known truth and on PolNeAR.

python -m toolkit.benchmarks.correction_simulation
python -m toolkit.benchmarks.correction_simulation --polnear polnear/dev

The simulated errors resemble those of a published figure: 25.9 % of the sources are women by hand
coding, 21.5 % by software that misses some voices more than others.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.annotate import Pipeline
from toolkit.measure.correction.coded_sample import Codings
from toolkit.measure.correction.estimators import corrected_ratio
from toolkit.measure.correction.survey_design import Design
from toolkit.measure.estimation.bootstrap import Floats
from toolkit.progress import bar, track
from toolkit.validate.scoring.attribution import triples
from toolkit.validate.scoring.polnear import read_split
from toolkit.validate.scoring.tokens import TokenText

ARTICLES = 2_000
SOURCES, CLUMPING = 7.0, 2.5  # per article, mean and shape: a few articles have many
WOMEN, ALIKE = 0.259, 6.0  # share, and how alike the sources of one article are
FOUND = {"women": 0.72, "men": 0.92}
MISTAKEN = {"women": 0.03, "men": 0.01}  # share of those found that get the other label
SPURIOUS, SPURIOUS_WOMEN = 0.05, 0.2


@dataclass(frozen=True)
class Sides:
    """Numerator and denominator for each article of a corpus, by hand coding and by machine."""

    people: tuple[Floats, Floats]
    machine: tuple[Floats, Floats]
    finite: bool = False

    def share(self, who: str) -> float:
        """Share in the whole corpus, by "people" or "machine"."""
        above, below = getattr(self, who)
        return float(above.sum() / below.sum())

    def estimated(self, coded: np.ndarray, weight: float | None = None) -> pd.Series[float]:
        """The corrected figure from some coded articles; weight as in `corrected_ratio`."""
        n = len(self.people[0])
        design = Design.of(
            np.full(len(coded), len(coded) / n), np.zeros(len(coded), int), n, self.finite
        )
        sides = [
            Codings(p[None, coded], m[None, coded], m.sum(keepdims=True))
            for p, m in zip(self.people, self.machine, strict=True)
        ]
        return corrected_ratio(sides[0], sides[1], np.array([0]), design, weight).iloc[0]


def invented(random: np.random.Generator, articles: int = ARTICLES) -> Sides:
    """A corpus with two groups of sources, which the annotation finds unevenly."""
    n = random.negative_binomial(CLUMPING, CLUMPING / (CLUMPING + SOURCES), articles)
    share = random.beta(WOMEN * ALIKE, (1 - WOMEN) * ALIKE, articles)
    women = random.binomial(n, share)
    found = {
        "women": random.binomial(women, FOUND["women"]),
        "men": random.binomial(n - women, FOUND["men"]),
    }
    turned = {who: random.binomial(found[who], MISTAKEN[who]) for who in found}
    ghosts = [random.poisson(SPURIOUS * n * p) for p in (SPURIOUS_WOMEN, 1 - SPURIOUS_WOMEN)]
    counted = found["women"] - turned["women"] + turned["men"] + ghosts[0]
    all_found = found["women"] + found["men"] + ghosts[0] + ghosts[1]
    people = women.astype(float), n.astype(float)
    return Sides(people, (counted.astype(float), all_found.astype(float)))


def simulated(draws: int = 2_000, coded: tuple[int, ...] = (20, 30, 60, 120)) -> pd.DataFrame:
    """Bias, coverage and width of the naive, the corrected and the coded sample's share.

    Args:
        draws: corpora, and samples of them.
        coded: articles in a sample.

    Returns:
        Frame of coded, estimated, bias (points), covers (share of intervals that contain the
        truth), width (points, mean).
    """
    random = np.random.default_rng(1)
    truth = invented(random, 2_000_000).share("people")
    rows = []
    for size in coded:
        with bar(draws, f"{size} coded", "samples") as shown:
            for _ in range(draws):
                corpus = invented(random)
                sample = random.choice(ARTICLES, size, replace=False)
                rows += list(_figures(size, corpus, sample, truth))
                shown.update()
    return _summary(pd.DataFrame(rows), ["coded", "estimated"])


def _figures(
    size: int, corpus: Sides, sample: np.ndarray, truth: float
) -> Iterator[dict[str, object]]:
    naive = corpus.share("machine")
    yield {"coded": size, "estimated": "naive", "off": naive - truth}
    for name, weight in (("corrected", None), ("coded sample", 0.0)):
        figure = corpus.estimated(sample, weight)
        yield {
            "coded": size,
            "estimated": name,
            "off": figure["estimate"] - truth,
            "covers": bool(figure["low"] <= truth <= figure["high"]),
            "width": figure["high"] - figure["low"],
        }


def _summary(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    kept = rows.assign(covers=rows["covers"].astype("float64"))
    means = kept.groupby(by, sort=False)[["off", "covers", "width"]].mean().reset_index()
    return means.rename(columns={"off": "bias"})


def polnear(folder: Path, coded: int = 30, draws: int = 200) -> pd.DataFrame:
    """Bias, coverage and width on a split of PolNeAR, with its annotation as the hand coding.

    Args:
        folder: with text/ and attributions/.
        coded: articles in a sample.
        draws: samples.

    Returns:
        Frame of figure, estimated, true, mean (over the samples), bias, covers, width.
    """
    random = np.random.default_rng(1)
    rows = []
    for name, corpus in _counted(folder).items():
        truth, n = corpus.share("people"), len(corpus.people[0])
        for _ in range(draws):
            sample = random.choice(n, coded, replace=False)
            figures = _figures(coded, corpus, sample, truth)
            rows += [{**row, "figure": name, "true": truth} for row in figures]
    table = _summary(pd.DataFrame(rows), ["figure", "true", "estimated"])
    return table.assign(mean=table["true"] + table["bias"])


def _counted(folder: Path) -> dict[str, Sides]:
    """Direct quotes and all quotes of each article, by hand coding and by machine."""
    gold, find = read_split(folder), triples(Pipeline().engine)
    counts = []
    for article in track(gold, "annotating", "articles"):
        text = TokenText(article.text)
        both = ([a.content for a in spans] for spans in (article.codings[0], find(article.text)))
        counts.append([_directs(text, contents) for contents in both])
    table = np.array(counts, dtype=np.float64)  # articles x people, machine x direct, all
    ones = np.ones(len(gold))
    people, machine = table[:, 0], table[:, 1]
    direct = Sides((people[:, 0], people[:, 1]), (machine[:, 0], machine[:, 1]), finite=True)
    number = Sides((people[:, 1], ones), (machine[:, 1], ones), finite=True)
    return {"share of direct quotes": direct, "quotes per article": number}


def _directs(text: TokenText, contents: list[tuple[tuple[int, int], ...]]) -> tuple[int, int]:
    within = [tokens for content in contents if (tokens := text.within(content))]
    return sum(text.quote_type(t) == "direct" for t in within), len(within)


def main() -> None:
    """Print the requested table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--polnear", type=Path, help="a PolNeAR split instead of invented articles")
    parser.add_argument("--draws", type=int, help="samples; 2,000, or 200 of PolNeAR")
    parser.add_argument("--coded", type=int, default=30, help="coded articles of PolNeAR")
    given = parser.parse_args()
    if given.polnear:
        table = polnear(given.polnear, given.coded, given.draws or 200)
    else:
        table = simulated(given.draws or 2_000)
    print(table.round(4).to_string(index=False, na_rep="–"))


if __name__ == "__main__":
    main()

"""Bias and coverage of corrected figures, in simulations with known truth and on PolNeAR.

python -m toolkit.benchmarks.correction_simulation
python -m toolkit.benchmarks.correction_simulation --polnear polnear/dev

The simulated errors resemble those of a published figure: 25.9 % of the sources are women by hand
coding, 21.5 % by software that misses some voices more than others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer
from numpy.typing import NDArray

from toolkit.annotate import Pipeline
from toolkit.measure.correction.coded_sample import Codings, Design
from toolkit.measure.correction.estimators import corrected_ratio
from toolkit.progress import bar, track
from toolkit.validate.scoring.attribution import triples
from toolkit.validate.scoring.attribution_counts import TokenText
from toolkit.validate.scoring.polnear import read_split

ARTICLES = 2_000
SOURCES, CLUMPING = 7.0, 2.5  # per article, mean and shape: a few articles have many
WOMEN, ALIKE = 0.259, 6.0  # share, and how alike the sources of one article are
# of women and of men
FOUND = [[0.72], [0.92]]
MISTAKEN = [[0.03], [0.01]]  # share of those found that get the other label
SPURIOUS = [[0.01], [0.04]]  # more sources than there are

Counts = NDArray[np.float64]
"""By people and by the machine x numerator and denominator x articles."""


def shares(counts: Counts) -> tuple[float, float]:
    """The share in the whole corpus, by people and by the machine."""
    people, machine = counts.sum(axis=2)
    return float(people[0] / people[1]), float(machine[0] / machine[1])


def estimated(
    counts: Counts, coded: np.ndarray, weight: float | None, finite: bool
) -> pd.Series[float]:
    """The corrected figure from some coded articles; weight as in `corrected_ratio`."""
    n = counts.shape[2]
    inclusion = np.full(len(coded), len(coded) / n)
    design = Design.of(inclusion, np.zeros(len(coded), int), n, finite)
    above, below = (
        Codings(people[None, coded], machine[None, coded], machine.sum(keepdims=True))
        for people, machine in zip(*counts, strict=True)
    )
    return corrected_ratio(above, below, np.array([0]), design, weight).iloc[0]


def invented(random: np.random.Generator, articles: int = ARTICLES) -> Counts:
    """A corpus with two groups of sources, which the annotation finds unevenly."""
    n = random.negative_binomial(CLUMPING, CLUMPING / (CLUMPING + SOURCES), articles)
    women = random.binomial(n, random.beta(WOMEN * ALIKE, (1 - WOMEN) * ALIKE, articles))
    found = random.binomial([women, n - women], FOUND)
    turned = random.binomial(found, MISTAKEN)
    counted = found - turned + turned[::-1] + random.poisson(n * np.array(SPURIOUS))
    return np.array([[women, n], [counted[0], counted.sum(axis=0)]], dtype=np.float64)


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
    truth, _ = shares(invented(random, 2_000_000))
    rows = []
    for size in coded:
        with bar(draws, f"{size} coded", "samples") as shown:
            for _ in range(draws):
                corpus = invented(random)
                sample = random.choice(ARTICLES, size, replace=False)
                rows += list(_figures(corpus, sample, truth))
                shown.update()
    return _summary(pd.DataFrame(rows), ["coded", "estimated"])


def _figures(
    corpus: Counts, sample: np.ndarray, truth: float, finite: bool = False
) -> Iterator[dict[str, object]]:
    named = {"coded": len(sample)}
    yield {**named, "estimated": "naive", "off": shares(corpus)[1] - truth}
    for name, weight in (("corrected", None), ("coded sample", 0.0)):
        figure = estimated(corpus, sample, weight, finite)
        yield {
            **named,
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
        truth, n = shares(corpus)[0], corpus.shape[2]
        for _ in range(draws):
            sample = random.choice(n, coded, replace=False)
            figures = _figures(corpus, sample, truth, finite=True)
            rows += [{**row, "figure": name, "true": truth} for row in figures]
    table = _summary(pd.DataFrame(rows), ["figure", "true", "estimated"])
    return table.assign(mean=table["true"] + table["bias"])


def _counted(folder: Path) -> dict[str, Counts]:
    """Direct quotes and all quotes of each article, by hand coding and by machine."""
    gold, find = read_split(folder), triples(Pipeline())
    counts = []
    for article in track(gold, "annotating", "articles"):
        text = TokenText(article.text)
        both = ([a.content for a in spans] for spans in (article.codings[0], find(article.text)))
        counts.append([_directs(text, contents) for contents in both])
    direct = np.moveaxis(np.array(counts, dtype=np.float64), 0, 2)
    number = np.stack([direct[:, 1], np.ones((2, len(gold)))], axis=1)
    return {"share of direct quotes": direct, "quotes per article": number}


def _directs(text: TokenText, contents: list[tuple[tuple[int, int], ...]]) -> tuple[int, int]:
    within = [tokens for content in contents if (tokens := text.within(content))]
    return sum(text.quote_type(t) == "direct" for t in within), len(within)


def main(
    split: Annotated[
        Path | None, typer.Option("--polnear", help="A PolNeAR split instead of invented articles.")
    ] = None,
    draws: Annotated[int | None, typer.Option(help="Samples; 2,000, or 200 of PolNeAR.")] = None,
    coded: Annotated[int, typer.Option(help="Coded articles of PolNeAR.")] = 30,
) -> None:
    """Print the bias and coverage of corrected figures."""
    table = polnear(split, coded, draws or 200) if split else simulated(draws or 2_000)
    print(table.round(4).to_string(index=False, na_rep="–"))


if __name__ == "__main__":
    typer.run(main)

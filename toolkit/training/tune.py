"""Choices made on dev once the weights are fixed: label biases, and what a confidence means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit

from toolkit.annotate.tagger.decoding import Calibration, Candidate
from toolkit.training.evaluate import counts_of, scores, triple
from toolkit.validate.scoring.attribution_counts import relations_right
from toolkit.validate.shared.quote_matching import GoldArticle

Doubles = npt.NDArray[np.float64]

LEAST_CONFIDENCES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
FOLDS = 6
BINS = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """What decoding finds on dev, each candidate with its evidence and whether it is right."""

    articles: list[tuple[GoldArticle, list[Candidate]]]
    evidence: Doubles  # a row for each candidate, the first column 1
    right: Doubles
    article: npt.NDArray[np.int64]  # the article of each row

    def scores(self, kept: npt.NDArray[np.bool_]) -> dict[str, float]:
        """Dev scores with some of the candidates."""
        counts: Counter[str] = Counter()
        for i, (gold, found) in enumerate(self.articles):
            chosen = kept[self.article == i]
            counts += counts_of(gold, [a for a, k in zip(found, chosen, strict=True) if k])
        return scores(counts)


def judged(articles: list[tuple[GoldArticle, list[Candidate]]]) -> Decoded:
    """Whether each candidate is right."""
    evidence = [(1.0, *candidate.evidence) for _, found in articles for candidate in found]
    right = [r for gold, found in articles for r in relations_right(gold, map(triple, found))]
    article = np.repeat(np.arange(len(articles)), [len(found) for _, found in articles])
    return Decoded(articles, np.array(evidence), np.array(right, np.float64), article)


def cross_fitted(decoded: Decoded) -> Doubles:
    """Each candidate's chance to be right, by a calibration on the articles of other folds."""
    chances = np.zeros(len(decoded.right))
    fold = decoded.article % FOLDS
    for k in range(FOLDS):
        others = fold != k
        calibration = calibrate(decoded.evidence[others], decoded.right[others])
        chances[~others] = [calibration(row[1:]) for row in decoded.evidence[~others]]
    return chances


def calibrate(evidence: Doubles, labels: Doubles) -> Calibration:
    """The regressions from evidence to confidence; means of blocks of the isotonic one."""
    weights = logistic_regression(evidence, labels)
    predicted = expit(evidence @ weights)
    order = np.argsort(predicted, kind="stable")
    straight = isotonic_regression(labels[order]).x
    blocks = np.flatnonzero(np.diff(straight, prepend=-1.0))
    means = [float(part.mean()) for part in np.split(predicted[order], blocks[1:])]
    return Calibration(tuple(weights.tolist()), tuple(means), tuple(straight[blocks].tolist()))


def choose_confidence(decoded: Decoded, chances: Doubles) -> float:
    """The least confidence to accept that yields the most relations."""
    return max(LEAST_CONFIDENCES, key=lambda least: decoded.scores(chances >= least)["relation"])


def logistic_regression(features: Doubles, labels: Doubles) -> Doubles:
    """Weights of a logistic regression with a ridge penalty of one half."""

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        logits = features @ weights
        misfit = np.logaddexp(0, logits).sum() - labels @ logits + weights @ weights / 2
        return misfit, features.T @ (expit(logits) - labels) + weights

    return np.asarray(minimize(loss, np.zeros(features.shape[1]), jac=True, tol=1e-9).x)


def reliability(chances: Doubles, labels: Doubles) -> list[dict[str, float]]:
    """For tenths of confidence: number, mean confidence and share right."""
    tenths = np.minimum((chances * BINS).astype(int), BINS - 1)
    groups = [tenths == tenth for tenth in np.unique(tenths)]
    columns = ("n", "confidence", "right")
    rows = [(int(g.sum()), float(chances[g].mean()), float(labels[g].mean())) for g in groups]
    return [dict(zip(columns, row, strict=True)) for row in rows]

"""Choices made on dev once the weights are fixed: label biases, and what a confidence means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression

from toolkit.annotate.tagger.calibration import Calibration
from toolkit.annotate.tagger.decoding import Found, Options, Outputs, RoleHead
from toolkit.annotate.tagger.tagger import Attribution, Network, attributions, read_pieces
from toolkit.annotate.tagger.windows import inputs, windows
from toolkit.annotate.tagger.word_pieces import Pieces
from toolkit.training.scores import counts_of, right, scores
from toolkit.validate.shared.standoff import GoldArticle

Doubles = npt.NDArray[np.float64]

SOURCE_BIASES = (0.0, 0.5, 1.0, 1.5, 2.0)
GENEROUS = 1.0
LEAST_CONFIDENCES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
FOLDS = 6
BINS = 10
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A dev article with the network's outputs for its windows, so that decoding can be redone."""

    gold: GoldArticle
    pieces: Pieces
    outputs: tuple[Outputs, ...]

    def decode(self, head: RoleHead, options: Options) -> list[tuple[Found, Attribution]]:
        """The article's attributions under these options, with the evidence for each."""
        stored = iter(self.outputs)
        found = read_pieces(self.pieces, lambda _: next(stored), head, options)
        return [(one[1], attributions(self.pieces, [one], Calibration())[0]) for one in found]


def read_article(gold: GoldArticle, pieces: Pieces, network: Network) -> ReadArticle:
    """Run the network over an article once."""
    outputs = tuple(network(inputs(pieces, window)) for window in windows(pieces))
    return ReadArticle(gold, pieces, outputs)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What generous decoding finds on dev, each with its evidence and whether it is right."""

    articles: list[tuple[GoldArticle, list[Attribution]]]
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


def find_candidates(read: list[ReadArticle], head: RoleHead, options: Options) -> Candidates:
    """Decode dev with these options."""
    articles, evidence, labels, article = [], [], [], []
    for i, one in enumerate(read):
        decoded = one.decode(head, options)
        found = [attribution for _, attribution in decoded]
        articles.append((one.gold, found))
        evidence += [(1.0, *candidate.evidence) for candidate, _ in decoded]
        labels += right(one.gold, found)
        article += [i] * len(found)
    return Candidates(articles, np.array(evidence), np.array(labels, np.float64), np.array(article))


def choose_source_bias(read: list[ReadArticle], head: RoleHead) -> float:
    """How readily to take a source, for the most relations."""

    def relations(bias: float) -> float:
        found = find_candidates(read, head, Options(source_bias=bias))
        return found.scores(np.ones(len(found.right), np.bool_))["relation"]

    return max(SOURCE_BIASES, key=relations)


def cross_fitted(candidates: Candidates) -> Doubles:
    """Each candidate's chance to be right, by a calibration that did not see its article."""
    chances = np.zeros(len(candidates.right))
    fold = candidates.article % FOLDS
    for k in range(FOLDS):
        seen = fold != k
        calibrate = calibrated(candidates.evidence[seen], candidates.right[seen])
        chances[~seen] = [calibrate(row[1:]) for row in candidates.evidence[~seen]]
    return chances


def calibrated(evidence: Doubles, labels: Doubles) -> Calibration:
    """The regressions that turn evidence into a chance; means of blocks of the isotonic one."""
    weights = logistic_regression(evidence, labels)
    said = predicted(evidence, weights)
    order = np.argsort(said, kind="stable")
    straight = isotonic_regression(labels[order]).x
    blocks = np.flatnonzero(np.diff(straight, prepend=-1.0))
    scores = [float(part.mean()) for part in np.split(said[order], blocks[1:])]
    return Calibration(tuple(weights.tolist()), tuple(scores), tuple(straight[blocks].tolist()))


def choose_confidence(candidates: Candidates, chances: Doubles) -> float:
    """The confidence to ask for, for the most relations."""
    return max(LEAST_CONFIDENCES, key=lambda least: candidates.scores(chances >= least)["relation"])


def predicted(evidence: Doubles, weights: Doubles) -> Doubles:
    """The regression's chances."""
    return np.asarray(1 / (1 + np.exp(-evidence @ weights)), np.float64)


def logistic_regression(features: Doubles, labels: Doubles) -> Doubles:
    """Weights by Newton's method, with a little shrinkage."""
    weights = np.zeros(features.shape[1])
    shrink = np.eye(features.shape[1])
    for _ in range(ROUNDS):
        chances = predicted(features, weights)
        gradient = features.T @ (labels - chances) - weights
        curvature = (features * (chances * (1 - chances))[:, None]).T @ features + shrink
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def reliability(chances: Doubles, labels: Doubles) -> list[dict[str, float]]:
    """For tenths of confidence: how many, what was promised, what was right."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return [
        {
            "n": int((bins == b).sum()),
            "confidence": float(chances[bins == b].mean()),
            "right": float(labels[bins == b].mean()),
        }
        for b in range(BINS)
        if (bins == b).any()
    ]

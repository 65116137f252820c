"""From the network's scores for a window to attributions: anchors first, then roles of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_softmax

from toolkit.annotate.tagger.crf import UNLIKELY, Floats, best_paths
from toolkit.annotate.tagger.word_pieces import CLS, SEP, Ints, Pieces
from toolkit.annotate.text.document import Span

ANCHOR_LABELS = ("O", "B", "I", "N")
NO_ANCHOR, CUE_START, CUE_INSIDE, NO_CUE = range(4)
ROLE_LABELS = ("O", "B-S", "I-S", "B-C", "I-C")
CUE_TAGS, CONTENT_TAGS = (3, 4), (5, 6)
BEGIN_SOURCE, BEGIN_CONTENT = ROLE_LABELS.index("B-S"), ROLE_LABELS.index("B-C")
TAG_LABELS = ("O", "B-S", "I-S", "B-Q", "I-Q", "B-C", "I-C")
EVIDENCE = ("anchor", "path", "sourced", "content tags", "cue tags", "several contents")

TOGETHER = 16
"""Anchors whose roles are scored at once: memory stays bounded."""

EDGES = np.array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129])
DISTANCES = 2 * len(EDGES) + 1
FURTHEST_PARAGRAPH = 2
PARAGRAPHS = 2 * FURTHEST_PARAGRAPH + 1

Run = tuple[int, int]
"""The first and the last piece of a stretch."""


def allowed_transitions() -> npt.NDArray[np.bool_]:
    """Which role label may follow which: an inside only after its own begin or inside."""
    allowed = np.ones((len(ROLE_LABELS), len(ROLE_LABELS)), np.bool_)
    for j, label in enumerate(ROLE_LABELS):
        if label.startswith("I-"):
            allowed[:, j] = [before in (label, "B-" + label[2:]) for before in ROLE_LABELS]
    return allowed


def distances(first: int, last: int, length: int) -> Ints:
    """Buckets of each piece's signed distance from the cue that runs from first to last."""
    places = np.arange(length)
    after = np.searchsorted(EDGES, places - last, side="right")
    before = np.searchsorted(EDGES, first - places, side="right")
    return np.asarray(len(EDGES) + after - before, np.int64)


def paragraphs_apart(ids: Ints, anchor: int) -> Ints:
    """For each piece, how many paragraphs it stands after the anchor's, clipped, from 0 up."""
    number = np.cumsum(ids == SEP) - (ids == SEP)
    apart = np.clip(number - number[anchor], -FURTHEST_PARAGRAPH, FURTHEST_PARAGRAPH)
    return np.asarray(apart + FURTHEST_PARAGRAPH, np.int64)


class Outputs(NamedTuple):
    """The network's outputs for a window: logits, and a vector of each piece in either part."""

    anchors: Floats
    tags: Floats
    pieces: Floats
    cues: Floats
    names: Floats
    sources: Floats


@dataclass(frozen=True, slots=True)
class RoleHead:
    """The part of the network that scores a piece's role given an anchor, in numpy."""

    distance: Floats
    paragraph: Floats
    weight: Floats
    bias: Floats
    transition: Floats

    def scores(self, pieces: Floats, cues: Floats, near: Ints, apart: Ints) -> Floats:
        """Scores [anchors, pieces, roles]."""
        rank, n_roles = self.weight.shape
        width = (cues.shape[1] - rank) // n_roles
        hidden = self.distance[near]
        hidden += self.paragraph[apart]
        hidden += pieces[None, :, :rank]
        hidden += cues[:, None, :rank]
        np.maximum(hidden, 0, out=hidden)
        # one by one, below the size where BLAS uses threads
        out: Floats = np.matmul(hidden, self.weight)
        left = pieces[:, rank : rank + n_roles * width].reshape(len(pieces), n_roles, width)
        right = cues[:, rank:].reshape(len(cues), n_roles, width)
        product = np.matmul(left.transpose(1, 0, 2), right.transpose(1, 2, 0))
        out += product.transpose(2, 1, 0) / np.float32(np.sqrt(width))
        out += pieces[None, :, rank + n_roles * width :] + self.bias
        return out


@dataclass(frozen=True, slots=True)
class Options:
    """Scores added to labels before decoding, and the least confidence to accept; set on dev."""

    cue_bias: float = 0.0
    no_cue_bias: float = 0.0
    content_bias: float = 0.0
    source_bias: float = 0.0
    least_confidence: float = 0.0


class Candidate(NamedTuple):
    """An attribution that the tagger proposes, in characters, with evidence for or against it."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    evidence: tuple[float, ...]


@dataclass(frozen=True)
class Calibration:
    """From evidence to confidence: a logistic regression, straightened by an isotonic one.

    After Zadrozny and Elkan (KDD 2002, "Transforming classifier scores into accurate multiclass
    probability estimates"): a confidence is the share of coded attributions with such evidence
    that are right.

    Attributes:
        weights: of the logistic regression, its constant first.
        scores: of the logistic regression, ascending.
        chances: share right at each score; interpolated between two.
    """

    weights: tuple[float, ...] = (0.0,) * (1 + len(EVIDENCE))
    scores: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()

    def __call__(self, evidence: Sequence[float]) -> float:
        """The chance that an attribution with this evidence is right."""
        chance = float(expit(np.dot(self.weights, (1.0, *evidence))))
        return float(np.interp(chance, self.scores, self.chances)) if self.scores else chance


def decode(
    outputs: Outputs, pieces: Pieces, head: RoleHead, options: Options, own: range
) -> list[Candidate]:
    """All attributions of a window whose anchor starts in the window's own part."""
    special = (pieces.ids == SEP) | (pieces.ids == CLS)
    anchors = [a for a in find_anchors(outputs.anchors, special, options) if a[0] in own]
    found = []
    for i in range(0, len(anchors), TOGETHER):
        found += decode_anchors(outputs, pieces, head, options, anchors[i : i + TOGETHER])
    return found


def find_anchors(logits: Floats, special: npt.NDArray[np.bool_], options: Options) -> list[Run]:
    """Runs of pieces that are a cue, or single pieces that open a content without one."""
    biased = logits + np.array([0, options.cue_bias, 0, options.no_cue_bias], np.float32)
    biased[special, 1:] = UNLIKELY
    labels = biased.argmax(-1)
    inside = np.append(labels == CUE_INSIDE, False)
    continues = inside[:-1] & np.isin(np.roll(labels, 1), (CUE_START, CUE_INSIDE))
    starts = np.flatnonzero((labels != NO_ANCHOR) & ~continues).tolist()
    return [(start, start + int(inside[start + 1 :].argmin())) for start in starts]


def decode_anchors(
    outputs: Outputs, pieces: Pieces, head: RoleHead, options: Options, anchors: list[Run]
) -> list[Candidate]:
    """The attributions that have these anchors, as far as they have content."""
    ids = pieces.ids
    special = (ids == SEP) | (ids == CLS)
    near = np.stack([distances(first, last, len(ids)) for first, last in anchors])
    apart = np.stack([paragraphs_apart(ids, first) for first, _ in anchors])
    cues = np.stack([outputs.cues[first : last + 1].mean(0) for first, last in anchors])
    scores = head.scores(outputs.pieces, cues, near, apart)
    scores[:, :, BEGIN_CONTENT] += options.content_bias
    scores[:, :, BEGIN_SOURCE] += options.source_bias
    paths, path_chances = best_paths(scores, head.transition)
    anchor_chance = log_softmax(outputs.anchors, -1)
    tag_chance = np.exp(log_softmax(outputs.tags, -1))
    found = []
    for anchor, path, path_chance in zip(anchors, paths, path_chances, strict=True):
        content = runs(path, BEGIN_CONTENT, special)
        if not content:
            continue
        chance = anchor_chance[anchor[0]]
        cue = anchor if chance[CUE_START] > chance[NO_CUE] else None
        source = nearest(runs(path, BEGIN_SOURCE, special), anchor[0])
        evidence = (
            float(np.logaddexp.reduce(chance[CUE_START:])),
            float(path_chance),
            float(source is not None),
            _agreement(tag_chance, content, CONTENT_TAGS),
            _agreement(tag_chance, [anchor], CUE_TAGS),
            float(len(content) > 1),
        )
        spans = tuple(_chars(pieces, run) for run in content)
        found.append(
            Candidate(
                spans, cue and _chars(pieces, cue), source and _chars(pieces, source), evidence
            )
        )
    return found


def runs(labels: Ints, begin: int, special: npt.NDArray[np.bool_]) -> list[Run]:
    """Stretches of one role, without special pieces at their edges."""
    out: list[Run] = []
    for i in np.flatnonzero(((labels == begin) | (labels == begin + 1)) & ~special).tolist():
        if out and (labels[out[-1][1] + 1 : i + 1] == begin + 1).all():
            out[-1] = (out[-1][0], i)
        else:
            out.append((i, i))
    return out


def nearest(stretches: list[Run], anchor: int) -> Run | None:
    """The stretch next to the anchor: all but three in ten thousand sources are one stretch."""
    return min(
        stretches, key=lambda run: min(abs(run[0] - anchor), abs(run[1] - anchor)), default=None
    )


def _chars(pieces: Pieces, run: Run) -> Span:
    return Span(int(pieces.start[run[0]]), int(pieces.end[run[1]]))


def _agreement(tag_chance: Floats, stretches: list[Run], tags: tuple[int, int]) -> float:
    """How far the tags, which are read without an anchor, say the same role there."""
    chances = np.concatenate([tag_chance[a : b + 1, tags].sum(1) for a, b in stretches])
    return float(np.log(chances.mean() + 1e-6))

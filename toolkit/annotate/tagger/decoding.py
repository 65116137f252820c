"""From the network's scores for a window to attributions: anchors first, then roles of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.annotate.tagger.crf import Floats, best_paths, log_softmax
from toolkit.annotate.tagger.word_pieces import CLS, SEP, Ints

ANCHOR_LABELS = ("O", "B", "I", "N")
NO_ANCHOR, CUE_START, CUE_INSIDE, NO_CUE = range(4)
ROLE_LABELS = ("O", "B-S", "I-S", "B-C", "I-C")
CUE_TAGS, CONTENT_TAGS = (3, 4), (5, 6)
BEGIN_SOURCE, BEGIN_CONTENT = ROLE_LABELS.index("B-S"), ROLE_LABELS.index("B-C")
TAG_LABELS = ("O", "B-S", "I-S", "B-Q", "I-Q", "B-C", "I-C")

TOGETHER = 16

EDGES = np.array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129])
DISTANCES = 2 * len(EDGES) + 1
FURTHEST_PARAGRAPH = 2
PARAGRAPHS = 2 * FURTHEST_PARAGRAPH + 1


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
    """The network's answer for one window: logits, and each piece as a piece and as a cue."""

    anchors: Floats
    tags: Floats
    pieces: Floats
    cues: Floats


@dataclass(frozen=True, slots=True)
class RoleHead:
    """What scores a piece's role given an anchor; numpy's side of the network."""

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
        out: Floats = np.matmul(
            hidden, self.weight
        )  # one by one, below the size where BLAS uses threads
        left = pieces[:, rank : rank + n_roles * width].reshape(len(pieces), n_roles, width)
        right = cues[:, rank:].reshape(len(cues), n_roles, width)
        product = np.matmul(left.transpose(1, 0, 2), right.transpose(1, 2, 0))
        out += product.transpose(2, 1, 0) / np.float32(np.sqrt(width))
        out += pieces[None, :, rank + n_roles * width :] + self.bias
        return out


@dataclass(frozen=True, slots=True)
class Options:
    """Scores added to labels before decoding, and the confidence to ask for; chosen on dev."""

    cue_bias: float = 0.0
    no_cue_bias: float = 0.0
    content_bias: float = 0.0
    source_bias: float = 0.0
    least_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in a window, as runs [first, last] of the window's pieces."""

    anchor: int
    cue: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    evidence: tuple[float, ...]


def find_anchors(logits: Floats, special: npt.NDArray[np.bool_], options: Options) -> list[Ints]:
    """Runs of pieces that are a cue, or single pieces that open a content without one."""
    biased = logits + np.array([0, options.cue_bias, 0, options.no_cue_bias], np.float32)
    biased[special, 1:] = -1e4
    labels = biased.argmax(-1)
    continues = (labels == CUE_INSIDE) & np.isin(np.roll(labels, 1), (CUE_START, CUE_INSIDE))
    starts = np.flatnonzero((labels != NO_ANCHOR) & ~continues)
    out = []
    for start in starts:
        end = int(start) + 1
        while end < len(labels) and labels[end] == CUE_INSIDE:
            end += 1
        out.append(np.arange(start, end))
    return out


def runs(labels: Ints, begin: int, special: npt.NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Stretches of one role as [first, last], not counting special pieces at their edges."""
    out: list[tuple[int, int]] = []
    for i in np.flatnonzero((labels == begin) | (labels == begin + 1)):
        if special[i]:
            continue
        if out and (labels[out[-1][1] + 1 : i + 1] == begin + 1).all():
            out[-1] = (out[-1][0], int(i))
        else:
            out.append((int(i), int(i)))
    return tuple(out)


def nearest(stretches: tuple[tuple[int, int], ...], anchor: int) -> tuple[tuple[int, int], ...]:
    """A source is one stretch (three in ten thousand are not): the one next to the anchor."""
    return tuple(sorted(stretches, key=lambda s: min(abs(s[0] - anchor), abs(s[1] - anchor)))[:1])


def decode(
    outputs: Outputs,
    ids: Ints,
    head: RoleHead,
    options: Options,
    own: tuple[int, int],
) -> list[Found]:
    """All attributions whose anchor starts in the window's own part."""
    special = (ids == SEP) | (ids == CLS)
    anchors = [
        anchor
        for anchor in find_anchors(outputs.anchors, special, options)
        if own[0] <= anchor[0] < own[1]
    ]
    found = []
    for i in range(0, len(anchors), TOGETHER):
        found += decode_anchors(outputs, ids, head, options, anchors[i : i + TOGETHER])
    return found


def decode_anchors(
    outputs: Outputs, ids: Ints, head: RoleHead, options: Options, anchors: list[Ints]
) -> list[Found]:
    """The attributions that have these anchors, where they have content."""
    special = (ids == SEP) | (ids == CLS)
    near = np.stack([distances(int(a[0]), int(a[-1]), len(ids)) for a in anchors])
    apart = np.stack([paragraphs_apart(ids, int(a[0])) for a in anchors])
    cues = np.stack([outputs.cues[a].mean(0) for a in anchors])
    scores = head.scores(outputs.pieces, cues, near, apart)
    scores[:, :, BEGIN_CONTENT] += options.content_bias
    scores[:, :, BEGIN_SOURCE] += options.source_bias
    paths, path_chances = best_paths(scores, head.transition)
    anchor_chance = log_softmax(outputs.anchors)
    tag_chance = np.exp(log_softmax(outputs.tags))
    found = []
    for anchor, path, path_chance in zip(anchors, paths, path_chances, strict=True):
        content = runs(path, BEGIN_CONTENT, special)
        if not content:
            continue
        source = nearest(runs(path, BEGIN_SOURCE, special), int(anchor[0]))
        has_cue = anchor_chance[anchor[0], CUE_START] > anchor_chance[anchor[0], NO_CUE]
        cue = ((int(anchor[0]), int(anchor[-1])),) if has_cue else ()
        evidence = (
            float(np.logaddexp.reduce(anchor_chance[anchor[0], CUE_START:])),
            float(path_chance),
            float(bool(source)),
            _agreement(tag_chance, content, CONTENT_TAGS),
            _agreement(tag_chance, ((int(anchor[0]), int(anchor[-1])),), CUE_TAGS),
            float(len(content) > 1),
        )
        found.append(Found(int(anchor[0]), cue, source, content, evidence))
    return found


def _agreement(
    tag_chance: Floats, stretches: tuple[tuple[int, int], ...], tags: tuple[int, int]
) -> float:
    """How far the tags, which know no anchor, see the same role there."""
    chances = np.concatenate([tag_chance[a : b + 1, tags].sum(1) for a, b in stretches])
    return float(np.log(chances.mean() + 1e-6))

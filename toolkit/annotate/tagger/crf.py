"""Linear chains: the best sequence of labels, and how likely it is among all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from toolkit.annotate.tagger.word_pieces import Ints

Floats = npt.NDArray[np.float32]

UNLIKELY = np.float32(-1e4)
OUT_OF_REACH = 12.0


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def best_paths(scores: Floats, transition: Floats) -> tuple[Ints, Floats]:
    """The best label sequence of each anchor and its log-probability.

    Most pieces of a window are plainly out of an anchor's reach; only the stretch between the
    first and the last that are not is decoded.
    """
    reach = scores[:, :, 0] - scores[:, :, 1:].max(-1) < OUT_OF_REACH
    reach[:, 1] |= ~reach.any(1)
    start = np.maximum(reach.argmax(1) - 1, 0)
    end = scores.shape[1] - reach[:, ::-1].argmax(1)
    index = start[:, None] + np.arange(int((end - start).max()))
    beyond = index >= end[:, None]
    index = np.minimum(index, scores.shape[1] - 1)
    near = np.take_along_axis(scores, index[..., None], 1)
    near[beyond] = UNLIKELY
    near[beyond, 0] = 0
    short = viterbi(near, transition)
    chances = path_scores(near, transition, short) - all_paths(near, transition)
    paths = np.zeros(scores.shape[:2], np.int64)
    rows = np.broadcast_to(np.arange(len(paths))[:, None], index.shape)
    paths[rows[~beyond], index[~beyond]] = short[~beyond]
    return paths, chances


def viterbi(scores: Floats, transition: Floats) -> Ints:
    """Best label sequences for scores [sequences, places, labels]; the first label is O."""
    n, length, _ = scores.shape
    back = np.zeros(scores.shape, np.int64)
    best = scores[:, 0] + np.where(np.arange(scores.shape[2]) == 0, 0, UNLIKELY)
    for t in range(1, length):
        moves = best[:, :, None] + transition
        back[:, t] = moves.argmax(1)
        best = moves.max(1) + scores[:, t]
    path = np.zeros((n, length), np.int64)
    path[:, -1] = best.argmax(1)
    rows = np.arange(n)
    for t in range(length - 1, 0, -1):
        path[:, t - 1] = back[rows, t, path[:, t]]
    return path


def path_scores(scores: Floats, transition: Floats, paths: Ints) -> Floats:
    """What each sequence of labels scores."""
    emitted = np.take_along_axis(scores, paths[..., None], -1)[..., 0].sum(1)
    moved = transition[paths[:, :-1], paths[:, 1:]].sum(1)
    total: Floats = emitted + moved
    return total


def all_paths(scores: Floats, transition: Floats) -> Floats:
    """Log of the summed exponential scores of all sequences whose first label is O."""
    highest = scores.max(-1, keepdims=True)
    emitted = np.exp(scores - highest)
    moves = np.exp(transition)
    mass = np.where(np.arange(scores.shape[2]) == 0, emitted[:, 0], np.float32(0))
    total = highest.sum((1, 2))
    for t in range(1, scores.shape[1]):
        mass = (mass @ moves) * emitted[:, t]
        size = mass.sum(-1, keepdims=True)
        mass /= size
        total += np.log(size[:, 0])
    result: Floats = total + np.log(mass.sum(-1))
    return result

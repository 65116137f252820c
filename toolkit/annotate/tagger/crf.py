"""Linear-chain CRF: the best sequence of labels and its probability."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from toolkit.annotate.tagger.word_pieces import Ints

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

UNLIKELY = np.float32(-1e4)
OUT_OF_REACH = 12.0


def best_paths(scores: Floats, transition: Floats) -> tuple[Ints, Doubles]:
    """The best label sequence of each anchor and its log-probability.

    Most pieces of a window are plainly out of an anchor's reach; only the stretch between the
    first and the last piece within reach is decoded.
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
    chances = path_scores(near, transition, short) - log_partition(near, transition)
    paths = np.zeros(scores.shape[:2], np.int64)
    rows = np.broadcast_to(np.arange(len(paths))[:, None], index.shape)
    paths[rows[~beyond], index[~beyond]] = short[~beyond]
    return paths, chances


def viterbi(scores: Floats, transition: Floats) -> Ints:
    """Best label sequences for scores [sequences, places, labels]; the first label is O."""
    n, length, _ = scores.shape
    back = np.zeros(scores.shape, np.int64)
    best = _first(scores)
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


def path_scores(scores: Floats, transition: Floats, paths: Ints) -> Doubles:
    """The score of each sequence of labels."""
    emitted = np.take_along_axis(scores, paths[..., None], -1)[..., 0].sum(1, np.float64)
    total: Doubles = emitted + transition[paths[:, :-1], paths[:, 1:]].sum(1, np.float64)
    return total


def log_partition(scores: Floats, transition: Floats) -> Doubles:
    """Log of the summed exponential scores of all sequences whose first label is O."""
    total = _first(scores).astype(np.float64)
    for t in range(1, scores.shape[1]):
        total = np.logaddexp.reduce(total[:, :, None] + transition, axis=1) + scores[:, t]
    result: Doubles = np.logaddexp.reduce(total, axis=-1)
    return result


def _first(scores: Floats) -> Floats:
    """Scores of the labels at the first place, where only O may stand."""
    return np.where(np.arange(scores.shape[2]) == 0, scores[:, 0], scores[:, 0] + UNLIKELY)

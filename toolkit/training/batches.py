"""Batches of windows as tensors, the same on every process."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from toolkit.annotate.tagger.decoding import distances, paragraphs_apart
from toolkit.annotate.tagger.word_pieces import Ints
from toolkit.training.examples import IGNORED, Example, cut_examples, label_article
from toolkit.training.swap import swapped
from toolkit.training.texts import LabelledText

CHUNK = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows, and one row for each attribution in any of them."""

    ids: Tensor
    case: Tensor
    quote: Tensor
    mask: Tensor
    anchors: Tensor
    tags: Tensor
    window: Tensor  # of each attribution
    pooling: Tensor  # averages the pieces of its cue
    near: Tensor
    apart: Tensor
    roles: Tensor
    names: Tensor
    name_weight: Tensor  # of each window
    sources: Sources


@dataclass(frozen=True, slots=True)
class Sources:
    """One row for each source in any window."""

    window: Tensor
    pooling: Tensor
    form: Tensor
    role: Tensor
    reports: Tensor


def epoch_batches(
    texts: Sequence[LabelledText], tokenizer: Tokenizer, epoch: int, size: int, seed: int
) -> list[list[Example]]:
    """An epoch's batches: windows of like length together, in random order, names swapped."""
    rng = random.Random(f"{seed}-{epoch}")
    articles = (label_article(tokenizer, swapped(text, rng)) for text in texts)
    examples = [e for article in articles for e in cut_examples(article, rng, epoch)]
    rng.shuffle(examples)
    out = []
    for i in range(0, len(examples), CHUNK * size):
        chunk = sorted(examples[i : i + CHUNK * size], key=lambda e: len(e.ids))
        out += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    full = [batch for batch in out if len(batch) == size]
    rng.shuffle(full)
    return full


def collate(examples: list[Example], rng: random.Random | None = None) -> Batch:
    """Pad and stack; with `rng` some cues are shortened, as the tagger's may be."""
    length = max(len(e.ids) for e in examples)

    def stack(rows: list[Ints], fill: int) -> Tensor:
        padded = [np.pad(row, (0, length - len(row)), constant_values=fill) for row in rows]
        return torch.from_numpy(np.stack(padded)) if padded else torch.zeros((0, length)).long()

    rows = [
        (i, e, shortened(cue, rng) if rng else cue, roles)
        for i, e in enumerate(examples)
        for cue, roles in zip(e.cues, e.roles, strict=True)
    ]
    near = [distances(int(cue[0]), int(cue[-1]), len(roles)) for _, _, cue, roles in rows]
    ids = stack([e.ids for e in examples], 0)
    return Batch(
        ids=ids,
        case=stack([e.case for e in examples], 0),
        quote=stack([e.quote for e in examples], 0),
        mask=(ids != 0).long(),
        anchors=stack([e.anchors for e in examples], IGNORED),
        tags=stack([e.tags for e in examples], IGNORED),
        window=torch.tensor([i for i, *_ in rows], dtype=torch.long),
        pooling=_pooling([cue for *_, cue, _ in rows], length),
        near=stack(near, 0),
        apart=stack([paragraphs_apart(e.ids, int(cue[0])) for _, e, cue, _ in rows], 0),
        roles=stack([roles for *_, roles in rows], 0),
        names=stack([e.names for e in examples], IGNORED),
        name_weight=torch.tensor([e.weight for e in examples]),
        sources=_sources(examples, length),
    )


def _pooling(runs: list[Ints], length: int) -> Tensor:
    """A row for each run of pieces, by which their mean is computed."""
    weights = np.zeros((len(runs), length), np.float32)
    for row, run in zip(weights, runs, strict=True):
        row[run] = 1 / len(run)
    return torch.from_numpy(weights)


def _sources(examples: list[Example], length: int) -> Sources:
    sources = [(i, s) for i, e in enumerate(examples) for s in e.sources]
    rows = [(i, s.form, s.role, s.reports) for i, s in sources]
    window, *labels = torch.tensor(rows, dtype=torch.long).reshape(-1, 4).T
    return Sources(window, _pooling([s.places for _, s in sources], length), *labels)


def shortened(cue: Ints, rng: random.Random) -> Ints:
    """A part of the cue, one time in five; else the whole."""
    if len(cue) < 2 or rng.random() > 0.2:
        return cue
    size = rng.randint(1, len(cue) - 1)
    start = rng.randint(0, len(cue) - size)
    return cue[start : start + size]

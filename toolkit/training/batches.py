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
from toolkit.training.augment import Augmenter
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


def augmented(batch: list[Example], augment: Augmenter, seed: str) -> list[Example]:
    """The batch with random changes, repeatable from the seed."""
    rng = random.Random(seed)
    return [augment(example, rng) for example in batch]


def collate(examples: list[Example], rng: random.Random | None = None) -> Batch:
    """Pad and stack; with `rng` some cues are shortened, as the tagger's may be."""
    length = max(len(e.ids) for e in examples)

    def stack(rows: list[Ints], fill: int) -> Tensor:
        padded = [np.pad(row, (0, length - len(row)), constant_values=fill) for row in rows]
        return torch.from_numpy(np.stack(padded)) if padded else torch.zeros((0, length)).long()

    near, apart, roles, window, pooling = [], [], [], [], []
    for i, example in enumerate(examples):
        for cue, row in zip(example.cues, example.roles, strict=True):
            used = shortened(cue, rng) if rng else cue
            near.append(distances(int(used[0]), int(used[-1]), len(row)))
            apart.append(paragraphs_apart(example.ids, int(used[0])))
            roles.append(row)
            window.append(i)
            weights = np.zeros(length, np.float32)
            weights[used] = 1 / len(used)
            pooling.append(weights)
    ids = stack([e.ids for e in examples], 0)
    return Batch(
        ids=ids,
        case=stack([e.case for e in examples], 0),
        quote=stack([e.quote for e in examples], 0),
        mask=(ids != 0).long(),
        anchors=stack([e.anchors for e in examples], IGNORED),
        tags=stack([e.tags for e in examples], IGNORED),
        window=torch.tensor(window, dtype=torch.long),
        pooling=torch.from_numpy(np.stack(pooling)) if pooling else torch.zeros((0, length)),
        near=stack(near, 0),
        apart=stack(apart, 0),
        roles=stack(roles, 0),
        names=stack([e.names for e in examples], IGNORED),
        name_weight=torch.tensor([e.weight for e in examples]),
        sources=_sources(examples, length),
    )


def _mean(places: Ints, length: int) -> np.ndarray:
    row = np.zeros(length, np.float32)
    row[places] = 1 / len(places)
    return row


def _sources(examples: list[Example], length: int) -> Sources:
    rows = [(i, s) for i, e in enumerate(examples) for s in e.sources]
    pooling = (
        np.stack([_mean(s.places, length) for _, s in rows]) if rows else np.zeros((0, length))
    )
    return Sources(
        torch.tensor([i for i, _ in rows], dtype=torch.long),
        torch.from_numpy(pooling.astype(np.float32)),
        *(
            torch.tensor([getattr(s, label) for _, s in rows], dtype=torch.long)
            for label in ("form", "role", "reports")
        ),
    )


def shortened(cue: Ints, rng: random.Random) -> Ints:
    """A part of the cue, one time in five; else the whole."""
    if len(cue) < 2 or rng.random() > 0.2:
        return cue
    size = rng.randint(1, len(cue) - 1)
    start = rng.randint(0, len(cue) - size)
    return cue[start : start + size]

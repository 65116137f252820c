"""Training over epochs, on one process or several that average their gradients."""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from toolkit.training.augment import Augmenter
from toolkit.training.batches import augmented, collate, epoch_batches
from toolkit.training.checkpoints import resume, save
from toolkit.training.evaluate import evaluate
from toolkit.training.examples import LabelledArticle
from toolkit.training.losses import Losses
from toolkit.training.model import TaggerNetwork
from toolkit.training.rates import make_optimizer, set_rate
from toolkit.training.settings import Settings, place
from toolkit.validate.shared.standoff import GoldArticle

log = logging.getLogger(__name__)
LOG_EVERY = 50


@dataclass(frozen=True, slots=True)
class Data:
    """What training reads: labelled articles, and dev with its gold."""

    train: list[LabelledArticle]
    dev: list[LabelledArticle]
    dev_gold: list[GoldArticle]
    augment: Augmenter


class Progress:
    """Logs losses and speed now and then."""

    def __init__(self, epoch: int, steps: int) -> None:
        self.epoch, self.steps = epoch, steps
        self.step = self.pieces = 0
        self.started = time.monotonic()
        self.losses = torch.zeros(3)

    def add(self, losses: Tensor, pieces: int) -> None:
        """Count one step."""
        self.step += 1
        self.pieces += pieces
        self.losses += losses.detach()
        if self.step % LOG_EVERY:
            return
        means = " ".join(f"{x:.4f}" for x in self.losses / LOG_EVERY)
        rate = self.pieces / (time.monotonic() - self.started)
        where = f"epoch {self.epoch + 1} step {self.step} of {self.steps}"
        log.info("%s: anchors, roles, tags %s; %.0f pieces/s", where, means, rate)
        self.losses.zero_()


def train(network: TaggerNetwork, data: Data, settings: Settings, out: Path) -> None:
    """All epochs, each closed by a checkpoint and dev scores; goes on where a run broke off."""
    rank, world = place()
    optimizer = make_optimizer(network, settings)
    done = resume(network, optimizer, out)
    module: nn.Module = Losses(network, settings)
    if world > 1:
        module = DistributedDataParallel(module, bucket_cap_mb=100)
    per_epoch = len(epoch_batches(data.train, 0, settings.batch, settings.seed))
    network.train()
    for epoch in range(done, settings.epochs):
        torch.manual_seed(1_000 * settings.seed + 10 * epoch + rank)
        batches = epoch_batches(data.train, epoch, settings.batch, settings.seed)
        progress = Progress(epoch, len(batches))
        for step, examples in enumerate(batches):
            set_rate(optimizer, epoch + step / len(batches), per_epoch, settings)
            name = f"{settings.seed}-{epoch}-{step}-{rank}"
            share = augmented(examples[rank::world], data.augment, name)
            batch = collate(share, random.Random(name))
            losses = module(batch)
            losses.sum().backward()
            nn.utils.clip_grad_norm_(module.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if rank == 0:
                progress.add(losses, int(batch.mask.sum()) * world)
        dev_scores = evaluate(network, data.dev_gold, data.dev)
        if rank == 0:
            log.info("epoch %d dev %s", epoch + 1, {k: round(v, 4) for k, v in dev_scores.items()})
            save(network, optimizer, epoch + 1, settings, dev_scores, out)

"""Training over epochs, on one process or several that average their gradients."""

from __future__ import annotations

import json
import logging
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from toolkit.training.augment import Augmenter
from toolkit.training.batches import augmented, collate, epoch_batches
from toolkit.training.evaluate import evaluate, rank_and_world
from toolkit.training.examples import LabelledArticle
from toolkit.training.model import TaggerNetwork
from toolkit.training.optimization import Losses, Settings, make_optimizer, set_rate
from toolkit.validate.shared.spans import GoldArticle

log = logging.getLogger(__name__)
LOG_EVERY = 50
LOG, STATE = "log.jsonl", "resume.pt"


@dataclass(frozen=True, slots=True)
class Data:
    """What training reads: labelled articles, and dev with its gold."""

    train: list[LabelledArticle]
    dev: list[LabelledArticle]
    dev_gold: list[GoldArticle]
    augment: Augmenter


def train(network: TaggerNetwork, data: Data, settings: Settings, out: Path) -> None:
    """Train all epochs, each closed by a checkpoint and dev scores; resumes an interrupted run."""
    rank, world = rank_and_world()
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
        started, recent = time.monotonic(), torch.zeros(3)
        for step, examples in enumerate(batches):
            set_rate(optimizer, epoch + step / len(batches), per_epoch, settings)
            name = f"{settings.seed}-{epoch}-{step}-{rank}"
            share = augmented(examples[rank::world], data.augment, name)
            losses = module(collate(share, random.Random(name)))
            losses.sum().backward()
            nn.utils.clip_grad_norm_(module.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            recent += losses.detach()
            if rank == 0 and (step + 1) % LOG_EVERY == 0:
                means = " ".join(f"{x:.4f}" for x in recent / LOG_EVERY)
                seconds = (time.monotonic() - started) / (step + 1)
                where = f"epoch {epoch + 1} step {step + 1} of {len(batches)}"
                log.info("%s: anchors, roles, tags %s; %.2f s a step", where, means, seconds)
                recent.zero_()
        dev_scores = evaluate(network, data.dev_gold, data.dev)
        if rank == 0:
            log.info("epoch %d dev %s", epoch + 1, {k: round(v, 4) for k, v in dev_scores.items()})
            save(network, optimizer, epoch + 1, settings, dev_scores, out)


def save(
    network: TaggerNetwork,
    optimizer: torch.optim.Optimizer,
    epoch: int,
    settings: Settings,
    dev_scores: dict[str, float],
    out: Path,
) -> None:
    """Write the weights after so many epochs; an interrupted write leaves the last state intact."""
    torch.save(network.state_dict(), weights_path(out, epoch))
    with (out / LOG).open("a") as file:
        file.write(json.dumps({"epoch": epoch, **dev_scores, "settings": asdict(settings)}) + "\n")
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    unfinished = out / f"{STATE}.part"
    torch.save(state, unfinished)
    unfinished.replace(out / STATE)


def resume(network: TaggerNetwork, optimizer: torch.optim.Optimizer, out: Path) -> int:
    """Load the last state if there is one; returns the number of finished epochs."""
    path = out / STATE
    if not path.exists():
        return 0
    state = torch.load(path)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epoch"])


def weights_path(out: Path, epoch: int) -> Path:
    """The file of the weights after so many epochs."""
    return out / f"epoch{epoch}.pt"


def best_epoch(out: Path) -> int:
    """The epoch with the best relations on dev."""
    lines = [json.loads(line) for line in (out / LOG).read_text().splitlines()]
    return int(max(lines, key=lambda line: float(line["relation"]))["epoch"])

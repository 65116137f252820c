"""Training: settings, losses, rates, checkpoints, and the loop over epochs."""

from __future__ import annotations

import copy
import json
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from toolkit.annotate.tagger.heads import FORMS, ROLES
from toolkit.annotate.tagger.word_pieces import Pieces
from toolkit.training.augment import Augmenter
from toolkit.training.batches import Batch, Sources, collate, epoch_batches
from toolkit.training.evaluate import evaluate, rank_and_world
from toolkit.training.examples import IGNORED
from toolkit.training.model import LAYERS, TaggerNetwork
from toolkit.training.texts import LabelledText
from toolkit.validate.shared.quote_matching import GoldArticle

log = logging.getLogger(__name__)
LOG_EVERY = 50
LOG, STATE = "log.jsonl", "resume.pt"
ENCODER = ("positions", "norm", "layers")


@dataclass(frozen=True, slots=True)
class Settings:
    """The recipe: everything besides the data that shapes the weights."""

    epochs: int = 6
    batch: int = 8
    seed: int = 1
    dropout: float = 0.1
    encoder_rate: float = 2.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: int = 100
    anchor_weight: float = 2.0
    tag_weight: float = 0.5
    name_weight: float = 1.0
    source_weight: float = 8.0
    keep_weight: float = 0.0
    scale: float = 30.0


@dataclass(frozen=True, slots=True)
class Data:
    """What training reads: labelled texts, and PolNeAR's dev with its gold."""

    train: Sequence[LabelledText]
    dev: list[Pieces]
    dev_gold: list[GoldArticle]
    augment: Augmenter
    tokenizer: Tokenizer


def train(network: TaggerNetwork, data: Data, settings: Settings, out: Path) -> None:
    """Train all epochs, each closed by a checkpoint and dev scores; resumes an interrupted run."""
    as_before = copy.deepcopy(network).eval() if settings.keep_weight else None
    rank, world = rank_and_world()
    optimizer = make_optimizer(network, settings)
    done = resume(network, optimizer, out)
    module: nn.Module = Losses(network, settings, as_before)
    if world > 1:
        module = DistributedDataParallel(module, bucket_cap_mb=100)
    network.train()
    for epoch in range(done, settings.epochs):
        torch.manual_seed(1_000 * settings.seed + 10 * epoch + rank)
        batches = epoch_batches(data.train, data.tokenizer, epoch, settings.batch, settings.seed)
        started, recent = time.monotonic(), torch.zeros(len(LOSSES))
        for step, examples in enumerate(batches):
            set_rate(optimizer, epoch + step / len(batches), len(batches), settings)
            name = f"{settings.seed}-{epoch}-{step}-{rank}"
            changes = random.Random(name)
            share = [data.augment(example, changes) for example in examples[rank::world]]
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
                log.info("%s: %s; %.2f s a step", where, means, seconds)
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


def last_epoch(out: Path) -> int:
    """The last epoch that was finished."""
    return int(json.loads((out / LOG).read_text().splitlines()[-1])["epoch"])


LOSSES = ("anchors", "roles", "tags", "names", "forms", "source roles", "reports", "kept")


class Losses(nn.Module):
    """The network with its losses, in one module so that gradients average across processes."""

    def __init__(
        self, network: TaggerNetwork, settings: Settings, as_before: TaggerNetwork | None = None
    ) -> None:
        super().__init__()
        self.network = network
        self.settings = settings
        # in a tuple, so that it is no part of the module and is not trained
        self.as_before = (as_before,) if as_before else ()

    def forward(self, batch: Batch) -> Tensor:
        """The LOSSES, weighted, for each window of the batch."""
        outputs = _outputs(self.network, batch)
        weights = self.settings
        losses = (
            *self._attribution_losses(outputs, batch),
            weights.name_weight * _name_loss(outputs[4], batch),
            *(weights.source_weight * x for x in self._source_losses(outputs[5], batch.sources)),
            weights.keep_weight * self._kept_loss(outputs, batch),
        )
        return torch.stack(losses) / (weights.scale * len(batch.ids))

    def _attribution_losses(self, outputs: list[Tensor], batch: Batch) -> tuple[Tensor, ...]:
        anchors, tags, pieces, cues, *_ = outputs
        pieces, cues = pieces[batch.window], cues[batch.window]
        cues = (batch.pooling[..., None] * cues).sum(1)
        scores = self.network.role_scores(pieces, cues, batch.near, batch.apart)
        roles = self.network.path_loss(scores, batch.roles, batch.mask[batch.window])
        return (
            self.settings.anchor_weight * _label_loss(anchors, batch.anchors),
            roles,
            self.settings.tag_weight * _label_loss(tags, batch.tags),
        )

    def _kept_loss(self, outputs: list[Tensor], batch: Batch) -> Tensor:
        """How far what the network says of attributions is from what it said before.

        Divergence of the labels, and distance of the vectors in units of their variance.
        """
        loss = torch.zeros(())
        for network in self.as_before:
            with torch.no_grad():
                before = _outputs(network, batch)
            now, then = ([x[batch.mask > 0] for x in many[:4]] for many in (outputs, before))
            for a, b in zip(now[:2], then[:2], strict=True):
                chances = a.log_softmax(-1), b.log_softmax(-1)
                loss = loss + functional.kl_div(*chances, reduction="sum", log_target=True)
            for a, b in zip(now[2:], then[2:], strict=True):
                loss = loss + (a - b).square().mean(-1).sum() / b.var()
        return loss

    def _source_losses(self, vectors: Tensor, sources: Sources) -> tuple[Tensor, ...]:
        mean = (sources.pooling[..., None] * vectors[sources.window]).sum(1)
        logits = self.network.source_label(functional.relu(mean))
        form, role, reports = torch.split(logits, [len(FORMS), len(ROLES), 1], -1)
        return (
            _label_loss(form, sources.form),
            _label_loss(role, sources.role),
            _flag_loss(reports[:, 0], sources.reports),
        )


def _outputs(network: nn.Module, batch: Batch) -> list[Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return [x.float() for x in network(batch.ids, batch.case, batch.quote, batch.mask)]


def _flag_loss(logits: Tensor, flags: Tensor) -> Tensor:
    known = flags >= 0
    return functional.binary_cross_entropy_with_logits(
        logits[known], flags[known].float(), reduction="sum"
    )


def _name_loss(logits: Tensor, batch: Batch) -> Tensor:
    flat = functional.cross_entropy(
        logits.transpose(1, 2), batch.names, ignore_index=IGNORED, reduction="none"
    )
    return (flat.sum(1) * batch.name_weight).sum()


def _label_loss(logits: Tensor, labels: Tensor) -> Tensor:
    flat = logits.float().reshape(-1, logits.shape[-1])
    return functional.cross_entropy(flat, labels.reshape(-1), ignore_index=IGNORED, reduction="sum")


def make_optimizer(network: TaggerNetwork, settings: Settings) -> torch.optim.Optimizer:
    """New parts learn fast, the encoder's lower layers slowly, its word embeddings not at all."""
    network.words.weight.requires_grad = False
    groups = [
        {
            "params": [parameter],
            "full_rate": _full_rate(name, settings),
            "weight_decay": settings.weight_decay if parameter.ndim > 1 else 0.0,
        }
        for name, parameter in network.named_parameters()
        if parameter.requires_grad
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)


def _full_rate(name: str, settings: Settings) -> float:
    part, _, rest = name.partition(".")
    if part not in ENCODER:
        return settings.head_rate
    depth = int(rest.split(".")[0]) if part == "layers" else -1
    return settings.encoder_rate * settings.layer_decay ** (LAYERS - depth)


def set_rate(
    optimizer: torch.optim.Optimizer, epoch: float, per_epoch: int, settings: Settings
) -> None:
    """Warm up over steps, then fall linearly to zero."""
    warm = min(1.0, (epoch * per_epoch + 1) / settings.warm_up)
    factor = warm * max(0.0, 1 - epoch / settings.epochs)
    for group in optimizer.param_groups:
        group["lr"] = group["full_rate"] * factor

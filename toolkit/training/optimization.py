"""The recipe of training: settings, losses and the rates at which the network's parts learn."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from toolkit.training.batches import IGNORED, Batch
from toolkit.training.model import LAYERS, TaggerNetwork

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
    scale: float = 30.0


class Losses(nn.Module):
    """The network with its losses, in one module so that gradients average across processes."""

    def __init__(self, network: TaggerNetwork, settings: Settings) -> None:
        super().__init__()
        self.network = network
        self.settings = settings

    def forward(self, batch: Batch) -> Tensor:
        """Losses of anchors, roles and tags, weighted, for each window of the batch."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            anchors, tags, pieces, cues = self.network(
                batch.ids, batch.case, batch.quote, batch.mask
            )
        pieces, cues = pieces.float()[batch.window], cues.float()[batch.window]
        cues = (batch.pooling[..., None] * cues).sum(1)
        scores = self.network.role_scores(pieces, cues, batch.near, batch.apart)
        roles = self.network.path_loss(scores, batch.roles, batch.mask[batch.window])
        weights = self.settings
        losses = (
            weights.anchor_weight * _label_loss(anchors, batch.anchors),
            roles,
            weights.tag_weight * _label_loss(tags, batch.tags),
        )
        return torch.stack(losses) / (weights.scale * len(batch.ids))


def _label_loss(logits: Tensor, labels: Tensor) -> Tensor:
    flat = logits.float().reshape(-1, logits.shape[-1])
    return functional.cross_entropy(flat, labels.reshape(-1), ignore_index=IGNORED, reduction="sum")


def make_optimizer(network: TaggerNetwork, settings: Settings) -> torch.optim.Optimizer:
    """New parts learn fast, the encoder's lower layers slowly, its word embeddings not at all."""
    network.words.weight.requires_grad = False
    groups = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            rate = _full_rate(name, settings)
            decay = settings.weight_decay if parameter.ndim > 1 else 0.0
            groups.append(
                {"params": [parameter], "lr": rate, "full_rate": rate, "weight_decay": decay}
            )
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

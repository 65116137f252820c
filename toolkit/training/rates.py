"""How fast each part of the network learns, and when."""

from __future__ import annotations

import torch

from toolkit.training.model import LAYERS, TaggerNetwork
from toolkit.training.settings import Settings

ENCODER = ("positions", "norm", "layers")


def make_optimizer(network: TaggerNetwork, settings: Settings) -> torch.optim.Optimizer:
    """New parts learn fast, the encoder's lower layers slowly, its word embeddings not at all."""
    network.words.weight.requires_grad = False
    groups = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = _full_rate(name, settings)
        decay = settings.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "full_rate": rate, "weight_decay": decay})
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
    """Warm up over steps, then fall to zero in a line."""
    warm = min(1.0, (epoch * per_epoch + 1) / settings.warm_up)
    factor = warm * max(0.0, 1 - epoch / settings.epochs)
    for group in optimizer.param_groups:
        group["lr"] = group["full_rate"] * factor

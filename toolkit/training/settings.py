"""The recipe, and where a process stands among those that train together."""

from __future__ import annotations

from dataclasses import dataclass

import torch.distributed as dist


@dataclass(frozen=True, slots=True)
class Settings:
    """All that shapes the weights besides the data."""

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


def place() -> tuple[int, int]:
    """This process's rank, and how many there are."""
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
